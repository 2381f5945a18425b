"""The engine that the tests of MTProto run with: Pyrogram's, or another by ``TGSDK_ENGINE=telethon``."""

import os
from collections.abc import Callable
from typing import Any

from tgsdk import load_backend
from tgsdk.backends.base import Backend
from tgsdk.backends.mtproto import MTProtoBackend

__all__ = ["BACKENDS", "BACKEND_PATH", "ENGINE", "ENGINE_IS_CHOSEN", "backend_of", "engine_backend"]

BACKENDS = {
    "pyrogram": "tgsdk.backends.pyrogram.PyrogramBackend",
    "telethon": "tgsdk.backends.telethon.TelethonBackend",
}
ENGINE_IS_CHOSEN = bool(os.environ.get("TGSDK_ENGINE"))
ENGINE = os.environ.get("TGSDK_ENGINE") or "pyrogram"
BACKEND_PATH = BACKENDS[ENGINE]


def backend_of(engine: str) -> Callable[..., Backend]:
    """Return what makes a backend of this engine from its options.

    The engine is imported beforehand: that takes seconds on a busy machine, and no test is about them.
    """

    def made(**options: Any) -> Backend:
        backend = load_backend(BACKENDS[engine], options)
        if isinstance(backend, MTProtoBackend):
            backend.load_engine()
        return backend

    return made


engine_backend = backend_of(ENGINE)

"""One step of a login in a process of its own."""

import warnings
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from tests.backends.engines import engine_backend
from tgsdk import Session, Telegram

from .saying import said


def take_step(
    parent: "Connection[Any, Any]", options: Mapping[str, Any], session: str, step: str, arguments: tuple[str, ...]
) -> None:
    """Take a step with a session, and tell the parent what it said and the session after it."""
    warnings.simplefilter("error")
    telegram = Telegram(engine_backend(**options), Session.from_string(session))
    answer = said(getattr(telegram, step)(*arguments))
    parent.send((answer, telegram.session.to_string()))

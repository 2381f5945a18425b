"""The engine: Telethon's TL classes, called as the schema calls them."""

import struct
from types import ModuleType
from typing import Any

from ..mtproto.engine import Engine, Unreadable
from .library import BinaryReader, functions, layer, tlobjects, types

__all__ = ["ENGINE", "TelethonEngine"]

BOOLS = {0x997275B5: True, 0xBC799737: False}
VECTOR = 0x1CB5C415
# What the classes stumble over when the bytes are none of theirs.
STUMBLES = (
    ArithmeticError,
    AttributeError,
    BufferError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)


class Methods:
    """A module of methods by the schema's names: ``auth.SendCode`` is ``functions.auth.SendCodeRequest``."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._module, name, None)
        found = Methods(inner) if isinstance(inner, ModuleType) else getattr(self._module, f"{name}Request")
        setattr(self, name, found)  # so that it is looked for once
        return found


class Reader(BinaryReader):  # type: ignore[misc]
    """Telethon's reader, which here unpacks nothing (``gzip_packed``) and takes no container for an object."""

    def tgread_object(self) -> Any:
        constructor = self.read_int(signed=False)
        if constructor in BOOLS:
            return BOOLS[constructor]
        if constructor == VECTOR:
            return [self.tgread_object() for _ in range(self.read_int())]
        kind = tlobjects.get(constructor)
        if kind is None:
            raise Unreadable(constructor)
        return kind.from_reader(self)


class TelethonEngine(Engine):
    """Reads and writes with ``telethon.tl``: layer 229 with Telethon 1.45."""

    framing = "full"

    def __init__(self) -> None:
        self.layer = layer
        self.types = types
        self.functions = Methods(functions)

    def encode(self, query: Any) -> bytes:
        return bytes(query)

    def decode(self, data: bytes) -> Any:
        try:
            return Reader(data).tgread_object()
        except STUMBLES as error:
            raise Unreadable from error


ENGINE = TelethonEngine()

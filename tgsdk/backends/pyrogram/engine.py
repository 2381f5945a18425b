"""The engine: the TL classes that Pyrogram and Kurigram have under the same names."""

import struct
from io import BytesIO
from typing import Any

from ..mtproto.engine import Engine, Unreadable
from .library import layer, raw

__all__ = ["ENGINE", "PyrogramEngine"]

GZIP_PACKED = (0x3072CFA1).to_bytes(4, "little")
GZIP_MAGIC = b"\x1f\x8b"
LONG_STRING = 0xFE
# What the classes stumble over when the bytes are none of theirs.
STUMBLES = (
    AttributeError,
    EOFError,
    IndexError,
    MemoryError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


class PyrogramEngine(Engine):
    """Reads and writes with ``pyrogram.raw``: layer 158 with Pyrogram 2.0.106, 229 with Kurigram 2.2.26."""

    def __init__(self) -> None:
        self.layer = layer
        self.types = raw.types
        self.functions = raw.functions

    def encode(self, query: Any) -> bytes:
        return bytes(query.write())

    def decode(self, data: bytes) -> Any:
        try:
            return raw.core.TLObject.read(_Bytes(data))
        except KeyError as error:
            raise Unreadable(error.args[0] if isinstance(error.args[0], int) else None) from error
        except STUMBLES as error:
            raise Unreadable from error


class _Bytes(BytesIO):
    """Bytes of which no more can be read than there are.

    Pyrogram takes what is left where it wants more: a vector of two thousand million numbers would be read to its end,
    zero by zero. And it unpacks ``gzip_packed`` anywhere, however large it becomes.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if size is not None and len(found) < size:
            raise EOFError
        if found == GZIP_PACKED and self._is_packed_here():
            raise Unreadable(int.from_bytes(GZIP_PACKED, "little"))
        return found

    def _is_packed_here(self) -> bool:
        """Whether a string with the beginning of a gzip file comes next: a number alone may be like the constructor."""
        following = self.getbuffer()[self.tell() : self.tell() + 6]
        head = 4 if following[:1] == bytes([LONG_STRING]) else 1
        return bytes(following[head : head + 2]) == GZIP_MAGIC


ENGINE = PyrogramEngine()

"""The engine: the TL classes that Pyrogram and Kurigram have under the same names."""

import struct
from io import SEEK_END, BytesIO
from typing import Any

from ..mtproto.engine import Engine, Unreadable
from .library import layer, raw

__all__ = ["ENGINE", "PyrogramEngine"]

GZIP_PACKED = (0x3072CFA1).to_bytes(4, "little")
GZIP_MAGIC = b"\x1f\x8b"
LONG_STRING = b"\xfe"
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

_read = BytesIO.read  # every field of every answer comes through here


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
    zero by zero. It unpacks ``gzip_packed`` anywhere, however large that becomes. And it copies all that is left to
    learn how long that is, once for each vector.
    """

    def read(self, size: int | None = -1, /) -> Any:
        """Return so many bytes. All that is left is not read: only its length is ever asked for."""
        if size is None or size < 0:
            here = self.tell()
            return range(self.seek(0, SEEK_END) - here)
        found = _read(self, size)
        if len(found) < size or found == GZIP_PACKED:
            self._look_closer(found, size)
        return found

    def _look_closer(self, found: bytes, size: int) -> None:
        if len(found) < size:
            raise EOFError
        if self._is_gzip_next():
            raise Unreadable(int.from_bytes(GZIP_PACKED, "little"))

    def _is_gzip_next(self) -> bool:
        """Whether a string that is a gzip file comes next: a number alone may look like the constructor."""
        following = bytes(self.getbuffer()[self.tell() : self.tell() + 6])
        head = 4 if following[:1] == LONG_STRING else 1
        return following[head : head + 2] == GZIP_MAGIC


ENGINE = PyrogramEngine()

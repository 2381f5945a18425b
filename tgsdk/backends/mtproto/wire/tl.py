"""TL's basic types, as bytes (https://core.telegram.org/mtproto/serialize)."""

import struct

from tgsdk.errors import ProtocolError

__all__ = ["Reader", "write_bytes", "write_int", "write_long", "write_longs"]

VECTOR = 0x1CB5C415
LONG_STRING = 254


class Reader:
    """Reads TL values one after the other. Whatever ends too early raises ProtocolError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    @property
    def rest(self) -> bytes:
        """The bytes that were not read yet."""
        return self._data[self.position :]

    def read_raw(self, length: int) -> bytes:
        end = self.position + length
        if length < 0 or end > len(self._data):
            raise ProtocolError("what arrived ends too early")
        raw, self.position = self._data[self.position : end], end
        return raw

    def read_int(self) -> int:
        return int.from_bytes(self.read_raw(4), "little", signed=True)

    def read_constructor(self) -> int:
        return int.from_bytes(self.read_raw(4), "little")

    def read_long(self) -> int:
        return int.from_bytes(self.read_raw(8), "little", signed=True)

    def read_bytes(self) -> bytes:
        """Read a ``string`` or ``bytes``, whose length is padded to a multiple of four."""
        length, head = self.read_raw(1)[0], 1
        if length >= LONG_STRING:
            length, head = int.from_bytes(self.read_raw(3), "little"), 4
        value = self.read_raw(length)
        self.read_raw(-(head + length) % 4)
        return value

    def read_longs(self) -> list[int]:
        """Read a ``Vector<long>``, which is no longer than the bytes that are left."""
        if self.read_constructor() != VECTOR:
            raise ProtocolError("what arrived is no vector")
        count = self.read_int()
        return list(struct.unpack(f"<{count}q", self.read_raw(count * 8)))


def write_int(value: int) -> bytes:
    """Return an ``int``, or a constructor: 32 bits, with a sign or without."""
    return (value & 0xFFFFFFFF).to_bytes(4, "little")


def write_long(value: int) -> bytes:
    return struct.pack("<q", value)


def write_bytes(value: bytes) -> bytes:
    short = len(value) < LONG_STRING
    head = bytes([len(value)]) if short else bytes([LONG_STRING]) + len(value).to_bytes(3, "little")
    return head + value + bytes(-(len(head) + len(value)) % 4)


def write_longs(values: list[int]) -> bytes:
    """Return a ``Vector<long>``."""
    return struct.pack(f"<Ii{len(values)}q", VECTOR, len(values), *values)

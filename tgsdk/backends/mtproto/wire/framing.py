"""Packets in a stream of bytes: MTProto's framings (https://core.telegram.org/mtproto/mtproto-transports)."""

import secrets
from abc import ABC, abstractmethod
from typing import ClassVar, Literal, Protocol
from zlib import crc32

from tgsdk.errors import ProtocolError

__all__ = ["Abridged", "Framing", "FramingName", "Full", "Intermediate", "PaddedIntermediate", "Source", "framing_of"]

FramingName = Literal["abridged", "full"]

LONG_FRAME = 0x7F  # abridged: three bytes of length follow
FULL_FRAME = 12  # bytes of a full frame that are none of the packet's: length, number, CRC32
SHORTEST_PACKET = 20  # bytes before the content of a plain packet; an encrypted one has more
PLAIN = bytes(8)  # in place of a key's id
ENCRYPTED_HEAD, BLOCK = 24, 16
MOST_PADDING = 16  # bytes, one more than there may be


class Source(Protocol):
    """Where bytes come from. A read that is cancelled has taken none."""

    async def readexactly(self, n: int, /) -> bytes: ...


class Framing(ABC):
    """The framing of one connection, in both directions."""

    #: What tells the server of it, once, before the first frame; in an obfuscated stream it is the ``tag``.
    HEADER: ClassVar[bytes] = b""
    TAG: ClassVar[bytes] = b""
    #: Bytes that a frame may have after its first four besides the packet.
    SPARE: ClassVar[int] = 0

    def __init__(self) -> None:
        self._head: bytes | None = None

    @abstractmethod
    def frame(self, packet: bytes) -> bytes:
        """Return the packet as it is sent."""

    async def read(self, source: Source, longest: int) -> bytes:
        """Return the next packet. When this is cancelled half-way, the next one to ask goes on where it was.

        Raises ProtocolError for one of more than ``longest`` bytes, which is not waited for.
        """
        # No frame is shorter than four bytes, and what was read of one must not be forgotten.
        head = self._head = self._head or await source.readexactly(4)
        following = self._bytes_after(head)
        if following > longest + self.SPARE:
            raise ProtocolError("a packet is longer than any answer")
        rest = await source.readexactly(following)
        self._head = None
        return self._packet(head, rest)

    @abstractmethod
    def _bytes_after(self, head: bytes) -> int:
        """Return how many bytes follow the first four of a frame."""

    @abstractmethod
    def _packet(self, head: bytes, rest: bytes) -> bytes:
        """Return the packet of a frame."""


class Abridged(Framing):
    """A length in words, in one byte or four."""

    HEADER = b"\xef"
    TAG = b"\xef" * 4

    def frame(self, packet: bytes) -> bytes:
        words = len(packet) // 4
        short = words < LONG_FRAME
        return (bytes([words]) if short else bytes([LONG_FRAME]) + words.to_bytes(3, "little")) + packet

    def _bytes_after(self, head: bytes) -> int:
        if head[0] > LONG_FRAME:
            raise ProtocolError("a packet is longer than any answer")
        if head[0] == LONG_FRAME:
            return int.from_bytes(head[1:], "little") * 4
        return max(head[0] * 4 - 3, 0)

    def _packet(self, head: bytes, rest: bytes) -> bytes:
        return rest if head[0] == LONG_FRAME else head[1:] + rest


class Intermediate(Framing):
    """A length in four bytes."""

    HEADER = TAG = b"\xee" * 4

    def frame(self, packet: bytes) -> bytes:
        return len(packet).to_bytes(4, "little") + packet

    def _bytes_after(self, head: bytes) -> int:
        return int.from_bytes(head, "little")

    def _packet(self, head: bytes, rest: bytes) -> bytes:  # noqa: ARG002
        return rest


class PaddedIntermediate(Intermediate):
    """A length in four bytes, and up to 15 random bytes behind each packet, so that lengths tell less."""

    HEADER = TAG = b"\xdd" * 4
    SPARE = MOST_PADDING - 1

    def frame(self, packet: bytes) -> bytes:
        return super().frame(packet + secrets.token_bytes(secrets.randbelow(MOST_PADDING)))

    def _packet(self, head: bytes, rest: bytes) -> bytes:  # noqa: ARG002
        if len(rest) < SHORTEST_PACKET:  # the number of an error
            return rest[:4]
        if rest[:8] == PLAIN:  # says itself how long it is
            return rest
        return rest[: len(rest) - (len(rest) - ENCRYPTED_HEAD) % BLOCK]


class Full(Framing):
    """A length, a number and a CRC32 around each packet."""

    SPARE = FULL_FRAME - 4

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0

    def frame(self, packet: bytes) -> bytes:
        head = (len(packet) + FULL_FRAME).to_bytes(4, "little") + self._sent.to_bytes(4, "little")
        self._sent += 1
        return head + packet + crc32(head + packet).to_bytes(4, "little")

    def _bytes_after(self, head: bytes) -> int:
        length = int.from_bytes(head, "little", signed=True)
        if length < 0:  # the number of an error, which the server repeats in place of a frame
            return 0
        if length < FULL_FRAME:
            raise ProtocolError("what arrived has a wrong length")
        return length - 4

    def _packet(self, head: bytes, rest: bytes) -> bytes:
        if not rest:
            return head
        if crc32(head + rest[:-4]) != int.from_bytes(rest[-4:], "little"):
            raise ProtocolError("what arrived was changed on its way")
        return rest[4:-4]


def framing_of(name: FramingName) -> Framing:
    """Return a new framing of this name, as an engine declares it."""
    return Full() if name == "full" else Abridged()

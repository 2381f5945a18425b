"""What looks like TLS 1.3 to a network, and carries an obfuscated stream: MTProxy with an ``ee`` secret.

A proxy proves in its hello that it has the secret, so that a site which it pretends to be is told from it.
"""

import asyncio
import hmac
import time
from hashlib import sha256

from tgsdk.errors import ProtocolError

from .client_hello import RANDOM, client_hello

__all__ = ["RecordSource", "Records", "WrongSecret", "shake_hands"]

HANDSHAKE, CHANGE_CIPHER, DATA = b"\x16\x03\x03", b"\x14\x03\x03\x00\x01\x01", b"\x17\x03\x03"
LONGEST_SENT = 2878  # bytes in a record, as Telegram's applications cut it
LONGEST_RECORD = 2**14 + 256
RECORD_HEAD = 5


class WrongSecret(ProtocolError):
    """Who answers does not have the secret: another proxy, or a site."""


async def shake_hands(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, domain: bytes, secret: bytes) -> None:
    """Say hello, and hear the proxy's. Raises WrongSecret."""
    hello = client_hello(domain, secret, int(time.time()))
    writer.write(hello)
    answer = await _record(reader, HANDSHAKE)
    if len(answer) < RANDOM.stop:
        raise WrongSecret("what the proxy answers is no hello")
    if await reader.readexactly(len(CHANGE_CIPHER)) != CHANGE_CIPHER:
        raise WrongSecret("what the proxy answers is no hello")
    answer += CHANGE_CIPHER + await _record(reader, DATA)
    blank = answer[: RANDOM.start] + bytes(32) + answer[RANDOM.stop :]
    if not hmac.compare_digest(hmac.digest(secret, hello[RANDOM] + blank, sha256), answer[RANDOM]):
        raise WrongSecret("the proxy does not have this secret")


async def _record(reader: asyncio.StreamReader, kind: bytes) -> bytes:
    head = await reader.readexactly(RECORD_HEAD)
    if head[:3] != kind:
        raise WrongSecret("what the proxy answers is no hello")
    return head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    length = int.from_bytes(head[3:], "big")
    if length > LONGEST_RECORD:
        raise ProtocolError("a record is longer than TLS allows")
    return length


class RecordSource:
    """The bytes in the records that arrive. A read that is cancelled loses nothing."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._left_of_record = 0
        self._unread = bytearray()

    async def readexactly(self, n: int, /) -> bytes:
        while len(self._unread) < n:
            await self._read_some()
        data = bytes(self._unread[:n])
        del self._unread[:n]
        return data

    async def _read_some(self) -> None:
        if not self._left_of_record:
            head = await self._reader.readexactly(RECORD_HEAD)
            if head[:3] != DATA:
                raise ProtocolError("what arrived is no record of data")
            self._left_of_record = _length(head)
            return
        some = await self._reader.read(self._left_of_record)
        if not some:
            raise EOFError
        self._left_of_record -= len(some)
        self._unread += some


class Records:
    """Puts what is sent into records of data, the first behind the message that ends a handshake."""

    def __init__(self) -> None:
        self._before = CHANGE_CIPHER

    def wrap(self, data: bytes) -> bytes:
        pieces = [data[start : start + LONGEST_SENT] for start in range(0, len(data), LONGEST_SENT)]
        before, self._before = self._before, b""
        return before + b"".join(DATA + len(piece).to_bytes(2, "big") + piece for piece in pieces)

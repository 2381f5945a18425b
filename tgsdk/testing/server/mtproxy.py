"""`MTProxy`: a proxy of Telegram's own kind before a local Telegram, for tests of clients that come by one.

It is strict as those in use are: whoever does not have the secret hears nothing, or with an ``ee`` secret what a site
would say, and nobody is let in twice by the same hello.
"""

import asyncio
import contextlib
import hmac
import os
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from types import TracebackType
from typing import Literal, Self

from mtproto.crypto.aes import ctr256_decrypt, ctr256_encrypt

from tgsdk.loops import new_loop

from .listener import Listener
from .local_telegram import LocalTelegram

__all__ = ["MTProxy"]

Kind = Literal["plain", "dd", "ee"]
Manner = Literal["usual", "silent", "refuses", "breaks_off", "byte_by_byte"]

HEAD, KEY, COUNTER = 64, slice(8, 40), slice(40, 56)
TAG, DC = slice(56, 60), slice(60, 62)
RANDOM = slice(11, 43)
DOMAIN = b"www.example.org"
CLOCK = 10 * 60  # seconds that a client's clock may be off
HANDSHAKE, CHANGE_CIPHER, DATA = b"\x16\x03\x03", b"\x14\x03\x03\x00\x01\x01", b"\x17\x03\x03"
TAGS: dict[bytes, bytes] = {b"\xef" * 4: b"\xef", b"\xee" * 4: b"\xee" * 4, b"\xdd" * 4: b"\xdd" * 4}
TAGS_OF_KIND: dict[str, set[bytes]] = {"plain": set(TAGS), "dd": {b"\xdd" * 4}, "ee": {b"\xdd" * 4}}
LONGEST_RECORD = 2**14
CERTIFICATE = 1500  # bytes that take the place of one
BROKEN_OFF = 300  # bytes of answers after which a proxy breaks off

Cipher = Callable[[bytes], bytes]


class MTProxy:
    """A proxy on loopback, in a thread of its own.

    ::

        with LocalTelegram() as telegram, MTProxy(telegram, "ee") as proxy:
            backend = PyrogramBackend(**telegram.options, proxy=proxy.url)

    ``kind`` is that of its secret: ``plain``, ``dd`` (padded packets) or ``ee`` (what looks like TLS). ``manner`` can
    be set at any time, for connections to come: ``silent`` (it takes them and never answers), ``refuses`` (it closes
    them), ``breaks_off`` (after 300 bytes of answers), ``byte_by_byte`` (each answer comes so). ``visits`` counts
    all connections that were taken, ``connections`` those that had the secret, ``strangers`` those that had not.
    """

    def __init__(self, telegram: LocalTelegram, kind: Kind = "plain", *, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.manner: Manner = "usual"
        self.visits = self.connections = self.strangers = 0
        self.key = os.urandom(16)
        self._telegram = telegram
        self._kind = kind
        self._hellos: set[bytes] = set()
        self._handlers: set[asyncio.Task[None]] = set()
        self._loop = new_loop()
        self._listener: Listener | None = None
        self._thread = threading.Thread(target=self._run, name="mtproxy", daemon=True)

    @property
    def secret(self) -> str:
        """The secret as people have it, in hex digits."""
        return self.secret_of(self.key)

    @property
    def url(self) -> str:
        return self.url_with(self.key)

    def secret_of(self, key: bytes) -> str:
        prefix = {"plain": b"", "dd": b"\xdd", "ee": b"\xee"}[self._kind]
        return (prefix + key + DOMAIN * (self._kind == "ee")).hex()

    def url_with(self, key: bytes) -> str:
        """Return the URL of this proxy with another key than its own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"mtproxy://{host}:{self.port}/{self.secret_of(key)}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def close_port(self) -> None:
        """Listen no more: whoever comes is refused by the system. The port stays that of the URL."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    async def _listen(self) -> None:
        self._listener = Listener(self.host, 0, self._protocol)
        self.port = self._listener.port

    async def _close(self) -> None:
        if self._listener is not None:
            await self._listener.close()
            self._listener = None
        for task in self._handlers:
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    def _protocol(self) -> asyncio.Protocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(), self._begin)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._handlers.add(task)
        task.add_done_callback(self._handlers.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError):
                await self._serve_in_manner(reader, writer)
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _serve_in_manner(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        if self.manner == "silent":
            await _ignore(reader)
        elif self.manner != "refuses":
            await self._let_in(_Wire(reader, writer, self.manner))

    async def _let_in(self, wire: "_Wire") -> None:
        if self._kind == "ee" and not await self._say_hello(wire):
            await _ignore(wire.reader)
        else:
            await self._relay(wire)

    async def _say_hello(self, wire: "_Wire") -> bool:
        """Answer a hello, and tell whether it was one of somebody who has the secret."""
        head = await wire.reader.readexactly(5)
        hello = head + await wire.reader.readexactly(int.from_bytes(head[3:], "big"))
        random = hello[RANDOM]
        is_known = head[:3] == b"\x16\x03\x01" and self._knows(hello) and random not in self._hellos
        self._hellos.add(random)
        self.strangers += not is_known
        session_id = hello[44:76]
        content = b"\x03\x03" + bytes(32) + b"\x20" + session_id + bytes.fromhex("130100002e00330024001d0020")
        content += os.urandom(32) + bytes.fromhex("002b00020304")
        message = b"\x02" + len(content).to_bytes(3, "big") + content
        answer = HANDSHAKE + len(message).to_bytes(2, "big") + message + CHANGE_CIPHER
        answer += DATA + CERTIFICATE.to_bytes(2, "big") + os.urandom(CERTIFICATE)
        proof = hmac.digest(self.key, random + answer, sha256) if is_known else os.urandom(32)
        await wire.write(answer[: RANDOM.start] + proof + answer[RANDOM.stop :])
        wire.has_records = is_known
        return is_known

    def _knows(self, hello: bytes) -> bool:
        blank = hello[: RANDOM.start] + bytes(32) + hello[RANDOM.stop :]
        digest, random = hmac.digest(self.key, blank, sha256), hello[RANDOM]
        sent_at = int.from_bytes(bytes(a ^ b for a, b in zip(digest[28:], random[28:], strict=True)), "little")
        has_domain = len(DOMAIN).to_bytes(2, "big") + DOMAIN in hello
        return digest[:28] == random[:28] and abs(sent_at - time.time()) < CLOCK and has_domain

    async def _relay(self, wire: "_Wire") -> None:
        head = await wire.readexactly(HEAD)
        decrypt = _cipher(ctr256_decrypt, sha256(head[KEY] + self.key).digest(), head[COUNTER])
        backwards = head[8:56][::-1]
        encrypt = _cipher(ctr256_encrypt, sha256(backwards[:32] + self.key).digest(), backwards[32:])
        plain = decrypt(head)
        dc_id = int.from_bytes(plain[DC], "little", signed=True)
        if plain[TAG] not in TAGS_OF_KIND[self._kind] or dc_id not in (1, 2):
            self.strangers += 1
            return await _ignore(wire.reader)
        self.connections += 1
        upstream = await asyncio.open_connection(self._telegram.host, self._telegram.port + dc_id - 1)
        try:
            upstream[1].write(TAGS[plain[TAG]])
            await self._pass_on(wire, upstream, decrypt, encrypt)
        finally:
            upstream[1].transport.abort()
        return None

    async def _pass_on(
        self,
        wire: "_Wire",
        upstream: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        decrypt: Cipher,
        encrypt: Cipher,
    ) -> None:
        """Pass bytes on in both directions until one side ends."""

        async def there() -> None:
            while data := await wire.read():
                upstream[1].write(decrypt(data))

        async def back() -> None:
            while data := await upstream[0].read(2**16):
                await wire.write(encrypt(data))

        tasks = [asyncio.ensure_future(there()), asyncio.ensure_future(back())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Wire:
    """The client's side: bytes, in records of TLS after a hello, and the manner in which they are written."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manner: Manner) -> None:
        self.reader = reader
        self.has_records = False
        self._writer = writer
        self._manner = manner
        self._unread = b""
        self._left = BROKEN_OFF

    async def readexactly(self, size: int) -> bytes:
        while len(self._unread) < size:
            data = await self.read()
            if not data:
                raise EOFError
            self._unread += data
        data, self._unread = self._unread[:size], self._unread[size:]
        return data

    async def read(self) -> bytes:
        """Return some bytes, none at the end."""
        if self._unread:
            data, self._unread = self._unread, b""
            return data
        if not self.has_records:
            return await self.reader.read(2**16)
        head = await self.reader.readexactly(5)
        record = await self.reader.readexactly(int.from_bytes(head[3:], "big"))
        if head + record == CHANGE_CIPHER:
            return await self.read()
        return record if head[:3] == DATA else b""

    async def write(self, data: bytes) -> None:
        pieces = [data[start : start + LONGEST_RECORD] for start in range(0, len(data), LONGEST_RECORD)]
        if self.has_records:
            data = b"".join(DATA + len(piece).to_bytes(2, "big") + piece for piece in pieces)
        if self._manner == "breaks_off":
            data, self._left = data[: self._left], self._left - len(data)
        step = 1 if self._manner == "byte_by_byte" else len(data)
        for start in range(0, len(data), step or 1):
            self._writer.write(data[start : start + step])
            await self._writer.drain()
            await asyncio.sleep(0)
        if self._manner == "breaks_off" and self._left <= 0:
            raise EOFError


def _cipher(function: Callable[..., bytes], key: bytes, counter: bytes) -> Cipher:
    state = key, bytearray(counter), bytearray(1)
    return lambda data: bytes(function(data, *state))


async def _ignore(reader: asyncio.StreamReader) -> None:
    while await reader.read(2**16):
        pass

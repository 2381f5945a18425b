"""A server that has the key, and says over TCP whatever a test wants it to say."""

import asyncio
import contextlib
import os
import struct
import time
from collections.abc import AsyncIterator, Callable, Sequence
from hashlib import sha1, sha256
from typing import Any

from tgcrypto import ige256_decrypt, ige256_encrypt

from tgsdk import run_async_task
from tgsdk.backends.mtproto.wire.framing import Abridged, Framing
from tgsdk.backends.mtproto.wire.options import Identity, Route, Server
from tgsdk.backends.mtproto.wire.proxies import ProxyAddress
from tgsdk.backends.mtproto.wire.streams import Stream
from tgsdk.backends.mtproto.wire.transport import Transport
from tgsdk.backends.mtproto.wire.wire import Wire, open_wire
from tgsdk.backends.pyrogram.engine import ENGINE
from tgsdk.backends.pyrogram.library import raw

TRUE = struct.pack("<I", 0x997275B5)
UNKNOWN = bytes.fromhex("efbeadde") + bytes(12)
IDENTITY = Identity(api_id=1, api_hash="x", device_model="d", app_version="1", system_version="s", lang_code="en")
DEADLINE = 5.0

Replies = Callable[["Call"], list[bytes]]


class Call:
    """A message of the client's, and what can be said to it."""

    def __init__(self, key: bytes, packet: bytes) -> None:
        self.key = key
        plain = ige256_decrypt(packet[24:], *_aes(key, packet[8:24], 0))
        self.salt, self.session_id, self.id, self.seq_no, length = struct.unpack_from("<q8sqii", plain)
        self.body = plain[32 : 32 + length]

    def answer_id(self, *, seconds: float = 0, remainder: int = 1) -> int:
        """A message id of the server's, so many seconds away from now."""
        return (int((time.time() + seconds) * 2**32) & ~3) + remainder

    def result(self, body: bytes = TRUE) -> bytes:
        return struct.pack("<Iq", 0xF35C6D01, self.id) + body

    def new_session(self, salt: int) -> bytes:
        return struct.pack("<Iqqq", 0x9EC20908, self.id, 1, salt)

    def bad_salt(self, salt: int) -> bytes:
        return struct.pack("<Iqiiq", 0xEDAB447B, self.id, self.seq_no, 48, salt)

    def bad_message(self, code: int) -> bytes:
        return struct.pack("<Iqii", 0xA7EFF811, self.id, self.seq_no, code)

    def seal(
        self,
        body: bytes,
        *,
        message_id: int | None = None,
        session_id: bytes | None = None,
        length: int | None = None,
        padding: int | None = None,
        seq_no: int = 1,
    ) -> bytes:
        """A packet with this body; everything that is given is said in place of what is right."""
        message_id = self.answer_id() if message_id is None else message_id
        header = struct.pack("<q8sqi", self.salt, session_id or self.session_id, message_id, seq_no)
        plain = header + struct.pack("<i", len(body) if length is None else length) + body
        plain += os.urandom(-(len(plain) + 12) % 16 + 12 if padding is None else padding)
        message_key = sha256(self.key[96:128] + plain).digest()[8:24]
        encrypted: bytes = ige256_encrypt(plain, *_aes(self.key, message_key, 8))
        return sha1(self.key, usedforsecurity=False).digest()[-8:] + message_key + encrypted


def received_by(reader: asyncio.StreamReader, framing: Framing | None = None) -> Transport:
    """A transport that reads what a test feeds, and sends nothing."""
    writer: Any = None
    stream = Stream(source=reader, writer=writer, framing=framing or Abridged(), head=b"")
    return Transport(stream, ProxyAddress(type="direct"))


def container(
    *messages: tuple[int, bytes], count: int | None = None, length: int | None = None, seq_no: int = 1
) -> bytes:
    """``msg_container`` of messages, each with its id."""
    parts = [
        struct.pack("<qii", message_id, seq_no, len(body) if length is None else length) + body
        for message_id, body in messages
    ]
    return struct.pack("<Ii", 0x73F1F8DC, len(messages) if count is None else count) + b"".join(parts)


def string(value: bytes) -> bytes:
    """A TL string of any length."""
    head = bytes([len(value)]) if len(value) < 254 else b"\xfe" + len(value).to_bytes(3, "little")
    return head + value + bytes(-(len(head) + len(value)) % 4)


def frame(packet: bytes) -> bytes:
    words = len(packet) // 4
    return (bytes([words]) if words < 127 else b"\x7f" + words.to_bytes(3, "little")) + packet


def ask(*replies: Replies, calls: int = 1) -> list[Any]:
    """Ask a server for something, so many times one after the other, and return the answers.

    The n-th message that the server gets is answered by the n-th of the replies, all later ones by the last.
    """

    async def scenario() -> list[Any]:
        async with served(replies) as wire:
            return [await wire.invoke(QUERY) for _ in range(calls)]

    return run_async_task(scenario(), timeout=DEADLINE)


def ask_together(replies: Sequence[Replies], number: int) -> list[Any]:
    """Ask for several things at once."""

    async def scenario() -> list[Any]:
        async with served(replies) as wire:
            return await wire.invoke_all([QUERY] * number)

    return run_async_task(scenario(), timeout=DEADLINE)


QUERY = raw.functions.help.GetNearestDc()


@contextlib.asynccontextmanager
async def served(replies: Sequence[Replies]) -> AsyncIterator[Wire]:
    key = os.urandom(256)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received = 0
        await reader.readexactly(1)
        with contextlib.suppress(EOFError, ConnectionError):
            while True:
                call = Call(key, await _packet(reader))
                if call.body[:4] == struct.pack("<I", 0x62D6B459):  # msgs_ack
                    continue
                for packet in replies[min(received, len(replies) - 1)](call):
                    writer.write(frame(packet))
                received += 1
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        route = Route(server=Server(host="127.0.0.1", port=port, modulus=1, exponent=1))
        async with open_wire(ENGINE, route, 1, IDENTITY, auth_key=key, salt=7) as wire:
            yield wire


async def _packet(reader: asyncio.StreamReader) -> bytes:
    words = (await reader.readexactly(1))[0]
    if words == 127:
        words = int.from_bytes(await reader.readexactly(3), "little")
    return await reader.readexactly(words * 4)


def _aes(key: bytes, message_key: bytes, direction: int) -> tuple[bytes, bytes]:
    a = sha256(message_key + key[direction : direction + 36]).digest()
    b = sha256(key[direction + 40 : direction + 76] + message_key).digest()
    return a[:8] + b[8:24] + a[24:32], b[:8] + a[8:24] + b[24:32]

"""A server that makes keys with its own RSA key, and breaks the rule that a test names."""

import asyncio
import contextlib
import functools
import os
import struct
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from hashlib import sha1, sha256

from cryptography.hazmat.primitives.asymmetric import rsa
from tgcrypto import ige256_decrypt, ige256_encrypt

from tgsdk import run_async_task
from tgsdk.backends.mtproto.wire.dh_group import PRIME
from tgsdk.backends.mtproto.wire.key_exchange import NewKey, create_auth_key
from tgsdk.backends.mtproto.wire.options import Route, Server
from tgsdk.backends.mtproto.wire.rsa import PublicKey
from tgsdk.backends.mtproto.wire.tl import Reader
from tgsdk.backends.mtproto.wire.transport import open_transport

from .peer import frame, string

P, Q = 1229739323, 1402015859  # of Telegram's own example
TIME = 1_700_000_000


@functools.cache
def private_key() -> rsa.RSAPrivateNumbers:
    return rsa.generate_private_key(65537, 2048).private_numbers()


@dataclass(slots=True, kw_only=True)
class Said:
    """What the server says, field by field; a test puts something else in place of what is right."""

    pq: bytes = (P * Q).to_bytes(8, "big")
    fingerprints: list[int] = field(default_factory=list)
    count: int | None = None
    g: int = 3
    prime: bytes = PRIME.to_bytes(256, "big")
    g_a: bytes = b""
    weak_key: int | None = None
    server_nonce: bytes = b""
    nonces: dict[str, bytes] = field(default_factory=dict)
    inner_hash: bytes | None = None
    inner_padding: int | None = None
    new_nonce_hash: bytes | None = None
    constructors: dict[str, int] = field(default_factory=dict)
    key_id: int = 0
    message_id: int = 1
    length: int | None = None
    tail: bytes = b""


class KeyServer:
    """The server's side of one exchange, and what it learned: the inner data, and the key."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.inner = b""
        self.auth_key = b""
        self._nonce = self._new_nonce = b""
        self._server_nonce = said.server_nonce or os.urandom(16)
        self._exponent = int.from_bytes(os.urandom(256), "big")

    def answer(self, packet: bytes) -> bytes:
        query = Reader(packet[20:])
        steps: dict[int, Callable[[Reader], bytes]] = {
            0xBE7E8EF1: self._res_pq,
            0xD712E4BE: self._dh_params,
            0xF5045F1F: self._dh_gen,
        }
        body = steps[query.read_constructor()](query)
        length = len(body) if self.said.length is None else self.said.length
        return struct.pack("<qqi", self.said.key_id, self.said.message_id, length) + body

    def _nonces(self, step: str) -> bytes:
        return self.said.nonces.get(step, self._nonce + self._server_nonce)

    def _constructor(self, step: str, usual: int) -> bytes:
        return struct.pack("<I", self.said.constructors.get(step, usual))

    def _res_pq(self, query: Reader) -> bytes:
        self._nonce = query.read_raw(16)
        fingerprints = self.said.fingerprints or [1, public_key().fingerprint]
        count = len(fingerprints) if self.said.count is None else self.said.count
        vector = struct.pack(f"<Ii{len(fingerprints)}q", 0x1CB5C415, count, *fingerprints)
        return self._constructor("pq", 0x05162463) + self._nonces("pq") + string(self.said.pq) + vector

    def _dh_params(self, query: Reader) -> bytes:
        query.read_raw(32), query.read_bytes(), query.read_bytes(), query.read_long()
        self.inner = _out_of_rsa_pad(query.read_bytes())
        inner = Reader(self.inner[4:])
        inner.read_bytes(), inner.read_bytes(), inner.read_bytes(), inner.read_raw(32)
        self._new_nonce = inner.read_raw(32)
        g_a = self.said.g_a or pow(self.said.g, self._exponent, PRIME).to_bytes(256, "big")
        answer = self._constructor("inner", 0xB5890DBA) + self._nonces("inner") + struct.pack("<i", self.said.g)
        answer += string(self.said.prime) + string(g_a) + struct.pack("<i", TIME)
        plain = (self.said.inner_hash or _sha1(answer)) + answer
        padding = -len(plain) % 16 if self.said.inner_padding is None else self.said.inner_padding
        encrypted = ige256_encrypt(plain + os.urandom(padding), *self._temporary_key()) + self.said.tail
        return self._constructor("params", 0xD0E8075C) + self._nonces("params") + string(encrypted)

    def _dh_gen(self, query: Reader) -> bytes:
        query.read_raw(32)
        inner = Reader(ige256_decrypt(query.read_bytes(), *self._temporary_key())[20 + 4 + 32 + 8 :])
        g_b = int.from_bytes(inner.read_bytes(), "big")
        number = pow(g_b, self._exponent, PRIME) if self.said.weak_key is None else self.said.weak_key
        self.auth_key = number.to_bytes(256, "big")
        digest = _sha1(self._new_nonce + b"\x01" + _sha1(self.auth_key)[:8])[4:]
        return self._constructor("gen", 0x3BCBF734) + self._nonces("gen") + (self.said.new_nonce_hash or digest)

    def _temporary_key(self) -> tuple[bytes, bytes]:
        new, server = self._new_nonce, self._server_nonce
        middle = _sha1(server + new)
        return _sha1(new + server) + middle[:12], middle[12:] + _sha1(new + new) + new[:4]


def public_key() -> PublicKey:
    numbers = private_key().public_numbers
    return PublicKey(modulus=numbers.n, exponent=numbers.e)


def exchange(said: Said, *, test_mode: bool = False) -> tuple[NewKey, KeyServer]:
    """Make a key with a server that says this, and return it with the server. Telegram's data centre is its second."""
    key_server = KeyServer(said)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        with contextlib.suppress(EOFError, ConnectionError):
            while True:
                words = (await reader.readexactly(1))[0]
                if words == 127:
                    words = int.from_bytes(await reader.readexactly(3), "little")
                writer.write(frame(key_server.answer(await reader.readexactly(words * 4))))
        writer.close()

    @contextlib.asynccontextmanager
    async def listening() -> AsyncIterator[Route]:
        key = public_key()
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1] - 1
            address = Server(host="127.0.0.1", port=port, modulus=key.modulus, exponent=key.exponent)
            yield Route(server=address, test_mode=test_mode)

    async def scenario() -> NewKey:
        async with listening() as route, open_transport(route, 2) as transport:
            return await create_auth_key(transport, route, 2)

    return run_async_task(scenario(), timeout=5), key_server


def _out_of_rsa_pad(data: bytes) -> bytes:
    """https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key"""
    numbers = private_key()
    plain = pow(int.from_bytes(data, "big"), numbers.d, numbers.public_numbers.n).to_bytes(256, "big")
    key = bytes(a ^ b for a, b in zip(plain[:32], sha256(plain[32:]).digest(), strict=True))
    with_hash = ige256_decrypt(plain[32:], key, bytes(32))
    padded: bytes = with_hash[:192][::-1]
    assert with_hash[192:] == sha256(key + padded).digest()
    return padded


def _sha1(data: bytes) -> bytes:
    return sha1(data, usedforsecurity=False).digest()

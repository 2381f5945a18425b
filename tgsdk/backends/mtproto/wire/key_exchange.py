"""The making of an authorisation key (https://core.telegram.org/mtproto/auth_key), strict about what it is sent."""

import hmac
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha1

from tgsdk.errors import ProtocolError

from .aes import ige256_decrypt, ige256_encrypt
from .dh_group import PRIME, check_group, check_public, private_and_public, to_bytes
from .factoring import factor
from .options import Route
from .rsa import PublicKey
from .telegram_keys import PRODUCTION_KEYS, TEST_KEYS
from .tl import Reader, write_bytes, write_int, write_long
from .transport import Transport

__all__ = ["NewKey", "create_auth_key"]

REQ_PQ_MULTI, RES_PQ = 0xBE7E8EF1, 0x05162463
P_Q_INNER_DATA_DC = 0xA9F55F95
REQ_DH_PARAMS, SERVER_DH_PARAMS_OK = 0xD712E4BE, 0xD0E8075C
SERVER_DH_INNER_DATA, CLIENT_DH_INNER_DATA = 0xB5890DBA, 0x6643B654
SET_CLIENT_DH_PARAMS, DH_GEN_OK = 0xF5045F1F, 0x3BCBF734

LONGEST = 4096  # bytes; the longest answer, server_DH_params_ok, has about 650
FACTOR_SIZE = 4
TEST_DATA_CENTERS = 10_000  # what the number of one of Telegram's test servers is raised by


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """An authorisation key of 256 bytes, the salt that goes with it, and the time by the server's clock."""

    auth_key: bytes = field(repr=False)
    salt: int
    server_time: int


async def create_auth_key(transport: Transport, route: Route, dc_id: int) -> NewKey:
    """Make a new key with the data centre at the other end of ``transport``, in three round trips.

    Raises ProtocolError for whatever is not said by somebody who has one of the trusted RSA keys.
    """
    exchange = KeyExchange(transport, _trusted_keys(route), dc_id + TEST_DATA_CENTERS * route.test_mode)
    return await exchange.create()


def _trusted_keys(route: Route) -> Sequence[PublicKey]:
    """The key of a server of one's own is trusted there alone, and Telegram's keys are not."""
    if route.server is not None:
        return (PublicKey(modulus=route.server.modulus, exponent=route.server.exponent),)
    return TEST_KEYS if route.test_mode else PRODUCTION_KEYS


class KeyExchange:
    """One exchange. Every nonce is compared, and every hash, before what they vouch for is used."""

    def __init__(self, transport: Transport, trusted: Sequence[PublicKey], dc_id: int) -> None:
        self._transport = transport
        self._trusted = trusted
        self._dc_id = dc_id
        self._nonce = os.urandom(16)
        self._new_nonce = os.urandom(32)
        self._server_nonce = b""
        self._last_message_id = 0

    async def create(self) -> NewKey:
        pq, key = await self._ask_for_pq()
        generator, server_public, server_time = await self._ask_for_group(pq, key)
        exponent, public = private_and_public(generator)
        auth_key = to_bytes(pow(server_public, exponent, PRIME))
        await self._tell_public(public, auth_key)
        salt = bytes(a ^ b for a, b in zip(self._new_nonce[:8], self._server_nonce[:8], strict=True))
        return NewKey(auth_key=auth_key, salt=int.from_bytes(salt, "little", signed=True), server_time=server_time)

    async def _ask_for_pq(self) -> tuple[bytes, PublicKey]:
        """Return the number to be factored, and the trusted key that the server has."""
        answer = await self._invoke(write_int(REQ_PQ_MULTI) + self._nonce, RES_PQ)
        self._check_nonce(answer.read_raw(16), self._nonce)
        self._server_nonce = answer.read_raw(16)
        pq, fingerprints = answer.read_bytes(), answer.read_longs()
        for key in self._trusted:
            if key.fingerprint in fingerprints:
                return pq, key
        theirs, trusted = _in_words(fingerprints), _in_words(key.fingerprint for key in self._trusted)
        raise ProtocolError(f"the server has the key {theirs}, and trusted is {trusted}: the public_key is not its own")

    async def _ask_for_group(self, pq: bytes, key: PublicKey) -> tuple[int, int, int]:
        """Return the generator, the server's public number, and its time."""
        p, q = (write_bytes(prime.to_bytes(FACTOR_SIZE, "big")) for prime in factor(pq))
        nonces = self._nonce + self._server_nonce
        inner = write_int(P_Q_INNER_DATA_DC) + write_bytes(pq) + p + q + nonces
        encrypted = key.encrypt(inner + self._new_nonce + write_int(self._dc_id))
        query = write_int(REQ_DH_PARAMS) + nonces + p + q + write_long(key.fingerprint) + write_bytes(encrypted)
        answer = await self._invoke(query, SERVER_DH_PARAMS_OK)
        self._check_nonces(answer)
        return self._group_in(self._decrypted(answer.read_bytes()))

    def _group_in(self, answer: bytes) -> tuple[int, int, int]:
        """Read ``server_DH_inner_data``, which stands behind its SHA-1 and before less than a block of padding."""
        inner = Reader(answer[20:])
        if inner.read_constructor() != SERVER_DH_INNER_DATA:
            raise ProtocolError("that is no answer of a key exchange")
        self._check_nonces(inner)
        generator, prime, server_public = inner.read_int(), inner.read_bytes(), inner.read_bytes()
        server_time = inner.read_int()
        if len(inner.rest) > 15 or not _same(_sha1(answer[20 : 20 + inner.position]), answer[:20]):
            raise ProtocolError("the server's part of the key exchange was changed on its way")
        check_group(prime, generator)
        check_public(number := int.from_bytes(server_public, "big"))
        return generator, number, server_time

    async def _tell_public(self, public: int, auth_key: bytes) -> None:
        """Give our public number, and see the server prove that it has come to the same key."""
        nonces = self._nonce + self._server_nonce
        inner = write_int(CLIENT_DH_INNER_DATA) + nonces + write_long(0) + write_bytes(to_bytes(public))
        query = write_int(SET_CLIENT_DH_PARAMS) + nonces + write_bytes(self._encrypted(inner))
        answer = await self._invoke(query, DH_GEN_OK)
        self._check_nonces(answer)
        self._check_nonce(answer.read_raw(16), _sha1(self._new_nonce, b"\x01", _sha1(auth_key)[:8])[4:])

    async def _invoke(self, query: bytes, expected: int) -> Reader:
        """Send a query in plain, and return what follows the constructor of its answer."""
        self._last_message_id = max(int(time.time() * 2**32) & ~3, self._last_message_id + 4)
        await self._transport.send(bytes(8) + write_long(self._last_message_id) + write_int(len(query)) + query)
        packet = Reader(await self._transport.recv(LONGEST))
        key_id, message_id, length = packet.read_long(), packet.read_long(), packet.read_int()
        if key_id != 0 or message_id % 2 == 0 or length % 4:
            raise ProtocolError("that is no answer of a key exchange")
        answer = Reader(packet.read_raw(length))
        if answer.read_constructor() != expected:
            raise ProtocolError("that is no answer of a key exchange")
        return answer

    def _check_nonces(self, answer: Reader) -> None:
        self._check_nonce(answer.read_raw(32), self._nonce + self._server_nonce)

    @staticmethod
    def _check_nonce(given: bytes, expected: bytes) -> None:
        if not _same(given, expected):
            raise ProtocolError("a nonce of the key exchange is not the one that was agreed on")

    def _encrypted(self, data: bytes) -> bytes:
        plain = _sha1(data) + data
        return bytes(ige256_encrypt(plain + os.urandom(-len(plain) % 16), *self._temporary_key()))

    def _decrypted(self, data: bytes) -> bytes:
        if not data or len(data) % 16:
            raise ProtocolError("what arrived has a wrong length")
        return bytes(ige256_decrypt(data, *self._temporary_key()))

    def _temporary_key(self) -> tuple[bytes, bytes]:
        new, server = self._new_nonce, self._server_nonce
        middle = _sha1(server, new)
        return _sha1(new, server) + middle[:12], middle[12:] + _sha1(new, new) + new[:4]


def _in_words(fingerprints: Iterable[int]) -> str:
    return " or ".join(f"{fingerprint % 2**64:016x}" for fingerprint in list(fingerprints)[:8])


def _sha1(*parts: bytes) -> bytes:
    return sha1(b"".join(parts), usedforsecurity=False).digest()


def _same(a: bytes, b: bytes) -> bool:
    return hmac.compare_digest(a, b)

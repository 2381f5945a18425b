"""The authorisation key exchange: Pyrogram's own, over a connection of ours, and strict about what it is sent."""

import inspect
import time
from hashlib import sha1
from io import BytesIO
from typing import Any

from tgsdk.errors import Misconfigured, ProtocolError, TelegramError

from .library import TELEGRAM_FINGERPRINTS, Auth, raw, rsa
from .options import Route, Server
from .transport import Transport

__all__ = ["create_auth_key", "trust"]

EXPECTED = {
    raw.functions.ReqPqMulti: raw.types.ResPQ,
    raw.functions.ReqDHParams: raw.types.ServerDHParamsOk,
    raw.functions.SetClientDHParams: raw.types.DhGenOk,
}
ANSWERS = {answer.ID for answer in EXPECTED.values()}
HEADER = 20  # bytes of auth_key_id, message_id and message_length
LONGEST = 4096  # bytes; the longest answer, server_DH_params_ok, has about 650
FINGERPRINTS = 4 + 16 + 16 + 12 + 4 + 4  # bytes of resPQ up to and with the vector's length


async def create_auth_key(transport: Transport, route: Route, dc_id: int) -> bytes:
    """Make a new key with the data centre at the other end of ``transport``: 256 bytes, three round trips.

    https://core.telegram.org/mtproto/auth_key
    """
    trusted = TELEGRAM_FINGERPRINTS if route.server is None else frozenset({trust(route.server)})
    try:
        key: bytes = await KeyExchange(transport, trusted, dc_id, route.test_mode).create()
    except TelegramError:
        raise
    except Exception as error:  # whatever Pyrogram stumbles over when the answer is no answer
        raise ProtocolError("the key exchange failed") from error
    return key


def trust(server: Server) -> int:
    """Let Pyrogram know the server's key, and give the key's fingerprint, by which a connection chooses it."""
    fingerprint = _fingerprint(server.modulus, server.exponent)
    if fingerprint in TELEGRAM_FINGERPRINTS:
        raise Misconfigured("the server's public key has the fingerprint of a key of Telegram's")
    rsa.server_public_keys[fingerprint] = rsa.PublicKey(server.modulus, server.exponent)
    return fingerprint


def _fingerprint(modulus: int, exponent: int) -> int:
    """The low 64 bits of the SHA-1 of the key as TL writes it, signed as in ``resPQ``."""
    packed = b"".join(
        bytes(raw.core.primitives.Bytes(number.to_bytes((number.bit_length() + 7) // 8, "big")))
        for number in (modulus, exponent)
    )
    return int.from_bytes(sha1(packed, usedforsecurity=False).digest()[-8:], "little", signed=True)


class KeyExchange(Auth):  # type: ignore[misc]
    """Pyrogram's ``Auth`` on a transport that is already open, without retries, and strict about the answers.

    Pyrogram 2.0.106 trusts every key it knows on every connection, factors whatever number it is sent (a prime
    would keep it busy for ever), decodes whatever arrives before anything is proven, and takes any answer to
    ``set_client_DH_params`` for success. (It compares no ``new_nonce_hash``: with a key that is not the server's,
    the first encrypted answer cannot be read.)
    """

    MAX_RETRIES = 0

    def __init__(self, transport: Transport, trusted: frozenset[int], dc_id: int, test_mode: bool) -> None:
        self._borrowed = BorrowedConnection(transport)
        self._trusted = trusted
        arguments = {"dc_id": dc_id, "test_mode": test_mode, "server_address": "", "port": 0}
        # Kurigram asks for the address as well; neither uses it, the connection being there already.
        asked_for = inspect.signature(Auth).parameters
        super().__init__(StandInClient(), **{name: arguments[name] for name in arguments if name in asked_for})

    @property
    def connection(self) -> "BorrowedConnection":
        return self._borrowed

    @connection.setter
    def connection(self, stock: object) -> None:
        """``create()`` sets a connection of its own making, to Telegram's address, which is not used."""

    @staticmethod
    def unpack(b: BytesIO) -> Any:
        """Decode only what the exchange knows: a few lines from anybody could cost gigabytes else."""
        packet = b.getvalue()
        constructor = int.from_bytes(packet[HEADER : HEADER + 4], "little")
        if len(packet) > LONGEST or constructor not in ANSWERS:
            raise ProtocolError("that is no answer of a key exchange")
        if constructor == raw.types.ResPQ.ID and not _has_few_fingerprints(packet):
            raise ProtocolError("the list of fingerprints is longer than the answer")
        return Auth.unpack(b)

    async def invoke(self, data: Any) -> Any:
        answer = await super().invoke(data)
        if type(answer) is not EXPECTED[type(data)]:
            raise ProtocolError(f"{type(answer).__name__} is no answer to {type(data).__name__}")
        if isinstance(answer, raw.types.ResPQ):
            _check_factors(answer.pq)
            answer.server_public_key_fingerprints = [
                fingerprint for fingerprint in answer.server_public_key_fingerprints if fingerprint in self._trusted
            ]
        return answer


def _has_few_fingerprints(packet: bytes) -> bool:
    """``resPQ`` ends in ``Vector<long>``: nonces and pq (a string of 8 bytes) before it have a fixed size."""
    count = packet[HEADER + FINGERPRINTS - 4 : HEADER + FINGERPRINTS]
    return len(packet) - HEADER - FINGERPRINTS >= 8 * int.from_bytes(count, "little")


def _check_factors(packed: bytes) -> None:
    """Refuse what is surely not a product of two different primes below 2**32, by Fermat's test to the base 2."""
    pq = int.from_bytes(packed, "big")
    if len(packed) > 8 or pq < 15 or pq % 2 == 0 or pow(2, pq - 1, pq) == 1:
        raise ProtocolError("pq is not a product of two primes")


class StandInClient:
    """What Pyrogram's ``Auth`` wants to know of a client; Kurigram's asks for more, the clock above all."""

    ipv6 = False
    proxy = None
    protocol_factory = None
    loop = None

    @staticmethod
    def connection_factory(**_: Any) -> None:
        """There is no other connection to be made."""

    @property
    def server_time(self) -> float:
        return time.time()


class BorrowedConnection:
    """What Pyrogram takes for its connection: opened before, and closed after, by its owner."""

    def __init__(self, transport: Transport) -> None:
        self.send = transport.send
        self.recv = transport.recv

    async def connect(self) -> None:
        """It is connected."""

    async def close(self) -> None:
        """It goes on being used."""

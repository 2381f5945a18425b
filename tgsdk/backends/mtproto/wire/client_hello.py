"""The first message of a TLS 1.3 client, as Telegram's applications imitate it for a proxy with an ``ee`` secret.

It is what today's Chrome sends: made-up values (GREASE, RFC 8701), extensions in any order, a share of a post-quantum
key. The proof of the secret stands where a browser has random bytes.
"""

import hmac
import os
import random
import secrets
import struct
from collections.abc import Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

__all__ = ["RANDOM", "client_hello"]

RANDOM = slice(11, 43)  # where the random bytes stand, in both hellos
CIPHERS = "1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035"
ML_KEM_COEFFICIENTS, ML_KEM_PRIME, ML_KEM_SEED = 768, 3329, 32

_order = random.SystemRandom()


def client_hello(domain: bytes, secret: bytes, now: int) -> bytes:
    """Return a hello to ``domain``: its random bytes are HMAC-SHA256 of the rest, the last four with the time."""
    grease = _grease()
    ciphers = grease[0] + bytes.fromhex(CIPHERS)
    body = b"\x03\x03" + bytes(32) + b"\x20" + os.urandom(32) + _counted(ciphers) + b"\x01\x00"
    hello = b"\x16\x03\x01" + _counted(b"\x01\x00" + _counted(body + _counted(_extensions(domain, grease))))
    digest = hmac.digest(secret, hello, sha256)
    proof = digest[:28] + struct.pack("<I", struct.unpack("<I", digest[28:])[0] ^ now)
    return hello[: RANDOM.start] + proof + hello[RANDOM.stop :]


def _extensions(domain: bytes, grease: Sequence[bytes]) -> bytes:
    shuffled = [
        _extension(0x0000, _counted(b"\x00" + _counted(domain))),
        _extension(0x0005, bytes.fromhex("0100000000")),
        _extension(0x000A, _counted(grease[2] + bytes.fromhex("11ec001d00170018"))),
        _extension(0x000B, bytes.fromhex("0100")),
        _extension(0x000D, _counted(bytes.fromhex("04030804040105030805050108060601"))),
        _extension(0x0010, _counted(b"\x02h2\x08http/1.1")),
        _extension(0x0012, b""),
        _extension(0x0017, b""),
        _extension(0x001B, bytes.fromhex("020002")),
        _extension(0x0023, b""),
        _extension(0x002B, b"\x06" + grease[3] + bytes.fromhex("03040303")),
        _extension(0x002D, bytes.fromhex("0101")),
        _extension(0x0033, _counted(_key_shares(grease[2]))),
        _extension(0x44CD, _counted(b"\x02h2")),
        _extension(0xFE0D, _encrypted_hello()),
        _extension(0xFF01, b"\x00"),
    ]
    _order.shuffle(shuffled)
    return grease[1] + _counted(b"") + b"".join(shuffled) + grease[4] + _counted(b"\x00")


def _key_shares(grease: bytes) -> bytes:
    hybrid = _ml_kem_key() + _x25519_key()
    return grease + _counted(b"\x00") + b"\x11\xec" + _counted(hybrid) + b"\x00\x1d" + _counted(_x25519_key())


def _encrypted_hello() -> bytes:
    """Made-up Encrypted Client Hello, as browsers send it where a server offers none."""
    payload = os.urandom(144 + 32 * secrets.randbelow(4))
    return bytes.fromhex("0000010001") + os.urandom(1) + _counted(os.urandom(32)) + _counted(payload)


def _x25519_key() -> bytes:
    """A key of which nothing but the public half is kept."""
    return X25519PrivateKey.generate().public_key().public_bytes_raw()


def _ml_kem_key() -> bytes:
    """Coefficients of 12 bits below the prime, two in three bytes, and a seed: the form of an ML-KEM-768 key."""
    packed = bytearray()
    for _ in range(ML_KEM_COEFFICIENTS // 2):
        pair = secrets.randbelow(ML_KEM_PRIME) | secrets.randbelow(ML_KEM_PRIME) << 12
        packed += pair.to_bytes(3, "little")
    return bytes(packed) + os.urandom(ML_KEM_SEED)


def _grease() -> list[bytes]:
    """Return made-up values: of ciphers, first extension, groups, versions, last extension (not that of the first)."""
    digits = [secrets.randbelow(16) for _ in range(5)]
    if digits[4] == digits[1]:
        digits[4] ^= 1
    return [bytes([digit << 4 | 0x0A]) * 2 for digit in digits]


def _extension(number: int, content: bytes) -> bytes:
    return number.to_bytes(2, "big") + _counted(content)


def _counted(content: bytes) -> bytes:
    """Return the content behind its length, of two bytes."""
    return len(content).to_bytes(2, "big") + content

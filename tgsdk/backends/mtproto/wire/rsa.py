"""RSA as the key exchange uses it (https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key)."""

import os
from dataclasses import dataclass
from hashlib import sha1, sha256

from .aes import ige256_encrypt
from .tl import write_bytes

__all__ = ["PublicKey"]

LONGEST_DATA = 144
PADDED = 192
ENCRYPTED = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A server's RSA key of 2048 bits."""

    modulus: int
    exponent: int

    @property
    def fingerprint(self) -> int:
        """The low 64 bits of the SHA-1 of the key as TL writes it, with a sign as in ``resPQ``."""
        written = b"".join(write_bytes(_big_endian(number)) for number in (self.modulus, self.exponent))
        return int.from_bytes(sha1(written, usedforsecurity=False).digest()[-8:], "little", signed=True)

    def encrypt(self, data: bytes) -> bytes:
        """``RSA_PAD``: encrypt at most 144 bytes, so that nobody can change them without being noticed."""
        if len(data) > LONGEST_DATA:
            raise ValueError(f"at most {LONGEST_DATA} bytes can be encrypted, not {len(data)}")
        padded = data + os.urandom(PADDED - len(data))
        while (number := int.from_bytes(_under_temporary_key(padded), "big")) >= self.modulus:
            pass
        return pow(number, self.exponent, self.modulus).to_bytes(ENCRYPTED, "big")


def _under_temporary_key(padded: bytes) -> bytes:
    """The reversed data and its hash, encrypted with a key that comes along, masked by their own hash."""
    key = os.urandom(32)
    encrypted: bytes = ige256_encrypt(padded[::-1] + sha256(key + padded).digest(), key, bytes(32))
    masked = bytes(a ^ b for a, b in zip(key, sha256(encrypted).digest(), strict=True))
    return masked + encrypted


def _big_endian(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")

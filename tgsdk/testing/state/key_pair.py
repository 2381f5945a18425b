"""The server's RSA key pair, in memory only, or kept in a file."""

import os
from hashlib import sha1, sha256
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

EXPONENT, BITS = 65537, 2048


class KeyPair:
    """An RSA key of 2048 bits, used as in https://core.telegram.org/mtproto/auth_key.

    It is made anew, or read from a ``private_key``: PEM, without a password. Raises ``ValueError`` for any other key.
    The ``api_hash`` that a server with it accepts follows from it, so that what clients know is kept with the pair.
    """

    def __init__(self, private_key: str | None = None):
        key = rsa.generate_private_key(EXPONENT, BITS) if private_key is None else _read(private_key)
        self._numbers = key.private_numbers()
        self.private_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        self.modulus = self._numbers.public_numbers.n
        self.public_key = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.fingerprint = fingerprint(self.modulus, EXPONENT)
        self.api_hash = sha256(f"api_hash {self.private_key}".encode()).hexdigest()[:32]

    @classmethod
    def kept_in(cls, path: str | os.PathLike[str]) -> Self:
        """Read the pair from this file; make it, with a new pair that only its owner may read, if there is none."""
        try:
            return cls(Path(path).read_text())
        except FileNotFoundError:
            pair = cls()
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(pair.private_key)
            return pair

    def decrypt(self, data: bytes) -> bytes:
        """Decrypt 256 bytes by raw RSA and leave the padding (by the Chinese remainder theorem: four times as fast)."""
        numbers, number = self._numbers, int.from_bytes(data, "big")
        by_p = pow(number, numbers.dmp1, numbers.p)
        by_q = pow(number, numbers.dmq1, numbers.q)
        return (by_q + (by_p - by_q) * numbers.iqmp % numbers.p * numbers.q).to_bytes(256, "big")


def _read(private_key: str) -> rsa.RSAPrivateKey:
    try:
        key = load_pem_private_key(private_key.encode(), None)
    except (ValueError, TypeError) as error:
        raise ValueError("A key pair is read from a private key in PEM, without a password") from error
    if not isinstance(key, rsa.RSAPrivateKey) or (key.key_size, _exponent(key)) != (BITS, EXPONENT):
        raise ValueError(f"A key pair of Telegram is RSA of {BITS} bits with the exponent {EXPONENT}")
    return key


def _exponent(key: rsa.RSAPrivateKey) -> int:
    return key.public_key().public_numbers().e


def fingerprint(modulus: int, exponent: int) -> int:
    """Return the signed 64-bit fingerprint of a public key: the end of the SHA-1 of ``rsa_public_key n e``."""
    digest = sha1(_tl_bytes(modulus) + _tl_bytes(exponent), usedforsecurity=False)
    return int.from_bytes(digest.digest()[-8:], "little", signed=True)


def _tl_bytes(number: int) -> bytes:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)

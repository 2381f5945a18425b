"""The server's RSA key pair, made anew for each server and kept in memory only."""

from hashlib import sha1

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class KeyPair:
    """An RSA key of 2048 bits, used as in https://core.telegram.org/mtproto/auth_key."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._numbers = key.private_numbers()
        self.modulus = self._numbers.public_numbers.n
        self.public_key = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.fingerprint = fingerprint(self.modulus, 65537)

    def decrypt(self, data: bytes) -> bytes:
        """Decrypt 256 bytes by raw RSA and leave the padding (by the Chinese remainder theorem: four times as fast)."""
        numbers, number = self._numbers, int.from_bytes(data, "big")
        by_p = pow(number, numbers.dmp1, numbers.p)
        by_q = pow(number, numbers.dmq1, numbers.q)
        return (by_q + (by_p - by_q) * numbers.iqmp % numbers.p * numbers.q).to_bytes(256, "big")


def fingerprint(modulus: int, exponent: int) -> int:
    """Return the signed 64-bit fingerprint of a public key: the end of the SHA-1 of ``rsa_public_key n e``."""
    digest = sha1(_tl_bytes(modulus) + _tl_bytes(exponent), usedforsecurity=False)
    return int.from_bytes(digest.digest()[-8:], "little", signed=True)


def _tl_bytes(number: int) -> bytes:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    head = bytes([len(data)]) if len(data) < 254 else b"\xfe" + len(data).to_bytes(3, "little")
    return head + data + bytes(-(len(head) + len(data)) % 4)

"""The server's side of Telegram's two-step verification check (https://core.telegram.org/api/srp)."""

import os
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import pbkdf2_hmac, sha256

from .diffie_hellman import PRIME, G, is_safe_public, random_exponent, to_bytes

ITERATIONS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCheck:
    """One check under way: the values that ``account.getPassword`` gave, and those that verify the answer."""

    id: int
    salt1: bytes
    salt2: bytes
    public: bytes
    secret: int = field(repr=False)
    verifier: int = field(repr=False)

    def accepts(self, client_public: bytes, proof: bytes) -> bool:
        """Tell whether ``inputCheckPasswordSRP`` with this A and M1 was made from the right password."""
        client_number = int.from_bytes(client_public, "big")
        if not is_safe_public(client_number):
            return False
        padded = to_bytes(client_number)
        scramble = _number(padded + self.public)
        shared = pow(client_number * pow(self.verifier, scramble, PRIME), self.secret, PRIME)
        key = sha256(to_bytes(shared)).digest()
        return proof == _proof(self.salt1, self.salt2, padded, self.public, key)


def start_check(phone: str, password: str) -> PasswordCheck:
    """Begin a check. Salts are fixed for each phone, so that a process computes its slow verifier once."""
    salt1, salt2 = sha256(b"salt1" + phone.encode()).digest()[:8], sha256(b"salt2" + phone.encode()).digest()[:16]
    verifier = _verifier(password, salt1, salt2)
    secret = random_exponent()
    public = (_MULTIPLIER * verifier + pow(G, secret, PRIME)) % PRIME
    return PasswordCheck(
        id=int.from_bytes(os.urandom(8), "little", signed=True),
        salt1=salt1,
        salt2=salt2,
        public=to_bytes(public),
        secret=secret,
        verifier=verifier,
    )


@lru_cache(maxsize=64)
def _verifier(password: str, salt1: bytes, salt2: bytes) -> int:
    inner = _salted(_salted(password.encode(), salt1), salt2)
    slow = pbkdf2_hmac("sha512", inner, salt1, ITERATIONS)
    return pow(G, int.from_bytes(_salted(slow, salt2), "big"), PRIME)


def _salted(data: bytes, salt: bytes) -> bytes:
    return sha256(salt + data + salt).digest()


def _number(data: bytes) -> int:
    return int.from_bytes(sha256(data).digest(), "big")


def _proof(salt1: bytes, salt2: bytes, client_public: bytes, server_public: bytes, key: bytes) -> bytes:
    group = _number(to_bytes(PRIME)) ^ _number(to_bytes(G))
    parts = group.to_bytes(32, "big") + sha256(salt1).digest() + sha256(salt2).digest()
    return sha256(parts + client_public + server_public + key).digest()


_MULTIPLIER = _number(to_bytes(PRIME) + to_bytes(G))

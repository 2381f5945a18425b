"""The proof of knowing the two-step verification password (https://core.telegram.org/api/srp)."""

import hashlib
from dataclasses import dataclass

from tgsdk.errors import ProtocolError

from .dh_group import PRIME, check_group, private_and_public, to_bytes

__all__ = ["PasswordProof", "SrpParameters", "prove"]

ROUNDS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SrpParameters:
    """The parameters in ``account.password``: the group, the salts of the hash, and the server's public number."""

    prime: bytes
    generator: int
    salt1: bytes
    salt2: bytes
    server_public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordProof:
    """``A`` and ``M1`` of ``inputCheckPasswordSRP``."""

    public: bytes
    proof: bytes


def prove(parameters: SrpParameters, password: str) -> PasswordProof:
    """Work out the proof, which takes about a tenth of a second. Every number is hashed as 256 bytes.

    Raises ProtocolError for parameters that would give the password away, UnicodeEncodeError for what is no text.
    """
    check_group(parameters.prime, parameters.generator)
    b = int.from_bytes(parameters.server_public, "big")
    if not 0 < b < PRIME:
        raise ProtocolError("the server's number of the password check is out of its range")
    g, p = parameters.generator, PRIME
    x = int.from_bytes(_password_hash(parameters, password.encode()), "big")
    exponent, a = private_and_public(g)
    u = int.from_bytes(_sha256(to_bytes(a), to_bytes(b)), "big")
    k = int.from_bytes(_sha256(to_bytes(p), to_bytes(g)), "big")
    shared = pow((b - k * pow(g, x, p)) % p, exponent + u * x, p)
    hashes = zip(_sha256(to_bytes(p)), _sha256(to_bytes(g)), strict=True)
    proof = _sha256(
        bytes(of_p ^ of_g for of_p, of_g in hashes),
        _sha256(parameters.salt1),
        _sha256(parameters.salt2),
        to_bytes(a),
        to_bytes(b),
        _sha256(to_bytes(shared)),
    )
    return PasswordProof(public=to_bytes(a), proof=proof)


def _password_hash(parameters: SrpParameters, password: bytes) -> bytes:
    salt1, salt2 = parameters.salt1, parameters.salt2
    first = _sha256(salt2, _sha256(salt1, password, salt1), salt2)
    return _sha256(salt2, hashlib.pbkdf2_hmac("sha512", first, salt1, ROUNDS), salt2)


def _sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()

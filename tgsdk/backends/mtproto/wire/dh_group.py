"""The one group of Diffie and Hellman that is believed to be good, and the checks of what is sent in it."""

import os

from tgsdk.errors import ProtocolError

__all__ = ["PRIME", "check_group", "check_public", "private_and_public", "to_bytes"]

#: Telegram's own, which its applications know too (https://core.telegram.org/mtproto/security_guidelines). Any other
#: would have to be proven a safe prime first; no server of Telegram's has ever sent another.
PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DB"
    "FA336F6E0AC925139543AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B41"
    "0DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE2E4E15D04B2454BF"
    "6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
SIZE = 256  # bytes
MARGIN = 2 ** (2048 - 64)

# By which remainders of the prime each generator makes the whole subgroup of order (p - 1) / 2.
GENERATORS = {2: (8, {7}), 3: (3, {2}), 4: (1, {0}), 5: (5, {1, 4}), 6: (24, {19, 23}), 7: (7, {3, 5, 6})}


def check_group(prime: bytes, generator: int) -> None:
    """Raise ProtocolError unless ``prime`` is the known one, and ``generator`` fits it."""
    if int.from_bytes(prime, "big") != PRIME:
        raise ProtocolError("the prime is not Telegram's")
    modulus, remainders = GENERATORS.get(generator, (1, set()))
    if PRIME % modulus not in remainders:
        raise ProtocolError("the generator does not fit the prime")


def check_public(number: int) -> None:
    """Raise ProtocolError for a public number that is too near to the ends of the group."""
    if not MARGIN < number < PRIME - MARGIN:
        raise ProtocolError("a number of the key exchange is out of its range")


def private_and_public(generator: int) -> tuple[int, int]:
    """Return a random exponent, and what it makes of the generator."""
    exponent = int.from_bytes(os.urandom(SIZE), "big")
    public = pow(generator, exponent, PRIME)
    check_public(public)  # of 2**64 there is one that is not
    return exponent, public


def to_bytes(number: int) -> bytes:
    """Return the number as 256 bytes, zeros in front."""
    return number.to_bytes(SIZE, "big")

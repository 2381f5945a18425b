"""Telegram's Diffie-Hellman group: its 2048-bit safe prime with generator 3."""

import secrets

PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F"
    "48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543AED44CCE7C37"
    "20FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F64"
    "2477FE96BB2A941D5BCD1D4AC8CC49880708FA9B378E3C4F3A9060BEE67CF9A4"
    "A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754"
    "FD17ED950D5965B4B9DD46582DB1178D169C6BC465B0D6FF9CA3928FEF5B9AE4"
    "E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F"
    "0D8115F635B105EE2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
G = 3


def random_exponent() -> int:
    """Return 256 random bits: safe in this group, and eight times as fast as the 2048 of clients."""
    return secrets.randbits(256) | 1 << 255


def is_safe_public(number: int) -> bool:
    """Make Telegram's own check of g_a and g_b (https://core.telegram.org/mtproto/security_guidelines)."""
    lowest: int = 2 ** (2048 - 64)
    return lowest <= number <= PRIME - lowest


def to_bytes(number: int) -> bytes:
    return number.to_bytes(256, "big")


def random_pq(*, is_easy: bool = False) -> tuple[int, int]:
    """Return two primes p < q of 31 bits: a pq of real size whose top bit is 0, as Telethon reads it signed.

    Of an easy one p has 17 bits: clients take it apart within a millisecond instead of thirty.
    """
    p = _random_prime(17 if is_easy else 31)
    while p == (q := _random_prime(31)):
        pass
    return min(p, q), max(p, q)


def _random_prime(bits: int) -> int:
    while not _is_prime(candidate := secrets.randbits(bits) | 1 << (bits - 1) | 1):
        pass
    return candidate


def _is_prime(number: int) -> bool:
    """Miller and Rabin's test; with these bases it is exact below 3,215,031,751."""
    power = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> power
    return all(_passes(number, base, odd, power) for base in (2, 3, 5, 7))


def _passes(number: int, base: int, odd: int, power: int) -> bool:
    value: int = pow(base, odd, number)
    return value == 1 or any(pow(value, 2**step, number) == number - 1 for step in range(power))

"""Numbers that look random and are always the same, to make a desk from."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

ALL_BITS = (1 << 64) - 1


def mix(*numbers: int) -> int:
    """Hash numbers to 64 bits (the mixing step of SplitMix64)."""
    value = 0x9E3779B97F4A7C15
    for number in numbers:
        value = (value ^ number ^ (number >> 64)) * 0xBF58476D1CE4E5B9 & ALL_BITS
        value = (value ^ (value >> 30)) * 0x94D049BB133111EB & ALL_BITS
        value ^= value >> 31
    return value


def pick(choices: Sequence[T], *numbers: int) -> T:
    """Return one of the choices, always the same for the same numbers."""
    return choices[mix(*numbers) % len(choices)]


def signed(number: int) -> int:
    """Return 64 bits as the signed number that TL's ``long`` is."""
    return number - (1 << 64) if number >> 63 else number


def file_id(*numbers: int) -> int:
    """Return an id like those that Telegram gives to photos and documents."""
    return 5_200_000_000_000_000_000 + mix(*numbers) % 300_000_000_000_000_000

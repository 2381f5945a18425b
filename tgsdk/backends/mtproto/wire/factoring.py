"""The proof of work of the key exchange: pq, a product of two primes below 2**32, taken apart."""

import math
import secrets

from tgsdk.errors import ProtocolError

__all__ = ["factor"]

LONGEST = 8  # bytes
HIGHEST = 2**32
BATCH = 128  # steps between two looks at what they have in common with pq
MOST_STEPS = 2**19  # the square root of a factor is 2**16 at most: a walk that long meets itself before that
ATTEMPTS = 4
SMALL = 1000  # below it a divisor is found by trying: a walk modulo so few numbers may meet both factors at once


def factor(packed: bytes) -> tuple[int, int]:
    """Return the two factors, the smaller one first. Raises ProtocolError for what is no such product."""
    pq = int.from_bytes(packed, "big")
    if len(packed) > LONGEST or pq < 15 or pq % 2 == 0:
        raise ProtocolError("pq is not a product of two primes")
    small = next((divisor for divisor in range(3, min(SMALL, pq), 2) if pq % divisor == 0), None)
    if small is None and pow(2, pq - 1, pq) == 1:  # Fermat's test: it is a prime
        raise ProtocolError("pq is not a product of two primes")
    for _ in range(ATTEMPTS):
        found = small or _walk(pq, 1 + secrets.randbelow(pq - 1), 1 + secrets.randbelow(pq - 1))
        if 1 < found < pq and max(found, pq // found) < HIGHEST:
            return min(found, pq // found), max(found, pq // found)
    raise ProtocolError("pq is not a product of two primes")


def _walk(pq: int, start: int, step: int) -> int:
    """Pollard's rho, in Brent's form, which looks for a circle in a walk of squares: a divisor, or pq itself."""
    y, length, steps = start, 1, 0
    while steps < MOST_STEPS:
        x = y
        for _ in range(length):
            y = (y * y + step) % pq
        for done in range(0, length, BATCH):
            before, product = y, 1
            for _ in range(min(BATCH, length - done)):
                y = (y * y + step) % pq
                product = product * abs(x - y) % pq
            if (found := math.gcd(product, pq)) != 1:
                return found if found != pq else _slowly(pq, x, before, step)
        steps += 2 * length
        length *= 2
    return pq


def _slowly(pq: int, x: int, y: int, step: int) -> int:
    """Go over the last batch again, one step at a time: both factors were met within it."""
    for _ in range(BATCH):
        y = (y * y + step) % pq
        if (found := math.gcd(abs(x - y), pq)) != 1:
            return found
    return pq

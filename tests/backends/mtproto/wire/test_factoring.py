"""The proof of work: products of two primes are taken apart, everything else is refused in time."""

import itertools
import time

import pytest

from tgsdk import ProtocolError
from tgsdk.backends.mtproto.wire.factoring import factor

PRODUCTS = [(3, 5), (13, 17), (65_537, 65_539), (1_229_739_323, 1_402_015_859), (4_294_967_279, 4_294_967_291)]


@pytest.mark.parametrize(("p", "q"), PRODUCTS)
def test_a_product_of_two_primes_is_taken_apart(p: int, q: int) -> None:
    product = p * q
    assert factor(product.to_bytes((product.bit_length() + 7) // 8, "big")) == (p, q)


def test_small_products_are_taken_apart_each_time() -> None:
    primes = (3, 5, 7, 11, 13, 17, 31, 997, 1009, 1013)
    for p, q in itertools.combinations(primes, 2):
        for _ in range(20):
            assert factor((p * q).to_bytes(3, "big")) == (p, q)


@pytest.mark.parametrize("pq", [0, 1, 7, 14, 2**61 - 1, 2**64 - 59])
def test_what_is_no_such_product_is_refused_in_time(pq: int) -> None:
    started = time.process_time()
    with pytest.raises(ProtocolError):
        factor(pq.to_bytes(8, "big"))
    assert time.process_time() - started < 2

"""The proof of the password, against a server's own arithmetic (https://core.telegram.org/api/srp)."""

from dataclasses import replace
from typing import Any

import pytest

from tgsdk import ProtocolError
from tgsdk.backends.mtproto.wire.dh_group import PRIME
from tgsdk.backends.mtproto.wire.srp import SrpParameters, prove
from tgsdk.testing.state.srp import PasswordCheck, start_check

PASSWORD = " correct horse "


def parameters(check: PasswordCheck, public: bytes | None = None) -> SrpParameters:
    return SrpParameters(
        prime=PRIME.to_bytes(256, "big"),
        generator=3,
        salt1=check.salt1,
        salt2=check.salt2,
        server_public=check.public if public is None else public,
    )


def with_a_leading_zero(check: PasswordCheck) -> PasswordCheck:
    """The same check with another secret, whose public number begins with a zero byte."""
    secret, raised = check.secret, pow(3, check.secret, PRIME)
    offset = (int.from_bytes(check.public, "big") - raised) % PRIME
    while (number := (offset + raised) % PRIME) >= 2**2040:
        secret, raised = secret + 1, raised * 3 % PRIME
    return replace(check, secret=secret, public=number.to_bytes(256, "big"))


def test_the_right_password_is_proven_and_a_wrong_one_is_not() -> None:
    check = start_check("79990000001", PASSWORD)
    right, wrong = prove(parameters(check), PASSWORD), prove(parameters(check), PASSWORD.strip())
    assert check.accepts(right.public, right.proof)
    assert not check.accepts(wrong.public, wrong.proof)


def test_a_number_that_comes_without_its_leading_zero_is_hashed_with_it() -> None:
    check = with_a_leading_zero(start_check("79990000002", PASSWORD))
    proof = prove(parameters(check, check.public.lstrip(b"\x00")), PASSWORD)
    assert check.accepts(proof.public, proof.proof)


@pytest.mark.parametrize(
    "changed",
    [
        {"server_public": b""},
        {"server_public": bytes(256)},
        {"server_public": PRIME.to_bytes(256, "big")},
        {"generator": 2},
        {"prime": (PRIME - 2).to_bytes(256, "big")},
        {"prime": b"\x17"},
    ],
)
def test_parameters_that_would_give_the_password_away_are_refused(changed: dict[str, Any]) -> None:
    check = start_check("79990000003", PASSWORD)
    with pytest.raises(ProtocolError):
        prove(replace(parameters(check), **changed), PASSWORD)

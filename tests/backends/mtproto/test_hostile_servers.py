"""What no server says costs neither time nor memory, and ends typed: while a key is made, and in every operation."""

from collections.abc import Iterator

import pytest

from tgsdk import ProtocolError, TelegramUnavailable
from tgsdk.testing import LocalTelegram

from .hostile import (
    ANSWERED,
    MAY_BE_READ,
    TO_A_NEW_CLIENT,
    TO_AN_OPERATION,
    answered_by,
    answered_while_a_key_is_made,
)
from .operations import Phones

# Each reads an answer in a way of its own; `make tables` has the others too.
OPERATIONS = ("me", "chats", "messages")


@pytest.fixture(scope="module")
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def phones() -> Phones:
    return Phones()


@pytest.mark.parametrize("answer", TO_A_NEW_CLIENT)
def test_what_is_no_answer_costs_a_new_client_nothing(answer: str, telegram: LocalTelegram) -> None:
    cost = answered_while_a_key_is_made(answer, telegram)
    assert isinstance(cost.error, ProtocolError | TelegramUnavailable)
    assert cost.is_cheap


@pytest.mark.parametrize("answer", TO_AN_OPERATION)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_no_answer_costs_an_operation_nothing(
    operation: str, answer: str, telegram: LocalTelegram, phones: Phones
) -> None:
    cost = answered_by(ANSWERED[operation], answer, telegram, phones)
    assert isinstance(cost.error, ProtocolError) or answer in MAY_BE_READ
    assert cost.is_cheap

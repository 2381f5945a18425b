"""Numbers that no message can have: the schema has 32 bits for them, and none is below 1."""

import pytest

from tgsdk import NotFound, Telegram

from .desk import Desk


@pytest.fixture
def telegram(maria: Desk) -> Telegram:
    return maria.telegram()


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**64])
def test_what_is_planned_under_no_such_number_is_gone(telegram: Telegram, maria: Desk, number: int) -> None:
    telegram.delete_scheduled(maria.every_kind, [number])
    with pytest.raises(NotFound):
        telegram.send_scheduled_now(maria.every_kind, [number])


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**64])
def test_a_draft_answers_no_such_message(telegram: Telegram, maria: Desk, number: int) -> None:
    with pytest.raises(NotFound):
        telegram.save_draft(maria.every_kind, "text", reply_to=number)

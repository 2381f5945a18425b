"""The contract of messages that are sent later."""

# ruff: noqa: S101 - to assert is what this is for

from datetime import UTC, datetime, timedelta

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import MessageInvalid, NotFound
from tgsdk.types import Capability

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["ScheduledContract"]


class ScheduledContract(ContractFixtures):
    """Planned messages."""

    @pytest.fixture
    def planned_in(self, other_side: OtherSide) -> int:
        """A chat with somebody."""
        return other_side.add_chat("Zinaida Quellenberg")

    @needs(Capability.SCHEDULE)
    def test_planned_messages_are_listed_and_not_sent_yet(self, logged_in: Carried, planned_in: int) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        for text, days in (("later", 2), ("sooner", 1)):
            at = now + timedelta(days=days)
            made = logged_in.call(Telegram.send_message, planned_in, text, schedule_at=at)
            assert (made.text, made.date, made.is_outgoing) == (text, at, True)
        planned = logged_in.call(Telegram.scheduled_messages, planned_in)
        assert [(each.text, each.date) for each in planned] == [
            ("sooner", now + timedelta(days=1)),
            ("later", now + timedelta(days=2)),
        ]
        assert all(each.chat_id == planned_in for each in planned)
        assert not [each for each in logged_in.call(Telegram.messages, planned_in).items if each.is_outgoing]

    @needs(Capability.SCHEDULE)
    def test_a_planned_message_is_given_up_or_sent_now(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC) + timedelta(days=1)
        sent, given_up = [
            logged_in.call(Telegram.send_message, planned_in, text, schedule_at=at).id for text in ("sent", "given up")
        ]
        logged_in.call(Telegram.delete_scheduled, planned_in, [given_up])
        logged_in.call(Telegram.delete_scheduled, planned_in, [given_up])
        logged_in.call(Telegram.send_scheduled_now, planned_in, [sent])
        assert logged_in.call(Telegram.scheduled_messages, planned_in) == ()
        assert logged_in.call(Telegram.messages, planned_in).items[0].text == "sent"
        with pytest.raises(NotFound):
            logged_in.call(Telegram.send_scheduled_now, planned_in, [sent])

    @needs(Capability.SCHEDULE)
    def test_what_cannot_be_planned_is_refused(self, logged_in: Carried, planned_in: int) -> None:
        now = datetime.now(UTC)
        for text, ahead in (("too late", timedelta(days=800)), ("  ", timedelta(days=1))):
            with pytest.raises(MessageInvalid):
                logged_in.call(Telegram.send_message, planned_in, text, schedule_at=now + ahead)
        assert logged_in.call(Telegram.scheduled_messages, planned_in) == ()

"""The contract of messages that are sent later."""

# ruff: noqa: S101 - to assert is what this is for

import io
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import MessageAlreadySent, MessageInvalid, NotFound
from tgsdk.types import Capability, Entity, EntityKind, Message

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["ScheduledContract"]

BOLD = Entity(kind=EntityKind.BOLD, offset=0, length=4)


def _contents(message: Message) -> tuple[str, tuple[Entity, ...], str | None]:
    return message.text, message.entities, message.attachment.name if message.attachment else None


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
    def test_what_is_planned_for_a_moment_that_is_near_is_sent(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC) + timedelta(seconds=4)
        made = logged_in.call(Telegram.send_message, planned_in, "at once", schedule_at=at)
        last = logged_in.call(Telegram.messages, planned_in).items[0]
        assert (last.id, last.text, last.date) == (made.id, "at once", made.date)
        assert logged_in.call(Telegram.scheduled_messages, planned_in) == ()

    @needs(Capability.FORMAT)
    def test_a_planned_message_is_sent_with_its_formats_and_what_it_answers(
        self, logged_in: Carried, planned_in: int, other_side: OtherSide
    ) -> None:
        asked, at = other_side.write(planned_in, "When?"), datetime.now(UTC) + timedelta(days=1)
        made = logged_in.call(
            Telegram.send_message, planned_in, "at noon", entities=[BOLD], reply_to=asked, schedule_at=at
        )
        logged_in.call(Telegram.send_scheduled_now, planned_in, [made.id])
        sent = logged_in.call(Telegram.messages, planned_in).items[0]
        assert (sent.text, sent.entities, sent.reply_to) == ("at noon", (BOLD,), asked)

    @needs(Capability.FORMAT_CAPTIONS)
    def test_a_file_is_planned_and_sent_with_its_caption(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        said: dict[str, Any] = {"caption": "your offer", "caption_entities": [BOLD], "random_id": secrets.randbits(62)}
        made = logged_in.call(Telegram.send_file, planned_in, b"an offer", name="offer.pdf", schedule_at=at, **said)
        assert (_contents(made), made.date) == (("your offer", (BOLD,), "offer.pdf"), at)
        assert not [each for each in logged_in.call(Telegram.messages, planned_in).items if each.is_outgoing]
        with pytest.raises(MessageAlreadySent):
            logged_in.call(Telegram.send_file, planned_in, b"an offer", name="offer.pdf", schedule_at=at, **said)
        (planned,) = logged_in.call(Telegram.scheduled_messages, planned_in)
        assert (planned.id, _contents(planned), planned.date) == (made.id, _contents(made), at)
        logged_in.call(Telegram.send_scheduled_now, planned_in, [made.id])
        sent = logged_in.call(Telegram.messages, planned_in).items[0]
        assert _contents(sent) == _contents(made)
        assert sent.attachment is not None
        content = io.BytesIO()
        logged_in.call(Telegram.download, sent.attachment, content)
        assert content.getvalue() == b"an offer"

    @needs(Capability.SCHEDULE_FILES)
    def test_an_album_is_planned(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC) + timedelta(days=1)
        made = logged_in.call(Telegram.send_album, planned_in, [b"one", b"three"], caption="both", schedule_at=at)
        planned = logged_in.call(Telegram.scheduled_messages, planned_in)
        assert [each.text for each in planned] == ["both", ""]
        assert [each.attachment and each.attachment.size for each in planned] == [3, 5]
        assert [each.id for each in planned] == [each.id for each in made]
        assert len({each.album_id for each in planned}) == 1
        assert planned[0].album_id is not None

    @needs(Capability.EDIT_SCHEDULED)
    def test_a_planned_message_gets_another_text_and_time(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        made = logged_in.call(Telegram.send_message, planned_in, "at noon", schedule_at=at)
        for text, entities, moment in (
            ("at one", (), at),
            ("at two", (BOLD,), at),
            ("at two", (BOLD,), at + timedelta(hours=1)),
            ("at two", (BOLD,), at + timedelta(hours=1)),
        ):
            edited = logged_in.call(
                Telegram.edit_scheduled, planned_in, made.id, text, schedule_at=moment, entities=entities
            )
            assert (edited.id, edited.text, edited.entities, edited.date) == (made.id, text, entities, moment)
            (planned,) = logged_in.call(Telegram.scheduled_messages, planned_in)
            assert (planned.text, planned.entities, planned.date) == (text, entities, moment)
        for text, moment in (("at two", at + timedelta(days=800)), (" ", at)):
            with pytest.raises(MessageInvalid):
                logged_in.call(Telegram.edit_scheduled, planned_in, made.id, text, schedule_at=moment)
        logged_in.call(Telegram.delete_scheduled, planned_in, [made.id])
        with pytest.raises(NotFound):
            logged_in.call(Telegram.edit_scheduled, planned_in, made.id, "too late", schedule_at=at)

    @needs(Capability.EDIT_SCHEDULED)
    def test_a_planned_message_that_is_put_off_to_now_is_sent(self, logged_in: Carried, planned_in: int) -> None:
        now = datetime.now(UTC)
        made = logged_in.call(Telegram.send_message, planned_in, "later", schedule_at=now + timedelta(days=1))
        soon = datetime.now(UTC) + timedelta(seconds=4)
        sent = logged_in.call(Telegram.edit_scheduled, planned_in, made.id, "now", schedule_at=soon)
        assert logged_in.call(Telegram.messages, planned_in).items[0] == sent
        assert sent.text == "now"
        assert logged_in.call(Telegram.scheduled_messages, planned_in) == ()

    @needs(Capability.EDIT_SCHEDULED)
    def test_a_planned_file_gets_another_caption_or_none(self, logged_in: Carried, planned_in: int) -> None:
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        made = logged_in.call(Telegram.send_file, planned_in, b"one", name="a.txt", caption="your", schedule_at=at)
        for caption in ("your offer", ""):
            edited = logged_in.call(Telegram.edit_scheduled, planned_in, made.id, caption, schedule_at=at)
            assert _contents(edited) == (caption, (), "a.txt")

    @needs(Capability.SCHEDULE)
    def test_what_cannot_be_planned_is_refused(self, logged_in: Carried, planned_in: int) -> None:
        now = datetime.now(UTC)
        for text, ahead in (("too late", timedelta(days=800)), ("  ", timedelta(days=1))):
            with pytest.raises(MessageInvalid):
                logged_in.call(Telegram.send_message, planned_in, text, schedule_at=now + ahead)
        assert logged_in.call(Telegram.scheduled_messages, planned_in) == ()

"""The contract of topics: their list, what is written in one, and writing there."""

# ruff: noqa: S101 - to assert is what this is for

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import CursorInvalid, MessageAlreadySent, NotFound, WriteForbidden
from tgsdk.types import Capability, ChatKind, Entity, EntityKind, Message, Topic

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["TopicsContract"]


class TopicsContract(ContractFixtures):
    """Topics of a forum."""

    @pytest.fixture
    def forum(self, other_side: OtherSide) -> tuple[int, int]:
        """A forum and a topic of it."""
        if not hasattr(other_side, "add_forum"):
            pytest.skip("the other side has no forums")
        return other_side.add_forum("Quellenberg forum", "Offers")

    @needs(Capability.TOPICS)
    def test_a_forum_has_topics_each_with_its_last_message(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        in_general = other_side.write_in_topic(chat_id, Topic.GENERAL, "hello all")
        in_offers = [other_side.write_in_topic(chat_id, offers, text) for text in ("one", "two")]
        assert logged_in.call(Telegram.chat, chat_id).kind is ChatKind.FORUM
        page = logged_in.call(Telegram.topics, chat_id)
        assert page.next is None
        found = {topic.id: topic for topic in page.items}
        assert set(found) == {Topic.GENERAL, offers}
        assert (found[offers].title, found[offers].chat_id) == ("Offers", chat_id)
        lasts = [_last(found[topic_id]).id for topic_id in (Topic.GENERAL, offers)]
        assert lasts == [in_general, in_offers[-1]]
        assert (found[offers].unread_count, found[Topic.GENERAL].unread_count) == (2, 1)
        assert logged_in.call(Telegram.topic, chat_id, offers) == found[offers]

    @needs(Capability.TOPICS)
    def test_topics_come_page_by_page(self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]) -> None:
        chat_id, offers = forum
        for text in ("one", "newest"):
            other_side.write_in_topic(chat_id, offers, text)
        first = logged_in.call(Telegram.topics, chat_id, 1)
        assert first.next is not None
        second = logged_in.call(Telegram.topics, chat_id, 1, first.next)
        assert {topic.id for topic in (*first.items, *second.items)} == {Topic.GENERAL, offers}
        assert second.next is None
        for cursor in ("garbage", "", logged_in.call(Telegram.messages, chat_id, 1).next):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.topics, chat_id, 1, cursor)

    @needs(Capability.TOPICS)
    def test_messages_of_a_topic_are_its_own(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        other_side.write_in_topic(chat_id, Topic.GENERAL, "elsewhere")
        written = [other_side.write_in_topic(chat_id, offers, f"number {each}") for each in range(3)]
        other_side.write_in_topic(chat_id, Topic.GENERAL, "elsewhere again")

        def ids(
            limit: int = 50, cursor: str | None = None, after: int | None = None, around: int | None = None
        ) -> list[int]:
            page = logged_in.call(
                Telegram.messages, chat_id, limit, cursor, after=after, around=around, topic_id=offers
            )
            return [message.id for message in page.items]

        assert ids() == written[::-1]
        assert ids(after=written[0]) == written[:0:-1]
        assert ids(2, around=written[0])[-1] == written[0]
        first = logged_in.call(Telegram.messages, chat_id, 2, topic_id=offers)
        assert ids(2, first.next) == [written[0]]
        with pytest.raises(CursorInvalid):
            logged_in.call(Telegram.messages, chat_id, 2, first.next)
        general = logged_in.call(Telegram.messages, chat_id, topic_id=Topic.GENERAL).items
        assert [message.text for message in general][:2] == ["elsewhere again", "elsewhere"]

    @needs(Capability.TOPICS)
    def test_words_and_days_are_found_within_a_topic(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        word = f"Xylophone{secrets.token_hex(4)}"
        written = [other_side.write_in_topic(chat_id, offers, f"{word} {number}") for number in range(3)]
        other_side.write_in_topic(chat_id, Topic.GENERAL, f"{word} elsewhere")
        first = logged_in.call(Telegram.search_messages, word, 2, chat_id=chat_id, topic_id=offers)
        second = logged_in.call(Telegram.search_messages, word, 2, first.next, chat_id=chat_id, topic_id=offers)
        assert [each.message.id for each in (*first.items, *second.items)] == written[::-1]
        assert first.count == 3
        about = logged_in.call(Telegram.search_messages, word, 3, chat_id=chat_id, topic_id=offers, around=written[1])
        assert [each.message.id for each in about.items] == written[::-1]
        later = datetime.now(UTC) + timedelta(days=2)
        end = logged_in.call(Telegram.messages, chat_id, 50, date=later, topic_id=offers)
        assert [message.id for message in end.items] == written[::-1]

    @needs(Capability.TOPICS)
    def test_what_is_sent_into_a_topic_stands_there(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        asked = other_side.write_in_topic(chat_id, offers, "is it open?")
        number = secrets.randbits(62)
        sent = logged_in.call(Telegram.send_message, chat_id, "it is", topic_id=offers, random_id=number)
        again = logged_in.call(Telegram.send_message, chat_id, "it is", topic_id=offers, random_id=number)
        assert (sent.id, sent.reply_to, again.id) == (sent.id, None, sent.id)
        answer = logged_in.call(Telegram.send_message, chat_id, "yes", topic_id=offers, reply_to=asked)
        assert answer.reply_to == asked
        greeting = logged_in.call(Telegram.send_message, chat_id, "hello", topic_id=Topic.GENERAL)
        there = logged_in.call(Telegram.messages, chat_id, topic_id=offers).items
        assert [message.id for message in there] == [answer.id, sent.id, asked]
        in_general = logged_in.call(Telegram.messages, chat_id, topic_id=Topic.GENERAL).items
        assert in_general[0].id == greeting.id

    @needs(Capability.TOPICS)
    def test_a_file_goes_into_a_topic(self, logged_in: Carried, forum: tuple[int, int]) -> None:
        chat_id, offers = forum
        sent = logged_in.call(Telegram.send_file, chat_id, b"an offer", name="offer.txt", topic_id=offers)
        (found,) = logged_in.call(Telegram.messages, chat_id, topic_id=offers).items
        assert found.id == sent.id
        assert found.attachment is not None
        assert found.attachment.name == "offer.txt"

    @needs(Capability.FORMAT_CAPTIONS)
    def test_a_formatted_caption_goes_into_a_topic(self, logged_in: Carried, forum: tuple[int, int]) -> None:
        chat_id, offers = forum
        bold = Entity(kind=EntityKind.BOLD, offset=3, length=5)
        said: dict[str, Any] = {"caption": "an offer", "caption_entities": [bold], "topic_id": offers}
        logged_in.call(Telegram.send_file, chat_id, b"an offer", name="offer.txt", **said)
        (found,) = logged_in.call(Telegram.messages, chat_id, topic_id=offers).items
        assert (found.text, found.entities) == ("an offer", (bold,))

    @needs(Capability.TOPICS)
    def test_a_topic_is_read_up_to_a_message(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        other_side.write_in_topic(chat_id, Topic.GENERAL, "elsewhere")
        first, _ = [other_side.write_in_topic(chat_id, offers, text) for text in ("one", "two")]
        logged_in.call(Telegram.mark_as_read, chat_id, first, topic_id=offers)
        counts = {topic.id: topic.unread_count for topic in logged_in.call(Telegram.topics, chat_id).items}
        assert counts == {Topic.GENERAL: 1, offers: 1}
        assert logged_in.call(Telegram.topic, chat_id, offers).read_inbox_max_id == first

    @needs(Capability.TOPICS)
    def test_each_topic_has_a_draft_of_its_own(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        asked = other_side.write_in_topic(chat_id, offers, "is it open?")

        def drafts() -> dict[int, tuple[str, int | None] | None]:
            topics = logged_in.call(Telegram.topics, chat_id).items
            drafts = {topic.id: topic.draft for topic in topics}
            return {topic_id: (each.text, each.reply_to) if each else None for topic_id, each in drafts.items()}

        logged_in.call(Telegram.save_draft, chat_id, "it is", topic_id=offers)
        logged_in.call(Telegram.save_draft, chat_id, "hello", topic_id=Topic.GENERAL)
        assert drafts() == {offers: ("it is", None), Topic.GENERAL: ("hello", None)}
        logged_in.call(Telegram.save_draft, chat_id, "yes", topic_id=offers, reply_to=asked)
        assert drafts()[offers] == ("yes", asked)
        logged_in.call(Telegram.save_draft, chat_id, "", topic_id=offers)
        assert drafts() == {offers: None, Topic.GENERAL: ("hello", None)}

    @needs(Capability.TOPICS)
    def test_a_message_says_which_topic_it_is_in(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        asked = other_side.write_in_topic(chat_id, offers, "is it open?")
        other_side.write_in_topic(chat_id, Topic.GENERAL, "elsewhere")
        sent = logged_in.call(Telegram.send_message, chat_id, "it is", topic_id=offers)
        answer = logged_in.call(Telegram.send_message, chat_id, "yes", topic_id=offers, reply_to=asked)
        greeting = logged_in.call(Telegram.send_message, chat_id, "hello", topic_id=Topic.GENERAL)
        assert [each.topic_id for each in (sent, answer, greeting)] == [offers, offers, Topic.GENERAL]
        newest = logged_in.call(Telegram.messages, chat_id, 5).items
        assert [each.topic_id for each in newest] == [Topic.GENERAL, offers, offers, Topic.GENERAL, offers]
        somebody = other_side.add_chat("Zinaida Quellenberg")
        other_side.write(somebody, "hello")
        assert logged_in.call(Telegram.messages, somebody).items[0].topic_id is None

    @needs(Capability.SCHEDULE)
    def test_what_is_planned_in_a_topic_is_listed_and_sent_there(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        asked = other_side.write_in_topic(chat_id, offers, "is it open?")
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)

        def planned(topic_id: int | None = None) -> list[str]:
            listed = logged_in.call(Telegram.scheduled_messages, chat_id, topic_id=topic_id)
            return [message.text for message in listed]

        made = logged_in.call(Telegram.send_message, chat_id, "it is", topic_id=offers, schedule_at=at)
        logged_in.call(Telegram.send_message, chat_id, "hello", topic_id=Topic.GENERAL, schedule_at=at)
        assert (made.date, made.topic_id, made.reply_to) == (at, offers, None)
        assert (planned(), planned(offers), planned(Topic.GENERAL)) == (["it is", "hello"], ["it is"], ["hello"])
        assert [each.id for each in logged_in.call(Telegram.messages, chat_id, topic_id=offers).items] == [asked]
        logged_in.call(Telegram.send_scheduled_now, chat_id, [made.id])
        there = logged_in.call(Telegram.messages, chat_id, topic_id=offers).items
        assert [each.text for each in there] == ["it is", "is it open?"]
        assert planned(offers) == []

    @needs(Capability.FORWARD_TO_TOPICS)
    def test_messages_are_forwarded_into_a_topic(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        candidate = other_side.add_chat("Zinaida Quellenberg")
        ids = [other_side.write(candidate, text) for text in ("my CV", "and a letter")]
        numbers = [secrets.randbits(62) for _ in ids]
        into: dict[str, Any] = {"random_ids": numbers, "to_topic_id": offers}
        sent = logged_in.call(Telegram.forward_messages, candidate, ids, chat_id, **into)
        assert [(each.text, each.topic_id) for each in sent] == [("my CV", offers), ("and a letter", offers)]
        with pytest.raises(MessageAlreadySent):
            logged_in.call(Telegram.forward_messages, candidate, ids, chat_id, **into)
        there = logged_in.call(Telegram.messages, chat_id, topic_id=offers).items
        assert [each.id for each in there] == [each.id for each in sent][::-1]
        (general,) = logged_in.call(Telegram.forward_messages, candidate, ids[:1], chat_id, to_topic_id=Topic.GENERAL)
        assert logged_in.call(Telegram.messages, chat_id, topic_id=Topic.GENERAL).items[0].id == general.id

    @needs(Capability.FORWARD_TO_TOPICS)
    def test_nothing_is_planned_in_or_forwarded_into_a_topic_that_is_closed_or_gone(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        message_id = other_side.write_in_topic(chat_id, Topic.GENERAL, "elsewhere")
        at = datetime.now(UTC) + timedelta(days=1)
        for change, name in ((other_side.close_topic, "TOPIC_CLOSED"), (other_side.delete_topic, "TOPIC_DELETED")):
            change(chat_id, offers)
            with pytest.raises(WriteForbidden) as refused:
                logged_in.call(Telegram.forward_messages, chat_id, [message_id], chat_id, to_topic_id=offers)
            assert refused.value.telegram_name == name
            if Capability.SCHEDULE in logged_in.backend.supports:
                with pytest.raises(WriteForbidden) as refused:
                    logged_in.call(Telegram.send_message, chat_id, "too late", topic_id=offers, schedule_at=at)
                assert refused.value.telegram_name == name

    @needs(Capability.TOPICS)
    def test_nobody_writes_in_a_topic_that_is_closed_or_gone(
        self, logged_in: Carried, other_side: OtherSide, forum: tuple[int, int]
    ) -> None:
        chat_id, offers = forum
        other_side.write_in_topic(chat_id, offers, "the last one")
        other_side.close_topic(chat_id, offers)
        closed = logged_in.call(Telegram.topic, chat_id, offers)
        assert (closed.is_closed, closed.can_write) == (True, False)
        with pytest.raises(WriteForbidden) as refused:
            logged_in.call(Telegram.send_message, chat_id, "too late", topic_id=offers)
        assert refused.value.telegram_name == "TOPIC_CLOSED"
        other_side.delete_topic(chat_id, offers)
        with pytest.raises(WriteForbidden) as refused:
            logged_in.call(Telegram.send_message, chat_id, "too late", topic_id=offers)
        assert refused.value.telegram_name == "TOPIC_DELETED"
        with pytest.raises(NotFound):
            logged_in.call(Telegram.topic, chat_id, offers)
        with pytest.raises(NotFound):
            logged_in.call(Telegram.messages, chat_id, topic_id=offers)
        assert [topic.id for topic in logged_in.call(Telegram.topics, chat_id).items] == [Topic.GENERAL]

    @needs(Capability.TOPICS)
    def test_a_chat_that_is_no_forum_has_no_topics(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        other_side.write(chat_id, "hello")
        for ask in (Telegram.topics, lambda telegram, chat: telegram.topic(chat, Topic.GENERAL)):
            with pytest.raises(NotFound) as refused:
                logged_in.call(ask, chat_id)
            assert refused.value.telegram_name == "CHANNEL_FORUM_MISSING"

    @needs(Capability.TOPICS)
    def test_a_topic_that_never_was_is_not_found(self, logged_in: Carried, forum: tuple[int, int]) -> None:
        chat_id, _ = forum
        for topic_id in (9_999, 0, -4, 2**40):
            with pytest.raises(NotFound):
                logged_in.call(Telegram.topic, chat_id, topic_id)
            with pytest.raises(NotFound):
                logged_in.call(Telegram.messages, chat_id, topic_id=topic_id)


def _last(topic: Topic) -> Message:
    assert topic.last_message is not None
    return topic.last_message

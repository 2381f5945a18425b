"""The contract of finding messages in one chat: by their words, and by a date."""

# ruff: noqa: S101 - to assert is what this is for

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import CursorInvalid, QueryInvalid
from tgsdk.types import Capability

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["FindInChatContract"]

LONG_AGO = datetime(2013, 8, 14, tzinfo=UTC)


class FindInChatContract(ContractFixtures):
    """Search inside a chat."""

    @pytest.fixture
    def talk(self, other_side: OtherSide) -> int:
        """A chat with somebody."""
        return other_side.add_chat("Zinaida Quellenberg")

    @needs(Capability.FIND_IN_CHAT)
    def test_messages_of_one_chat_are_found_with_their_number(
        self, logged_in: Carried, other_side: OtherSide, talk: int
    ) -> None:
        word = f"Xylophone{secrets.token_hex(4)}"
        written = [other_side.write(talk, f"{word} {number}") for number in range(3)]
        other_side.write(talk, "something else")
        other_side.write(other_side.add_chat("Olga Ivanova"), f"{word} elsewhere")
        first = logged_in.call(Telegram.search_messages, word.lower(), 2, chat_id=talk)
        assert (first.count, first.offset) == (3, 0)
        second = logged_in.call(Telegram.search_messages, word.lower(), 2, first.next, chat_id=talk)
        assert (second.count, second.offset) == (3, 2)
        found = [*first.items, *second.items]
        assert [each.message.id for each in found] == written[::-1]
        assert {(each.chat.id, each.chat.title) for each in found} == {(talk, "Zinaida Quellenberg")}
        assert logged_in.call(Telegram.search_messages, secrets.token_hex(8), chat_id=talk).count == 0

    @needs(Capability.FIND_IN_CHAT)
    def test_what_is_found_has_neighbours(self, logged_in: Carried, other_side: OtherSide, talk: int) -> None:
        word = f"Xylophone{secrets.token_hex(4)}"
        written = [other_side.write(talk, f"{word} {number}") for number in range(5)]
        page = logged_in.call(Telegram.search_messages, word, 3, chat_id=talk, around=written[2])
        assert [each.message.id for each in page.items] == written[3:0:-1]
        assert (page.count, page.offset) == (5, 1)
        newest = logged_in.call(Telegram.search_messages, word, 3, chat_id=talk, around=written[4])
        assert newest.items[0].message.id == written[4]
        assert newest.offset == 0

    @needs(Capability.FIND_IN_CHAT)
    def test_a_search_in_a_chat_refuses_what_is_none(
        self, logged_in: Carried, other_side: OtherSide, talk: int
    ) -> None:
        other_side.write(talk, "hello")
        for query in ("", "  "):
            with pytest.raises(QueryInvalid):
                logged_in.call(Telegram.search_messages, query, chat_id=talk)
        for cursor in (logged_in.call(Telegram.messages, talk, 1).next, "", "garbage"):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.search_messages, "a", 1, cursor, chat_id=talk)

    @needs(Capability.FIND_IN_CHAT)
    def test_a_date_leads_to_its_messages(self, logged_in: Carried, other_side: OtherSide, talk: int) -> None:
        written = [other_side.write(talk, f"message {number}") for number in range(4)]
        ids = [message.id for message in logged_in.call(Telegram.messages, talk).items]
        beginning = logged_in.call(Telegram.messages, talk, 4, date=LONG_AGO)
        assert [message.id for message in beginning.items] == ids[-2:]
        later = datetime.now(UTC) + timedelta(days=2)
        end = logged_in.call(Telegram.messages, talk, 2, date=later)
        assert end.next is not None
        further = logged_in.call(Telegram.messages, talk, 2, end.next)
        walked = [message.id for message in (*end.items, *further.items)]
        assert walked == written[::-1][: len(walked)]

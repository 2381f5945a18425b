"""The contract of a logged-in account: chats, messages, files."""

# ruff: noqa: S101 - to assert is what this is for

import contextlib
import dataclasses
import io
import pathlib
import secrets
import struct
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tgsdk.backends.base import MAX_LIMIT, PART_SIZE, Backend
from tgsdk.client import Telegram
from tgsdk.errors import (
    AnsweredMessageGone,
    CursorInvalid,
    EditForbidden,
    FileInvalid,
    MessageAlreadySent,
    MessageInvalid,
    NotFound,
    NotLoggedIn,
    QueryInvalid,
    SessionEnded,
    TelegramError,
    Unsupported,
    WriteForbidden,
)
from tgsdk.formatting import formats_of
from tgsdk.markdown import parse_markdown
from tgsdk.types import (
    MAX_CAPTION_LENGTH,
    Archive,
    Attachment,
    AttachmentKind,
    Capability,
    Chat,
    ChatKind,
    Entity,
    EntityKind,
    Folder,
    LoggedIn,
    Page,
    Photo,
    SharedKind,
)
from tgsdk.upload import Source, Upload

from ..desks.clips.videos import recorded
from .fixtures import Carried, ContractFixtures, OtherSide, ScanningPhone, needs

__all__ = ["DeskContract"]

LONG_AGO = datetime(2013, 8, 14, tzinfo=UTC)
TOMORROW = datetime.now(UTC) + timedelta(days=1)
SOMEBODY = "Zinaida Quellenberg"
BOLD = Entity(kind=EntityKind.BOLD, offset=0, length=4)
UNKNOWN_PHOTO = Photo(id=1, location="nobody knows where")
UNKNOWN_FILE = Attachment(kind=AttachmentKind.DOCUMENT, size=5, mime_type="", location="nobody knows where")
UNKNOWN_CHATS = [1_999_999_999, -1_999_999_999, -1_001_999_999_999]

#: Every operation of an account, on the chat with this id.
OPERATIONS: dict[str, Callable[[Telegram, int], object]] = {
    "chats": lambda telegram, _: telegram.chats(),
    "chats of a folder": lambda telegram, _: telegram.chats(folder=Folder.ARCHIVE),
    "found chats": lambda telegram, _: telegram.chats(query="a"),
    "search_messages": lambda telegram, _: telegram.search_messages("a"),
    "search_messages in a chat": lambda telegram, chat_id: telegram.search_messages("a", chat_id=chat_id),
    "messages at a date": lambda telegram, chat_id: telegram.messages(chat_id, date=LONG_AGO),
    "chat": lambda telegram, chat_id: telegram.chat(chat_id),
    "messages": lambda telegram, chat_id: telegram.messages(chat_id),
    "message": lambda telegram, chat_id: telegram.message(chat_id, 1),
    "messages_by_id": lambda telegram, chat_id: telegram.messages_by_id(chat_id, [1]),
    "mark_as_read": lambda telegram, chat_id: telegram.mark_as_read(chat_id, 1),
    "send_message": lambda telegram, chat_id: telegram.send_message(chat_id, "text"),
    "folders": lambda telegram, _: telegram.folders(),
    "save_draft": lambda telegram, chat_id: telegram.save_draft(chat_id, "text"),
    "send_message later": lambda telegram, chat_id: telegram.send_message(chat_id, "text", schedule_at=TOMORROW),
    "scheduled_messages": lambda telegram, chat_id: telegram.scheduled_messages(chat_id),
    "delete_scheduled": lambda telegram, chat_id: telegram.delete_scheduled(chat_id, [1]),
    "send_scheduled_now": lambda telegram, chat_id: telegram.send_scheduled_now(chat_id, [1]),
    "edit_scheduled": lambda telegram, chat_id: telegram.edit_scheduled(chat_id, 1, "text", schedule_at=TOMORROW),
    "send_file later": lambda telegram, chat_id: telegram.send_file(chat_id, b"one", name="a", schedule_at=TOMORROW),
    "resolve": lambda telegram, _: telegram.resolve("@nobody_of_this_name"),
    "person": lambda telegram, chat_id: telegram.person(chat_id),
    "shared_media": lambda telegram, chat_id: telegram.shared_media(chat_id, SharedKind.FILES),
    "send_file": lambda telegram, chat_id: telegram.send_file(chat_id, b"content", name="a.txt"),
    "send_album": lambda telegram, chat_id: telegram.send_album(chat_id, [b"one", b"two"]),
    "send_message, formatted": lambda telegram, chat_id: telegram.send_message(chat_id, "text", entities=[BOLD]),
    "send_file, formatted": lambda telegram, chat_id: telegram.send_file(
        chat_id, b"one", caption="text", caption_entities=[BOLD]
    ),
    "edit_message": lambda telegram, chat_id: telegram.edit_message(chat_id, 1, "text"),
    "send_reaction": lambda telegram, chat_id: telegram.send_reaction(chat_id, 1, "👍"),
    "delete_messages": lambda telegram, chat_id: telegram.delete_messages(chat_id, [2**31 - 1]),
    "forward_messages": lambda telegram, chat_id: telegram.forward_messages(chat_id, [1], chat_id),
    "forward_messages to a topic": lambda telegram, chat_id: telegram.forward_messages(
        chat_id, [1], chat_id, to_topic_id=1
    ),
    "mark_as_unread": lambda telegram, chat_id: telegram.mark_as_unread(chat_id),
    "topics": lambda telegram, chat_id: telegram.topics(chat_id),
    "topic": lambda telegram, chat_id: telegram.topic(chat_id, 1),
    "messages of a topic": lambda telegram, chat_id: telegram.messages(chat_id, topic_id=1),
    "mark_as_read in a topic": lambda telegram, chat_id: telegram.mark_as_read(chat_id, 1, topic_id=1),
    "send_message to a topic": lambda telegram, chat_id: telegram.send_message(chat_id, "text", topic_id=1),
    "send_file to a topic": lambda telegram, chat_id: telegram.send_file(chat_id, b"one", name="a", topic_id=1),
    "search_messages in a topic": lambda telegram, chat_id: telegram.search_messages("a", chat_id=chat_id, topic_id=1),
    "save_draft in a topic": lambda telegram, chat_id: telegram.save_draft(chat_id, "text", topic_id=1),
    "download": lambda telegram, _: telegram.download(UNKNOWN_FILE, io.BytesIO()),
    "download_photos": lambda telegram, _: telegram.download_photos([UNKNOWN_PHOTO]),
}
NEEDED = {
    "chats": Capability.READ,
    "chats of a folder": Capability.READ,
    "found chats": Capability.FIND_CHATS,
    "search_messages": Capability.FIND_MESSAGES,
    "search_messages in a chat": Capability.FIND_IN_CHAT,
    "messages at a date": Capability.FIND_IN_CHAT,
    "chat": Capability.READ,
    "messages": Capability.READ,
    "message": Capability.READ,
    "messages_by_id": Capability.READ,
    "mark_as_read": Capability.MARK_AS_READ,
    "send_message": Capability.SEND_MESSAGES,
    "folders": Capability.FOLDERS,
    "save_draft": Capability.DRAFTS,
    "send_message later": Capability.SCHEDULE,
    "scheduled_messages": Capability.SCHEDULE,
    "delete_scheduled": Capability.SCHEDULE,
    "send_scheduled_now": Capability.SCHEDULE,
    "edit_scheduled": Capability.EDIT_SCHEDULED,
    "send_file later": Capability.SCHEDULE_FILES,
    "resolve": Capability.RESOLVE,
    "person": Capability.PROFILES,
    "shared_media": Capability.PROFILES,
    "send_file": Capability.SEND_FILES,
    "send_album": Capability.SEND_FILES,
    "send_message, formatted": Capability.FORMAT,
    "send_file, formatted": Capability.FORMAT_CAPTIONS,
    "edit_message": Capability.EDIT,
    "send_reaction": Capability.REACT,
    "delete_messages": Capability.DELETE,
    "forward_messages": Capability.FORWARD,
    "forward_messages to a topic": Capability.FORWARD_TO_TOPICS,
    "mark_as_unread": Capability.MARK_AS_UNREAD,
    "download": Capability.DOWNLOAD,
    "download_photos": Capability.PICTURES,
}
IN_A_TOPIC = [
    *("topics", "topic", "messages of a topic", "mark_as_read in a topic", "send_message to a topic"),
    *("send_file to a topic", "search_messages in a topic", "save_draft in a topic"),
]
NEEDED |= dict.fromkeys(IN_A_TOPIC, Capability.TOPICS)
OF_FILES = ["download", "download_photos"]
IN_A_CHAT = ["chat", "messages", "message", "messages_by_id", "mark_as_read", "send_message", "send_message, formatted"]
IN_A_CHAT += ["mark_as_unread", "search_messages in a chat", "messages at a date", "save_draft", "send_message later"]
IN_A_CHAT += ["scheduled_messages", "delete_scheduled", "send_file later"]
ON_A_MESSAGE = ["edit_message", "send_reaction", "forward_messages", "send_scheduled_now", "edit_scheduled"]
IN_A_CHAT += ["person", "shared_media", "send_file", "send_file, formatted", "send_album"]


def ids(page: Page[Chat]) -> list[int]:
    return [chat.id for chat in page.items]


def folder_of(account: Carried, folder: Folder, *, limit: int) -> list[Chat]:
    """All chats of a folder, each once."""
    chats: list[Chat] = []
    page = account.call(Telegram.chats, limit, folder=folder)
    while page.next is not None:
        chats += page.items
        page = account.call(Telegram.chats, limit, page.next, folder=folder)
    chats += page.items
    assert len({chat.id for chat in chats}) == len(chats)
    return chats


class DeskContract(ContractFixtures):
    """The operations of a logged-in account."""

    @pytest.fixture
    def archived(self, other_side: OtherSide) -> list[int]:
        """Five chats in the archive, the newest last."""
        if not hasattr(other_side, "archive"):
            pytest.skip("the other side moves no chat to the archive")
        chats = [other_side.add_chat(f"Zinaida Quellenberg{number}") for number in range(5)]
        for chat_id in chats:
            other_side.archive(chat_id)
        return chats

    @pytest.fixture
    def chat_id(self, other_side: OtherSide) -> int:
        """A chat with somebody."""
        return other_side.add_chat(SOMEBODY)

    # Chats

    def test_the_chat_that_was_written_in_last_comes_first_with_its_message(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chats = [other_side.add_chat(name) for name in ("Olga Ivanova", "Igor Smirnov")]
        for chat_id in chats:
            other_side.write(chat_id, "an earlier one")
        message_id = other_side.write(chats[0], "is the job still open?")
        listed = [chat for chat in logged_in.call(Telegram.chats).items if not chat.is_pinned]
        first = listed[0]
        assert (first.id, first.kind, first.title) == (chats[0], ChatKind.PRIVATE, "Olga Ivanova")
        assert first.last_message == logged_in.call(Telegram.message, chats[0], message_id)
        assert first.unread_count >= 2

    def test_pinned_chats_come_before_the_others(self, logged_in: Carried, chat_id: int) -> None:
        listed = logged_in.call(Telegram.chats, 100).items
        assert chat_id in [chat.id for chat in listed]
        pinned = [chat.is_pinned for chat in listed]
        assert pinned == sorted(pinned, reverse=True)

    def test_each_chat_comes_once_page_by_page(self, logged_in: Carried, other_side: OtherSide) -> None:
        made = {other_side.add_chat(f"Candidate {name}") for name in ("One", "Two", "Three", "Four", "Five", "Six")}
        listed = [chat.id for page in self._pages(logged_in, 100) for chat in page.items]
        assert made <= set(listed)
        assert len(listed) == len(set(listed))
        again = [chat.id for page in self._pages(logged_in, _a_quarter(listed)) for chat in page.items]
        assert again == listed

    def test_each_chat_comes_once_although_messages_arrive_between_the_pages(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        for name in ("One", "Two", "Three", "Four", "Five", "Six"):
            other_side.write(other_side.add_chat(f"Candidate {name}"), "hello")
        listed = [chat for page in self._pages(logged_in, 100) for chat in page.items]
        writers = [chat.id for chat in listed if chat.kind is ChatKind.PRIVATE]
        given: list[int] = []
        for page in self._pages(logged_in, _a_quarter(listed)):
            given += [chat.id for chat in page.items]
            to_come = [writer for writer in writers if writer not in given]
            for writer in [writers[0], *to_come[:1], *to_come[-1:]]:
                other_side.write(writer, "just a moment")
        assert sorted(given) == sorted(chat.id for chat in listed)

    def test_a_chat_that_has_risen_comes_once_the_pinned_chats_are_given(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        last = other_side.add_chat("Candidate Last")
        for name in ("One", "Two", "Three"):
            other_side.write(other_side.add_chat(f"Candidate {name}"), "hello")
        pages = self._pages(logged_in, 1)
        given = [chat.id for chat in next(pages).items]
        assert last not in given
        other_side.write(last, "here I am")
        following = next(page for page in pages if not all(chat.is_pinned for chat in page.items))
        assert last in [chat.id for chat in following.items]

    def test_a_chat_is_in_the_main_list_or_in_the_archive(self, logged_in: Carried, archived: list[int]) -> None:
        main, archive = (folder_of(logged_in, folder, limit=40) for folder in Folder)
        assert [chat.id for chat in archive if chat.id in archived] == archived[::-1]
        assert all(chat.is_archived for chat in archive)
        assert not any(chat.is_archived for chat in main)
        assert not {chat.id for chat in main} & {chat.id for chat in archive}
        everywhere = ids(logged_in.call(Telegram.chats, 40))
        assert set(everywhere) <= {chat.id for chat in main + archive}
        assert set(archived) <= set(everywhere)

    def test_the_main_list_tells_what_is_unread_in_the_archive(
        self, logged_in: Carried, other_side: OtherSide, archived: list[int]
    ) -> None:
        for text in ("one", "two"):
            other_side.write(archived[1], text)
        first = logged_in.call(Telegram.chats, 2, folder=Folder.MAIN)
        chats = logged_in.call(Telegram.chats, 100, folder=Folder.ARCHIVE)
        unread = [chat.unread_count for chat in chats.items if chat.unread_count]
        assert first.archive == Archive(unread_count=sum(unread), unread_chats=len(unread))
        assert sum(unread) >= 2
        assert chats.archive is None

    def test_the_archive_is_told_of_with_the_first_page_alone(
        self, logged_in: Carried, other_side: OtherSide, archived: list[int]
    ) -> None:
        listed = [other_side.add_chat(f"{SOMEBODY} {number}") for number in range(3)]
        first = logged_in.call(Telegram.chats, 1, folder=Folder.MAIN)
        second = logged_in.call(Telegram.chats, 1, first.next, folder=Folder.MAIN)
        assert first.archive is not None
        assert second.archive is None
        assert not set(archived) & {*ids(first), *ids(second)}
        assert len(listed) > len(first.items)

    def test_an_archived_chat_is_found_and_can_be_opened(self, logged_in: Carried, archived: list[int]) -> None:
        assert archived[0] in ids(logged_in.call(Telegram.chats, query="Quellenberg0"))
        assert logged_in.call(Telegram.chat, archived[0]).is_archived

    def test_a_cursor_of_another_folder_is_refused(self, logged_in: Carried, archived: list[int]) -> None:
        cursor = logged_in.call(Telegram.chats, 1, folder=Folder.ARCHIVE).next
        assert cursor is not None, archived
        for folder in (None, Folder.MAIN):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.chats, 1, cursor, folder=folder)

    def test_a_page_can_be_asked_for_twice(self, logged_in: Carried, other_side: OtherSide) -> None:
        for name in ("Olga Ivanova", "Igor Smirnov"):
            other_side.add_chat(name)
        first = logged_in.call(Telegram.chats, 1)
        for _ in range(2):
            second = logged_in.call(Telegram.chats, 1, first.next)
            assert second.items
            assert second.items[0].id != first.items[0].id

    def test_chats_are_found_by_the_beginning_of_a_name(self, logged_in: Carried, other_side: OtherSide) -> None:
        name = _new_word("Ivanova")
        chat_id = other_side.add_chat(f"Olga {name}")
        for query in (name, name[:-1], name.upper()):
            page = logged_in.call(Telegram.chats, query=query)
            assert page.next is None
            (found,) = page.items
            assert (found.id, found.title) == (chat_id, f"Olga {name}")
            assert (found.last_message, found.unread_count) == (None, 0)
        assert not logged_in.call(Telegram.chats, query=name[1:]).items

    def test_nothing_cannot_be_searched_for(self, logged_in: Carried) -> None:
        for query in ("", "  "):
            with pytest.raises(QueryInvalid):
                logged_in.call(Telegram.chats, query=query)
            with pytest.raises(QueryInvalid):
                logged_in.call(Telegram.search_messages, query)

    def test_a_chat_is_as_the_list_shows_it(self, logged_in: Carried, other_side: OtherSide, chat_id: int) -> None:
        message_id = other_side.write(chat_id, "hello")
        chat = logged_in.call(Telegram.chat, chat_id)
        assert chat.last_message is not None
        assert chat.last_message.id == message_id
        assert chat in logged_in.call(Telegram.chats).items

    def test_a_chat_counts_what_happens_in_it(self, logged_in: Carried, other_side: OtherSide, chat_id: int) -> None:
        first, last = [other_side.write(chat_id, text) for text in ("hello", "hello again")]
        counted = [logged_in.call(Telegram.chat, chat_id).pts for _ in range(2)]
        assert counted[0] == counted[1] > 0
        events: list[Callable[[], object]] = [
            lambda: other_side.write(chat_id, "are you there?"),
            lambda: other_side.edit(chat_id, first, "good morning"),
            lambda: other_side.delete(chat_id, last),
            lambda: logged_in.call(Telegram.send_message, chat_id, "good morning"),
        ]
        for happen in events:
            happen()
            counted.append(logged_in.call(Telegram.chat, chat_id).pts)
        assert counted[1:] == sorted(set(counted))
        told = [(message.id, message.text) for message in logged_in.call(Telegram.messages, chat_id).items]
        assert (first, "good morning") in told
        assert last not in [message_id for message_id, _ in told]

    def test_a_chat_can_be_asked_for_by_who_has_never_listed_it(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        message_id = other_side.write(chat_id, "hello")
        for operation in filter(_declared_by(logged_in), IN_A_CHAT):
            stranger = Carried(logged_in.backend, logged_in.session.replace(access_hashes={}).to_string())
            if operation == "message":
                assert stranger.call(Telegram.message, chat_id, message_id).text == "hello"
            else:  # it raises nothing
                stranger.call(OPERATIONS[operation], chat_id)

    def test_the_session_remembers_the_chats_that_it_was_given(self, logged_in: Carried, other_side: OtherSide) -> None:
        assert not logged_in.session.access_hashes
        name = _new_word("Ivanova")
        chat_id = other_side.add_chat(f"Olga {name}")
        logged_in.call(Telegram.chats, query=name)
        assert chat_id in logged_in.session.access_hashes
        listed = logged_in.call(Telegram.chats).items
        assert {chat.id for chat in listed if chat.kind is ChatKind.PRIVATE} <= logged_in.session.access_hashes.keys()

    # Messages

    def test_a_message_tells_who_wrote_it_and_when(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        message_id = other_side.write(chat_id, "Здравствуйте! 🎲")
        message = logged_in.call(Telegram.message, chat_id, message_id)
        assert (message.id, message.chat_id, message.text) == (message_id, chat_id, "Здравствуйте! 🎲")
        assert message.sender is not None
        assert (message.sender.id, message.sender.name) == (chat_id, SOMEBODY)
        assert message.date.utcoffset() == timedelta(0)
        assert not message.is_outgoing

    def test_some_messages_are_read_by_their_ids_without_those_that_are_gone(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        first, last = (other_side.write(chat_id, text) for text in ("hello", "hello again"))
        found = logged_in.call(Telegram.messages_by_id, chat_id, [last, 2**31 - 1, first, last])
        assert found == tuple(logged_in.call(Telegram.message, chat_id, each) for each in (last, first))
        assert logged_in.call(Telegram.messages_by_id, chat_id, [2**31 - 1]) == ()

    def test_messages_come_newest_first_each_once_page_by_page(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        written = [other_side.write(chat_id, f"message {number}") for number in range(5)]
        given: list[int] = []
        cursor = None
        while cursor is not None or not given:
            page = logged_in.call(Telegram.messages, chat_id, 2, cursor)
            given += [message.id for message in page.items]
            other_side.write(chat_id, "one more between two pages")
            cursor = page.next
        assert given == sorted(set(given), reverse=True)
        assert given[:5] == written[::-1]

    def test_messages_around_one_stand_before_and_after_it(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        ids = [other_side.write(chat_id, f"number {number}") for number in range(6)]
        page = logged_in.call(Telegram.messages, chat_id, 4, around=ids[2])
        assert [message.id for message in page.items] == ids[4:0:-1]
        assert page.next is not None
        assert logged_in.call(Telegram.messages, chat_id, 1, page.next).items[0].id == ids[0]
        newest = logged_in.call(Telegram.messages, chat_id, 4, around=ids[-1])
        assert [message.id for message in newest.items[:2]] == ids[:-3:-1]
        assert newest.next is not None

    def test_only_what_is_marked_as_read_was_read(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        ids = [other_side.write(chat_id, f"number {number}") for number in range(3)]
        logged_in.call(Telegram.messages, chat_id)
        chat = logged_in.call(Telegram.chat, chat_id)
        assert chat.unread_count >= 3 and chat.read_inbox_max_id < ids[0]
        logged_in.call(Telegram.mark_as_read, chat_id, ids[0])
        chat = logged_in.call(Telegram.chat, chat_id)
        assert (chat.unread_count, chat.read_inbox_max_id) == (2, ids[0])
        logged_in.call(Telegram.mark_as_read, chat_id, ids[2])
        assert logged_in.call(Telegram.chat, chat_id).unread_count == 0

    def test_messages_after_one_are_those_that_came_next(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        first, second, third, last = [other_side.write(chat_id, f"message {number}") for number in range(4)]

        def after(message_id: int, limit: int) -> list[int]:
            page = logged_in.call(Telegram.messages, chat_id, limit, after=message_id)
            assert page.next is None
            return [message.id for message in page.items]

        assert after(first, 2) == [third, second]
        assert after(first, 100) == [last, third, second]
        assert after(last, 100) == []

    def test_messages_are_found_newest_first_page_by_page(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        word = _new_word("xylophone")
        written = [other_side.write(chat_id, f"{word} {number}") for number in range(3)]
        other_side.write(chat_id, "something else")
        first = logged_in.call(Telegram.search_messages, word.upper(), 2)
        assert first.next is not None
        second = logged_in.call(Telegram.search_messages, word.upper(), 2, first.next)
        found = [*first.items, *second.items]
        assert [each.message.id for each in found] == written[::-1]
        assert {(each.chat.id, each.chat.title) for each in found} == {(chat_id, SOMEBODY)}
        assert not logged_in.call(Telegram.search_messages, _new_word("nowhere")).items

    def test_a_cursor_of_another_list_is_refused(self, logged_in: Carried, other_side: OtherSide, chat_id: int) -> None:
        other = other_side.add_chat("Olga Ivanova")
        for _ in range(2):
            other_side.write(chat_id, "hello")
        chats = logged_in.call(Telegram.chats, 1).next
        messages = logged_in.call(Telegram.messages, chat_id, 1).next
        assert chats
        assert messages
        for cursor in (messages, "", "garbage", "é"):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.chats, 1, cursor)
        for cursor in (chats, "", "garbage", "é"):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.messages, chat_id, 1, cursor)
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.search_messages, "a", 1, cursor)
        with pytest.raises(CursorInvalid):
            logged_in.call(Telegram.messages, other, 1, messages)

    def test_an_unknown_chat_is_not_found(self, logged_in: Carried) -> None:
        for unknown in UNKNOWN_CHATS:
            for operation in filter(_declared_by(logged_in), [*IN_A_CHAT, *IN_A_TOPIC, *ON_A_MESSAGE]):
                with pytest.raises(NotFound):
                    logged_in.call(OPERATIONS[operation], unknown)
        assert logged_in.call(Telegram.me)

    def test_an_unknown_message_is_not_found(self, logged_in: Carried, chat_id: int) -> None:
        with pytest.raises(NotFound):
            logged_in.call(Telegram.message, chat_id, 2**31 - 1)

    # Writing

    def test_a_message_that_is_sent_is_the_newest_of_its_chat(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        before = other_side.write(chat_id, "are you there?")
        sent = logged_in.call(Telegram.send_message, chat_id, "Да, «конечно» 🎲")
        assert (sent.chat_id, sent.text, sent.is_outgoing) == (chat_id, "Да, «конечно» 🎲", True)
        assert sent.date.utcoffset() == timedelta(0)
        newest = logged_in.call(Telegram.messages, chat_id, 2).items
        assert [message.id for message in newest] == [sent.id, before]
        last = logged_in.call(Telegram.chat, chat_id).last_message
        assert last == newest[0]

    def test_a_message_is_sent_once_for_each_random_id(self, logged_in: Carried, chat_id: int) -> None:
        for random_id in (secrets.randbits(63), -secrets.randbits(63)):
            before = logged_in.call(Telegram.messages, chat_id).items
            text = f"only {random_id}"
            sent = [logged_in.call(Telegram.send_message, chat_id, text, random_id=random_id) for _ in range(3)]
            assert len({(message.id, message.text) for message in sent}) == 1
            now = logged_in.call(Telegram.messages, chat_id).items
            assert [message.id for message in now] == [sent[0].id, *(message.id for message in before)]

    def test_the_same_text_can_be_sent_twice(self, logged_in: Carried, chat_id: int) -> None:
        sent = [logged_in.call(Telegram.send_message, chat_id, "thank you") for _ in range(2)]
        assert sent[0].id < sent[1].id

    def test_a_message_that_is_empty_or_too_long_is_not_sent(self, logged_in: Carried, chat_id: int) -> None:
        before = logged_in.call(Telegram.messages, chat_id)
        for text in ("", " \n ", "x" * 4097):
            with pytest.raises(MessageInvalid):
                logged_in.call(Telegram.send_message, chat_id, text)
        assert logged_in.call(Telegram.messages, chat_id) == before

    def test_a_message_can_be_as_long_as_telegram_takes_it(self, logged_in: Carried, chat_id: int) -> None:
        sent = logged_in.call(Telegram.send_message, chat_id, "x" * 4096)
        assert logged_in.call(Telegram.message, chat_id, sent.id).text == "x" * 4096

    def test_a_chat_that_may_not_be_written_in_can_be_read_and_others_can_be_written_in(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        other = other_side.add_chat("Olga Ivanova")
        before = logged_in.call(Telegram.messages, chat_id).items
        other_side.refuse_writing(chat_id)
        for _ in range(2):
            with pytest.raises(WriteForbidden) as refusal:
                logged_in.call(Telegram.send_message, chat_id, "hello?", random_id=77)
            assert refusal.value.telegram_name
        assert logged_in.call(Telegram.messages, chat_id).items == before
        assert logged_in.call(Telegram.send_message, other, "hello").text == "hello"

    # Sending files

    def test_a_file_arrives_as_it_was_sent(self, logged_in: Carried, chat_id: int) -> None:
        content = secrets.token_bytes(PART_SIZE + 5)
        sent = logged_in.call(Telegram.send_file, chat_id, content, name="Оффер.pdf", caption=" Ваш оффер 🎲 ")
        assert (sent.chat_id, sent.text, sent.is_outgoing) == (chat_id, "Ваш оффер 🎲", True)
        newest = logged_in.call(Telegram.messages, chat_id, 1).items[0]
        assert (newest.id, newest.text) == (sent.id, sent.text)
        file = newest.attachment
        assert file is not None
        assert (file.kind, file.name, file.size) == (AttachmentKind.DOCUMENT, "Оффер.pdf", len(content))
        assert _downloaded(logged_in, file) == content

    def test_a_file_is_sent_from_wherever_it_can_be_read(
        self, logged_in: Carried, chat_id: int, tmp_path: pathlib.Path
    ) -> None:
        path = tmp_path / "notes.txt"
        path.write_bytes(b"from a path")
        with path.open("rb") as opened:
            sources: list[Source] = [
                path,
                str(path),
                opened,
                io.BytesIO(b"from a path"),
                iter([b"from ", b"", b"a path"]),
            ]
            sent = [logged_in.call(Telegram.send_file, chat_id, source) for source in sources]
        files = [message.attachment for message in sent]
        assert [file.name for file in files if file] == ["notes.txt"] * 3 + ["file"] * 2
        assert {_downloaded(logged_in, file) for file in files if file} == {b"from a path"}

    def test_a_picture_is_sent_as_a_photo_or_as_it_is(self, logged_in: Carried, chat_id: int) -> None:
        picture = _png(40, 30)
        photo = logged_in.call(Telegram.send_file, chat_id, picture, name="me.png", as_photo=True).attachment
        assert photo is not None
        assert (photo.kind, photo.width, photo.height) == (AttachmentKind.PHOTO, 40, 30)
        file = logged_in.call(Telegram.send_file, chat_id, picture, name="me.png").attachment
        assert file is not None
        assert (file.kind, file.mime_type, file.width, file.height) == (AttachmentKind.DOCUMENT, "image/png", 40, 30)
        assert _downloaded(logged_in, file) == picture

    @needs(Capability.SEND_VIDEOS)
    def test_a_video_is_sent_to_be_played_or_as_it_is(self, logged_in: Carried, chat_id: int) -> None:
        film = recorded("video")
        sent = logged_in.call(Telegram.send_file, chat_id, film, name="me.mp4", as_photo=True)
        for message in (sent, logged_in.call(Telegram.message, chat_id, sent.id)):
            video = message.attachment
            assert video is not None
            assert (video.kind, video.mime_type, video.name) == (AttachmentKind.VIDEO, "video/mp4", "me.mp4")
            assert (video.width, video.height, video.duration, video.supports_streaming) == (160, 90, 3, True)
            assert _downloaded(logged_in, video) == film
        file = logged_in.call(Telegram.send_file, chat_id, film, name="me.mp4").attachment
        assert file is not None
        assert (file.kind, file.mime_type, file.name) == (AttachmentKind.DOCUMENT, "video/mp4", "me.mp4")

    @needs(Capability.SEND_VIDEOS)
    def test_photos_and_videos_make_an_album(self, logged_in: Carried, chat_id: int) -> None:
        files = [Upload(each, as_photo=True) for each in (_png(20, 20), recorded("video"))]
        sent = logged_in.call(Telegram.send_album, chat_id, files)
        kinds = [message.attachment.kind for message in sent if message.attachment]
        assert kinds == [AttachmentKind.PHOTO, AttachmentKind.VIDEO]

    def test_what_telegram_does_not_take_as_a_photo_is_said_and_not_sent(
        self, logged_in: Carried, chat_id: int
    ) -> None:
        before = logged_in.call(Telegram.messages, chat_id)
        with pytest.raises(FileInvalid) as refusal:
            logged_in.call(Telegram.send_file, chat_id, _png(2000, 20), as_photo=True)
        assert refusal.value.telegram_name == "PHOTO_INVALID_DIMENSIONS"
        assert logged_in.call(Telegram.messages, chat_id) == before

    def test_an_album_comes_together_with_one_caption(self, logged_in: Carried, chat_id: int) -> None:
        files: list[Source | Upload] = [b"first", io.BytesIO(b"second"), b"third"]
        sent = logged_in.call(Telegram.send_album, chat_id, files, caption="Three of them")
        assert [message.text for message in sent] == ["Three of them", "", ""]
        assert len({message.album_id for message in sent}) == 1
        assert sent[0].album_id is not None
        newest = logged_in.call(Telegram.messages, chat_id, 3).items
        assert [message.id for message in newest[::-1]] == [message.id for message in sent]
        contents = [_downloaded(logged_in, message.attachment) for message in sent if message.attachment]
        assert contents == [b"first", b"second", b"third"]

    def test_a_caption_is_sent_with_its_formats(self, logged_in: Carried, chat_id: int) -> None:
        caption, entities = parse_markdown("🎲 Ваш **оффер**, и [смотрите](https://example.com/cv)")
        said: dict[str, Any] = {"caption": f"\n{caption} ", "caption_entities": list(map(_one_later, entities))}
        alone = logged_in.call(Telegram.send_file, chat_id, b"an offer", name="offer.txt", **said)
        first, second = logged_in.call(Telegram.send_album, chat_id, [b"one", b"two"], **said)
        assert (second.text, second.entities) == ("", ())
        for sent in (alone, first):
            for message in (sent, logged_in.call(Telegram.message, chat_id, sent.id)):
                assert (message.text, formats_of(message.entities)) == (caption, entities)

    def test_a_file_with_a_formatted_caption_is_sent_once_for_each_random_id(
        self, logged_in: Carried, chat_id: int
    ) -> None:
        said: dict[str, Any] = {"caption": "Once", "caption_entities": [BOLD], "random_id": secrets.randbits(63)}
        sent = [logged_in.call(Telegram.send_file, chat_id, b"only", name="only.txt", **said) for _ in range(2)]
        assert sent[0].id == sent[1].id

    def test_photos_and_files_do_not_make_an_album(self, logged_in: Carried, chat_id: int) -> None:
        photo, file = Upload(_png(20, 20), as_photo=True), Upload(b"text", name="a.txt")
        with pytest.raises(FileInvalid):
            logged_in.call(Telegram.send_album, chat_id, [photo, file])

    def test_a_file_is_sent_once_for_each_random_id(self, logged_in: Carried, chat_id: int) -> None:
        before = len(logged_in.call(Telegram.messages, chat_id).items)
        number = secrets.randbits(63)
        options: dict[str, Any] = {"name": "only.txt", "caption": "Once", "random_id": number}
        sent = [logged_in.call(Telegram.send_file, chat_id, b"only", **options) for _ in range(2)]
        assert sent[0].id == sent[1].id
        numbers = [secrets.randbits(63), -secrets.randbits(63)]
        albums = [
            logged_in.call(Telegram.send_album, chat_id, [b"one", b"two"], caption="Twice", random_ids=numbers)
            for _ in range(2)
        ]
        assert [each.id for each in albums[0]] == [each.id for each in albums[1]]
        assert len(logged_in.call(Telegram.messages, chat_id).items) == before + 3

    def test_a_file_that_is_empty_or_has_too_long_a_caption_is_not_sent(self, logged_in: Carried, chat_id: int) -> None:
        before = logged_in.call(Telegram.messages, chat_id)
        with pytest.raises(FileInvalid):
            logged_in.call(Telegram.send_file, chat_id, b"")
        with pytest.raises(FileInvalid):
            logged_in.call(Telegram.send_file, chat_id, iter([b"", b""]))
        with pytest.raises(MessageInvalid):
            logged_in.call(Telegram.send_file, chat_id, b"content", caption="x" * (MAX_CAPTION_LENGTH + 1))
        assert logged_in.call(Telegram.messages, chat_id) == before

    def test_a_file_can_answer_a_message(self, logged_in: Carried, other_side: OtherSide, chat_id: int) -> None:
        asked = other_side.write(chat_id, "Where is the offer?")
        sent = logged_in.call(Telegram.send_file, chat_id, b"offer", name="offer.txt", reply_to=asked)
        assert logged_in.call(Telegram.message, chat_id, sent.id).reply_to == asked

    def test_an_upload_is_left_in_the_midst_and_continued(self, logged_in: Carried, chat_id: int) -> None:
        content = secrets.token_bytes(PART_SIZE * 5 + 7)
        with Upload(io.BytesIO(content), name="long.bin") as upload:
            assert logged_in.call(_one_step, upload) == 4 * PART_SIZE
            assert not upload.is_saved
            sent = logged_in.call(Telegram.send_file, chat_id, upload)
        assert sent.attachment is not None
        assert _downloaded(logged_in, sent.attachment) == content

    def test_no_file_is_sent_to_a_chat_that_may_not_be_written_in(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        before = logged_in.call(Telegram.messages, chat_id).items
        other_side.refuse_writing(chat_id)
        with pytest.raises(WriteForbidden):
            logged_in.call(Telegram.send_file, chat_id, b"content")
        with pytest.raises(WriteForbidden):
            logged_in.call(Telegram.send_album, chat_id, [b"one", b"two"])
        assert logged_in.call(Telegram.messages, chat_id).items == before

    # Acting on messages

    def test_a_text_is_sent_with_its_formats(self, logged_in: Carried, chat_id: int) -> None:
        text, entities = parse_markdown("🎲 **Да**, `конечно` и [смотрите](https://example.com/cv)")
        sent = logged_in.call(Telegram.send_message, chat_id, text, entities=entities)
        for message in (sent, logged_in.call(Telegram.message, chat_id, sent.id)):
            assert (message.text, formats_of(message.entities)) == (text, entities)
        assert logged_in.call(Telegram.chat, chat_id).last_message == message

    def test_blanks_at_the_ends_of_a_formatted_text_move_nothing(self, logged_in: Carried, chat_id: int) -> None:
        entity = Entity(kind=EntityKind.BOLD, offset=2, length=4)
        sent = logged_in.call(Telegram.send_message, chat_id, " \nbold  ", entities=[entity])
        assert (sent.text, [(each.offset, each.length) for each in sent.entities]) == ("bold", [(0, 4)])

    def test_a_formatted_text_is_sent_once_for_each_random_id(self, logged_in: Carried, chat_id: int) -> None:
        random_id = secrets.randbits(63)
        sent = [
            logged_in.call(Telegram.send_message, chat_id, f"only {random_id}", entities=[BOLD], random_id=random_id)
            for _ in range(2)
        ]
        assert sent[0].id == sent[1].id

    def test_an_answer_names_the_message_that_it_answers(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        asked = other_side.write(chat_id, "When can you come, and where to?")
        sent = logged_in.call(Telegram.send_message, chat_id, "At three", reply_to=asked, quote="When can you come")
        for message in (sent, logged_in.call(Telegram.message, chat_id, sent.id)):
            assert (message.text, message.reply_to) == ("At three", asked)
            assert message.quote in ("When can you come", None)  # without the capability

    @needs(Capability.QUOTE)
    def test_an_answer_quotes_the_message_that_it_answers(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        asked = other_side.write(chat_id, "When can you come, and where to?")
        sent = logged_in.call(Telegram.send_message, chat_id, "At three", reply_to=asked, quote="When can you come")
        for message in (sent, logged_in.call(Telegram.message, chat_id, sent.id)):
            assert message.quote == "When can you come"

    def test_an_answer_to_a_message_that_is_gone_is_not_sent(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        asked = other_side.write(chat_id, "Never mind")
        other_side.delete(chat_id, asked)
        before = logged_in.call(Telegram.messages, chat_id).items
        with pytest.raises(AnsweredMessageGone):
            logged_in.call(Telegram.send_message, chat_id, "What?", reply_to=asked)
        assert logged_in.call(Telegram.messages, chat_id).items == before

    def test_an_own_message_is_edited_in_its_place(self, logged_in: Carried, chat_id: int) -> None:
        sent = logged_in.call(Telegram.send_message, chat_id, "See you at tree")
        text, entities = parse_markdown("See you at **three** 🎲")
        edited = logged_in.call(Telegram.edit_message, chat_id, sent.id, text, entities=entities)
        now = logged_in.call(Telegram.message, chat_id, sent.id)
        for message in (edited, now):
            assert (message.id, message.text, formats_of(message.entities)) == (sent.id, text, entities)
            assert message.edited_at is not None

    def test_the_same_text_again_is_no_error(self, logged_in: Carried, chat_id: int) -> None:
        sent = logged_in.call(Telegram.send_message, chat_id, "bold text", entities=[BOLD])
        again = logged_in.call(Telegram.edit_message, chat_id, sent.id, "bold text", entities=[BOLD])
        assert (again.id, again.text, again.entities, again.edited_at) == (sent.id, sent.text, sent.entities, None)

    def test_what_may_not_be_edited_stays_as_it_is(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        theirs, gone = [other_side.write(chat_id, text) for text in ("my words", "soon gone")]
        own = logged_in.call(Telegram.send_message, chat_id, "own words").id
        other_side.delete(chat_id, gone)
        refused = [(theirs, "put in my mouth", EditForbidden), (gone, "no more", NotFound), (own, " ", MessageInvalid)]
        before = logged_in.call(Telegram.messages, chat_id).items
        for message_id, text, error in refused:
            with pytest.raises(error):
                logged_in.call(Telegram.edit_message, chat_id, message_id, text)
        assert logged_in.call(Telegram.messages, chat_id).items == before

    def test_messages_are_deleted_and_those_that_are_gone_are_passed_over(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        theirs, gone, kept = [other_side.write(chat_id, text) for text in ("theirs", "gone", "kept")]
        own = logged_in.call(Telegram.send_message, chat_id, "own").id
        other_side.delete(chat_id, gone)
        for deleted, for_everyone in ([theirs, gone], False), ([own, gone], True):
            logged_in.call(Telegram.delete_messages, chat_id, deleted, for_everyone=for_everyone)
        left = [message.id for message in logged_in.call(Telegram.messages, chat_id).items]
        assert kept in left
        assert not {theirs, gone, own} & set(left)

    def test_what_is_in_another_chat_is_not_deleted(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        elsewhere = other_side.add_chat("Olga Ivanova")
        message_id = other_side.write(elsewhere, "mine")
        logged_in.call(Telegram.delete_messages, chat_id, [message_id], for_everyone=True)
        assert logged_in.call(Telegram.message, elsewhere, message_id).text == "mine"

    def test_messages_are_forwarded_in_their_order_with_their_origin(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        ids = [other_side.write(chat_id, text) for text in ("my CV", "and a letter")]
        colleague = other_side.add_chat("Olga Ivanova")
        sent = logged_in.call(Telegram.forward_messages, chat_id, ids, colleague)
        assert [message.text for message in sent] == ["my CV", "and a letter"]
        newest = logged_in.call(Telegram.messages, colleague, 2).items
        assert [message.id for message in newest] == [message.id for message in sent][::-1]
        for message in (*sent, *newest):
            assert message.is_outgoing
            assert message.forward is not None
            assert message.forward.name == SOMEBODY

    def test_messages_are_forwarded_once_for_each_random_id(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        message_id = other_side.write(chat_id, "my CV")
        colleague = other_side.add_chat("Olga Ivanova")
        random_id = secrets.randbits(63)
        logged_in.call(Telegram.forward_messages, chat_id, [message_id], colleague, random_ids=[random_id])
        before = logged_in.call(Telegram.messages, colleague).items
        with pytest.raises(MessageAlreadySent):
            logged_in.call(Telegram.forward_messages, chat_id, [message_id], colleague, random_ids=[random_id])
        assert logged_in.call(Telegram.messages, colleague).items == before

    def test_what_is_gone_or_may_not_be_written_to_is_not_forwarded(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        gone, there = [other_side.write(chat_id, text) for text in ("gone", "there")]
        other_side.delete(chat_id, gone)
        colleague = other_side.add_chat("Olga Ivanova")
        with pytest.raises(NotFound):
            logged_in.call(Telegram.forward_messages, chat_id, [gone], colleague)
        other_side.refuse_writing(colleague)
        with pytest.raises(WriteForbidden):
            logged_in.call(Telegram.forward_messages, chat_id, [there], colleague)

    def test_a_chat_is_marked_as_unread_until_the_mark_is_taken_away(self, logged_in: Carried, chat_id: int) -> None:
        for unread in (True, True, False, False):
            logged_in.call(Telegram.mark_as_unread, chat_id, unread)
            chat = logged_in.call(Telegram.chat, chat_id)
            assert chat.is_marked_unread is unread
            assert chat in logged_in.call(Telegram.chats).items

    # Files

    def test_a_file_is_downloaded_as_it_is(self, logged_in: Carried, other_side: OtherSide) -> None:
        file, content = self._file(logged_in, other_side)
        to = io.BytesIO()
        logged_in.call(Telegram.download, file, to)
        assert file.size == len(content)
        assert to.getvalue() == content

    def test_a_part_of_a_file_is_downloaded_as_it_is(self, logged_in: Carried, other_side: OtherSide) -> None:
        file, content = self._file(logged_in, other_side)
        ends = [(0, 1), (PART_SIZE - 5, PART_SIZE + 5), (PART_SIZE, PART_SIZE + 1), (len(content) - 7, None)]
        for start, stop in ends:
            assert logged_in.call(_piece, file, start, stop) == content[start:stop]

    def test_what_nobody_knows_is_not_found(self, logged_in: Carried, other_side: OtherSide) -> None:
        file, _ = self._file(logged_in, other_side)
        for unknown in (UNKNOWN_FILE, dataclasses.replace(file, location="nobody knows where")):
            with pytest.raises(NotFound):
                logged_in.call(Telegram.download, unknown, io.BytesIO())
        assert logged_in.call(Telegram.me)

    def test_photos_come_together_and_none_for_one_that_nobody_knows(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        other_side.add_chat("Olga Ivanova")
        photo, whole = self._photo(logged_in), io.BytesIO()
        first, unknown, last = logged_in.call(Telegram.download_photos, [photo, UNKNOWN_PHOTO, photo])
        assert unknown is None
        assert first == last
        assert first
        logged_in.call(Telegram.download, photo, whole)
        assert whole.getvalue() == first

    # Several calls over one connection

    def test_a_block_makes_all_its_calls_over_one_connection(
        self, logged_in: Carried, other_side: OtherSide, chat_id: int
    ) -> None:
        other_side.write(chat_id, "hello")

        def block(telegram: Telegram) -> None:
            with telegram.connected():
                user = telegram.me()
                assert chat_id in [chat.id for chat in telegram.chats().items]
                with pytest.raises(NotFound):
                    telegram.chat(UNKNOWN_CHATS[0])
                sent = telegram.send_message(chat_id, "welcome")
                assert telegram.messages(chat_id, 1).items[0].id == sent.id
                assert chat_id in telegram.session.access_hashes
                assert telegram.status() == LoggedIn(user)

        logged_in.call(block)
        assert logged_in.call(Telegram.me)

    def test_a_login_can_be_made_in_a_block(self, backend: Backend, phone: ScanningPhone) -> None:
        telegram = Telegram(backend)
        with telegram.connected():
            phone.scan(telegram.start_qr_login().url)
            assert isinstance(telegram.check_qr_login(), LoggedIn)
            assert telegram.chats().items is not None
        assert isinstance(Telegram(backend, telegram.session).status(), LoggedIn)

    # What is not declared

    def test_what_is_not_declared_is_refused_before_anybody_is_asked(self, account: Carried) -> None:
        undeclared = [name for name in OPERATIONS if not _declared_by(account)(name)]
        refusals = {name: _refusal(account, OPERATIONS[name], 5) for name in undeclared}
        assert refusals == dict.fromkeys(undeclared, Unsupported)

    # Without a login, and after its end

    def test_nothing_is_done_for_nobody(self, account: Carried, awaiting_password: Carried) -> None:
        for nobody in (account, awaiting_password):
            before = nobody.session
            declared = list(filter(_declared_by(nobody), OPERATIONS))
            refusals = {name: _refusal(nobody, OPERATIONS[name], 5) for name in declared}
            assert refusals == dict.fromkeys(declared, NotLoggedIn)
            assert nobody.session == before

    def test_a_session_that_the_phone_ended_does_nothing_any_more(
        self, logged_in: Carried, chat_id: int, end_sessions: Callable[[], object]
    ) -> None:
        end_sessions()
        asked = [name for name in filter(_declared_by(logged_in), OPERATIONS) if name not in OF_FILES]
        refusals = {name: _refusal(logged_in, OPERATIONS[name], chat_id) for name in asked}
        assert refusals == dict.fromkeys(asked, SessionEnded)

    def test_a_session_that_the_phone_ended_gets_no_files_any_more(
        self, logged_in: Carried, other_side: OtherSide, end_sessions: Callable[[], object]
    ) -> None:
        file, _ = self._file(logged_in, other_side)
        photo = self._photo(logged_in)
        end_sessions()
        with pytest.raises(SessionEnded):
            logged_in.call(Telegram.download, file, io.BytesIO())
        with pytest.raises(SessionEnded):
            logged_in.call(Telegram.download_photos, [photo])

    def _pages(self, account: Carried, limit: int) -> Iterator[Page[Chat]]:
        cursor: str | None = None
        while True:
            page = account.call(Telegram.chats, limit, cursor)
            yield page
            cursor = page.next
            if cursor is None:
                return

    def _photo(self, account: Carried) -> Photo:
        return next(chat.photo for page in self._pages(account, 100) for chat in page.items if chat.photo)

    def _file(self, account: Carried, other_side: OtherSide) -> tuple[Attachment, bytes]:
        chat_id, message_id, content = other_side.a_file()
        assert len(content) > PART_SIZE
        message = account.call(Telegram.message, chat_id, message_id)
        assert message.attachment is not None
        return message.attachment, content


def _new_word(beginning: str) -> str:
    """One that no test before this one has used: they may all have to do with the same people."""
    return beginning + "".join(secrets.choice("abcdefgh") for _ in range(12))


def _one_later(entity: Entity) -> Entity:
    return dataclasses.replace(entity, offset=entity.offset + 1)


def _downloaded(account: Carried, file: Attachment) -> bytes:
    to = io.BytesIO()
    account.call(Telegram.download, file, to)
    return to.getvalue()


def _one_step(telegram: Telegram, upload: Upload) -> int:
    with contextlib.closing(telegram.iter_upload(upload)) as steps:
        return next(steps)


def _png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _piece(telegram: Telegram, file: Attachment, start: int, stop: int | None) -> bytes:
    return b"".join(telegram.iter_download(file, start=start, stop=stop))


def _a_quarter(things: list[Any]) -> int:
    """A limit that makes some pages of them; the tests before may have left many."""
    return min(max(len(things) // 4, 1), MAX_LIMIT)


def _declared_by(account: Carried) -> Callable[[str], bool]:
    return lambda name: NEEDED[name] in account.backend.supports


def _refusal(account: Carried, operation: Callable[[Telegram, int], object], chat_id: int) -> type[TelegramError]:
    with pytest.raises(TelegramError) as refusal:
        account.call(operation, chat_id)
    return refusal.type

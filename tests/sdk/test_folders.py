"""Folders of the list of chats: what is asked for wrongly, and a backend that knows nothing of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tgsdk import Archive, Capability, Chat, ChatKind, Folder, MemoryBackend, Session, Telegram, User
from tgsdk.backends.base import Backend, Connection
from tgsdk.types import Page

ANNA = User(id=1, first_name="Anna")


def chat(number: int, *, is_archived: bool = False, unread: int = 0) -> Chat:
    title = f"Chat {number}"
    return Chat(id=number, kind=ChatKind.PRIVATE, title=title, is_archived=is_archived, unread_count=unread)


CHATS = [chat(2), chat(3, is_archived=True, unread=4), chat(4, unread=9), chat(5, is_archived=True)]


class Older(Connection):
    """A connection from before there were folders."""

    session = Session()

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        begin = int(cursor or 0)
        end = begin + limit
        return Page(items=tuple(CHATS[begin:end]), next=str(end) if end < len(CHATS) else None)


Older.__abstractmethods__ = frozenset()


class OlderBackend(Backend):
    supports = frozenset({Capability.READ})

    @asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield Older()  # type: ignore[abstract]


def test_a_backend_without_folders_is_asked_all_the_same() -> None:
    telegram = Telegram(OlderBackend())
    main, archive = (telegram.chats(folder=folder) for folder in Folder)
    assert [each.id for each in main.items] == [2, 4]
    assert [each.id for each in archive.items] == [3, 5]
    assert (main.archive, archive.archive) == (Archive(unread_count=4, unread_chats=1), None)


def test_its_pages_are_shorter_and_none_is_lost() -> None:
    telegram, listed, cursor = Telegram(OlderBackend()), [], None
    while True:
        page = telegram.chats(1, cursor, folder=Folder.ARCHIVE)
        listed += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert listed == [3, 5]


def test_a_query_searches_in_every_folder() -> None:
    with pytest.raises(ValueError, match="every folder"):
        Telegram(MemoryBackend()).chats(query="Anna", folder=Folder.MAIN)


def test_a_folder_is_one_of_the_two() -> None:
    with pytest.raises(TypeError, match=r"Folder\.MAIN or Folder\.ARCHIVE"):
        Telegram(MemoryBackend()).chats(folder=1)  # type: ignore[arg-type]

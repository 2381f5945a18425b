"""The contract of folders that choose among all chats."""

# ruff: noqa: S101 - to assert is what this is for

import secrets

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import CursorInvalid
from tgsdk.types import Capability, Chat, ChatFolder

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["FoldersContract"]


def walk(account: Carried, folder: ChatFolder, limit: int) -> list[Chat]:
    """All chats of a folder, page by page."""
    found: list[Chat] = []
    page = account.call(Telegram.chats, limit, folder=folder)
    while page.next is not None:
        found += page.items
        page = account.call(Telegram.chats, limit, page.next, folder=folder)
    return [*found, *page.items]


class FoldersContract(ContractFixtures):
    """Folders."""

    @needs(Capability.FOLDERS)
    def test_a_folder_has_the_chats_that_it_names_pinned_ones_first(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chats = [other_side.add_chat(f"Zinaida Quellenberg{secrets.token_hex(3)}") for _ in range(4)]
        folder = ChatFolder(id=7, title="Chosen", pinned=(chats[0],), included=(chats[1], chats[3]))
        found = walk(logged_in, folder, 40)
        assert [chat.id for chat in found] == [chats[0], chats[3], chats[1]]
        assert [chat.is_pinned for chat in found] == [True, False, False]

    @needs(Capability.FOLDERS)
    def test_a_folder_leaves_out_what_is_read_or_excluded(self, logged_in: Carried, other_side: OtherSide) -> None:
        read, excluded, unread = [other_side.add_chat(f"Zinaida Quellenberg{number}") for number in range(3)]
        for chat_id in (excluded, unread, read):
            message = other_side.write(chat_id, "hello")
        logged_in.call(Telegram.mark_as_read, read, message)
        folder = ChatFolder(
            id=7, title="Unread", contacts=True, non_contacts=True, without_read=True, excluded=(excluded,)
        )
        found = walk(logged_in, folder, 40)
        ids = [chat.id for chat in found]
        assert unread in ids
        assert not {read, excluded} & set(ids)
        assert len(ids) == len(set(ids))
        assert all(chat.unread_count or chat.is_marked_unread for chat in found)

    @needs(Capability.FOLDERS)
    def test_a_cursor_of_another_list_is_none_of_a_folder(self, logged_in: Carried, other_side: OtherSide) -> None:
        for _ in range(2):
            other_side.add_chat("Zinaida Quellenberg")
        folder = ChatFolder(id=7, title="All", contacts=True, non_contacts=True)
        for cursor in (logged_in.call(Telegram.chats, 1).next, "8.x", "garbage", ""):
            with pytest.raises(CursorInvalid):
                logged_in.call(Telegram.chats, 1, cursor, folder=folder)
        assert isinstance(logged_in.call(Telegram.folders), tuple)

"""The contract of managing chats: pinned, archived and muted ones."""

# ruff: noqa: S101 - to assert is what this is for

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import Forbidden, NotFound
from tgsdk.types import Capability, Chat, Folder

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["ManagingContract"]

NOBODY = 1_999_999_999


class ManagingContract(ContractFixtures):
    """What the account does with its chats, which nobody else sees."""

    @needs(Capability.MANAGE_CHATS)
    def test_a_chat_is_pinned_and_let_go(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id, newer = other_side.add_chat("Olga Ivanova"), other_side.add_chat("Pavel Kim")
        for _ in range(2):  # the same again is no error
            assert logged_in.call(Telegram.toggle_dialog_pin, chat_id) is None
        listed = logged_in.call(Telegram.chats, 100).items
        assert [chat.is_pinned for chat in listed if chat.id == chat_id] == [True]
        assert _places(listed, chat_id) < _places(listed, newer)
        for _ in range(2):
            logged_in.call(Telegram.toggle_dialog_pin, chat_id, pinned=False)
        listed = logged_in.call(Telegram.chats, 100).items
        assert [chat.is_pinned for chat in listed if chat.id == chat_id] == [False]
        assert _places(listed, newer) < _places(listed, chat_id)

    @needs(Capability.MANAGE_CHATS)
    def test_no_more_are_pinned_than_telegram_takes(self, logged_in: Carried, other_side: OtherSide) -> None:
        chats = [other_side.add_chat(f"Olga {number}") for number in range(12)]
        logged_in.call(Telegram.chats, 100)
        pinned: list[int] = []
        refusal = _pin_all(logged_in, chats, pinned)
        for chat_id in pinned:
            logged_in.call(Telegram.toggle_dialog_pin, chat_id, pinned=False)
        assert refusal is not None
        assert (refusal.telegram_name, len(pinned) < len(chats)) == ("PINNED_DIALOGS_TOO_MUCH", True)

    @needs(Capability.MANAGE_CHATS)
    def test_a_chat_goes_into_the_archive_and_back(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Olga Ivanova")
        logged_in.call(Telegram.chats, 100)
        logged_in.call(Telegram.toggle_dialog_pin, chat_id)
        for folder in (Folder.ARCHIVE, Folder.ARCHIVE, Folder.MAIN):
            assert logged_in.call(Telegram.edit_peer_folder, chat_id, folder) is None
            chat = logged_in.call(Telegram.chat, chat_id)
            assert (chat.is_archived, chat.is_pinned) == (folder is Folder.ARCHIVE, False)

    @needs(Capability.MANAGE_CHATS)
    def test_a_chat_is_muted_and_heard_again(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Olga Ivanova")
        logged_in.call(Telegram.chats, 100)
        for muted in (True, True, False):
            assert logged_in.call(Telegram.update_notify_settings, chat_id, muted=muted) is None
            assert logged_in.call(Telegram.chat, chat_id).is_muted is muted

    @needs(Capability.MANAGE_CHATS)
    def test_a_chat_that_is_not_there_cannot_be_managed(self, logged_in: Carried) -> None:
        for call in (
            lambda telegram: telegram.toggle_dialog_pin(NOBODY),
            lambda telegram: telegram.edit_peer_folder(NOBODY, Folder.ARCHIVE),
            lambda telegram: telegram.update_notify_settings(NOBODY, muted=True),
        ):
            with pytest.raises(NotFound):
                logged_in.call(call)


def _pin_all(account: Carried, chats: list[int], pinned: list[int]) -> Forbidden | None:
    """Pin one chat after the other, each noted among the ``pinned``, up to a refusal."""
    try:
        for chat_id in chats:
            account.call(Telegram.toggle_dialog_pin, chat_id)
            pinned.append(chat_id)
    except Forbidden as error:
        return error
    return None


def _places(listed: tuple[Chat, ...], chat_id: int) -> int:
    return [chat.id for chat in listed].index(chat_id)

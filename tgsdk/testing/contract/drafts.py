"""The contract of drafts: unsent texts that are kept at Telegram."""

# ruff: noqa: S101 - to assert is what this is for

from datetime import UTC, datetime, timedelta

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import MessageInvalid
from tgsdk.types import Capability, Draft

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["DraftsContract"]


class DraftsContract(ContractFixtures):
    """Unsent texts."""

    @needs(Capability.DRAFTS)
    def test_a_draft_is_kept_with_its_chat_and_taken_away_again(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        asked = other_side.write(chat_id, "is the job still open?")

        def drafts() -> list[Draft | None]:
            listed = {chat.id: chat.draft for chat in logged_in.call(Telegram.chats, 100).items}
            return [listed[chat_id], logged_in.call(Telegram.chat, chat_id).draft]

        assert drafts() == [None, None]
        logged_in.call(Telegram.save_draft, chat_id, "Yes, \U0001f600 it", reply_to=asked)
        for draft in drafts():
            assert draft is not None
            assert (draft.text, draft.reply_to) == ("Yes, \U0001f600 it", asked)
            assert abs(datetime.now(UTC) - draft.date) < timedelta(days=1)
        logged_in.call(Telegram.save_draft, chat_id, "Yes")
        assert [draft and (draft.text, draft.reply_to) for draft in drafts()] == [("Yes", None)] * 2
        logged_in.call(Telegram.save_draft, chat_id, "")
        assert drafts() == [None, None]

    @needs(Capability.DRAFTS)
    def test_a_draft_that_is_too_long_is_refused(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        with pytest.raises(MessageInvalid):
            logged_in.call(Telegram.save_draft, chat_id, "x" * 4097)

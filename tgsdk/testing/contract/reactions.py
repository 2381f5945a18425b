"""The contract of reactions."""

# ruff: noqa: S101 - to assert is what this is for

import pytest

from tgsdk.client import Telegram
from tgsdk.errors import NotFound, ReactionForbidden
from tgsdk.types import Capability, Reaction

from .fixtures import Carried, ContractFixtures, OtherSide, needs

__all__ = ["ReactionsContract"]

GONE = 2**31 - 1
HEART, HEART_AS_TYPED = "\u2764", "\u2764\ufe0f"


class ReactionsContract(ContractFixtures):
    """The reactions that the account gives."""

    @needs(Capability.REACT)
    def test_a_reaction_is_given_changed_and_taken_away(self, logged_in: Carried, other_side: OtherSide) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        asked = other_side.write(chat_id, "Shall we?")
        for emoji, given in (("👍", "👍"), ("👍", "👍"), (HEART_AS_TYPED, HEART), (HEART, HEART), ("🔥", "🔥")):
            reacted = logged_in.call(Telegram.send_reaction, chat_id, asked, emoji)
            assert reacted.reactions == (Reaction(emoji=given, count=1, is_own=True),)
            message = logged_in.call(Telegram.messages, chat_id).items[0]
            assert (message.id, message.text, message.reactions) == (asked, "Shall we?", reacted.reactions)
        for _ in range(2):
            assert logged_in.call(Telegram.send_reaction, chat_id, asked, None).reactions == ()

    @needs(Capability.REACT)
    def test_what_is_no_reaction_is_refused_and_changes_nothing(
        self, logged_in: Carried, other_side: OtherSide
    ) -> None:
        chat_id = other_side.add_chat("Zinaida Quellenberg")
        asked = other_side.write(chat_id, "Shall we?")
        given = logged_in.call(Telegram.send_reaction, chat_id, asked, "👍").reactions
        for wrong in ("no emoji", "\ufe0f"):
            with pytest.raises(ReactionForbidden):
                logged_in.call(Telegram.send_reaction, chat_id, asked, wrong)
        assert logged_in.call(Telegram.message, chat_id, asked).reactions == given
        for number in (GONE, 0, -1, 2**40):
            with pytest.raises(NotFound):
                logged_in.call(Telegram.send_reaction, chat_id, number, "👍")

"""Reactions to a message (https://core.telegram.org/api/reactions)."""

from typing import Any

from tgsdk.types import Reaction

from .guard import each_readable
from .raw import field, is_a

__all__ = ["reactions_in"]

PAID = "⭐"  # a reaction for Telegram's stars


def reactions_in(reactions: Any) -> tuple[Reaction, ...]:
    """Read ``messageReactions``; a reaction that nobody gives any more is left out."""
    given = each_readable(_reaction_in, field(reactions, "results") or ())
    return tuple(reaction for reaction in given if reaction.count > 0)


def _reaction_in(counted: Any) -> Reaction:
    emoji = PAID if is_a(counted.reaction, "ReactionPaid") else field(counted.reaction, "emoticon")
    return Reaction(emoji=emoji or None, count=int(counted.count), is_own=counted.chosen_order is not None)

"""The reactions that an account gives."""

from collections.abc import Sequence
from dataclasses import replace

from tgsdk.errors import ReactionForbidden
from tgsdk.types import Reaction

__all__ = ["reacted"]

ALLOWED = ["👍", "👎", "❤", "🔥", "🎉", "😁", "🤔", "😢", "👏", "🙏", "👌", "🤝"]


def reacted(reactions: Sequence[Reaction], emoji: str | None) -> tuple[Reaction, ...]:
    """Return the reactions to a message when the account gives this one in the place of its own."""
    if emoji is not None and emoji not in ALLOWED:
        raise ReactionForbidden(telegram_name="REACTION_INVALID", telegram_code=400)
    others = [replace(each, count=each.count - each.is_own, is_own=False) for each in reactions]
    if emoji is not None and emoji not in [each.emoji for each in others]:
        others.append(Reaction(emoji=emoji, count=0))
    given = [replace(each, count=each.count + 1, is_own=True) if each.emoji == emoji else each for each in others]
    return tuple(each for each in given if each.count)

"""Parts of a text: Telegram counts UTF-16 code units, Python characters (https://core.telegram.org/api/entities)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tgsdk.types import Entity, EntityKind

from .raw import field

__all__ = ["entities_in"]

KINDS = {
    "MessageEntityBold": EntityKind.BOLD,
    "MessageEntityItalic": EntityKind.ITALIC,
    "MessageEntityUnderline": EntityKind.UNDERLINE,
    "MessageEntityStrike": EntityKind.STRIKE,
    "MessageEntityCode": EntityKind.CODE,
    "MessageEntityPre": EntityKind.PRE,
    "MessageEntityBlockquote": EntityKind.BLOCKQUOTE,
    "MessageEntitySpoiler": EntityKind.SPOILER,
    "MessageEntityUrl": EntityKind.URL,
    "MessageEntityTextUrl": EntityKind.TEXT_URL,
    "MessageEntityEmail": EntityKind.EMAIL,
    "MessageEntityPhone": EntityKind.PHONE,
    "MessageEntityMention": EntityKind.MENTION,
    "MessageEntityMentionName": EntityKind.MENTION_NAME,
    "MessageEntityHashtag": EntityKind.HASHTAG,
    "MessageEntityCashtag": EntityKind.CASHTAG,
    "MessageEntityBotCommand": EntityKind.BOT_COMMAND,
    "MessageEntityBankCard": EntityKind.BANK_CARD,
    "MessageEntityCustomEmoji": EntityKind.CUSTOM_EMOJI,
}
LAST_OF_ONE_UNIT = "\uffff"


def entities_in(text: str, entities: Iterable[Any] | None) -> tuple[Entity, ...]:
    """Read the entities that are known and stand within ``text``."""
    return tuple(_within(text, entities)) if entities else ()


def _within(text: str, entities: Iterable[Any]) -> Iterator[Entity]:
    position = _positions(text)
    for entity in entities:
        kind = KINDS.get(type(entity).__name__)
        start, end = position(entity.offset), position(entity.offset + entity.length)
        if kind is not None and start < end:
            yield Entity(
                kind=kind,
                offset=start,
                length=end - start,
                url=field(entity, "url"),
                language=field(entity, "language") or None,
            )


def _positions(text: str) -> Callable[[int], int]:
    """Return a function from a UTF-16 code unit to its character, or to the end of the text."""
    if max(text, default="") <= LAST_OF_ONE_UNIT:
        return lambda unit: min(max(unit, 0), len(text))
    characters = [index for index, character in enumerate(text) for _ in range(1 + (character > LAST_OF_ONE_UNIT))]
    return lambda unit: characters[max(unit, 0)] if unit < len(characters) else len(text)

"""Parts of a message that is written: its entities, and the message that it answers."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from tgsdk.formatting import formats_of
from tgsdk.types import Entity, EntityKind, Topic

from ...base import answered_in_topic
from ..engine import Engine

__all__ = ["draft_fields", "knows_quotes", "raw_entities", "reply_fields"]

NAMES = {
    EntityKind.BOLD: "MessageEntityBold",
    EntityKind.ITALIC: "MessageEntityItalic",
    EntityKind.UNDERLINE: "MessageEntityUnderline",
    EntityKind.STRIKE: "MessageEntityStrike",
    EntityKind.CODE: "MessageEntityCode",
    EntityKind.PRE: "MessageEntityPre",
    EntityKind.BLOCKQUOTE: "MessageEntityBlockquote",
    EntityKind.SPOILER: "MessageEntitySpoiler",
    EntityKind.TEXT_URL: "MessageEntityTextUrl",
}
LAST_OF_ONE_UNIT = "\uffff"


def raw_entities(engine: Engine, text: str, entities: Sequence[Entity]) -> list[Any]:
    """Write the entities that a sender chooses, by UTF-16 code units as Telegram counts."""
    units = list(accumulate((1 + (character > LAST_OF_ONE_UNIT) for character in text), initial=0))
    return [_raw_entity(engine, each, units) for each in formats_of(entities) if _is_within(each, text)]


def _is_within(entity: Entity, text: str) -> bool:
    return entity.length > 0 and entity.offset >= 0 and entity.offset + entity.length <= len(text)


def _raw_entity(engine: Engine, entity: Entity, units: list[int]) -> Any:
    start, end = units[entity.offset], units[entity.offset + entity.length]
    more: dict[str, str] = {}
    if entity.kind is EntityKind.TEXT_URL:
        more = {"url": entity.url or ""}
    if entity.kind is EntityKind.PRE:
        more = {"language": entity.language or ""}
    return getattr(engine.types, NAMES[entity.kind])(offset=start, length=end - start, **more)


def reply_fields(
    engine: Engine, reply_to: int | None, quote: str | None, topic_id: int | None = None
) -> dict[str, Any]:
    """Return the fields that name the message that is answered: earlier layers have numbers, and no quote.

    What is written in a topic answers the message that began it, or another one and names the topic beside; the general
    one has none (https://core.telegram.org/api/forum).
    """
    answered = reply_to if topic_id is None else answered_in_topic(topic_id, reply_to)
    if answered is None:
        return {}
    top = {} if topic_id in (None, Topic.GENERAL, answered) else {"top_msg_id": topic_id}
    if not knows_quotes(engine):
        return {"reply_to_msg_id": answered, **top}
    return {"reply_to": engine.types.InputReplyToMessage(reply_to_msg_id=answered, quote_text=quote, **top)}


def draft_fields(engine: Engine, reply_to: int | None, topic_id: int) -> dict[str, Any]:
    """Return the fields that name the topic that a draft is of, which they do always, but for the general one."""
    if topic_id == Topic.GENERAL:
        return reply_fields(engine, reply_to, None)
    if not knows_quotes(engine):
        return {"reply_to_msg_id": reply_to, "top_msg_id": topic_id}
    return {"reply_to": engine.types.InputReplyToMessage(reply_to_msg_id=reply_to or topic_id, top_msg_id=topic_id)}


def knows_quotes(engine: Engine) -> bool:
    """Whether the engine's layer has quotes, which are of 2023."""
    return hasattr(engine.types, "InputReplyToMessage")

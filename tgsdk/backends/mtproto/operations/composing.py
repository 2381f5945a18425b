"""Parts of a message that is written: its entities, the message that it answers, and when it is to be sent."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import accumulate
from typing import Any

from tgsdk.errors import AnsweredMessageGone, NotFound
from tgsdk.formatting import formats_of
from tgsdk.types import Entity, EntityKind, Topic

from ...base import answered_in_topic
from ..engine import Engine

__all__ = [
    "check_ids",
    "draft_fields",
    "knows_quotes",
    "naming_the_answered",
    "raw_entities",
    "reply_fields",
    "schedule_fields",
]

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
LAST_ID = LAST_DATE = 2**31 - 1
GONE = ("MESSAGE_ID_INVALID", "MSG_ID_INVALID")


def check_ids(message_ids: Iterable[int]) -> None:
    """Raise NotFound for a number that no message can have."""
    if not all(0 < message_id <= LAST_ID for message_id in message_ids):
        raise NotFound("there is no message with such a number")


def raw_entities(engine: Engine, text: str, entities: Sequence[Entity]) -> list[Any] | None:
    """Write the entities that a sender chooses, by UTF-16 code units as Telegram counts; None for none at all.

    An empty list is not the same: Pyrogram writes it without the flag that says so, and what follows is misread.
    """
    units = list(accumulate((1 + (character > LAST_OF_ONE_UNIT) for character in text), initial=0))
    return [_raw_entity(engine, each, units) for each in formats_of(entities) if _is_within(each, text)] or None


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


@contextmanager
def naming_the_answered(reply_to: int | None) -> Iterator[None]:
    """Raise AnsweredMessageGone where Telegram does not find the message that is answered."""
    if reply_to is not None and not 0 < reply_to <= LAST_ID:
        raise AnsweredMessageGone
    try:
        yield
    except NotFound as error:
        if reply_to is None or error.telegram_name not in GONE:
            raise
        raise AnsweredMessageGone(str(error), error.telegram_name, error.telegram_code) from None


def schedule_fields(at: datetime | None) -> dict[str, int]:
    """Return the field that names when a message is to be sent; without it, it is sent now."""
    return {} if at is None else {"schedule_date": min(max(int(at.timestamp()), 1), LAST_DATE)}


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

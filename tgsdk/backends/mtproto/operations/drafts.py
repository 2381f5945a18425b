"""Drafts: unsent texts that are kept at Telegram (https://core.telegram.org/api/drafts)."""

from typing import Any

from tgsdk.errors import MessageInvalid

from ..engine import Engine
from ..reading.raw import field
from ..reading.texts import is_text
from ..wire.line import Line

__all__ = ["save_draft"]


async def save_draft(line: Line, peer: Any, text: str, reply_to: int | None) -> None:
    """Call ``messages.saveDraft``; an empty text takes the draft away."""
    if text and not is_text(text):
        raise MessageInvalid
    answered = {} if reply_to is None else _answered(line.engine, reply_to)
    await line.invoke(line.engine.functions.messages.SaveDraft(peer=peer, message=text, **answered))


def _answered(engine: Engine, message_id: int) -> dict[str, Any]:
    """Name the message that is answered: by its number in earlier layers, in an object in later ones."""
    kind = field(engine.types, "InputReplyToMessage")
    return {"reply_to_msg_id": message_id} if kind is None else {"reply_to": kind(reply_to_msg_id=message_id)}

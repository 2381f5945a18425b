"""Drafts: unsent texts that are kept at Telegram (https://core.telegram.org/api/drafts)."""

from typing import Any

from ..reading.texts import check_text
from ..wire.line import Line
from .composing import check_ids, draft_fields, reply_fields

__all__ = ["save_draft"]


async def save_draft(line: Line, peer: Any, text: str, reply_to: int | None, topic: int | None = None) -> None:
    """Call ``messages.saveDraft``; an empty text takes the draft of the chat, or of the topic, away."""
    check_text(text)
    if reply_to is not None:
        check_ids([reply_to])
    answered = (
        reply_fields(line.engine, reply_to, None) if topic is None else draft_fields(line.engine, reply_to, topic)
    )
    await line.invoke(line.engine.functions.messages.SaveDraft(peer=peer, message=text, **answered))

"""Raw drafts, read (https://core.telegram.org/api/drafts)."""

from typing import Any

from tgsdk.types import Draft

from .entities import entities_in
from .raw import field, is_a, seconds_of, time_of

__all__ = ["draft_in"]


def draft_in(draft: Any) -> Draft | None:
    """Read a ``draftMessage``; None for an empty one, and for one that is nothing but a file."""
    if not is_a(draft, "DraftMessage") or not draft.message:
        return None
    at = time_of(seconds_of(draft.date) or 1)
    if at is None:
        return None
    answered = field(field(draft, "reply_to"), "reply_to_msg_id") or field(draft, "reply_to_msg_id")
    entities = entities_in(draft.message, draft.entities)
    return Draft(text=draft.message, date=at, entities=entities, reply_to=answered)

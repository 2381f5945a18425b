"""The state of the list of chats in one word, and what is unread in it: both tell a poll what has changed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from tgsdk import Archive, Chat


def list_state(chats: Sequence[Chat], archive: Archive | None = None) -> str:
    """Hash all that is shown of the chats and of the archive, but for who is online.

    Texts depend on the day and the language too.
    """
    shown = [_shown(chat) for chat in chats]
    return hashlib.sha256(repr((timezone.localdate(), get_language(), shown, archive)).encode()).hexdigest()[:16]


def unread_in(chats: Sequence[Chat]) -> int:
    """Count the unread messages that the title and the icon of the page tell of: not those of muted chats."""
    return sum(chat.unread_count for chat in chats if not (chat.is_muted or chat.is_archived))


def _shown(chat: Chat) -> tuple[object, ...]:
    last, photo = chat.last_message, chat.photo
    said: tuple[int, datetime | None, str] | None = (last.id, last.edited_at, last.text) if last else None
    marks = chat.is_pinned, chat.is_muted, chat.is_archived, chat.is_deleted, chat.is_marked_unread
    draft = chat.draft.text if chat.draft else None
    return chat.id, chat.title, photo.id if photo else None, chat.unread_count, marks, said, draft

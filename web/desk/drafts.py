"""Drafts: a text that is being written, and the number under which Telegram takes it only once."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Self

from tgsdk import Draft
from web.failures.failure import Failure

from .addresses import chat_draft_url


def new_draft() -> str:
    """Make a name for a new form."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraft:
    """A text in a form, and why it could not be sent. ``draft`` names the form, whatever text is in it.

    ``reply_to`` is the message that it answers, ``quote`` the words of that.
    """

    text: str = field(default="", repr=False)
    reply_to: int | None = None
    quote: str = field(default="", repr=False)
    failure: Failure | None = None
    draft: str = field(default_factory=new_draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDraft:
    """What Telegram keeps of an unsent text: nothing, or a text that was written ``at``, in milliseconds since 1970.

    ``reply_to`` is the message that it is to answer.
    """

    url: str
    text: str = field(default="", repr=False)
    at: int = 0
    reply_to: int | None = None

    @classmethod
    def of(cls, chat_id: int, draft: Draft | None, topic: int | None = None) -> Self:
        url = chat_draft_url(chat_id, topic)
        if draft is None:
            return cls(url=url)
        return cls(url=url, text=draft.text, at=int(draft.date.timestamp() * 1000), reply_to=draft.reply_to)


def draft_kept(draft: Draft | None) -> MessageDraft:
    """Put what Telegram keeps into the form to write in."""
    return MessageDraft(text=draft.text, reply_to=draft.reply_to) if draft else MessageDraft()


def random_id_of(draft: str, text: str) -> int:
    """Telegram's ``random_id`` for a text of a form: the same text is sent once, another text is another message."""
    digest = hashlib.sha256(f"{draft}\0{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)

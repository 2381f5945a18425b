"""A text that is being written, and the number under which Telegram takes it once."""

import hashlib
import secrets
from dataclasses import dataclass, field

from web.failures.failure import Failure


def new_draft() -> str:
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraft:
    """What is being written in one form. ``draft`` names the form, not the text in it."""

    text: str = ""
    failure: Failure | None = None
    draft: str = field(default_factory=new_draft)


def random_id_of(draft: str, text: str) -> int:
    """Telegram's ``random_id`` for this text of this form: the same is sent once, another text is another message."""
    digest = hashlib.sha256(f"{draft}\0{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)

"""Offers to write to somebody whom the search field names: by number, @name or link of Telegram."""

import re
from dataclasses import dataclass, field
from typing import Self

from django.core.exceptions import ValidationError

from tgsdk import Addressee, InviteLinkUnsupported, TelegramError
from web.failures.errors import EntryRefused
from web.failures.failure import Failure, describe
from web.login.phones import format_phone, read_phone

NUMBER = re.compile(r"\s*(?:tel:)?\s*[+(]?[\d\s()./‐‑‒–—−-]{7,}\s*", re.IGNORECASE)
LINK = re.compile(r"(?:https?://)?(?:[\w.-]+\.)?(?:t\.me|telegram\.me|telegram\.dog)(?:[/?#].*)?|tg:.*", re.IGNORECASE)
NAME = re.compile(r"@\w{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A way to begin a conversation: ``who`` is asked for, ``name`` is shown.

    ``is_alone`` says that nothing else can be meant. ``failure`` is why it was not taken or,
    where not ``can_be_taken``, why there is nothing to ask Telegram for.
    """

    who: str = field(repr=False)
    name: str = field(repr=False)
    is_phone: bool = False
    is_alone: bool = False
    failure: Failure | None = None
    can_be_taken: bool = True

    @classmethod
    def of(cls, text: str, failure: Failure | None = None) -> Self:
        """Make the offer to write to whoever ``text`` names, or to say why that has failed."""
        try:
            addressee = read_addressee(text)
        except TelegramError as error:
            return cls(
                who=text, name=text, is_alone=True, failure=failure or describe(error, "query"), can_be_taken=False
            )
        phone = addressee.phone
        name = format_phone(phone) if phone else f"@{addressee.username}"
        return cls(
            who=phone or name,
            name=name,
            is_phone=phone is not None,
            is_alone=phone is not None or LINK.fullmatch(text.strip()) is not None,
            failure=failure,
        )


def offer_in(query: str) -> Offer | None:
    """Return the offer that a search makes; None where it names nobody, or not in full yet."""
    text = query.strip()
    if NUMBER.fullmatch(text) or NAME.fullmatch(text):
        return None if _names_nobody(text) else Offer.of(text)
    if LINK.fullmatch(text):
        return None if _names_nobody(text, but=InviteLinkUnsupported) else Offer.of(text)
    return None


def read_addressee(text: str) -> Addressee:
    """Read a name, a link, or a number as people of the country write it. Raises EntryRefused, and what read() does."""
    if not NUMBER.fullmatch(text):
        return Addressee.read(text)
    try:
        return Addressee.read(read_phone(text))
    except ValidationError as error:
        raise EntryRefused(str(error.messages[0]), "query") from None


def _names_nobody(text: str, *, but: type[TelegramError] | None = None) -> bool:
    try:
        read_addressee(text)
    except TelegramError as error:
        return but is None or not isinstance(error, but)
    return False

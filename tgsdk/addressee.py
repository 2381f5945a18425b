"""Addressees: whom somebody wants to write to, as people write it: a name, a phone number, a link of Telegram."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qsl, unquote

from tgsdk.entered import without_marks
from tgsdk.errors import InviteLinkUnsupported, PhoneNumberInvalid, UsernameInvalid
from tgsdk.hiding import Secret, forget_variables
from tgsdk.phone_number import international

__all__ = ["Addressee"]

# https://core.telegram.org/method/account.checkUsername; those that were sold are shorter than five letters.
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
PHONE_IN_LINK = re.compile(r"\+?[0-9]{5,15}")
PHONE_IN_TEXT = re.compile(r"\s*(?:tel:)?[+(\d\s].*", re.IGNORECASE | re.DOTALL)
LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:(?P<name>\w+)\.)?(?:t\.me|telegram\.me|telegram\.dog)(?:/(?P<path>[^?#]*))?(?:[?#].*)?",
    re.IGNORECASE,
)
APP_LINK = re.compile(r"tg:(?://)?(?P<verb>\w*)/?(?:\?(?P<values>[^#]*))?.*", re.IGNORECASE | re.DOTALL)
# Paths of t.me that name nobody (https://core.telegram.org/api/links).
OTHER_PATHS = re.compile(
    "add(emoji|list|stickers|theme)|bg|boost|c|confirmphone|contact|giftcode|invoice|iv|login|m|msg|nft|proxy"
    "|setlanguage|share|socks|stickers",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody by a ``username``, without the ``@``, or by a ``phone`` number, ``+`` and digits: one of the two."""

    username: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read ``@name``, ``name``, a phone number, ``t.me/name``, ``t.me/+79…`` or ``tg://resolve?…`` as pasted.

        Raises UsernameInvalid, PhoneNumberInvalid, and InviteLinkUnsupported for the link of a group or channel.
        """
        text = Secret.of(text)
        try:
            return cls._read(Secret.shown(text))
        except BaseException as error:
            forget_variables(error)  # whom somebody looks for stands in them
            raise

    @classmethod
    def _read(cls, text: str) -> Self:
        if not isinstance(text, str):
            raise TypeError("an addressee is a text: a username, a phone number or a link")
        text = without_marks(text).strip().rstrip("/")
        if link := APP_LINK.fullmatch(text):
            return cls._of_verb(link["verb"].lower(), dict(parse_qsl(link["values"] or "")))
        if link := LINK.fullmatch(text):
            return cls._named(link["name"]) if link["name"] else cls._of_path(unquote(link["path"] or ""))
        if PHONE_IN_TEXT.fullmatch(text):
            return cls(phone=international(unquote(re.sub(r"(?i)^\s*tel:", "", text))))
        return cls._named(text.removeprefix("@"))

    @classmethod
    def _of_verb(cls, verb: str, values: Mapping[str, str]) -> Self:
        if verb == "join":
            raise InviteLinkUnsupported
        if verb == "resolve" and "phone" in values:
            return cls._called(values["phone"])
        return cls._named(values.get("domain", "") if verb == "resolve" else "")

    @classmethod
    def _of_path(cls, path: str) -> Self:
        first = path.removeprefix("s/").partition("/")[0]
        if first.startswith("+") and PHONE_IN_LINK.fullmatch(first):
            return cls._called(first)
        if first.startswith("+") or first.lower() == "joinchat":
            raise InviteLinkUnsupported
        return cls._named("" if OTHER_PATHS.fullmatch(first) else first)

    @classmethod
    def _named(cls, username: str) -> Self:
        if not USERNAME.fullmatch(username):
            raise UsernameInvalid
        return cls(username=username)

    @classmethod
    def _called(cls, phone: str) -> Self:
        if not PHONE_IN_LINK.fullmatch(phone.strip().removeprefix("+")):
            raise PhoneNumberInvalid
        return cls(phone=international(phone))

    @property
    def key(self) -> str:
        """A text that is the same for the same addressee, however it was written."""
        return self.phone or (self.username or "").casefold()

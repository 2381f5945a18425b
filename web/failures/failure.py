"""A failure, ready to be shown or sent, and how an error becomes one."""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from tgsdk import (
    AccountBusy,
    FloodWait,
    InvalidInput,
    NotLoggedIn,
    SessionEnded,
    TelegramError,
    TelegramFailure,
    Unsupported,
    UploadIncomplete,
)
from web.words.files import size_in_words
from web.words.waits import MINUTE, wait_in_words

from .errors import EntryRefused, Field, FileTooLarge, TooManySignIns
from .ways import Way
from .words import NAMED, REACTIONS, REASONS, Reaction, Words

LONG_WAIT = MINUTE  # nobody watches a page for longer

AGAIN = _("Try again in %(wait)s.")
# After a long wait a code or a password is of no use any more: the login that it belongs to has ended by then.
ANEW: dict[Field, Words] = {
    "phone": _("Try again in %(wait)s, or log in by QR code."),
    "code": _("Start the login anew in %(wait)s, or log in by QR code."),
    "password": _("Start the login anew in %(wait)s."),
    "text": AGAIN,
    "query": AGAIN,
    "files": AGAIN,
}
UNKNOWN = _(
    "Telegram said: %(name)s. HR Helper does not know this answer yet. "
    "Try again; if it happens again, please tell your administrator."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One failure, ready to be shown or sent."""

    status: HTTPStatus
    code: str
    text: str
    way: Way = Way.RETRY
    field: Field | None = None
    retry_after: int | None = None
    telegram_name: str | None = None
    requires_telegram_auth: bool = False
    capability: str | None = None
    part: int | None = None

    @property
    def wait(self) -> str:
        return wait_in_words(self.retry_after or 0)

    @property
    def is_long_wait(self) -> bool:
        """True if the wait is too long for the page to try again by itself."""
        return (self.retry_after or 0) > LONG_WAIT


def describe(error: TelegramError, field: Field | None = None) -> Failure:
    """Make the failure that ``error`` is to the person in front of the page.

    ``field`` is where they stand: whoever has to wait waits there, with what they have typed.
    """
    if isinstance(error, EntryRefused):
        return invalid_input(error.text, error.field)
    reaction = _find_reaction(error)
    failure = Failure(
        status=reaction.status,
        code=error.code,
        text=_choose_text(error, reaction),
        way=reaction.way,
        field=reaction.field,
        retry_after=max(error.seconds, 1) if isinstance(error, FloodWait) else reaction.retry_after,
        telegram_name=error.telegram_name,
        requires_telegram_auth=isinstance(error, NotLoggedIn),
        capability=error.capability if isinstance(error, Unsupported) else None,
        part=error.part if isinstance(error, UploadIncomplete) else None,
    )
    return _move_to_field(field, failure) if field and isinstance(error, FloodWait | AccountBusy) else failure


def invalid_input(text: str, field: Field | None = None) -> Failure:
    """Make the failure of an entry that is refused before Telegram sees it."""
    return Failure(status=HTTPStatus.BAD_REQUEST, code=InvalidInput.code, text=text, way=Way.CORRECT, field=field)


def reason_in_words(name: str) -> str:
    """Say why a connection ended, by Telegram's name for it."""
    return str(REASONS.get(name) or REACTIONS[SessionEnded].text)


def _find_reaction(error: TelegramError) -> Reaction:
    return next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)


def _choose_text(error: TelegramError, reaction: Reaction) -> str:
    """The most exact words there are: for Telegram's name, else for the class."""
    if isinstance(error, FileTooLarge):
        return str(reaction.text) % {"limit": size_in_words(error.limit)}
    if isinstance(error, TooManySignIns):
        return str(reaction.text) % {"wait": wait_in_words(error.seconds)}
    name = error.telegram_name or ""
    named = REASONS if isinstance(error, SessionEnded) else NAMED
    if words := named.get(name) or named.get(re.sub(r"\d+", "%d", name)):
        return str(words)
    if name and reaction is REACTIONS[TelegramFailure]:
        return str(UNKNOWN) % {"name": name}
    return str(reaction.text)


def _move_to_field(field: Field, failure: Failure) -> Failure:
    again = str(ANEW[field] if failure.is_long_wait else AGAIN) % {"wait": failure.wait}
    return replace(failure, text=f"{failure.text} {again}", way=Way.CORRECT, field=field)

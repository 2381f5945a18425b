"""Every failure in words: its status, what happened, what to do, and the way on."""

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tgsdk import (
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
    Misconfigured,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberBanned,
    PhoneNumberInvalid,
    PhoneNumberUnoccupied,
    ProtocolError,
    SendCodeUnavailable,
    SessionEnded,
    SessionInvalid,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    UpdateAppToLogin,
    WrongMoment,
)

MINUTE, HOUR = 60, 3600
LONG_WAIT = MINUTE  # nobody watches a page for longer

Field = Literal["phone", "code", "password"]


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code: ClassVar[str] = "account_busy"


class TooManyAttempts(FloodWait):
    """HR Helper itself asks to wait, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"


class Way(StrEnum):
    """The way on that the page offers."""

    CORRECT = "correct"  # the form again, with the words at the field
    CONNECT = "connect"
    ANEW = "anew"
    LOOK = "look"  # what the state really is
    RETRY = "retry"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a class of errors means to the person."""

    status: HTTPStatus
    text: str | Promise
    way: Way = Way.RETRY
    field: Field | None = None
    retry_after: int | None = None


BROKEN = _("Something broke on Telegram's side. Please try again in a minute.")

REACTIONS: dict[type[TelegramError], Reaction] = {
    TelegramError: Reaction(status=HTTPStatus.BAD_GATEWAY, text=_("Telegram could not do this. Please try again.")),
    InvalidInput: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("Telegram does not accept this. Please check what you entered."),
        way=Way.CORRECT,
    ),
    PhoneNumberInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("Telegram does not accept this number. Check it: it begins with + and the country code."),
        way=Way.CORRECT,
        field="phone",
    ),
    PhoneNumberUnoccupied: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("This number has no Telegram account. Check it, or create an account in the Telegram app first."),
        way=Way.CORRECT,
        field="phone",
    ),
    PhoneCodeInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("The code does not fit. Check it and enter it again: only the latest one is valid."),
        way=Way.CORRECT,
        field="code",
    ),
    PasswordInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("The password does not fit. Check the keyboard layout and Caps Lock, and try again."),
        way=Way.CORRECT,
        field="password",
    ),
    NotLoggedIn: Reaction(
        status=HTTPStatus.UNAUTHORIZED,
        text=_("Telegram is not connected. Connect your account to go on."),
        way=Way.CONNECT,
    ),
    SessionInvalid: Reaction(
        status=HTTPStatus.UNAUTHORIZED,
        text=_("The saved connection cannot be opened. Please connect Telegram again."),
        way=Way.CONNECT,
    ),
    SessionEnded: Reaction(
        status=HTTPStatus.UNAUTHORIZED,
        text=_("Telegram has ended the connection. Connect again to go on."),
        way=Way.CONNECT,
    ),
    WrongMoment: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("The login has moved on meanwhile: this is where it is now."),
        way=Way.LOOK,
    ),
    SendCodeUnavailable: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("Telegram has no other way left to send the code. The codes sent earlier are still valid."),
        way=Way.CORRECT,
        field="code",
    ),
    AccountBusy: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("Your account is busy with another request. This takes only a moment."),
        retry_after=1,
    ),
    LoginExpired: Reaction(
        status=HTTPStatus.GONE,
        text=_("The login has ended: too much time has passed. Start it anew."),
        way=Way.ANEW,
    ),
    PhoneCodeExpired: Reaction(
        status=HTTPStatus.GONE,
        text=_("The code is out of date. Send a new one?"),
        way=Way.CORRECT,
        field="code",
    ),
    Forbidden: Reaction(status=HTTPStatus.FORBIDDEN, text=_("Telegram does not allow this account to do that.")),
    PhoneNumberBanned: Reaction(
        status=HTTPStatus.FORBIDDEN,
        text=_("Telegram has blocked this number. The Telegram app helps with that; here you can use another number."),
        way=Way.CORRECT,
        field="phone",
    ),
    LoginUnsupported: Reaction(
        status=HTTPStatus.FORBIDDEN,
        text=_("Telegram does not let this number in here, only in its own app. Log in by QR code instead."),
        way=Way.CORRECT,
        field="phone",
    ),
    NotFound: Reaction(status=HTTPStatus.NOT_FOUND, text=_("Telegram does not know this. It may have been deleted.")),
    FloodWait: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS, text=_("Too many attempts in a row: Telegram asks for a pause.")
    ),
    TooManyAttempts: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        text=_("Too many attempts in a row. Take a break, so that Telegram does not lock the login."),
    ),
    Misconfigured: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram does not accept HR Helper's settings. Please tell your administrator."),
    ),
    UpdateAppToLogin: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_(
            "Telegram no longer lets this version of HR Helper log in: please tell your administrator "
            "that Kurigram must be installed in place of Pyrogram."
        ),
    ),
    TelegramUnavailable: Reaction(
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        text=_("There is no connection to Telegram."),
        retry_after=5,
    ),
    Timeout: Reaction(
        status=HTTPStatus.GATEWAY_TIMEOUT,
        text=_("Telegram takes too long to answer."),
        retry_after=5,
    ),
    TelegramFailure: Reaction(status=HTTPStatus.BAD_GATEWAY, text=BROKEN),
    ProtocolError: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram's answer could not be understood. Please try again in a minute."),
    ),
}

AGAIN = _("Try again in %(wait)s.")
# After a long wait a code or a password is of no use any more: the login that it belongs to has ended by then.
ANEW: dict[Field, str | Promise] = {
    "phone": _("Try again in %(wait)s, or log in by QR code."),
    "code": _("Start the login anew in %(wait)s, or log in by QR code."),
    "password": _("Start the login anew in %(wait)s."),
}
# Why a connection ended, by Telegram's name for it.
REASONS: dict[str, str | Promise] = {
    "SESSION_REVOKED": _("The connection was ended from your phone or another device."),
    "AUTH_KEY_UNREGISTERED": _("The connection was ended from your phone or another device."),
    "SESSION_EXPIRED": _("The connection was not used for a long time, so Telegram ended it."),
    "AUTH_KEY_DUPLICATED": _("Telegram saw the same connection in two places and ended it for safety."),
    "USER_DEACTIVATED": _("Telegram says that this account was deleted."),
    "USER_DEACTIVATED_BAN": _("Telegram has blocked this account."),
    "session_invalid": _("The saved connection cannot be opened any more."),
}

# Better words than those of the class, by Telegram's name of the error, or of the answer that cannot be followed.
NAMED: dict[str, str | Promise] = {
    "auth.sentCodeTypeSetUpEmailRequired": _(
        "Telegram asks to add an e-mail address to this account first. Do it in Telegram on your phone, "
        "or log in by QR code."
    ),
    "auth.sentCodePaymentRequired": _(
        "For a code to this number Telegram asks for a payment in its own app. Log in by QR code instead."
    ),
    "PHONE_NUMBER_FLOOD": _(
        "A code was asked for too often with this number, so Telegram asks for a long pause. "
        "Meanwhile you can log in by QR code."
    ),
    "PHONE_PASSWORD_FLOOD": _(
        "There were too many attempts to log in with this number, so Telegram asks for a long pause."
    ),
    "SMS_CODE_CREATE_FAILED": _("Telegram could not send the code. Try again in a minute, or log in by QR code."),
    "AUTH_RESTART": _("Telegram asks to start the login anew."),
    "AUTH_RESTART_%d": _("Telegram asks to start the login anew."),
    "SIGN_IN_FAILED": _("Telegram could not finish the login. Please try again in a minute."),
    "SESSION_PASSWORD_NEEDED": _("Telegram is waiting for the two-step verification password. Enter it to go on."),
    "SRP_ID_INVALID": _("Telegram asks for the password once more. Please enter it again."),
    "SRP_A_INVALID": _("Telegram asks for the password once more. Please enter it again."),
    "SRP_PASSWORD_CHANGED": _("The password was changed a moment ago. Please enter the new one."),
    "API_ID_PUBLISHED_FLOOD": _(
        "Telegram no longer accepts the api_id of HR Helper, because it was made public. "
        "Please tell your administrator: another one is needed, from my.telegram.org."
    ),
    "PEER_FLOOD": _("Telegram has restricted this account after complaints. @SpamBot in Telegram says for how long."),
    "FROZEN_METHOD_INVALID": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    "FROZEN_PARTICIPANT_MISSING": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    **dict.fromkeys(
        ("Timeout", "MSG_WAIT_TIMEOUT", "AUTH_KEY_UNSYNCHRONIZED", "AUTH_BYTES_INVALID", "DC_ID_INVALID"), BROKEN
    ),
    **dict.fromkeys(
        (f"{what}_MIGRATE_%d" for what in ("PHONE", "NETWORK", "USER", "FILE", "STATS")),
        _("Telegram sent this to another of its data centres and back. Please try again in a minute."),
    ),
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

    @property
    def wait(self) -> str:
        return wait_in_words(self.retry_after or 0)

    @property
    def is_long_wait(self) -> bool:
        """Too long for the page to wait and try again by itself."""
        return (self.retry_after or 0) > LONG_WAIT


def describe(error: TelegramError, field: Field | None = None) -> Failure:
    """The failure that ``error`` is to the person in front of the page.

    ``field`` is where they stand: whoever has to wait waits there, with what they have typed.
    """
    reaction = _reaction(error)
    failure = Failure(
        status=reaction.status,
        code=error.code,
        text=_words(error, reaction),
        way=reaction.way,
        field=reaction.field,
        retry_after=max(error.seconds, 1) if isinstance(error, FloodWait) else reaction.retry_after,
        telegram_name=error.telegram_name,
        requires_telegram_auth=isinstance(error, NotLoggedIn),
    )
    return _waiting_at(field, failure) if field and isinstance(error, FloodWait) else failure


def _waiting_at(field: Field, failure: Failure) -> Failure:
    again = str(ANEW[field] if failure.is_long_wait else AGAIN) % {"wait": failure.wait}
    return replace(failure, text=f"{failure.text} {again}", way=Way.CORRECT, field=field)


def _reaction(error: TelegramError) -> Reaction:
    return next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)


def _words(error: TelegramError, reaction: Reaction) -> str:
    """The most exact words there are: for Telegram's name, else for the class."""
    name = error.telegram_name or ""
    named = REASONS if isinstance(error, SessionEnded) else NAMED
    if words := named.get(name) or named.get(re.sub(r"\d+", "%d", name)):
        return str(words)
    if name and reaction is REACTIONS[TelegramFailure]:
        return str(UNKNOWN) % {"name": name}
    return str(reaction.text)


def invalid_input(text: str, field: Field | None = None) -> Failure:
    """What was entered is refused before Telegram sees it."""
    return Failure(status=HTTPStatus.BAD_REQUEST, code=InvalidInput.code, text=text, way=Way.CORRECT, field=field)


def reason_in_words(name: str) -> str:
    """Why a connection ended, from Telegram's name for it."""
    return str(REASONS.get(name) or REACTIONS[SessionEnded].text)


def wait_in_words(seconds: int) -> str:
    if seconds < MINUTE:
        return gettext("%(number)d s") % {"number": seconds}
    if seconds < HOUR:
        return gettext("%(number)d min") % {"number": math.ceil(seconds / MINUTE)}
    return gettext("%(number)d h") % {"number": math.ceil(seconds / HOUR)}

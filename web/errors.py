"""Every failure in words: its status, what happened, what to do, and the way on."""

import math
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tgsdk import (
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    Misconfigured,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    ProtocolError,
    SessionEnded,
    SessionInvalid,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)

MINUTE, HOUR = 60, 3600


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code: ClassVar[str] = "account_busy"


class Way(StrEnum):
    """The way on that the page offers."""

    CORRECT = "correct"  # the form again, with the words at the field
    CONNECT = "connect"
    NEW_CODE = "new_code"
    LOOK = "look"  # what the state really is
    RETRY = "retry"
    HOME = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a class of errors means to the person."""

    status: HTTPStatus
    text: str | Promise
    way: Way = Way.RETRY
    retry_after: int | None = None


REACTIONS: dict[type[TelegramError], Reaction] = {
    TelegramError: Reaction(status=HTTPStatus.BAD_GATEWAY, text=_("Telegram could not do this. Please try again.")),
    InvalidInput: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("Telegram does not accept this. Please check what you entered."),
        way=Way.CORRECT,
    ),
    PasswordInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("The password does not fit. Check the keyboard layout and Caps Lock, and try again."),
        way=Way.CORRECT,
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
        text=_("The login has moved on meanwhile. Have a look at where it is now."),
        way=Way.LOOK,
    ),
    AccountBusy: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("Your account is busy with another request. This takes only a moment."),
        retry_after=1,
    ),
    LoginExpired: Reaction(
        status=HTTPStatus.GONE, text=_("The code is out of date. Show a new one?"), way=Way.NEW_CODE
    ),
    Forbidden: Reaction(status=HTTPStatus.FORBIDDEN, text=_("Telegram does not allow this account to do that.")),
    NotFound: Reaction(status=HTTPStatus.NOT_FOUND, text=_("Telegram does not know this. It may have been deleted.")),
    FloodWait: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS, text=_("Too many attempts in a row: Telegram asks for a short pause.")
    ),
    Misconfigured: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram does not accept HR Helper's settings. Please tell your administrator."),
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
    TelegramFailure: Reaction(
        status=HTTPStatus.BAD_GATEWAY, text=_("Something broke on Telegram's side. Please try again in a minute.")
    ),
    ProtocolError: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram's answer could not be understood. Please try again in a minute."),
    ),
}

REASONS: dict[str, str | Promise] = {
    "SESSION_REVOKED": _("The connection was ended from your phone or another device."),
    "AUTH_KEY_UNREGISTERED": _("The connection was ended from your phone or another device."),
    "SESSION_EXPIRED": _("The connection was not used for a long time, so Telegram ended it."),
    "AUTH_KEY_DUPLICATED": _("Telegram saw the same connection in two places and ended it for safety."),
    "USER_DEACTIVATED": _("Telegram says that this account was deleted."),
    "USER_DEACTIVATED_BAN": _("Telegram has blocked this account."),
    "session_invalid": _("The saved connection cannot be opened any more."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One failure, ready to be shown or sent."""

    status: HTTPStatus
    code: str
    text: str
    way: Way = Way.RETRY
    retry_after: int | None = None
    telegram_name: str | None = None
    requires_telegram_auth: bool = False

    @property
    def wait(self) -> str:
        return wait_in_words(self.retry_after or 0)


def describe(error: TelegramError) -> Failure:
    """The failure that ``error`` is to the person in front of the page."""
    reaction = next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)
    return Failure(
        status=reaction.status,
        code=error.code,
        text=str(reaction.text),
        way=reaction.way,
        retry_after=max(error.seconds, 1) if isinstance(error, FloodWait) else reaction.retry_after,
        telegram_name=error.telegram_name,
        requires_telegram_auth=isinstance(error, NotLoggedIn),
    )


def invalid_input(text: str) -> Failure:
    """What was entered is refused before Telegram sees it."""
    return Failure(status=HTTPStatus.BAD_REQUEST, code=InvalidInput.code, text=text, way=Way.CORRECT)


def reason_in_words(name: str) -> str:
    """Why a connection ended, from Telegram's name for it."""
    return str(REASONS.get(name) or REACTIONS[SessionEnded].text)


def wait_in_words(seconds: int) -> str:
    if seconds < MINUTE:
        return gettext("%(number)d s") % {"number": seconds}
    if seconds < HOUR:
        return gettext("%(number)d min") % {"number": math.ceil(seconds / MINUTE)}
    return gettext("%(number)d h") % {"number": math.ceil(seconds / HOUR)}

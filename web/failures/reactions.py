"""Every failure in words: its status, what happened, what to do, and the way on."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tgsdk import (
    CursorInvalid,
    DownloadIncomplete,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
    MessageAlreadySent,
    MessageInvalid,
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
    QueryInvalid,
    SendCodeUnavailable,
    SessionEnded,
    SessionInvalid,
    SlowMode,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    UpdateAppToLogin,
    WriteForbidden,
    WrongMoment,
)
from tgsdk.contrib.django.errors import AccountBusy, TooManyAttempts

from .errors import Field, FileTooLarge
from .telegram_names import BROKEN


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
    MessageInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("Telegram does not take this message. Check that it is not empty and not too long."),
        way=Way.CORRECT,
        field="text",
    ),
    QueryInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("Telegram cannot search for this. Enter a little more of the name or the word."),
        way=Way.CORRECT,
        field="query",
    ),
    CursorInvalid: Reaction(
        status=HTTPStatus.BAD_REQUEST,
        text=_("The list cannot be continued from this place. Open it again from the beginning."),
        way=Way.HOME,
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
    MessageAlreadySent: Reaction(
        status=HTTPStatus.CONFLICT,
        text=_("This message was sent already."),
        way=Way.LOOK,
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
    WriteForbidden: Reaction(
        status=HTTPStatus.FORBIDDEN,
        text=_("Telegram does not let this account write in this chat."),
        way=Way.CORRECT,
        field="text",
    ),
    NotFound: Reaction(status=HTTPStatus.NOT_FOUND, text=_("Telegram does not know this. It may have been deleted.")),
    FileReferenceExpired: Reaction(
        status=HTTPStatus.NOT_FOUND,
        text=_("Telegram does not give this file any more. Open the chat again and try once more."),
    ),
    FileTooLarge: Reaction(
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        text=_("This file is larger than %(limit)s, the most that HR Helper passes on. Download it in Telegram."),
        way=Way.HOME,
    ),
    FloodWait: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS, text=_("Too many attempts in a row: Telegram asks for a pause.")
    ),
    SlowMode: Reaction(
        status=HTTPStatus.TOO_MANY_REQUESTS, text=_("In this chat messages may be sent only now and then.")
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
    DownloadIncomplete: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram gave only a part of the file. Please try again."),
    ),
    ProtocolError: Reaction(
        status=HTTPStatus.BAD_GATEWAY,
        text=_("Telegram's answer could not be understood. Please try again in a minute."),
    ),
}


def _reaction(error: TelegramError) -> Reaction:
    return next(REACTIONS[kind] for kind in type(error).__mro__ if kind in REACTIONS)

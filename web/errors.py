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

from .file_words import size_in_words

MINUTE, HOUR = 60, 3600
LONG_WAIT = MINUTE  # nobody watches a page for longer

Field = Literal["phone", "code", "password", "text", "query"]


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code: ClassVar[str] = "account_busy"


class TooManyAttempts(FloodWait):
    """HR Helper itself asks to wait, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"


class FileTooLarge(TelegramError):
    """A file of more than ``limit`` bytes, the most that HR Helper passes on."""

    code: ClassVar[str] = "file_too_large"

    def __init__(self, limit: int = 2 * 1024**3):
        super().__init__()
        self.limit = limit


class EntryRefused(InvalidInput):
    """What was entered, or stands in the address, is refused before Telegram sees it: ``text`` says why."""

    def __init__(self, text: str, field: Field | None = None):
        super().__init__()
        self.text, self.field = text, field


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

AGAIN = _("Try again in %(wait)s.")
# After a long wait a code or a password is of no use any more: the login that it belongs to has ended by then.
ANEW: dict[Field, str | Promise] = {
    "phone": _("Try again in %(wait)s, or log in by QR code."),
    "code": _("Start the login anew in %(wait)s, or log in by QR code."),
    "password": _("Start the login anew in %(wait)s."),
    "text": AGAIN,
    "query": AGAIN,
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
    "USER_IS_BLOCKED": _("This person has blocked you in Telegram, so the message cannot be delivered."),
    "YOU_BLOCKED_USER": _("You have blocked this person in Telegram. Unblock them there to write to them."),
    "INPUT_USER_DEACTIVATED": _("This person has deleted their Telegram account, so nobody would read the message."),
    "CHAT_WRITE_FORBIDDEN": _("You may not write in this chat: its administrators have closed it for messages."),
    "CHAT_ADMIN_REQUIRED": _("Only administrators may write in this chat."),
    "CHAT_RESTRICTED": _("Telegram has restricted this chat: nobody can write here now."),
    "CHAT_SEND_PLAIN_FORBIDDEN": _("The administrators of this chat do not allow text messages."),
    "USER_BANNED_IN_CHANNEL": _("Telegram or the administrators do not let this account write in groups and channels."),
    "PRIVACY_PREMIUM_REQUIRED": _("This person takes messages from contacts and Telegram Premium subscribers only."),
    **dict.fromkeys(
        ("ALLOW_PAYMENT_REQUIRED", "ALLOW_PAYMENT_REQUIRED_%d", "PAYMENT_UNSUPPORTED"),
        _("Messages have to be paid for here. Write in the Telegram app."),
    ),
    "PREMIUM_ACCOUNT_REQUIRED": _("Telegram allows this with a Telegram Premium subscription only."),
    "CHAT_GUEST_SEND_FORBIDDEN": _("Only members may write here: join the group in the Telegram app first."),
    "USER_IS_BOT": _("Telegram does not let this account write to a bot."),
    "TOPIC_CLOSED": _("This topic is closed: nobody can write in it now."),
    "TOPIC_DELETED": _("This topic was deleted. Choose another one in the Telegram app."),
    "CHANNEL_MONOFORUM_UNSUPPORTED": _("These are direct messages to a channel. Write in the Telegram app."),
    "SEARCH_QUERY_EMPTY": _("Enter what to search for."),
    "QUERY_TOO_SHORT": _("This is too short to search for. Enter a few more letters."),
    "ENTITIES_TOO_LONG": _("There are too many links and mentions in this message. Send it in parts."),
    "FLOOD_PREMIUM_WAIT_%d": _("Telegram slows down downloads without Telegram Premium."),
    **dict.fromkeys(
        ("PEER_ID_INVALID", "CHANNEL_INVALID", "CHAT_ID_INVALID"),
        _("Telegram does not know this chat any more. Open the list of chats again."),
    ),
    **dict.fromkeys(("LOCATION_INVALID", "FILE_ID_INVALID"), _("Telegram does not have this file any more.")),
    "CHANNEL_PRIVATE": _("This chat is closed to you now: you have left it, or were removed."),
    "MESSAGE_TOO_LONG": _("The message is too long for Telegram: 4096 characters at most. Send it in parts."),
    "MESSAGE_EMPTY": _("There is nothing to send yet: write a message first."),
    "FROZEN_METHOD_INVALID": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    "FROZEN_PARTICIPANT_MISSING": _("Telegram has frozen this account. Telegram on your phone says how to appeal."),
    **dict.fromkeys(
        (
            "Timeout",
            "MSG_WAIT_TIMEOUT",
            "MSG_WAIT_FAILED",
            "AUTH_KEY_UNSYNCHRONIZED",
            "AUTH_BYTES_INVALID",
            "DC_ID_INVALID",
            "CHAT_NOT_MODIFIED",
            "PINNED_DIALOGS_TOO_MUCH",
        ),
        BROKEN,
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
    if isinstance(error, EntryRefused):
        return invalid_input(error.text, error.field)
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
    if isinstance(error, FileTooLarge):
        return str(reaction.text) % {"limit": size_in_words(error.limit)}
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

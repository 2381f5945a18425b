"""What tgsdk gives back: frozen values that may outlive every loop, thread and connection."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

__all__ = [
    "AwaitingCode",
    "AwaitingPassword",
    "AwaitingScan",
    "CodeSent",
    "CodeType",
    "LoggedIn",
    "LoggedOut",
    "LoginState",
    "QrLogin",
    "User",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLogin:
    """A login token to be shown as a QR code (``auth.exportLoginToken``).

    ``url`` is ``tg://login?token=<base64url, no padding>``: whoever scans it with a logged-in Telegram
    application may accept the login, so it is a secret until it expires. ``expires_at`` is aware, in UTC and by
    this machine's clock, however far Telegram's clock is off.
    """

    url: str = field(repr=False)
    expires_at: datetime


class CodeType(StrEnum):
    """Where a login code goes (``auth.SentCodeType``, ``auth.CodeType``: https://core.telegram.org/api/auth)."""

    APP = "app"  # a message in Telegram itself, on the other devices
    SMS = "sms"
    CALL = "call"  # a voice says it
    FLASH_CALL = "flash_call"  # the code is the number that calls
    MISSED_CALL = "missed_call"  # the code is the last digits of the number that calls
    EMAIL = "email"
    FRAGMENT = "fragment"  # on fragment.com, where anonymous numbers are sold
    FIREBASE = "firebase"  # an SMS for Telegram's own applications; ask for the next way
    SMS_WORD = "sms_word"
    SMS_PHRASE = "sms_phrase"
    NOT_NEEDED = "not_needed"  # Telegram remembers this device


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """A login code on its way (``auth.sentCode``).

    ``phone`` is where the login goes to, as ``+`` and digits. ``length`` is that of the code, where Telegram says it.
    ``next_type`` is the way that ``resend_code()`` would take, None when there is none; it may be asked for from
    ``resend_at`` on, which is ``timeout`` seconds after the code was sent, aware and in UTC. ``pattern`` is what shows
    of the e-mail address, the calling number or the beginning of the word, where there is one.

    With ``CodeType.NOT_NEEDED`` no code comes: the login has moved on by itself, and ``status()`` says how far.
    """

    phone: str = field(repr=False)
    type: CodeType
    length: int | None = None
    pattern: str | None = field(default=None, repr=False)
    next_type: CodeType | None = None
    timeout: int | None = None
    resend_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A Telegram user (``user``). ``id`` may be larger than 2**31; ``username`` comes without the ``@``."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    phone: str | None = field(default=None, repr=False)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """No account, and no login under way. ``reason`` is Telegram's name for it where Telegram ended the session."""

    reason: str | None = None
    name: ClassVar[Literal["logged_out"]] = "logged_out"


@dataclass(frozen=True, slots=True)
class AwaitingScan:
    """A QR code is to be scanned."""

    qr: QrLogin
    name: ClassVar[Literal["awaiting_scan"]] = "awaiting_scan"


@dataclass(frozen=True, slots=True)
class AwaitingCode:
    """A login code is to be entered."""

    code_sent: CodeSent
    name: ClassVar[Literal["awaiting_code"]] = "awaiting_code"


@dataclass(frozen=True, slots=True)
class AwaitingPassword:
    """The account has a two-factor password, which is to be entered. ``hint`` is the owner's own reminder."""

    hint: str | None = field(repr=False)
    name: ClassVar[Literal["awaiting_password"]] = "awaiting_password"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The account is connected."""

    user: User
    name: ClassVar[Literal["logged_in"]] = "logged_in"


LoginState = LoggedOut | AwaitingScan | AwaitingCode | AwaitingPassword | LoggedIn

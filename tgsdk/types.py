"""What tgsdk gives back: frozen values that may outlive every loop, thread and connection."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

__all__ = [
    "AwaitingPassword",
    "AwaitingScan",
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
class AwaitingPassword:
    """The account has a two-factor password, which is to be entered. ``hint`` is the owner's own reminder."""

    hint: str | None = field(repr=False)
    name: ClassVar[Literal["awaiting_password"]] = "awaiting_password"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The account is connected."""

    user: User
    name: ClassVar[Literal["logged_in"]] = "logged_in"


LoginState = LoggedOut | AwaitingScan | AwaitingPassword | LoggedIn

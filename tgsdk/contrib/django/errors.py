"""The errors that an account adds to those of tgsdk."""

from typing import ClassVar

from tgsdk import FloodWait, NotLoggedIn, TelegramError

__all__ = ["AccountBusy", "AccountGone", "TooManyAttempts"]


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code: ClassVar[str] = "account_busy"


class AccountGone(NotLoggedIn):
    """The row of the account was deleted while it was being opened."""

    code: ClassVar[str] = "account_gone"


class TooManyAttempts(FloodWait):
    """Our own limits ask for a pause, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"

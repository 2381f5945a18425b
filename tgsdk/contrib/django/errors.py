"""The errors that an account adds to those of tgsdk."""

from typing import ClassVar

from tgsdk import AccountBusy, FloodWait, NotLoggedIn

__all__ = ["AccountBusy", "AccountGone", "TooManyAttempts"]


class AccountGone(NotLoggedIn):
    """The row of the account was deleted while it was being opened."""

    code: ClassVar[str] = "account_gone"


class TooManyAttempts(FloodWait):
    """Our own limits ask for a pause, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"

"""What an account adds to the errors of tgsdk."""

from typing import ClassVar

from tgsdk import FloodWait, TelegramError


class AccountBusy(TelegramError):
    """Another piece of work with the same account is under way."""

    code: ClassVar[str] = "account_busy"


class TooManyAttempts(FloodWait):
    """HR Helper itself asks to wait, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"

"""The errors that an account adds to those of tgsdk."""

from typing import ClassVar

from tgsdk import AccountBusy, FloodWait, NotLoggedIn

__all__ = ["AccountBusy", "AccountGone", "TooManyAttempts", "TooManyLookUps", "TooManyNewConversations"]


class AccountGone(NotLoggedIn):
    """The row of the account was deleted while it was being opened."""

    code: ClassVar[str] = "account_gone"


class TooManyAttempts(FloodWait):
    """Our own limits ask for a pause, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"


class TooManyLookUps(TooManyAttempts):
    """People were looked up too often by name or number; Telegram answers that with long pauses."""

    code: ClassVar[str] = "too_many_look_ups"


class TooManyNewConversations(TooManyAttempts):
    """As many people were written to for the first time as the account may begin with in a day."""

    code: ClassVar[str] = "too_many_new_conversations"

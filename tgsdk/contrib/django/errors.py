"""The errors that an account adds to those of tgsdk."""

from typing import ClassVar

from tgsdk import AccountBusy, FloodWait, NotLoggedIn

__all__ = ["AccountBusy", "AccountGone", "TooManyAttempts", "TooManyLookUps", "TooManyNewConversations"]


class AccountGone(NotLoggedIn):
    """The row of the account was deleted while it was being opened."""

    code: ClassVar[str] = "account_gone"
    sentence = "The row of the account was deleted while it was being opened."


class TooManyAttempts(FloodWait):
    """Our own limits ask for a pause, before Telegram would."""

    code: ClassVar[str] = "too_many_attempts"
    sentence = "The limits of this site ask to wait"


class TooManyLookUps(TooManyAttempts):
    """People were looked up too often by name or number; Telegram answers that with long pauses."""

    code: ClassVar[str] = "too_many_look_ups"
    sentence = "Too many people were looked up: the limits of this site ask to wait"


class TooManyNewConversations(TooManyAttempts):
    """As many people were written to for the first time as the account may begin with in a day."""

    code: ClassVar[str] = "too_many_new_conversations"
    sentence = "Too many people were written to for the first time: the limits of this site ask to wait"

"""Telegram's RPC errors, by number and name, as errors of ours: the one place where they are translated.

By number and name, not by Pyrogram's classes: those differ between versions, and constructing an unknown one
writes a file into the working directory. https://core.telegram.org/api/errors
"""

import re

from ...errors import (
    FloodWait,
    Forbidden,
    LoginExpired,
    Misconfigured,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    SessionEnded,
    TelegramError,
    TelegramFailure,
)

__all__ = ["AuthKeyUnknown", "Migrate", "PasswordNeeded", "SrpIdInvalid", "rpc_error"]


class PasswordNeeded(NotLoggedIn):
    """Telegram wants the two-factor password: a step of the login, never the end of it."""


class SrpIdInvalid(TelegramFailure):
    """The parameters of the password check are stale: fetch them again."""


class AuthKeyUnknown(SessionEnded):
    """The data centre does not know the key any more."""


class Migrate(TelegramFailure):
    """The account or the login lives on another data centre, ``dc_id``."""

    def __init__(self, dc_id: int, *, telegram_name: str, telegram_code: int) -> None:
        super().__init__(telegram_name=telegram_name, telegram_code=telegram_code)
        self.dc_id = dc_id


BY_NAME: dict[str, type[TelegramError]] = {
    "SESSION_PASSWORD_NEEDED": PasswordNeeded,
    "SRP_ID_INVALID": SrpIdInvalid,
    "SRP_PASSWORD_CHANGED": SrpIdInvalid,
    "PASSWORD_HASH_INVALID": PasswordInvalid,
    "AUTH_TOKEN_EXPIRED": LoginExpired,
    "AUTH_TOKEN_INVALID": LoginExpired,
    "AUTH_TOKEN_INVALIDX": LoginExpired,
    "AUTH_TOKEN_ALREADY_ACCEPTED": LoginExpired,
    "AUTH_KEY_DUPLICATED": SessionEnded,
    "API_ID_INVALID": Misconfigured,
    "API_ID_PUBLISHED_FLOOD": Misconfigured,
    "CONNECTION_API_ID_INVALID": Misconfigured,
    "CONNECTION_APP_VERSION_EMPTY": Misconfigured,
    "CONNECTION_LAYER_INVALID": Misconfigured,
    "UPDATE_APP_TO_LOGIN": Misconfigured,
}
BY_NUMBER: dict[int, type[TelegramError]] = {401: SessionEnded, 403: Forbidden, 404: NotFound}

WAIT = re.compile(r"\w+_(?:WAIT|DELAY)_(\d+)")
MIGRATE = re.compile(r"(?:PHONE|NETWORK|USER|FILE|STATS)_MIGRATE_(\d+)")


def rpc_error(number: int, name: str) -> TelegramError:
    """The error of ours for ``rpc_error#2144ca19 error_code:int error_message:string``; it keeps both."""
    if wait := WAIT.fullmatch(name):
        return FloodWait(int(wait[1]), telegram_name=name, telegram_code=number)
    if move := MIGRATE.fullmatch(name):
        return Migrate(int(move[1]), telegram_name=name, telegram_code=number)
    kind = BY_NAME.get(name) or BY_NUMBER.get(number, TelegramFailure)
    return kind(f"{(kind.__doc__ or '').partition('.')[0]} ({name})", telegram_name=name, telegram_code=number)

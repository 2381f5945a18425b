"""tgsdk: Telegram user accounts from ordinary, blocking Python code.

::

    from tgsdk import Session, Telegram, load_backend

    backend = load_backend("tgsdk.backends.pyrogram.PyrogramBackend", {"api_id": 12345, "api_hash": "…"})
    telegram = Telegram(backend, Session())
    print(telegram.start_qr_login().url)
"""

from .backends import load_backend
from .backends.memory import MemoryBackend
from .client import AsyncTelegram, Telegram
from .errors import (
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
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
    SendCodeUnavailable,
    SessionEnded,
    SessionInvalid,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    UpdateAppToLogin,
    WrongMoment,
)
from .runner import run_async_task
from .session import Session, Stage
from .types import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    CodeType,
    LoggedIn,
    LoggedOut,
    LoginState,
    QrLogin,
    User,
)

__all__ = [
    "AsyncTelegram",
    "AwaitingCode",
    "AwaitingPassword",
    "AwaitingScan",
    "CodeSent",
    "CodeType",
    "FloodWait",
    "Forbidden",
    "InvalidInput",
    "LoggedIn",
    "LoggedOut",
    "LoginExpired",
    "LoginState",
    "LoginUnsupported",
    "MemoryBackend",
    "Misconfigured",
    "NotFound",
    "NotLoggedIn",
    "PasswordInvalid",
    "PhoneCodeExpired",
    "PhoneCodeInvalid",
    "PhoneNumberBanned",
    "PhoneNumberInvalid",
    "PhoneNumberUnoccupied",
    "ProtocolError",
    "QrLogin",
    "SendCodeUnavailable",
    "Session",
    "SessionEnded",
    "SessionInvalid",
    "Stage",
    "Telegram",
    "TelegramError",
    "TelegramFailure",
    "TelegramUnavailable",
    "Timeout",
    "UpdateAppToLogin",
    "User",
    "WrongMoment",
    "load_backend",
    "run_async_task",
]

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
    Misconfigured,
    NotFound,
    NotLoggedIn,
    PasswordInvalid,
    ProtocolError,
    SessionEnded,
    SessionInvalid,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)
from .runner import run_async_task
from .session import Session, Stage
from .types import AwaitingPassword, AwaitingScan, LoggedIn, LoggedOut, LoginState, QrLogin, User

__all__ = [
    "AsyncTelegram",
    "AwaitingPassword",
    "AwaitingScan",
    "FloodWait",
    "Forbidden",
    "InvalidInput",
    "LoggedIn",
    "LoggedOut",
    "LoginExpired",
    "LoginState",
    "MemoryBackend",
    "Misconfigured",
    "NotFound",
    "NotLoggedIn",
    "PasswordInvalid",
    "ProtocolError",
    "QrLogin",
    "Session",
    "SessionEnded",
    "SessionInvalid",
    "Stage",
    "Telegram",
    "TelegramError",
    "TelegramFailure",
    "TelegramUnavailable",
    "Timeout",
    "User",
    "WrongMoment",
    "load_backend",
    "run_async_task",
]

"""tgsdk: Telegram user accounts from ordinary, blocking Python code.

::

    from tgsdk import Session, Telegram, load_backend

    backend = load_backend("tgsdk.backends.pyrogram.PyrogramBackend", {"api_id": 12345, "api_hash": "…"})
    telegram = Telegram(backend, Session())
    print(telegram.start_qr_login().url)

Limits: ``MAX_PAGE_SIZE`` items of a page, ``MAX_MESSAGE_LENGTH`` characters of a text, ``FILE_PART_SIZE`` bytes that
``iter_download()`` yields at once and that ``Connection.read_part()`` returns. Phone numbers and codes may be typed in
any script and pasted with marks: ``plain_entry()`` is how they are read, for forms that look at them before.
"""

from tgsdk.backends import load_backend
from tgsdk.backends.base import MAX_LIMIT as MAX_PAGE_SIZE
from tgsdk.backends.base import PART_SIZE as FILE_PART_SIZE
from tgsdk.backends.base import Backend, Connection
from tgsdk.backends.memory import MemoryBackend
from tgsdk.client import AsyncTelegram, Telegram
from tgsdk.entered import plain_entry
from tgsdk.errors import (
    CursorInvalid,
    DownloadIncomplete,
    FileReferenceExpired,
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    LoginUnsupported,
    MessageAlreadySent,
    MessageInvalid,
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
    QueryInvalid,
    SendCodeUnavailable,
    SessionEnded,
    SessionInDoubt,
    SessionInvalid,
    SlowMode,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    UpdateAppToLogin,
    WriteForbidden,
    WrongMoment,
)
from tgsdk.hiding import Secret
from tgsdk.runner import run_async_task
from tgsdk.session import FileKey, Session, Stage
from tgsdk.types import (
    MAX_MESSAGE_LENGTH,
    Attachment,
    AttachmentKind,
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    Chat,
    ChatKind,
    CodeSent,
    CodeType,
    Contact,
    Dice,
    Entity,
    EntityKind,
    Forward,
    Found,
    Location,
    LoggedIn,
    LoggedOut,
    LoginState,
    Message,
    Page,
    Photo,
    Poll,
    QrLogin,
    Sender,
    Service,
    ServiceKind,
    User,
)

__version__ = "0.1.0"

__all__ = [
    "FILE_PART_SIZE",
    "MAX_MESSAGE_LENGTH",
    "MAX_PAGE_SIZE",
    "AsyncTelegram",
    "Attachment",
    "AttachmentKind",
    "AwaitingCode",
    "AwaitingPassword",
    "AwaitingScan",
    "Backend",
    "Chat",
    "ChatKind",
    "CodeSent",
    "CodeType",
    "Connection",
    "Contact",
    "CursorInvalid",
    "Dice",
    "DownloadIncomplete",
    "Entity",
    "EntityKind",
    "FileKey",
    "FileReferenceExpired",
    "FloodWait",
    "Forbidden",
    "Forward",
    "Found",
    "InvalidInput",
    "Location",
    "LoggedIn",
    "LoggedOut",
    "LoginExpired",
    "LoginState",
    "LoginUnsupported",
    "MemoryBackend",
    "Message",
    "MessageAlreadySent",
    "MessageInvalid",
    "Misconfigured",
    "NotFound",
    "NotLoggedIn",
    "Page",
    "PasswordInvalid",
    "PhoneCodeExpired",
    "PhoneCodeInvalid",
    "PhoneNumberBanned",
    "PhoneNumberInvalid",
    "PhoneNumberUnoccupied",
    "Photo",
    "Poll",
    "ProtocolError",
    "QrLogin",
    "QueryInvalid",
    "Secret",
    "SendCodeUnavailable",
    "Sender",
    "Service",
    "ServiceKind",
    "Session",
    "SessionEnded",
    "SessionInDoubt",
    "SessionInvalid",
    "SlowMode",
    "Stage",
    "Telegram",
    "TelegramError",
    "TelegramFailure",
    "TelegramUnavailable",
    "Timeout",
    "UpdateAppToLogin",
    "User",
    "WriteForbidden",
    "WrongMoment",
    "__version__",
    "load_backend",
    "plain_entry",
    "run_async_task",
]

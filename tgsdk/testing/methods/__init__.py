"""The methods that the server knows, a module for each of Telegram's namespaces, or for each topic of a big one."""

from . import (
    account,
    acting,
    addressees,
    auth,
    codes,
    dialogs,
    messages,
    profiles,
    qr,
    search,
    sending,
    sending_files,
    updates,
    upload,
    uploading,
    users,
)
from . import help as help_
from .registry import Refusal, Request, execute, uses_account

__all__ = [
    "Refusal",
    "Request",
    "account",
    "acting",
    "addressees",
    "auth",
    "codes",
    "dialogs",
    "execute",
    "help_",
    "messages",
    "profiles",
    "qr",
    "search",
    "sending",
    "sending_files",
    "updates",
    "upload",
    "uploading",
    "users",
    "uses_account",
]

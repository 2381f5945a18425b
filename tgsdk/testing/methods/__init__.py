"""The methods that the server knows, a module for each of Telegram's namespaces, or for each topic of a big one."""

from . import account, acting, auth, codes, dialogs, messages, qr, search, sending, updates, upload, users
from . import help as help_
from .registry import Refusal, Request, execute, uses_account

__all__ = [
    "Refusal",
    "Request",
    "account",
    "acting",
    "auth",
    "codes",
    "dialogs",
    "execute",
    "help_",
    "messages",
    "qr",
    "search",
    "sending",
    "updates",
    "upload",
    "users",
    "uses_account",
]

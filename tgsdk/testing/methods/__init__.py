"""The methods that the server knows, a module for each of Telegram's namespaces, or for each topic of a big one."""

from tgsdk.testing.methods import (
    account,
    auth,
    codes,
    dialogs,
    messages,
    qr,
    search,
    sending,
    updates,
    upload,
    users,
)
from tgsdk.testing.methods import help as help_
from tgsdk.testing.methods.registry import Refusal, Request, execute

__all__ = [
    "Refusal",
    "Request",
    "account",
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
]

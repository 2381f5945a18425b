"""The methods that the server knows, a module for each of Telegram's namespaces."""

from tgsdk.testing.methods import account, auth, codes, qr, updates, users
from tgsdk.testing.methods import help as help_
from tgsdk.testing.methods.registry import Refusal, Request, execute

__all__ = ["Refusal", "Request", "account", "auth", "codes", "execute", "help_", "qr", "updates", "users"]

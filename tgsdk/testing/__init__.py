"""A Telegram of your own, for tests and demonstrations.

`LocalTelegram` is a server on loopback that speaks real MTProto 2.0: clients do their real key exchange, their
real encryption and their real calls against it, unmodified. `Phone` is a second real client: it logs in to one
of the server's accounts (`PEOPLE`) and scans QR codes. Each account has a desk of chats, messages and files
(`tgsdk.testing.server.chat_controls`). `MTProxy` is a
proxy of Telegram's own kind before a server. `faults` lists what the server can be told to do wrong.

Importing this package is cheap and safe in any thread: Pyrogram, whose TL classes are the server's codec, is
imported when the first server or phone is made. What it needs comes with ``tgsdk[testing]``, beside Kurigram with
``tgsdk[testing-kurigram]``; without it, the first of those names that is looked up raises Misconfigured, which says so.
"""

import importlib
from typing import TYPE_CHECKING

from tgsdk.backends.mtproto.installation import is_installed, refuse_missing

from . import faults
from .accounts import PEOPLE, Account

if TYPE_CHECKING:
    from .methods.registry import Refusal, Request
    from .phone import Phone, ScanRefused
    from .server.local_telegram import LocalTelegram
    from .server.mtproxy import MTProxy
    from .state.key_pair import KeyPair

__all__ = [
    "PEOPLE",
    "Account",
    "KeyPair",
    "LocalTelegram",
    "MTProxy",
    "Phone",
    "Refusal",
    "Request",
    "ScanRefused",
    "faults",
]

#: The modules of the names that bring Pyrogram along.
LAZY = {
    "KeyPair": ".state.key_pair",
    "LocalTelegram": ".server.local_telegram",
    "MTProxy": ".server.mtproxy",
    "Phone": ".phone",
    "Refusal": ".methods.registry",
    "Request": ".methods.registry",
    "ScanRefused": ".phone",
}


#: What they bring along: the module, and its package.
NEEDED = {"pyrogram": "Pyrogram", "mtproto": "mtproto", "telethon": "Telethon", "cryptography": "cryptography"}


def __getattr__(name: str) -> object:
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    refuse_missing(NEEDED, "testing-kurigram" if is_installed("Kurigram") else "testing")
    return getattr(importlib.import_module(LAZY[name], __name__), name)

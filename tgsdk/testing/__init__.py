"""A Telegram of your own, for tests and demonstrations.

`LocalTelegram` is a server on loopback that speaks real MTProto 2.0: clients do their real key exchange, their
real encryption and their real calls against it, unmodified. `Phone` is a second real client: it logs in to one
of the server's accounts (`PEOPLE`) and scans QR codes. Each account has a desk of chats, messages and files
(`tgsdk.testing.server.chat_controls`). `MTProxy` is a
proxy of Telegram's own kind before a server. `faults` lists what the server can be told to do wrong.

Importing this package is cheap and safe in any thread: Pyrogram, whose TL classes are the server's codec, is
imported when the first server or phone is made.
"""

import importlib
from typing import TYPE_CHECKING

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


def __getattr__(name: str) -> object:
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(LAZY[name], __name__), name)

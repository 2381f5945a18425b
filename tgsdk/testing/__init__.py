"""A Telegram of your own, for tests and demonstrations.

`LocalTelegram` is a server on loopback that speaks real MTProto 2.0: clients do their real key exchange, their
real encryption and their real calls against it, unmodified. `Phone` is a second real client: it logs in to one
of the server's accounts and scans QR codes. Each account has a desk of chats, messages and files
(`tgsdk.testing.server.chat_controls`). `faults` lists what the server can be told to do wrong.

Importing this package is cheap and safe in any thread: Pyrogram, whose TL classes are the server's codec, is
imported when the first server or phone is made.
"""

from typing import TYPE_CHECKING

from . import faults

if TYPE_CHECKING:
    from .phone import Phone
    from .server.local_telegram import LocalTelegram
    from .state.key_pair import KeyPair

__all__ = ["KeyPair", "LocalTelegram", "Phone", "faults"]


def __getattr__(name: str) -> object:
    if name == "KeyPair":
        from .state.key_pair import KeyPair

        return KeyPair
    if name == "LocalTelegram":
        from .server.local_telegram import LocalTelegram

        return LocalTelegram
    if name == "Phone":
        from .phone import Phone

        return Phone
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""The session strings of other libraries: those of Pyrogram 2 (and Kurigram) and of Telethon 1."""

import base64
import binascii
import ipaddress
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tgsdk.errors import SessionInvalid

__all__ = [
    "ExportedKey",
    "from_base64",
    "read_pyrogram",
    "read_secret",
    "read_telethon",
    "write_pyrogram",
    "write_telethon",
]

T = TypeVar("T")

#: What reading a string may raise that is no session.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, OverflowError, OSError, RecursionError, struct.error)
PYROGRAM_FORMAT = ">BI?256sQ?"  # dc_id, api_id, test_mode, auth_key, user_id, is_bot
TELETHON_VERSION = "1"
TELETHON_FORMATS = {4: ">B4sH256s", 16: ">B16sH256s"}  # dc_id, address, port, auth_key

# https://core.telegram.org/getProxyConfig and help.getConfig: the addresses that a string of Telethon holds.
PRODUCTION = {1: "149.154.175.53", 2: "149.154.167.51", 3: "149.154.175.100", 4: "149.154.167.91", 5: "91.108.56.130"}
TEST = {1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedKey:
    """The part of a session that other libraries know: ``user_id`` is 0 where the string does not say it."""

    dc_id: int
    test_mode: bool = False
    auth_key: bytes = field(repr=False)
    user_id: int = 0


def read_secret(string: str, read: Callable[[str], T], problem: str) -> T:
    """Return what ``read`` makes of a string. Raises SessionInvalid, which says ``problem`` where ``read`` says none.

    The error has no cause and no frame that knows more of the string than this one: it is to be a Secret here.
    """
    try:
        return read(_stripped(string))
    except (SessionInvalid, *UNREADABLE) as error:
        said = str(error) if isinstance(error, SessionInvalid) else problem
    raise SessionInvalid(said)


def read_pyrogram(string: str) -> ExportedKey:
    """Read a session string of Pyrogram 2. Raises one of ``UNREADABLE`` for anything else."""
    dc_id, _api_id, test_mode, auth_key, user_id, _is_bot = struct.unpack(PYROGRAM_FORMAT, from_base64(string))
    return ExportedKey(dc_id=dc_id, test_mode=test_mode, auth_key=auth_key, user_id=user_id)


def write_pyrogram(key: ExportedKey, api_id: int) -> str:
    """Write a session string for Pyrogram 2."""
    packed = struct.pack(PYROGRAM_FORMAT, key.dc_id, api_id, key.test_mode, key.auth_key, key.user_id, False)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_telethon(string: str) -> ExportedKey:
    """Read a session string of Telethon 1, which says neither the user nor the network, as :func:`read_pyrogram`."""
    packed = from_base64(string.removeprefix(TELETHON_VERSION))
    address_size = len(packed) - struct.calcsize(">BH256s")
    dc_id, _address, _port, auth_key = struct.unpack(TELETHON_FORMATS[address_size], packed)
    return ExportedKey(dc_id=dc_id, auth_key=auth_key)


def write_telethon(key: ExportedKey, address: str | None, port: int) -> str:
    """Write a session string for Telethon 1. Raises ``ValueError`` when no address is given and none is known."""
    address = address or (TEST if key.test_mode else PRODUCTION).get(key.dc_id)
    if address is None:
        raise ValueError(f"The address of data centre {key.dc_id} is not known here: give it")
    packed_address = ipaddress.ip_address(address).packed
    packed = struct.pack(TELETHON_FORMATS[len(packed_address)], key.dc_id, packed_address, port, key.auth_key)
    return TELETHON_VERSION + base64.urlsafe_b64encode(packed).decode()


def from_base64(text: str) -> bytes:
    """Decode base64 for URLs, with or without its padding. Raises ``ValueError``."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _stripped(string: str) -> str:
    """Take off what a file or a paste has put around a string: spaces, line ends, a byte order mark."""
    return string.strip().strip("\ufeff").strip()

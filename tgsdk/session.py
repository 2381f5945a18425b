"""Session: what must be kept of a Telegram account between calls, the same for every backend."""

import base64
import binascii
import dataclasses
import ipaddress
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Self

from tgsdk.errors import SessionInvalid
from tgsdk.types import CodeSent, CodeType, QrLogin

__all__ = ["FileKey", "Session", "Stage"]

PREFIX = "tgsdk1:"
AUTH_KEY_SIZE = 256
PYROGRAM_FORMAT = ">BI?256sQ?"  # dc_id, api_id, test_mode, auth_key, user_id, is_bot
TELETHON_VERSION = "1"
FUTURE_AUTH_TOKENS = 20  # as many as Telegram takes
ACCESS_HASHES = 5000  # chats: of 16 bytes each
ACCESS_HASH_FORMAT = "<qq"  # the chat's id and its access hash
FILE_KEYS = 4  # there are five data centres, and one of them is the account's own
TELETHON_FORMATS = {4: ">B4sH256s", 16: ">B16sH256s"}  # dc_id, address, port, auth_key

# https://core.telegram.org/getProxyConfig and help.getConfig: the addresses that Telethon's string wants to know.
PRODUCTION = {1: "149.154.175.53", 2: "149.154.167.51", 3: "149.154.175.100", 4: "149.154.167.91", 5: "91.108.56.130"}
TEST = {1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"}


class Stage(StrEnum):
    """How far the login has come."""

    LOGGED_OUT = "logged_out"
    AWAITING_SCAN = "awaiting_scan"
    AWAITING_CODE = "awaiting_code"
    AWAITING_PASSWORD = "awaiting_password"  # noqa: S105 - a stage, not a password
    LOGGED_IN = "logged_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """A key with which the account fetches files from a data centre that is not its own."""

    dc_id: int
    auth_key: bytes = field(repr=False)
    server_salt: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What must be kept between two calls, and nothing else. Immutable; every call may give a new one.

    :meth:`to_string` gives a *secret*: with it anybody is the logged-in user. ``repr`` and ``str`` show none. A
    login can be continued from any process or host that has the session, at any stage.

    ``dc_id`` is the data centre the key belongs to, ``auth_key`` 256 bytes or None before the first call,
    ``server_salt`` the salt that Telegram last asked for (it saves a round trip), ``hint`` the reminder of the
    two-factor password. ``code_sent`` is what Telegram said of the login code, kept until the login is finished; it can
    be entered only with the ``phone_code_hash`` that came with it, and with the same key: the hash is None when another
    code has to be sent.
    ``future_auth_tokens``, newest first, may spare the code at a later login; they outlive a log-out. Which of them
    are still good is Telegram's knowledge, so the oldest goes when there are more than 20.
    ``access_hashes`` are what Telegram wants to be shown with the ids of users and channels (``inputPeerUser``,
    ``inputPeerChannel``), by the id of their chat; of the 5,000 chats that were seen last. ``file_keys`` are those to
    other data centres that files were fetched from.
    """

    dc_id: int = 0
    test_mode: bool = False
    auth_key: bytes | None = field(default=None, repr=False)
    server_salt: int = field(default=0, repr=False)
    user_id: int | None = None
    stage: Stage = Stage.LOGGED_OUT
    qr_url: str | None = field(default=None, repr=False)
    qr_expires_at: datetime | None = None
    code_sent: CodeSent | None = field(default=None, repr=False)
    phone_code_hash: str | None = field(default=None, repr=False)
    hint: str | None = field(default=None, repr=False)
    future_auth_tokens: tuple[bytes, ...] = field(default=(), repr=False)
    access_hashes: Mapping[int, int] = field(default_factory=dict, repr=False, hash=False)
    file_keys: tuple[FileKey, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.auth_key is not None and len(self.auth_key) != AUTH_KEY_SIZE:
            raise SessionInvalid("The session's key does not have 256 bytes")
        if not 0 <= self.dc_id < 1000 or not 0 < (self.user_id or 1) < 2**63:
            raise SessionInvalid("The session's numbers are out of range")
        if self.stage is Stage.AWAITING_CODE and self.code_sent is None:
            raise SessionInvalid("The session waits for a code and does not say for which")

    @property
    def is_logged_in(self) -> bool:
        return self.stage is Stage.LOGGED_IN

    @property
    def qr(self) -> QrLogin:
        """The code that waits for a scan. Raises SessionInvalid when there is none."""
        if self.qr_url is None or self.qr_expires_at is None:
            raise SessionInvalid("The session has no code to be scanned")
        return QrLogin(url=self.qr_url, expires_at=self.qr_expires_at)

    @property
    def awaited_code(self) -> CodeSent:
        """The code that is to be entered. Raises SessionInvalid when there is none."""
        if self.code_sent is None:
            raise SessionInvalid("The session has no code to be entered")
        return self.code_sent

    def has_key_for(self, phone: str) -> bool:
        """Whether a code for this number may be asked for with this key: a key belongs to one login."""
        return self.stage is Stage.LOGGED_OUT or (self.code_sent is not None and self.code_sent.phone == phone)

    def replace(self, **changes: Any) -> Self:
        """The same session with some fields changed."""
        return dataclasses.replace(self, **changes)

    def moved_on(self, stage: Stage, **changes: Any) -> Self:
        """The same session at another stage of its login, without what belonged to the stage before."""
        left = {"qr_url": None, "qr_expires_at": None, "code_sent": None, "phone_code_hash": None, "hint": None}
        return self.replace(stage=stage, **left | changes)

    def without_login(self) -> Self:
        """What is left when the login or the account is forgotten: the future auth tokens alone."""
        return type(self)(future_auth_tokens=self.future_auth_tokens)

    def with_future_auth_token(self, token: bytes | None) -> Self:
        """The same session with one more token, and without the oldest when there are too many."""
        if not token or token in self.future_auth_tokens:
            return self
        return self.replace(future_auth_tokens=(token, *self.future_auth_tokens)[:FUTURE_AUTH_TOKENS])

    def with_access_hashes(self, seen: Mapping[int, int]) -> Self:
        """The same session, knowing these chats too; those seen longest ago go when there are more than 5,000."""
        is_full = len(self.access_hashes) >= ACCESS_HASHES  # then it matters which were seen again
        if not is_full and all(self.access_hashes.get(chat_id) == known for chat_id, known in seen.items()):
            return self
        others = {chat_id: known for chat_id, known in self.access_hashes.items() if chat_id not in seen}
        kept = list((others | dict(seen)).items())[-ACCESS_HASHES:]
        return self.replace(access_hashes=dict(kept))

    def file_key(self, dc_id: int) -> FileKey | None:
        return next((key for key in self.file_keys if key.dc_id == dc_id), None)

    def with_file_key(self, key: FileKey) -> Self:
        """The same session with this key for its data centre."""
        if key in self.file_keys:
            return self
        return self.replace(file_keys=(key, *self._other_file_keys(key.dc_id))[:FILE_KEYS])

    def without_file_key(self, dc_id: int) -> Self:
        return self.replace(file_keys=self._other_file_keys(dc_id))

    def _other_file_keys(self, dc_id: int) -> tuple[FileKey, ...]:
        return tuple(key for key in self.file_keys if key.dc_id != dc_id)

    def to_string(self) -> str:
        """The one versioned string that every backend reads: ``tgsdk1:`` and base64url of JSON."""
        values = {name: value for name, value in self._fields().items() if value not in (None, 0, ())}
        return PREFIX + base64.urlsafe_b64encode(json.dumps(values, default=_written).encode()).decode()

    def _fields(self) -> dict[str, Any]:
        values = dataclasses.asdict(self.replace(access_hashes={}))
        pairs = self.access_hashes.items()
        values["access_hashes"] = b"".join(struct.pack(ACCESS_HASH_FORMAT, *pair) for pair in pairs) or None
        return values

    @classmethod
    def from_string(cls, string: str) -> Self:
        """Read what :meth:`to_string` wrote. Raises :class:`tgsdk.SessionInvalid` for anything else."""
        if not string.startswith(PREFIX):
            raise SessionInvalid("This is not a tgsdk session, or one of a newer version")
        try:
            values = json.loads(_decode(string.removeprefix(PREFIX)))
            return cls(**_checked(values))
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError, OSError, RecursionError, struct.error):
            # Without "from": the cause would carry parts of the secret into logs.
            raise SessionInvalid("The session is damaged") from None

    @classmethod
    def from_pyrogram(cls, string: str) -> Self:
        """Read a session string of Pyrogram 2 or Kurigram (``Client.export_session_string()``)."""
        try:
            dc_id, _api_id, test_mode, auth_key, user_id, _is_bot = struct.unpack(PYROGRAM_FORMAT, _decode(string))
        except (ValueError, struct.error):
            raise SessionInvalid("This is not a session string of Pyrogram 2") from None
        stage = Stage.LOGGED_IN if user_id else Stage.LOGGED_OUT
        return cls(dc_id=dc_id, test_mode=test_mode, auth_key=auth_key, user_id=user_id or None, stage=stage)

    def to_pyrogram(self, api_id: int) -> str:
        """A session string for Pyrogram 2 or Kurigram. Raises ``ValueError`` before there is a key to export."""
        values = (self.dc_id, api_id, self.test_mode, self._key_to_export(), self.user_id or 0, False)
        return base64.urlsafe_b64encode(struct.pack(PYROGRAM_FORMAT, *values)).decode().rstrip("=")

    @classmethod
    def from_telethon(cls, string: str, *, test_mode: bool = False) -> Self:
        """Read a session string of Telethon 1 (``StringSession``), which does not say whose account it is."""
        try:
            packed = _decode(string.removeprefix(TELETHON_VERSION))
            address_size = len(packed) - struct.calcsize(">BH256s")
            dc_id, _address, _port, auth_key = struct.unpack(TELETHON_FORMATS[address_size], packed)
        except (ValueError, KeyError, struct.error):
            raise SessionInvalid("This is not a session string of Telethon 1") from None
        return cls(dc_id=dc_id, test_mode=test_mode, auth_key=auth_key, stage=Stage.LOGGED_IN)

    def to_telethon(self, address: str | None = None, port: int = 443) -> str:
        """A session string for Telethon 1, with the data centre's address: Telegram's own if none is given."""
        auth_key = self._key_to_export()
        address = address or (TEST if self.test_mode else PRODUCTION).get(self.dc_id)
        if address is None:
            raise ValueError(f"The address of data centre {self.dc_id} is not known here: give it")
        packed_address = ipaddress.ip_address(address).packed
        values = (self.dc_id, packed_address, port, auth_key)
        packed = struct.pack(TELETHON_FORMATS[len(packed_address)], *values)
        return TELETHON_VERSION + base64.urlsafe_b64encode(packed).decode()

    def _key_to_export(self) -> bytes:
        if self.auth_key is None:
            raise ValueError("There is no key to export before the first call")
        return self.auth_key


def _written(value: object) -> str | float:
    """What JSON has no type for: bytes as base64url, times as seconds since 1970."""
    if isinstance(value, bytes):
        return base64.urlsafe_b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


FIELD_TYPES: dict[str, type] = {
    "dc_id": int,
    "test_mode": bool,
    "auth_key": str,
    "server_salt": int,
    "user_id": int,
    "stage": str,
    "qr_url": str,
    "qr_expires_at": float,
    "code_sent": dict,
    "phone_code_hash": str,
    "hint": str,
    "future_auth_tokens": list,
    "access_hashes": str,
    "file_keys": list,
}
CODE_FIELD_TYPES: dict[str, type | UnionType] = {
    "phone": str,
    "type": str,
    "length": int | None,
    "pattern": str | None,
    "next_type": str | None,
    "timeout": int | None,
    "resend_at": float | None,
}


RANGES = {"dc_id": range(1, 1000), "server_salt": range(-(2**63), 2**63), "user_id": range(1, 2**63)}


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are in a Session; ValueError, TypeError or AttributeError if one is not what it should be."""
    for name, value in values.items():
        if type(value) is not FIELD_TYPES.get(name) or (name in RANGES and value not in RANGES[name]):
            raise ValueError(f"unknown or wrong field {name}")
    if "auth_key" in values:
        values["auth_key"] = _decode(values["auth_key"])
    if "qr_expires_at" in values:
        values["qr_expires_at"] = datetime.fromtimestamp(values["qr_expires_at"], UTC)
    if "code_sent" in values:
        values["code_sent"] = _code_sent(values["code_sent"])
    tokens = values.get("future_auth_tokens", ())[:FUTURE_AUTH_TOKENS]
    values["future_auth_tokens"] = tuple(_decode(token) for token in tokens)
    if "access_hashes" in values:
        values["access_hashes"] = dict(_access_hashes(values["access_hashes"])[-ACCESS_HASHES:])
    values["file_keys"] = tuple(_file_key(key) for key in values.get("file_keys", ())[:FILE_KEYS])
    values["stage"] = Stage(values.get("stage", Stage.LOGGED_OUT))
    return values


def _access_hashes(packed: str) -> list[tuple[int, int]]:
    return [(chat_id, known) for chat_id, known in struct.iter_unpack(ACCESS_HASH_FORMAT, _decode(packed))]


def _file_key(values: dict[str, Any]) -> FileKey:
    for name, value in values.items():  # the type first: a range looks for what is no int at each of its numbers
        if type(value) is not FIELD_TYPES[name] or (name in RANGES and value not in RANGES[name]):
            raise ValueError(f"wrong field {name}")
    key = FileKey(**values | {"auth_key": _decode(values["auth_key"])})
    if len(key.auth_key) != AUTH_KEY_SIZE:
        raise ValueError("a file key of another size")
    return key


def _code_sent(values: dict[str, Any]) -> CodeSent:
    for name, value in values.items():
        if not isinstance(value, CODE_FIELD_TYPES[name]) or isinstance(value, bool):
            raise ValueError(f"wrong field {name}")
    values["type"] = CodeType(values["type"])
    if values.get("next_type") is not None:
        values["next_type"] = CodeType(values["next_type"])
    if values.get("resend_at") is not None:
        values["resend_at"] = datetime.fromtimestamp(values["resend_at"], UTC)
    return CodeSent(**values)

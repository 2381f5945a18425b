"""Session: the state of a Telegram account to keep between calls, the same for every backend."""

import base64
import dataclasses
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, Self, TypeVar

from tgsdk.errors import SessionInvalid
from tgsdk.hiding import Secret
from tgsdk.session_strings import (
    ExportedKey,
    from_base64,
    read_pyrogram,
    read_secret,
    read_telethon,
    write_pyrogram,
    write_telethon,
)
from tgsdk.types import CodeSent, CodeType, QrLogin

StrEnumT = TypeVar("StrEnumT", bound=StrEnum)

__all__ = ["FileKey", "Session", "Stage"]

PREFIX = "tgsdk1:"
NEWER = "The session was written by a newer version of tgsdk"
AUTH_KEY_SIZE = 256
FUTURE_AUTH_TOKENS = 20  # as many as Telegram takes
ACCESS_HASHES = 5000  # chats: of 16 bytes each
ACCESS_HASH_FORMAT = "<qq"  # the chat's id and its access hash
FILE_KEYS = 4  # there are five data centres, and one of them is the account's own


class Stage(StrEnum):
    """The stage of the login; each names the :class:`LoginState` of the same name."""

    LOGGED_OUT = "logged_out"
    AWAITING_SCAN = "awaiting_scan"
    AWAITING_CODE = "awaiting_code"
    AWAITING_PASSWORD = "awaiting_password"  # noqa: S105 - a stage, not a password
    LOGGED_IN = "logged_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """An authorisation key (256 bytes) to fetch files with from a data centre that is not the account's own."""

    dc_id: int
    auth_key: bytes = field(repr=False)
    server_salt: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The state to keep between two calls. Immutable; every call may make a new one.

    :meth:`to_string` returns a *secret*: whoever has it is the logged-in user. ``repr`` and ``str`` show no secret. A
    login can be continued at any stage, from any process or host that has the session.

    ``dc_id`` is the data centre of the key, or without one where the account lived that was logged out; ``auth_key``
    has 256 bytes or is None before the first call,
    ``server_salt`` is the salt that Telegram last asked for (it saves a round trip), ``hint`` the reminder of the
    two-step verification password. ``code_sent`` describes the login code until the login is finished; the code can be
    entered only with the ``phone_code_hash`` that came with it, and with the same key: the hash is None when another
    code has to be sent.
    ``future_auth_tokens``, newest first, may spare the code at a later login; they outlive a log-out. Only Telegram
    knows which of them are still valid; the oldest is dropped when there are more than 20.
    ``access_hashes`` go with the ids of users and channels (``inputPeerUser``, ``inputPeerChannel``), by the id of
    their chat, for the 5,000 chats seen last. ``file_keys`` are keys of the other data centres that files were fetched
    from.
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
        """True when the login is finished, as far as is known here: Telegram may have ended the session since."""
        return self.stage is Stage.LOGGED_IN

    @property
    def qr(self) -> QrLogin:
        """The QR code that is to be scanned. Raises SessionInvalid when there is none."""
        if self.qr_url is None or self.qr_expires_at is None:
            raise SessionInvalid("The session has no code to be scanned")
        return QrLogin(url=self.qr_url, expires_at=self.qr_expires_at)

    @property
    def awaited_code(self) -> CodeSent:
        """The login code that is to be entered. Raises SessionInvalid when there is none."""
        if self.code_sent is None:
            raise SessionInvalid("The session has no code to be entered")
        return self.code_sent

    def has_key_for(self, phone: str) -> bool:
        """Tell whether a code for this number may be asked for with this key: a key belongs to one login."""
        return self.stage is Stage.LOGGED_OUT or (self.code_sent is not None and self.code_sent.phone == phone)

    def replace(self, **changes: Any) -> Self:
        """Return the same session with some fields changed."""
        return dataclasses.replace(self, **changes)

    def moved_on(self, stage: Stage, **changes: Any) -> Self:
        """Return the same session at another stage of its login, without the values of the stage before."""
        left = {"qr_url": None, "qr_expires_at": None, "code_sent": None, "phone_code_hash": None, "hint": None}
        return self.replace(stage=stage, **left | changes)

    def without_login(self) -> Self:
        """Return what is left when the login or the account is forgotten: the future auth tokens, and where it lives.

        Whoever logs in again is asked at the data centre where the account was; a login that never came about has none.
        """
        home = self.dc_id if self.is_logged_in or self.auth_key is None else 0
        return type(self)(dc_id=home, future_auth_tokens=self.future_auth_tokens)

    def with_future_auth_token(self, token: bytes | None) -> Self:
        """Return the same session with one more token, without the oldest when there are too many."""
        if not token or token in self.future_auth_tokens:
            return self
        return self.replace(future_auth_tokens=(token, *self.future_auth_tokens)[:FUTURE_AUTH_TOKENS])

    def with_access_hashes(self, seen: Mapping[int, int]) -> Self:
        """Return the same session with more access hashes; of more than 5,000 those seen longest ago are dropped."""
        is_full = len(self.access_hashes) >= ACCESS_HASHES  # then it matters which were seen again
        if not is_full and all(self.access_hashes.get(chat_id) == known for chat_id, known in seen.items()):
            return self
        others = {chat_id: known for chat_id, known in self.access_hashes.items() if chat_id not in seen}
        kept = list((others | dict(seen)).items())[-ACCESS_HASHES:]
        return self.replace(access_hashes=dict(kept))

    def file_key(self, dc_id: int) -> FileKey | None:
        """Return the file key of a data centre, None if there is none."""
        return next((key for key in self.file_keys if key.dc_id == dc_id), None)

    def with_file_key(self, key: FileKey) -> Self:
        """Return the same session with this file key for its data centre; of more than 4 the oldest is dropped."""
        if key in self.file_keys:
            return self
        return self.replace(file_keys=(key, *self._other_file_keys(key.dc_id))[:FILE_KEYS])

    def without_file_key(self, dc_id: int) -> Self:
        """Return the same session without the file key of this data centre."""
        return self.replace(file_keys=self._other_file_keys(dc_id))

    def _other_file_keys(self, dc_id: int) -> tuple[FileKey, ...]:
        return tuple(key for key in self.file_keys if key.dc_id != dc_id)

    def to_string(self) -> str:
        """Return the versioned string that every backend reads: ``tgsdk1:`` and base64url of JSON. It is a secret."""
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
        string = Secret.of(string)
        return read_secret(string, cls._read, "The session is damaged")

    @classmethod
    def _read(cls, string: str) -> Self:
        if not string.startswith(PREFIX):
            raise SessionInvalid("This is not a tgsdk session, or one of a newer version")
        return cls(**_checked(json.loads(from_base64(string.removeprefix(PREFIX)))))

    @classmethod
    def from_pyrogram(cls, string: str) -> Self:
        """Read a session string of Pyrogram 2 or Kurigram (``Client.export_session_string()``).

        Raises SessionInvalid for anything else.
        """
        string = Secret.of(string)
        return read_secret(string, cls._read_pyrogram, "This is not a session string of Pyrogram 2")

    @classmethod
    def _read_pyrogram(cls, string: str) -> Self:
        key = read_pyrogram(string)
        stage = Stage.LOGGED_IN if key.user_id else Stage.LOGGED_OUT
        return cls(
            dc_id=key.dc_id, test_mode=key.test_mode, auth_key=key.auth_key, user_id=key.user_id or None, stage=stage
        )

    def to_pyrogram(self, api_id: int) -> str:
        """Write a session string for Pyrogram 2 or Kurigram.

        Raises ``ValueError`` before there is a key to export, and for an account that is logged in and whose owner is
        not known yet (:meth:`from_telethon`): to Pyrogram that would be a session without a login.
        """
        if self.is_logged_in and self.user_id is None:
            raise ValueError("It is not known yet whose account this is: call me() first, and take its session then")
        return write_pyrogram(self._key_to_export(), api_id)

    @classmethod
    def from_telethon(cls, string: str, *, test_mode: bool = False) -> Self:
        """Read a session string of Telethon 1 (``StringSession``), which does not say whose account it is.

        Raises SessionInvalid for anything else.
        """
        string = Secret.of(string)
        session = read_secret(string, cls._read_telethon, "This is not a session string of Telethon 1")
        return session.replace(test_mode=test_mode)

    @classmethod
    def _read_telethon(cls, string: str) -> Self:
        key = read_telethon(string)
        return cls(dc_id=key.dc_id, auth_key=key.auth_key, stage=Stage.LOGGED_IN)

    def to_telethon(self, address: str | None = None, port: int = 443) -> str:
        """Write a session string for Telethon 1, with the address of the data centre: Telegram's own if none is given.

        Raises ``ValueError`` before there is a key to export, and for a data centre whose address is not known.
        """
        return write_telethon(self._key_to_export(), address, port)

    def _key_to_export(self) -> ExportedKey:
        if self.auth_key is None:
            raise ValueError("There is no key to export before the first call")
        return ExportedKey(
            dc_id=self.dc_id, test_mode=self.test_mode, auth_key=self.auth_key, user_id=self.user_id or 0
        )


def _written(value: object) -> str | float:
    """Write values that JSON has no type for: bytes as base64url, times as seconds since 1970."""
    if isinstance(value, bytes):
        return base64.urlsafe_b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} cannot be kept")


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
    """Return the fields of a Session. Raises SessionInvalid for an unknown one, and for a wrong one what it is."""
    _refuse_unknown(values, FIELD_TYPES)
    for name, value in values.items():
        if type(value) is not FIELD_TYPES[name] or (name in RANGES and value not in RANGES[name]):
            raise ValueError(f"wrong field {name}")
    if "auth_key" in values:
        values["auth_key"] = from_base64(values["auth_key"])
    if "qr_expires_at" in values:
        values["qr_expires_at"] = datetime.fromtimestamp(values["qr_expires_at"], UTC)
    if "code_sent" in values:
        values["code_sent"] = _code_sent(values["code_sent"])
    tokens = values.get("future_auth_tokens", ())[:FUTURE_AUTH_TOKENS]
    values["future_auth_tokens"] = tuple(from_base64(token) for token in tokens)
    if "access_hashes" in values:
        values["access_hashes"] = dict(_access_hashes(values["access_hashes"])[-ACCESS_HASHES:])
    values["file_keys"] = tuple(_file_key(key) for key in values.get("file_keys", ())[:FILE_KEYS])
    values["stage"] = _known(Stage, values.get("stage", Stage.LOGGED_OUT))
    return values


def _refuse_unknown(values: dict[str, Any], known: Mapping[str, object]) -> None:
    if not values.keys() <= known.keys():
        raise SessionInvalid(NEWER)


def _known(kind: type[StrEnumT], value: str) -> StrEnumT:
    if value not in list(kind):
        raise SessionInvalid(NEWER)
    return kind(value)


def _access_hashes(packed: str) -> list[tuple[int, int]]:
    return [(chat_id, known) for chat_id, known in struct.iter_unpack(ACCESS_HASH_FORMAT, from_base64(packed))]


def _file_key(values: dict[str, Any]) -> FileKey:
    _refuse_unknown(values, FIELD_TYPES)
    for name, value in values.items():  # the type first: a range compares what is no int with each of its numbers
        if type(value) is not FIELD_TYPES[name] or (name in RANGES and value not in RANGES[name]):
            raise ValueError(f"wrong field {name}")
    key = FileKey(**values | {"auth_key": from_base64(values["auth_key"])})
    if len(key.auth_key) != AUTH_KEY_SIZE:
        raise ValueError("a file key of another size")
    return key


def _code_sent(values: dict[str, Any]) -> CodeSent:
    _refuse_unknown(values, CODE_FIELD_TYPES)
    for name, value in values.items():
        if not isinstance(value, CODE_FIELD_TYPES[name]) or isinstance(value, bool):
            raise ValueError(f"wrong field {name}")
    values["type"] = _known(CodeType, values["type"])
    if values.get("next_type") is not None:
        values["next_type"] = _known(CodeType, values["next_type"])
    if values.get("resend_at") is not None:
        values["resend_at"] = datetime.fromtimestamp(values["resend_at"], UTC)
    return CodeSent(**values)

"""Authorisation keys: the salts and sessions of each, and the account that is logged in with it."""

from dataclasses import dataclass, field
from hashlib import sha1, sha256
from typing import Any, Protocol

from ..accounts import Account
from .logins import Device, LoginToken
from .message_ids import MessageIds
from .srp import PasswordCheck

#: The errors that say that Telegram has ended a session (https://core.telegram.org/api/errors), with their numbers.
SESSION_ENDS = {
    "SESSION_REVOKED": 401,
    "SESSION_EXPIRED": 401,
    "AUTH_KEY_UNREGISTERED": 401,
    "USER_DEACTIVATED": 401,
    "USER_DEACTIVATED_BAN": 401,
    "AUTH_KEY_DUPLICATED": 406,
}
SALT_LIFETIME = 3600
SEEN_IDS = 1000


class Connection(Protocol):
    """A client's connection, as a key sees it."""

    @property
    def framing(self) -> str: ...

    @property
    def is_open(self) -> bool: ...

    def push(self, update: Any) -> None: ...

    def disconnect_later(self, seconds: int) -> None: ...


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """One MTProto session of a key (https://core.telegram.org/mtproto/description#session)."""

    id: int
    message_ids: MessageIds
    is_announced: bool = False
    is_initialised: bool = False
    wants_updates: bool = True
    layer: int = 0
    sent: int = 0
    seen: dict[int, None] = field(default_factory=dict)
    unacknowledged: set[int] = field(default_factory=set)

    def is_new(self, message_id: int) -> bool:
        """Tell whether this message has not come before, and remember it; the last 1000 are remembered."""
        if message_id in self.seen:
            return False
        self.seen[message_id] = None
        if len(self.seen) > SEEN_IDS:
            del self.seen[next(iter(self.seen))]
        return True

    def next_seq_no(self, *, content_related: bool) -> int:
        """Return twice the number of content-related messages before, plus one for such a message itself."""
        seq_no = self.sent * 2 + content_related
        self.sent += content_related
        return seq_no


@dataclass(slots=True, kw_only=True, eq=False)
class AuthKey:
    """An authorisation key of one data centre.

    ``user`` is the account logged in with it, ``awaits_password`` the account whose password is still to come, ``end``
    the reason of `SESSION_ENDS` why nobody is logged in any more; ``in_use`` are the open connections by which
    the account was asked for something.
    """

    value: bytes = field(repr=False)
    dc_id: int
    first_salt: bytes
    created_at: float
    id: int = field(init=False)
    user: Account | None = None
    awaits_password: Account | None = None
    end: str | None = None
    login_token: LoginToken | None = None
    password_check: PasswordCheck | None = None
    device: Device = field(default_factory=Device)
    sessions: dict[int, Session] = field(default_factory=dict)
    connections: set[Connection] = field(default_factory=set)
    in_use: set[Connection] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.id = int.from_bytes(sha1(self.value, usedforsecurity=False).digest()[-8:], "little", signed=True)

    def log_in(self, account: Account) -> None:
        self.log_out()
        self.user = account

    def await_password(self, account: Account) -> None:
        self.log_out()
        self.awaits_password = account

    def log_out(self) -> None:
        self.user = self.awaits_password = self.login_token = self.password_check = None
        self.end = None

    def end_session(self, reason: str) -> None:
        self.log_out()
        self.end = reason

    def is_in_use_elsewhere(self, connection: Connection) -> bool:
        """Tell whether another connection is open by which the account was asked for something."""
        return any(other.is_open for other in self.in_use - {connection})

    def salt(self, now: float, *, later: int = 0) -> bytes:
        """Return the server salt of this hour, or of so many hours ``later``; the first is that of the key exchange."""
        hour = max(0, int((now - self.created_at) // SALT_LIFETIME)) + later
        return self.first_salt if hour <= 0 else sha256(self.value + hour.to_bytes(4, "big")).digest()[:8]

    def accepts_salt(self, salt: bytes, now: float) -> bool:
        return salt in (self.salt(now), self.salt(now, later=-1))

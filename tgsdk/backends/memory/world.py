"""The imagined Telegram of a MemoryBackend: who has an account, what each key is logged in as, and what is written."""

import base64
import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tgsdk.errors import SessionEnded, UploadIncomplete
from tgsdk.types import Attachment, CodeSent, CodeType, OutgoingFile, User

from .desk import StoredDesk
from .sent_files import attachment_of

__all__ = ["Authorization", "Person", "World"]

CODE_LENGTH = 5
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can log in by phone."""

    user: User
    code: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    hint: str | None = None


@dataclass(slots=True, kw_only=True)
class Authorization:
    """One key, as the imagined Telegram knows it."""

    token: str = field(default="", repr=False)
    expires_at: datetime = LONG_AGO
    user: User | None = None
    password: str | None = field(default=None, repr=False)
    hint: str | None = None
    phone_code_hash: str | None = field(default=None, repr=False)
    ways: tuple[CodeType, ...] = ()
    ended: str | None = None

    @property
    def url(self) -> str:
        """The URL in the QR code."""
        return f"tg://login?token={self.token}"

    @property
    def is_open(self) -> bool:
        """Whether the QR code can be scanned: it is neither used nor too old."""
        return self.user is None and self.expires_at > datetime.now(UTC)

    @property
    def logged_in_user(self) -> User:
        """The user who is logged in with the key. Raises SessionEnded."""
        if self.user is None or self.ended:
            raise SessionEnded(telegram_name=self.ended or "AUTH_KEY_UNREGISTERED", telegram_code=401)
        return self.user


class World:
    """Everything that outlives a connection. Each method may be called from any thread."""

    def __init__(self, *, token_lifetime: float) -> None:
        self._people: dict[str, Person] = {}
        self._code_types: tuple[CodeType, ...] = (CodeType.APP, CodeType.SMS)
        self._code_timeout = 60
        self._remembered: dict[bytes, str] = {}
        self._token_lifetime = timedelta(seconds=token_lifetime)
        self._authorizations: dict[bytes, Authorization] = {}
        self._desks: dict[int, StoredDesk] = {}
        self._files: dict[str, bytes] = {}
        self._parts: dict[int, dict[int, bytes]] = {}
        self._lock = threading.Lock()

    # Accounts

    def add_person(self, phone: str, person: Person) -> None:
        """Register somebody under an international phone number."""
        with self._lock:
            self._people[phone] = person

    def person(self, phone: str) -> Person | None:
        """Return who has this phone number."""
        with self._lock:
            return self._people.get(phone)

    def end_sessions(self, user_id: int, reason: str) -> None:
        """End every session of a user for ``reason``."""
        with self._lock:
            for authorization in self._authorizations.values():
                if authorization.user is not None and authorization.user.id == user_id:
                    authorization.ended = reason

    # Logins

    def authorization(self, auth_key: bytes | None) -> Authorization:
        """Return what is known of this key, a new one included."""
        with self._lock:
            return self._authorizations.setdefault(auth_key or b"", Authorization())

    def accept_scan(self, url: str, user: User, password: str | None, hint: str | None) -> None:
        """Let ``user`` in where this QR code is shown. Raises ``LookupError`` when no valid code has this URL."""
        with self._lock:
            for authorization in self._authorizations.values():
                if authorization.url == url and authorization.is_open:
                    authorization.user, authorization.password, authorization.hint = user, password, hint
                    return
        raise LookupError("no valid code has this URL")

    def renew_token(self, authorization: Authorization) -> None:
        """Make a new QR code where the one before is too old."""
        with self._lock:
            if authorization.expires_at <= datetime.now(UTC):
                authorization.token = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
                authorization.expires_at = datetime.now(UTC) + self._token_lifetime

    def expire_tokens(self) -> None:
        """Let every QR code that is shown now be too old."""
        with self._lock:
            for authorization in self._authorizations.values():
                authorization.expires_at = datetime.now(UTC)

    def choose_code_types(self, types: tuple[CodeType, ...], timeout: int) -> None:
        """Set the ways that codes take, and the seconds until the next one may be asked for."""
        with self._lock:
            self._code_types, self._code_timeout = types, timeout

    def send_code(self, authorization: Authorization, phone: str, *, next_way: bool) -> tuple[CodeSent, str]:
        """Send a code by the first way, or by the next one, and return it with its hash."""
        with self._lock:
            authorization.ways = authorization.ways[1:] if next_way else self._code_types
            way, *left = authorization.ways
            code = CodeSent(
                phone=phone,
                type=way,
                length=CODE_LENGTH,
                next_type=left[0] if left else None,
                timeout=self._code_timeout,
                resend_at=datetime.now(UTC) + timedelta(seconds=self._code_timeout),
            )
            authorization.phone_code_hash = os.urandom(9).hex()
            return code, authorization.phone_code_hash

    def expire_codes(self) -> None:
        """Let every login code that was sent be too old."""
        with self._lock:
            for authorization in self._authorizations.values():
                authorization.phone_code_hash = None

    def let_in(self, authorization: Authorization, phone: str) -> None:
        """Log in whoever has this phone number, as far as the password."""
        with self._lock:
            person = self._people[phone]
            authorization.user, authorization.password = person.user, person.password
            authorization.hint, authorization.phone_code_hash = person.hint, None

    def remember(self, authorization: Authorization) -> bytes | None:
        """End the session, and return the token that spares its owner the next code."""
        with self._lock:
            phone = next((phone for phone, each in self._people.items() if each.user == authorization.user), None)
            if phone is None or authorization.ended:
                return None
            authorization.ended, token = "AUTH_KEY_UNREGISTERED", os.urandom(16)
            self._remembered[token] = phone
            return token

    def recognize(self, tokens: tuple[bytes, ...], phone: str) -> bool:
        """Use up the token among these that belongs to the phone number, and say whether there was one."""
        with self._lock:
            good = next((token for token in tokens if self._remembered.get(token) == phone), None)
            return good is not None and self._remembered.pop(good) == phone

    # What is written and sent

    @contextlib.contextmanager
    def desk(self, user_id: int) -> Iterator[StoredDesk]:
        """Yield the chats and messages of a user, which nobody else changes meanwhile."""
        with self._lock:
            yield self._desks.setdefault(user_id, StoredDesk())

    def save_part(self, file_id: int, number: int, part: bytes) -> None:
        """Keep a part of a file that is uploaded."""
        with self._lock:
            self._parts.setdefault(file_id, {})[number] = part

    def attach(self, file: OutgoingFile) -> Attachment:
        """Make an attachment of a file that was uploaded. Raises UploadIncomplete, and FileInvalid for no photo."""
        with self._lock:
            parts = self._parts.get(file.id, {})
            content = b"".join(parts[number] for number in sorted(parts))
            if len(content) != file.size:
                gap = next(number for number in range(len(parts) + 1) if number not in parts)
                raise UploadIncomplete(gap, telegram_name=f"FILE_PART_{gap}_MISSING", telegram_code=400)
            attachment = attachment_of(file, content)
            self._files[attachment.location] = content
            if attachment.thumbnail:
                self._files[attachment.thumbnail.location] = content
            del self._parts[file.id]
            return attachment

    def put_file(self, location: str, content: bytes) -> None:
        """Keep the content of a file."""
        with self._lock:
            self._files[location] = content

    def remove_file(self, location: str) -> None:
        """Forget the content of a file."""
        with self._lock:
            self._files.pop(location, None)

    def file(self, location: str) -> bytes | None:
        """Return the content of a file, as far as one was put there."""
        with self._lock:
            return self._files.get(location)

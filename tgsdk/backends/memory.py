"""MemoryBackend: a Telegram without a network, for tests and for work on pages. Scripted by what a phone would do."""

import base64
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tgsdk.errors import (
    FileReferenceExpired,
    NotLoggedIn,
    PasswordInvalid,
    PhoneCodeExpired,
    PhoneCodeInvalid,
    PhoneNumberUnoccupied,
    SendCodeUnavailable,
    SessionEnded,
    TelegramError,
    WrongMoment,
)
from tgsdk.login_code import code_as_sent
from tgsdk.phone_number import international
from tgsdk.session import Session, Stage
from tgsdk.types import (
    Attachment,
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    Chat,
    CodeSent,
    CodeType,
    Found,
    LoggedIn,
    LoggedOut,
    LoginState,
    Message,
    Page,
    Photo,
    QrLogin,
    User,
)

from .base import PART_SIZE, Backend, Connection
from .memory_desk import Desk

__all__ = ["MemoryBackend"]

DC_ID = 2
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
    """What the imagined Telegram knows of one key."""

    token: str = field(default="", repr=False)
    expires_at: datetime = LONG_AGO
    user: User | None = None
    password: str | None = field(default=None, repr=False)
    hint: str | None = None
    phone_code_hash: str | None = field(default=None, repr=False)
    ways: tuple[CodeType, ...] = ()
    ended: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the code can be scanned: it is neither used nor too old."""
        return self.user is None and self.expires_at > datetime.now(UTC)


class MemoryBackend(Backend):
    """Keeps its accounts in the process's memory. Safe to use from many threads; nothing is shared between objects.

    A test plays the phone: :meth:`scan` accepts a shown QR code, :meth:`expire_tokens` lets the QR codes grow old.
    It plays Telegram too: :meth:`add` registers somebody who logs in by phone, :meth:`send_codes_by` chooses the ways
    that codes take, :meth:`expire_codes` lets them grow old, :meth:`end_sessions` ends an account's sessions,
    :meth:`fail` makes the next calls raise. What an account reads is given to it by :meth:`put_chat`,
    :meth:`put_message` and :meth:`put_file`; :meth:`delete_message` takes a message away, :meth:`forbid_writing` closes
    a chat to it. ``calls`` lists the operations that were asked for, oldest first. ``token_lifetime`` is in seconds.
    """

    def __init__(self, *, token_lifetime: float = 30) -> None:
        self.calls: list[str] = []
        self._people: dict[str, Person] = {}
        self._code_types: tuple[CodeType, ...] = (CodeType.APP, CodeType.SMS)
        self._code_timeout = 60
        self._remembered: dict[bytes, str] = {}
        self._token_lifetime = timedelta(seconds=token_lifetime)
        self._authorizations: dict[bytes, Authorization] = {}
        self._failures: list[TelegramError] = []
        self._desks: dict[int, Desk] = {}
        self._files: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def scan(self, url: str, user: User, *, password: str | None = None, hint: str | None = None) -> None:
        """Accept the login of ``url`` as ``user``, who has a two-factor password if ``password`` is given.

        Raises ``LookupError`` when no valid code has this URL.
        """
        with self._lock:
            for authorization in self._authorizations.values():
                if _url(authorization.token) == url and authorization.is_open:
                    authorization.user, authorization.password, authorization.hint = user, password, hint
                    return
        raise LookupError("no valid code has this URL")

    def add(self, phone: str, user: User, *, code: str, password: str | None = None, hint: str | None = None) -> None:
        """Register ``user`` under a phone number, to whom ``code`` is sent."""
        with self._lock:
            self._people[international(phone)] = Person(user=user, code=code, password=password, hint=hint)

    def send_codes_by(self, *types: CodeType, timeout: int = 60) -> None:
        """The ways that codes take, in their order; the next one can be asked for after ``timeout`` seconds."""
        if not types:
            raise ValueError("a code is sent in one way at least")
        with self._lock:
            self._code_types, self._code_timeout = types, timeout

    def expire_codes(self) -> None:
        """Let every login code that was sent be too old."""
        with self._lock:
            for authorization in self._authorizations.values():
                authorization.phone_code_hash = None

    def expire_tokens(self) -> None:
        """Let every QR code that is shown now be too old."""
        with self._lock:
            for authorization in self._authorizations.values():
                authorization.expires_at = datetime.now(UTC)

    def end_sessions(self, user_id: int, reason: str = "SESSION_REVOKED") -> None:
        """End all sessions of this user, as from the phone. ``reason`` is Telegram's name for it."""
        with self._lock:
            for authorization in self._authorizations.values():
                if authorization.user is not None and authorization.user.id == user_id:
                    authorization.ended = reason

    def fail(self, error: TelegramError, *, times: int = 1) -> None:
        """Make the next ``times`` operations raise ``error``."""
        with self._lock:
            self._failures.extend([error] * times)

    def put_chat(self, user_id: int, chat: Chat) -> None:
        """Give this user a chat, or change it. Its ``last_message`` is put too, where it has one.

        Pinned chats come first, then those with the newest message, then those without any, in the order they were put.
        """
        with self._desk(user_id) as desk:
            desk.put_chat(chat)

    def put_message(self, user_id: int, message: Message) -> None:
        """Give this user a message, or change the one of this id. A new one that is not their own is unread.

        Raises NotFound when the chat was not put.
        """
        with self._desk(user_id) as desk:
            desk.put_message(message)

    def delete_message(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Take a message away. Raises NotFound when there is none of this id."""
        with self._desk(user_id) as desk:
            desk.delete_message(chat_id, message_id)

    def put_file(self, location: str, content: bytes) -> None:
        """What every Photo and Attachment with this ``location`` holds; without it FileReferenceExpired is raised."""
        with self._lock:
            self._files[location] = content

    def forbid_writing(self, user_id: int, chat_id: int, error: TelegramError | None) -> None:
        """Make every message that this user sends to the chat raise ``error``; None allows writing again.

        Raises NotFound when the chat was not put.
        """
        with self._desk(user_id) as desk:
            desk.forbid_writing(chat_id, error)

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield MemoryConnection(self, session)

    @contextlib.contextmanager
    def _desk(self, user_id: int) -> Iterator[Desk]:
        with self._lock:
            yield self._desks.setdefault(user_id, Desk())

    def _file(self, location: str) -> bytes | None:
        with self._lock:
            return self._files.get(location)

    def _note(self, operation: str) -> None:
        with self._lock:
            self.calls.append(operation)
            if self._failures:
                raise self._failures.pop(0)

    def _authorization(self, auth_key: bytes) -> Authorization:
        with self._lock:
            return self._authorizations.setdefault(auth_key, Authorization())

    def _send_code(self, authorization: Authorization, phone: str, *, next_way: bool) -> tuple[CodeSent, str]:
        """The code that is on its way, and its hash: by the first way, or by the next one."""
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

    def _let_in(self, authorization: Authorization, phone: str) -> None:
        with self._lock:
            person = self._people[phone]
            authorization.user, authorization.password = person.user, person.password
            authorization.hint, authorization.phone_code_hash = person.hint, None

    def _person(self, phone: str) -> Person | None:
        with self._lock:
            return self._people.get(phone)

    def _remember(self, authorization: Authorization) -> bytes | None:
        """End the session, and give the token that spares its owner the next code."""
        with self._lock:
            phone = next((phone for phone, each in self._people.items() if each.user == authorization.user), None)
            if phone is None or authorization.ended:
                return None
            authorization.ended, token = "AUTH_KEY_UNREGISTERED", os.urandom(16)
            self._remembered[token] = phone
            return token

    def _recognise(self, tokens: tuple[bytes, ...], phone: str) -> bool:
        """Whether one of the tokens is this phone's; it is used up."""
        with self._lock:
            good = next((token for token in tokens if self._remembered.get(token) == phone), None)
            return good is not None and self._remembered.pop(good) == phone

    def _refresh(self, authorization: Authorization) -> None:
        with self._lock:
            if authorization.expires_at <= datetime.now(UTC):
                authorization.token = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
                authorization.expires_at = datetime.now(UTC) + self._token_lifetime


class MemoryConnection(Connection):
    """One account of a MemoryBackend."""

    def __init__(self, backend: MemoryBackend, session: Session) -> None:
        self._backend = backend
        self._session = session

    @property
    def session(self) -> Session:
        return self._session

    async def start_qr_login(self) -> QrLogin:
        self._backend._note("start_qr_login")
        self._refuse_when_further()
        self._make_key_once()
        state = self._look()
        if not isinstance(state, AwaitingScan):
            raise WrongMoment("the login has come further: ask for its status")
        return state.qr

    async def check_qr_login(self) -> LoginState:
        self._backend._note("check_qr_login")
        if self._session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        return self._look() if self._session.stage is Stage.AWAITING_SCAN else self._status()

    async def send_code(self, phone: str) -> CodeSent:
        self._backend._note("send_code")
        self._refuse_when_further()
        number = international(phone)
        if not self._session.has_key_for(number):
            self._session = self._session.without_login()
        self._make_key_once()
        if self._backend._recognise(self._session.future_auth_tokens, number):
            self._let_in(number)
            return CodeSent(phone=number, type=CodeType.NOT_NEEDED)
        return self._send_code(number, next_way=False)

    async def resend_code(self) -> CodeSent:
        self._backend._note("resend_code")
        code, is_too_old = self._awaited_code(), self._code_is_too_old()
        if code.next_type is None and not is_too_old:
            raise SendCodeUnavailable(telegram_name="SEND_CODE_UNAVAILABLE", telegram_code=406)
        return self._send_code(code.phone, next_way=not is_too_old)

    async def sign_in(self, code: str) -> LoginState:
        self._backend._note("sign_in")
        awaited = self._awaited_code()
        entered = code_as_sent(code, awaited.type)
        if self._code_is_too_old():
            self._session = self._session.replace(phone_code_hash=None)
            raise PhoneCodeExpired(telegram_name="PHONE_CODE_EXPIRED", telegram_code=400)
        person = self._backend._person(awaited.phone)
        if person is None:
            self._session = self._session.moved_on(Stage.LOGGED_OUT)
            raise PhoneNumberUnoccupied(telegram_name="PHONE_NUMBER_UNOCCUPIED", telegram_code=400)
        if entered != person.code:
            raise PhoneCodeInvalid(telegram_name="PHONE_CODE_INVALID", telegram_code=400)
        return self._let_in(awaited.phone)

    async def check_password(self, password: str) -> LoginState:
        self._backend._note("check_password")
        if self._session.stage is not Stage.AWAITING_PASSWORD:
            raise WrongMoment("no password is waited for")
        authorization = self._authorization()
        if password != authorization.password:
            raise PasswordInvalid(telegram_name="PASSWORD_HASH_INVALID", telegram_code=400)
        if authorization.user is None:
            raise WrongMoment("nobody has scanned the code")
        return self._logged_in(authorization.user)

    async def status(self) -> LoginState:
        self._backend._note("status")
        return self._status()

    async def me(self) -> User:
        self._backend._note("me")
        return self._me()

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        with self._desk("chats") as desk:
            page = desk.chats(limit, cursor) if query is None else desk.find_chats(query, limit, cursor)
        self._see(page.items)
        return page

    async def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        with self._desk("search_messages") as desk:
            page = desk.search_messages(query, limit, cursor)
        self._see(found.chat for found in page.items)
        return page

    async def chat(self, chat_id: int) -> Chat:
        with self._desk("chat") as desk:
            chat = desk.chat(chat_id)
        self._see([chat])
        return chat

    async def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        with self._desk("messages") as desk:
            return desk.messages(chat_id, limit, cursor, after, around)

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        with self._desk("mark_as_read") as desk:
            desk.mark_as_read(chat_id, message_id)

    async def message(self, chat_id: int, message_id: int) -> Message:
        with self._desk("message") as desk:
            return desk.message(chat_id, message_id)

    async def send_message(self, chat_id: int, text: str, random_id: int) -> Message:
        self._backend._note("send_message")
        user = self._me()
        with self._backend._desk(user.id) as desk:
            return desk.send_message(chat_id, text, random_id, user)

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        self._backend._note("read_part")
        self._me()
        content = self._backend._file(file.location)
        if content is None:
            raise FileReferenceExpired(telegram_name="FILE_REFERENCE_EXPIRED", telegram_code=400)
        return content[offset : offset + PART_SIZE]

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        self._backend._note("read_photos")
        self._me()
        return tuple(self._backend._file(photo.location) for photo in photos)

    async def log_out(self) -> None:
        self._backend._note("log_out")
        if self._session.is_logged_in:
            self._session = self._session.with_future_auth_token(self._backend._remember(self._authorization()))
        self._session = self._session.without_login()

    @contextlib.contextmanager
    def _desk(self, operation: str) -> Iterator[Desk]:
        """What the logged-in user has to do with, for the length of one operation."""
        self._backend._note(operation)
        with self._backend._desk(self._me().id) as desk:
            yield desk

    def _see(self, chats: Iterable[Chat]) -> None:
        self._session = self._session.with_access_hashes({chat.id: _access_hash(chat.id) for chat in chats})

    def _authorization(self) -> Authorization:
        return self._backend._authorization(self._session.auth_key or b"")

    def _make_key_once(self) -> None:
        if self._session.auth_key is None:
            self._session = self._session.replace(dc_id=DC_ID, auth_key=os.urandom(256))

    def _refuse_when_further(self) -> None:
        if self._session.stage in (Stage.LOGGED_IN, Stage.AWAITING_PASSWORD):
            raise WrongMoment("the login has come further: ask for its status")

    def _awaited_code(self) -> CodeSent:
        if self._session.stage is not Stage.AWAITING_CODE:
            raise WrongMoment("no code is waited for")
        return self._session.awaited_code

    def _code_is_too_old(self) -> bool:
        return self._session.phone_code_hash is None or (
            self._session.phone_code_hash != self._authorization().phone_code_hash
        )

    def _send_code(self, phone: str, *, next_way: bool) -> CodeSent:
        code, phone_code_hash = self._backend._send_code(self._authorization(), phone, next_way=next_way)
        self._session = self._session.moved_on(Stage.AWAITING_CODE, code_sent=code, phone_code_hash=phone_code_hash)
        return code

    def _let_in(self, phone: str) -> LoginState:
        self._backend._let_in(self._authorization(), phone)
        return self._look()

    def _look(self) -> LoginState:
        authorization = self._authorization()
        if authorization.user is None:
            self._backend._refresh(authorization)
            return self._awaiting_scan(authorization)
        if authorization.password is not None:
            return self._awaiting_password(authorization)
        return self._logged_in(authorization.user)

    def _awaiting_scan(self, authorization: Authorization) -> AwaitingScan:
        qr = QrLogin(url=_url(authorization.token), expires_at=authorization.expires_at)
        self._session = self._session.moved_on(Stage.AWAITING_SCAN, qr_url=qr.url, qr_expires_at=qr.expires_at)
        return AwaitingScan(qr)

    def _awaiting_password(self, authorization: Authorization) -> AwaitingPassword:
        self._session = self._session.moved_on(
            Stage.AWAITING_PASSWORD, hint=authorization.hint, code_sent=self._session.code_sent
        )
        return AwaitingPassword(authorization.hint)

    def _logged_in(self, user: User) -> LoggedIn:
        self._session = self._session.moved_on(Stage.LOGGED_IN, user_id=user.id)
        return LoggedIn(user)

    def _status(self) -> LoginState:
        session = self._session
        if session.stage is Stage.LOGGED_OUT:
            return LoggedOut()
        if session.stage is Stage.AWAITING_PASSWORD:
            return AwaitingPassword(session.hint)
        if session.stage is Stage.AWAITING_CODE:
            return AwaitingCode(session.awaited_code)
        if session.stage is Stage.AWAITING_SCAN:
            return AwaitingScan(session.qr)
        try:
            return LoggedIn(self._me())
        except SessionEnded as error:
            return LoggedOut(error.telegram_name)

    def _me(self) -> User:
        if not self._session.is_logged_in:
            raise NotLoggedIn
        authorization = self._authorization()
        if authorization.user is None or authorization.ended:
            raise SessionEnded(telegram_name=authorization.ended or "AUTH_KEY_UNREGISTERED", telegram_code=401)
        return authorization.user


def _access_hash(chat_id: int) -> int:
    """Nobody here asks for it. It is stable, as Telegram's is."""
    return -chat_id


def _url(token: str) -> str:
    return f"tg://login?token={token}"

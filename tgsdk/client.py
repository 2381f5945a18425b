"""Telegram, the blocking facade, and AsyncTelegram, its awaitable twin: one line a call."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator, Sequence
from typing import Any, Self, TypeVar

from tgsdk.backends.base import MAX_LIMIT, Backend, Connection
from tgsdk.download import Destination, Parts, open_destination
from tgsdk.errors import Timeout
from tgsdk.held_open import HeldOpen
from tgsdk.runner import run_async_task
from tgsdk.session import Session
from tgsdk.types import Attachment, Chat, CodeSent, Found, LoginState, Message, Page, Photo, QrLogin, User

__all__ = ["AsyncTelegram", "Telegram"]

T = TypeVar("T")


class AsyncTelegram:
    """One Telegram account, for code that has an event loop of its own. See :class:`Telegram`."""

    def __init__(self, backend: Backend, session: Session | None = None, *, timeout: float = 15) -> None:
        if not timeout > 0:
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        self.session = session or Session()
        self.timeout = timeout
        self._backend = backend
        self._connection: Connection | None = None
        self._end: float | None = None
        self._turn: contextlib.AbstractAsyncContextManager[object] = contextlib.nullcontext()

    @contextlib.asynccontextmanager
    async def connected(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - it is about the calls of the block
    ) -> AsyncIterator[Self]:
        if self._connection is not None:
            raise RuntimeError("this object is connected already")
        async with self._backend.connect(self.session) as connection:
            self._connection = connection
            self._end = None if timeout is None else time.monotonic() + timeout
            self._turn = asyncio.Lock()  # one call after the other: they share a line
            try:
                yield self
            finally:
                self._connection = self._end = None
                self._turn = contextlib.nullcontext()
                self.session = connection.session

    async def start_qr_login(self) -> QrLogin:
        return await self._call(lambda connection: connection.start_qr_login())

    async def check_qr_login(self) -> LoginState:
        return await self._call(lambda connection: connection.check_qr_login())

    async def send_code(self, phone: str) -> CodeSent:
        return await self._call(lambda connection: connection.send_code(phone))

    async def resend_code(self) -> CodeSent:
        return await self._call(lambda connection: connection.resend_code())

    async def sign_in(self, code: str) -> LoginState:
        return await self._call(lambda connection: connection.sign_in(code))

    async def check_password(self, password: str) -> LoginState:
        return await self._call(lambda connection: connection.check_password(password))

    async def status(self) -> LoginState:
        return await self._call(lambda connection: connection.status())

    async def me(self) -> User:
        return await self._call(lambda connection: connection.me())

    async def chats(self, limit: int = 50, cursor: str | None = None, query: str | None = None) -> Page[Chat]:
        _check_limit(limit)
        return await self._call(lambda connection: connection.chats(limit, cursor, query))

    async def search_messages(self, query: str, limit: int = 50, cursor: str | None = None) -> Page[Found]:
        _check_limit(limit)
        return await self._call(lambda connection: connection.search_messages(query, limit, cursor))

    async def chat(self, chat_id: int) -> Chat:
        return await self._call(lambda connection: connection.chat(chat_id))

    async def messages(
        self,
        chat_id: int,
        limit: int = 50,
        cursor: str | None = None,
        *,
        after: int | None = None,
        around: int | None = None,
    ) -> Page[Message]:
        _check_limit(limit)
        if sum(place is not None for place in (cursor, after, around)) > 1:
            raise ValueError("messages are before a cursor, after one of them, or around one: not two of it")
        return await self._call(lambda connection: connection.messages(chat_id, limit, cursor, after, around))

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        await self._call(lambda connection: connection.mark_as_read(chat_id, message_id))

    async def message(self, chat_id: int, message_id: int) -> Message:
        return await self._call(lambda connection: connection.message(chat_id, message_id))

    async def send_message(self, chat_id: int, text: str, *, random_id: int | None = None) -> Message:
        number = _new_random_id() if random_id is None else random_id
        if not -(2**63) <= number < 2**63:
            raise ValueError("random_id is a signed number of 64 bits")
        return await self._call(lambda connection: connection.send_message(chat_id, text, number))

    async def download(self, file: Attachment | Photo, to: Destination) -> None:
        with open_destination(to) as opened:
            async with contextlib.aclosing(self.iter_download(file)) as parts:
                async for part in parts:
                    opened.write(part)

    def iter_download(
        self, file: Attachment | Photo, *, start: int = 0, stop: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        return self._iter_parts(file, Parts(file, start, stop))

    async def _iter_parts(self, file: Attachment | Photo, parts: Parts) -> AsyncGenerator[bytes, None]:
        async with self._connected_in_any_case():
            for offset in parts:
                if part := parts.checked(offset, await self._read_part(file, offset)):
                    yield part

    async def _read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        """The bytes from ``offset``, a multiple of ``PART_SIZE``, on."""
        return await self._call(lambda connection: connection.read_part(file, offset))

    async def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        return await self._call(lambda connection: connection.read_photos(photos))

    async def log_out(self) -> None:
        return await self._call(lambda connection: connection.log_out())

    def _connected_in_any_case(self) -> contextlib.AbstractAsyncContextManager[object]:
        return self.connected() if self._connection is None else contextlib.nullcontext()

    async def _call(self, operation: Callable[[Connection], Awaitable[T]]) -> T:
        seconds = self._seconds_left()
        limit = asyncio.timeout(seconds)
        try:
            async with limit, self._turn, self._connecting() as connection:
                try:
                    return await operation(connection)
                finally:
                    self.session = connection.session
        except TimeoutError as error:
            if limit.expired():
                raise Timeout(f"no answer within {seconds:g} s") from error
            raise

    def _seconds_left(self) -> float:
        """For one call, within what the block has for all of its calls."""
        return self.timeout if self._end is None else max(min(self.timeout, self._end - time.monotonic()), 0)

    def _connecting(self) -> contextlib.AbstractAsyncContextManager[Connection]:
        """The connection of the block, or one of this call alone."""
        if self._connection is not None:
            return contextlib.nullcontext(self._connection)
        return self._backend.connect(self.session)


def _new_random_id() -> int:
    """A number for ``send_message`` that nobody has used before (``random_id`` of ``messages.sendMessage``)."""
    return secrets.randbits(64) - 2**63


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise ValueError(f"limit is a number from 1 to {MAX_LIMIT}, not {limit!r}")


class Telegram:
    """One Telegram account, for ordinary blocking code in any thread of any server.

    Each call runs on an event loop of its own (:func:`run_async_task`) and over a connection of its own; it ends
    within ``timeout`` seconds. What must be kept between calls is :attr:`session`, which every call may change,
    *also one that raises*: save ``telegram.session.to_string()`` after each. Use one object from one thread at a time,
    and make one call at a time for one account: Telegram ends a session that is used over two connections at once.

    Every method raises only :class:`tgsdk.TelegramError`: besides those named at each, Timeout,
    TelegramUnavailable, FloodWait, Misconfigured and TelegramFailure may come from any.
    """

    def __init__(self, backend: Backend, session: Session | None = None, *, timeout: float = 15) -> None:
        self._twin = AsyncTelegram(backend, session, timeout=timeout)
        self._held: HeldOpen | None = None

    @contextlib.contextmanager
    def connected(self, *, timeout: float | None = None) -> Iterator[Self]:
        """Make all calls of the ``with`` block over one loop and one connection.

        Nothing is sent before the first call. Each call ends within this object's ``timeout``, and all of them
        together within that of the block, if one is given. A call that failed because the connection was lost leaves
        no other for the rest of the block. :attr:`session` is up to date after each call, as always.

        Raises ``RuntimeError`` inside another such block of the same object.
        """
        if self._held is not None:
            raise RuntimeError("this object is connected already")
        with HeldOpen(self._twin.connected(timeout=timeout)) as self._held:
            try:
                yield self
            finally:
                self._held = None

    @property
    def session(self) -> Session:
        """What to keep until the next call."""
        return self._twin.session

    def start_qr_login(self) -> QrLogin:
        """Start a login by QR code, or give the code in force (``auth.exportLoginToken``).

        Raises WrongMoment when the account is logged in or waits for its password, LoginExpired when Telegram wants
        another try from the beginning.
        """
        return self._run(self._twin.start_qr_login())

    def check_qr_login(self) -> LoginState:
        """Look once whether the code was scanned; give a fresh one when it expired. Meant to be asked every 2 s or so.

        Raises WrongMoment when no login was started, LoginExpired when it must be started anew.
        """
        return self._run(self._twin.check_qr_login())

    def send_code(self, phone: str) -> CodeSent:
        """Have a login code sent to ``phone``, a number in international form (``auth.sendCode``).

        Another login that was under way is given up once the code was sent. With ``CodeType.NOT_NEEDED`` no code
        comes, because Telegram remembers this device: ask for the :meth:`status`.

        Raises PhoneNumberInvalid, PhoneNumberBanned, WrongMoment when the account is logged in or waits for its
        password, LoginUnsupported when only Telegram's own applications can finish this login, LoginExpired when
        Telegram wants another try from the beginning.
        """
        return self._run(self._twin.send_code(phone))

    def resend_code(self) -> CodeSent:
        """Have the code sent once more, in the next way (``auth.resendCode``), or a new one when it is too old.

        Raises SendCodeUnavailable when every way was used, WrongMoment when no code is waited for, and as send_code.
        """
        return self._run(self._twin.resend_code())

    def sign_in(self, code: str) -> LoginState:
        """Enter the login code (``auth.signIn``); an account with a two-factor password then waits for that.

        Raises PhoneCodeInvalid (the login goes on waiting), PhoneCodeExpired (:meth:`resend_code` sends another),
        PhoneNumberUnoccupied when the number has no account, WrongMoment when no code is waited for, LoginExpired
        when Telegram has forgotten the login.
        """
        return self._run(self._twin.sign_in(code))

    def check_password(self, password: str) -> LoginState:
        """Finish the login with the two-factor password, exactly as typed (``auth.checkPassword``).

        Raises PasswordInvalid (the login goes on waiting), WrongMoment when no password is waited for,
        LoginExpired when Telegram has forgotten the login.
        """
        return self._run(self._twin.check_password(password))

    def status(self) -> LoginState:
        """The state of the account. Telegram is asked only when it is logged in.

        A session that Telegram ended is LoggedOut, with Telegram's reason. It is kept as it is: the next login
        starts from a new Session, or after :meth:`log_out`.
        """
        return self._run(self._twin.status())

    def me(self) -> User:
        """The logged-in user (``users.getUsers``). Raises NotLoggedIn."""
        return self._run(self._twin.me())

    def chats(self, limit: int = 50, cursor: str | None = None, query: str | None = None) -> Page[Chat]:
        """Chats as Telegram orders them: pinned first, then by the last message, archived ones among them.

        ``limit`` is 1 to 100, ``cursor`` the ``next`` of the page before. Each chat comes once, however many messages
        arrive between two pages: one that has risen meanwhile comes with the next page. (``messages.getDialogs``; a
        page after the first costs one call more, and one for each chat that has risen; those come beside the ``limit``.
        After more than sixty have risen the cursor is too old: CursorInvalid.) A chat whose last message is deleted
        meanwhile sinks, and may come again.

        With ``query`` those whose name has a word beginning so, as far as Telegram finds them (``contacts.search``):
        one page, without messages.

        Raises NotLoggedIn, CursorInvalid for a cursor of another list, QueryInvalid.
        """
        return self._run(self._twin.chats(limit, cursor, query))

    def search_messages(self, query: str, limit: int = 50, cursor: str | None = None) -> Page[Found]:
        """Messages with ``query`` in all chats, newest first (``messages.searchGlobal``).

        Raises NotLoggedIn, CursorInvalid, QueryInvalid.
        """
        return self._run(self._twin.search_messages(query, limit, cursor))

    def chat(self, chat_id: int) -> Chat:
        """One chat as it is now, with its last message (``messages.getPeerDialogs``).

        A chat that this session has not seen yet is looked for among the newest hundred first, in a call more.
        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.chat(chat_id))

    def messages(
        self,
        chat_id: int,
        limit: int = 50,
        cursor: str | None = None,
        *,
        after: int | None = None,
        around: int | None = None,
    ) -> Page[Message]:
        """Messages of a chat, newest first (``messages.getHistory``); ``limit`` is 1 to 100.

        ``cursor`` is the ``next`` of the page before, and gives older ones. ``after`` is a message's id, and gives
        those that came next after it, newest first as well; ``next`` is None then. ``around`` is a message's id too,
        and gives about as many before as after it; ``next`` gives older ones.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid; ``ValueError`` for two of the three together.
        """
        return self._run(self._twin.messages(chat_id, limit, cursor, after=after, around=around))

    def mark_as_read(self, chat_id: int, message_id: int) -> None:
        """Say that all messages up to this one were read (``messages.readHistory``, ``channels.readHistory``).

        The other side sees it. Nothing else in tgsdk says it: to read messages does not mark them as read.
        Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.mark_as_read(chat_id, message_id))

    def message(self, chat_id: int, message_id: int) -> Message:
        """One message as it is now (``messages.getMessages``, ``channels.getMessages``).

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.message(chat_id, message_id))

    def send_message(self, chat_id: int, text: str, *, random_id: int | None = None) -> Message:
        """Send a text (``messages.sendMessage``).

        ``random_id``, a signed number of 64 bits, names this very message: with the same number it is sent once, and a
        second try gives back what the first one sent: the newest own message with this text. Choose the number and keep
        it with the text where an answer may be lost; None takes a new one.

        Raises NotLoggedIn, NotFound, MessageInvalid, WriteForbidden, SlowMode, and MessageAlreadySent when it was sent
        before and cannot be found among the chat's newest messages.
        """
        return self._run(self._twin.send_message(chat_id, text, random_id=random_id))

    def download(self, file: Attachment | Photo, to: Destination) -> None:
        """Write a file to ``to``, a path or a file open for writing bytes (``upload.getFile``).

        A path holds the whole file or is not touched. Fetched and written in parts of 512 KB, from whichever data
        centre has it; ``timeout`` holds for each part. Raises NotLoggedIn, NotFound, FileReferenceExpired,
        DownloadIncomplete when it is not as long as Telegram says.
        """
        with open_destination(to) as opened, contextlib.closing(self.iter_download(file)) as parts:
            for part in parts:
                opened.write(part)

    def iter_download(
        self, file: Attachment | Photo, *, start: int = 0, stop: int | None = None
    ) -> Generator[bytes, None, None]:
        """The bytes of a file from ``start`` up to ``stop``, or to its end, in parts of 512 KB at most. As download().

        It is connected while it runs: go through it to the end, or close() it. Raises ``ValueError`` for bounds that no
        file has.
        """
        return self._iter_parts(file, Parts(file, start, stop))

    def _iter_parts(self, file: Attachment | Photo, parts: Parts) -> Generator[bytes, None, None]:
        with self.connected() if self._held is None else contextlib.nullcontext():
            for offset in parts:
                if part := parts.checked(offset, self._run(self._twin._read_part(file, offset))):
                    yield part

    def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        """Pictures of less than 512 KB, all asked for at once; None for each that Telegram does not give (any more).

        That is one round trip for all of a data centre, and one connection to each. Raises NotLoggedIn.
        """
        return self._run(self._twin.download_photos(photos))

    def log_out(self) -> None:
        """End the session at Telegram (``auth.logOut``), or give up the login under way, and forget it.

        The future auth token that Telegram may give for it is kept: it may spare the code of a later login.

        When Telegram cannot be told, it raises and keeps the session: forget it yourself, or try again.
        """
        return self._run(self._twin.log_out())

    def _run(self, call: Coroutine[Any, Any, T]) -> T:
        if self._held is not None:
            return self._held.run(call)
        return run_async_task(call, timeout=self._twin.timeout)

"""Telegram, the blocking facade, and AsyncTelegram, its awaitable twin: one line a call."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from .backends.base import Backend, Connection
from .errors import Timeout
from .runner import run_async_task
from .session import Session
from .types import CodeSent, LoginState, QrLogin, User

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

    async def log_out(self) -> None:
        return await self._call(lambda connection: connection.log_out())

    async def _call(self, operation: Callable[[Connection], Awaitable[T]]) -> T:
        limit = asyncio.timeout(self.timeout)
        try:
            async with limit, self._backend.connect(self.session) as connection:
                try:
                    return await operation(connection)
                finally:
                    self.session = connection.session
        except TimeoutError as error:
            if limit.expired():
                raise Timeout(f"no answer within {self.timeout:g} s") from error
            raise


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

    def log_out(self) -> None:
        """End the session at Telegram (``auth.logOut``), or give up the login under way, and forget it.

        The future auth token that Telegram may give for it is kept: it may spare the code of a later login.

        When Telegram cannot be told, it raises and keeps the session: forget it yourself, or try again.
        """
        return self._run(self._twin.log_out())

    def _run(self, call: Coroutine[Any, Any, T]) -> T:
        return run_async_task(call, timeout=self._twin.timeout)

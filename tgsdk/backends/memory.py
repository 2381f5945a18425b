"""MemoryBackend: a Telegram without a network, for tests and for work on pages. Scripted by what a phone would do."""

import base64
import contextlib
import os
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..errors import NotLoggedIn, PasswordInvalid, SessionEnded, TelegramError, WrongMoment
from ..session import Session, Stage
from ..types import AwaitingPassword, AwaitingScan, LoggedIn, LoggedOut, LoginState, QrLogin, User
from .base import Backend, Connection

__all__ = ["MemoryBackend"]

DC_ID = 2
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Authorization:
    """What the imagined Telegram knows of one key."""

    token: str = field(default="", repr=False)
    expires_at: datetime = LONG_AGO
    user: User | None = None
    password: str | None = field(default=None, repr=False)
    hint: str | None = None
    ended: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the code can be scanned: it is neither used nor too old."""
        return self.user is None and self.expires_at > datetime.now(UTC)


class MemoryBackend(Backend):
    """Keeps its accounts in the process's memory. Safe to use from many threads; nothing is shared between objects.

    A test plays the phone: :meth:`scan` accepts a shown code, :meth:`expire_tokens` lets the codes grow old,
    :meth:`end_sessions` ends an account's sessions, :meth:`fail` makes the next calls raise. ``calls`` lists the
    operations that were asked for, oldest first. ``token_lifetime`` is in seconds.
    """

    def __init__(self, *, token_lifetime: float = 30) -> None:
        self.calls: list[str] = []
        self._token_lifetime = timedelta(seconds=token_lifetime)
        self._authorizations: dict[bytes, Authorization] = {}
        self._failures: list[TelegramError] = []
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

    def expire_tokens(self) -> None:
        """Let every code that is shown now be too old."""
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

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield MemoryConnection(self, session)

    def _note(self, operation: str) -> None:
        with self._lock:
            self.calls.append(operation)
            if self._failures:
                raise self._failures.pop(0)

    def _authorization(self, auth_key: bytes) -> Authorization:
        with self._lock:
            return self._authorizations.setdefault(auth_key, Authorization())

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
        if self._session.stage in (Stage.LOGGED_IN, Stage.AWAITING_PASSWORD):
            raise WrongMoment("the login has come further: ask for its status")
        if self._session.auth_key is None:
            self._session = self._session.replace(dc_id=DC_ID, auth_key=os.urandom(256))
        state = self._look()
        if not isinstance(state, AwaitingScan):
            raise WrongMoment("the login has come further: ask for its status")
        return state.qr

    async def check_qr_login(self) -> LoginState:
        self._backend._note("check_qr_login")
        if self._session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        return self._look() if self._session.stage is Stage.AWAITING_SCAN else self._status()

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

    async def log_out(self) -> None:
        self._backend._note("log_out")
        if self._session.is_logged_in:
            self._authorization().ended = "AUTH_KEY_UNREGISTERED"
        self._session = Session()

    def _authorization(self) -> Authorization:
        return self._backend._authorization(self._session.auth_key or b"")

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
        self._session = self._session.replace(stage=Stage.AWAITING_SCAN, qr_url=qr.url, qr_expires_at=qr.expires_at)
        return AwaitingScan(qr)

    def _awaiting_password(self, authorization: Authorization) -> AwaitingPassword:
        self._session = self._session.replace(
            stage=Stage.AWAITING_PASSWORD, qr_url=None, qr_expires_at=None, hint=authorization.hint
        )
        return AwaitingPassword(authorization.hint)

    def _logged_in(self, user: User) -> LoggedIn:
        self._session = self._session.replace(
            stage=Stage.LOGGED_IN, user_id=user.id, qr_url=None, qr_expires_at=None, hint=None
        )
        return LoggedIn(user)

    def _status(self) -> LoginState:
        session = self._session
        if session.stage is Stage.LOGGED_OUT:
            return LoggedOut()
        if session.stage is Stage.AWAITING_PASSWORD:
            return AwaitingPassword(session.hint)
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


def _url(token: str) -> str:
    return f"tg://login?token={token}"

"""The operations of the contract, one by one: what each of them asks Telegram for."""

import contextlib

from ...errors import NotLoggedIn, SessionEnded, WrongMoment
from ...session import Session, Stage
from ...types import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    LoggedIn,
    LoggedOut,
    LoginState,
    QrLogin,
    User,
)
from ..base import Connection
from .answers import get_self
from .library import raw
from .line import Line
from .login import Login
from .options import Identity, Route

__all__ = ["PyrogramConnection"]


class PyrogramConnection(Connection):
    """Its line is opened by the first call that needs it. Whoever makes the connection closes it."""

    def __init__(self, session: Session, route: Route, identity: Identity) -> None:
        self._line = Line(session, route, identity)
        self._login = Login(self._line)

    @property
    def session(self) -> Session:
        return self._line.session

    async def close(self) -> None:
        await self._line.close()

    async def start_qr_login(self) -> QrLogin:
        return await self._login.start_qr()

    async def check_qr_login(self) -> LoginState:
        if self.session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        if self.session.stage is not Stage.AWAITING_SCAN:
            return await self.status()
        return await self._login.check_qr()

    async def send_code(self, phone: str) -> CodeSent:
        return await self._login.send_code(phone)

    async def resend_code(self) -> CodeSent:
        return await self._login.resend_code()

    async def sign_in(self, code: str) -> LoginState:
        return await self._login.sign_in(code)

    async def check_password(self, password: str) -> LoginState:
        return await self._login.check_password(password)

    async def status(self) -> LoginState:
        match self.session.stage:
            case Stage.LOGGED_OUT:
                return LoggedOut()
            case Stage.AWAITING_SCAN:
                return AwaitingScan(self.session.qr)
            case Stage.AWAITING_CODE:
                return AwaitingCode(self.session.awaited_code)
            case Stage.AWAITING_PASSWORD:
                return AwaitingPassword(self.session.hint)
        try:
            return LoggedIn(await self.me())
        except SessionEnded as error:
            return LoggedOut(error.telegram_name)

    async def me(self) -> User:
        if not self.session.is_logged_in:
            raise NotLoggedIn
        return await get_self(self._line)

    async def log_out(self) -> None:
        if self.session.auth_key is not None:  # a code may have been scanned that nobody looked at since
            with contextlib.suppress(NotLoggedIn):
                answer = await self._line.invoke(raw.functions.auth.LogOut())
                self._line.session = self.session.with_future_auth_token(getattr(answer, "future_auth_token", None))
        self._line.forget()

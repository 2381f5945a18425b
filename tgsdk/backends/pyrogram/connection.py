"""What Telegram's methods mean to us: raw calls out, typed results and the changed Session back."""

import asyncio
import base64
import contextlib
from datetime import UTC, datetime
from typing import Any

from ...errors import (
    FloodWait,
    LoginExpired,
    Misconfigured,
    NotLoggedIn,
    PasswordInvalid,
    ProtocolError,
    SessionEnded,
    TelegramFailure,
    WrongMoment,
)
from ...session import Session, Stage
from ...types import AwaitingPassword, AwaitingScan, LoggedIn, LoggedOut, LoginState, QrLogin, User
from ..base import Connection
from .library import DH_PRIME, compute_password_check, raw
from .options import Identity, Route
from .rpc_errors import AuthKeyUnknown, PasswordNeeded, SrpIdInvalid
from .wire import Wire, open_wire

__all__ = ["PyrogramConnection"]


class PyrogramConnection(Connection):
    """Its wire is opened by the first call that needs one. Whoever makes it closes it."""

    def __init__(self, session: Session, route: Route, identity: Identity) -> None:
        self._session = session
        self._route = route
        self._identity = identity
        self._opened = contextlib.AsyncExitStack()
        self._wire: Wire | None = None

    @property
    def session(self) -> Session:
        return self._session

    async def close(self) -> None:
        await self._opened.aclose()

    async def start_qr_login(self) -> QrLogin:
        if self._session.stage in (Stage.LOGGED_IN, Stage.AWAITING_PASSWORD):
            raise WrongMoment("the login has come further: ask for its status")
        if qr := self._qr_in_force():
            return qr
        try:
            state = await self._export_login_token()
        except SessionEnded:  # the key of a login that was never finished is no loss
            self._forget()
            state = await self._export_login_token()
        if not isinstance(state, AwaitingScan):
            raise WrongMoment("the login has come further: ask for its status")
        return state.qr

    async def check_qr_login(self) -> LoginState:
        if self._session.stage is Stage.LOGGED_OUT:
            raise WrongMoment("no QR login was started")
        if self._session.stage is not Stage.AWAITING_SCAN:
            return await self.status()
        try:
            return await self._export_login_token()
        except AuthKeyUnknown as error:
            self._forget()
            raise LoginExpired("Telegram has forgotten this login") from error

    async def check_password(self, password: str) -> LoginState:
        if self._session.stage is not Stage.AWAITING_PASSWORD:
            raise WrongMoment("no password is waited for")
        try:
            authorization = await self._check_password(password)
        except SrpIdInvalid:  # somebody else fetched the parameters in between: once more, with new ones
            authorization = await self._check_password(password)
        except AuthKeyUnknown as error:
            self._forget()
            raise LoginExpired("Telegram has forgotten this login") from error
        return self._logged_in(authorization)

    async def status(self) -> LoginState:
        session = self._session
        if session.stage is Stage.AWAITING_PASSWORD:
            return AwaitingPassword(session.hint)
        if session.stage is Stage.AWAITING_SCAN:
            return AwaitingScan(session.qr)
        if session.stage is Stage.LOGGED_OUT:
            return LoggedOut()
        try:
            return LoggedIn(await self.me())
        except SessionEnded as error:
            return LoggedOut(error.telegram_name)

    async def me(self) -> User:
        if not self._session.is_logged_in:
            raise NotLoggedIn
        users = await self._invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
        return _user(users[0] if isinstance(users, list) and users else None)

    async def log_out(self) -> None:
        if self._session.auth_key is not None:  # a code may have been scanned that nobody looked at since
            with contextlib.suppress(NotLoggedIn):
                await self._invoke(raw.functions.auth.LogOut())
        self._forget()

    # The wire

    async def _invoke(self, query: Any) -> Any:
        wire = self._wire or await self._open_wire()
        try:
            return await wire.invoke(query)
        finally:
            self._session = self._session.replace(server_salt=wire.salt)

    async def _open_wire(self) -> Wire:
        session = self._session
        if session.auth_key is not None and session.test_mode != self._route.test_mode:
            raise Misconfigured("the session belongs to Telegram's test servers, or test_mode is set and it does not")
        dc_id = session.dc_id or self._route.first_dc
        wire = await self._opened.enter_async_context(
            open_wire(self._route, dc_id, self._identity, auth_key=session.auth_key, salt=session.server_salt)
        )
        self._adopt(wire, dc_id)
        return wire

    def _adopt(self, wire: Wire, dc_id: int) -> None:
        self._wire = wire
        self._session = self._session.replace(
            dc_id=dc_id, auth_key=wire.auth_key, server_salt=wire.salt, test_mode=self._route.test_mode
        )

    def _forget(self) -> None:
        self._wire = None
        self._session = Session()

    # The QR login: https://core.telegram.org/api/qr-login

    def _qr_in_force(self) -> QrLogin | None:
        if self._session.stage is not Stage.AWAITING_SCAN:
            return None
        qr = self._session.qr
        return qr if qr.expires_at > datetime.now(UTC) else None

    async def _export_login_token(self) -> LoginState:
        query = raw.functions.auth.ExportLoginToken(
            api_id=self._identity.api_id, api_hash=self._identity.api_hash, except_ids=[]
        )
        try:
            answer = await self._invoke(query)
        except PasswordNeeded:
            return await self._await_password()
        if isinstance(answer, raw.types.auth.LoginTokenMigrateTo):
            return await self._import_login_token(answer)
        return self._login_token(answer)

    async def _import_login_token(self, move: Any) -> LoginState:
        """Go on at the data centre where the account lives.

        The session moves there as soon as the import is sent: its answer may be lost, and then the new key is
        logged in already. Only if Telegram says that it failed the session stays, to make the move again.
        """
        here, session = self._wire, self._session
        wire = await self._opened.enter_async_context(open_wire(self._route, move.dc_id, self._identity))
        self._adopt(wire, move.dc_id)
        try:
            return self._login_token(await self._invoke(raw.functions.auth.ImportLoginToken(token=move.token)))
        except PasswordNeeded:
            return await self._await_password()
        except LoginExpired:  # the token died on the way: a fresh one, from where the account lives
            return await self._export_login_token()
        except (TelegramFailure, FloodWait) as error:
            if not isinstance(error, ProtocolError):
                self._wire, self._session = here, session
            raise

    def _login_token(self, answer: Any) -> LoginState:
        if isinstance(answer, raw.types.auth.LoginTokenSuccess):
            return self._logged_in(answer.authorization)
        _expect(raw.types.auth.LoginToken, answer)
        url = "tg://login?token=" + base64.urlsafe_b64encode(answer.token).decode().rstrip("=")
        if url != self._session.qr_url:  # else the expiry would waver with each estimate of Telegram's clock
            expires_at = datetime.fromtimestamp(answer.expires - self._clock_offset(), UTC)
            self._session = self._session.replace(stage=Stage.AWAITING_SCAN, qr_url=url, qr_expires_at=expires_at)
        return AwaitingScan(self._session.qr)

    def _clock_offset(self) -> float:
        return self._wire.clock_offset if self._wire else 0.0

    # The two-factor password: https://core.telegram.org/api/srp

    async def _await_password(self) -> AwaitingPassword:
        self._session = self._session.replace(stage=Stage.AWAITING_PASSWORD, qr_url=None, qr_expires_at=None)
        self._session = self._session.replace(hint=(await self._get_password()).hint)
        return AwaitingPassword(self._session.hint)

    async def _check_password(self, password: str) -> Any:
        parameters = await self._get_password()
        _check_srp(parameters)
        try:
            proof = await asyncio.to_thread(compute_password_check, parameters, password)
        except UnicodeEncodeError:  # no password has such characters; without "from", which would carry it
            raise PasswordInvalid from None
        return await self._invoke(raw.functions.auth.CheckPassword(password=proof))

    async def _get_password(self) -> Any:
        return _expect(raw.types.account.Password, await self._invoke(raw.functions.account.GetPassword()))

    def _logged_in(self, authorization: Any) -> LoggedIn:
        user = _user(_expect(raw.types.auth.Authorization, authorization).user)
        self._session = self._session.replace(
            stage=Stage.LOGGED_IN, user_id=user.id, qr_url=None, qr_expires_at=None, hint=None
        )
        return LoggedIn(user)


def _expect(kind: Any, answer: Any) -> Any:
    """``answer``, if it is what the method is documented to give."""
    if not isinstance(answer, kind):
        raise ProtocolError(f"{type(answer).__name__} where Telegram documents {kind.__name__}")
    return answer


def _check_srp(parameters: Any) -> None:
    """https://core.telegram.org/api/srp#checking-the-password-with-srp: with the prime that is known to be good."""
    algorithm = _expect(
        raw.types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow, parameters.current_algo
    )
    srp_b = int.from_bytes(parameters.srp_B or b"", "big")
    if int.from_bytes(algorithm.p, "big") != DH_PRIME or algorithm.g != 3 or not 0 < srp_b < DH_PRIME:
        raise ProtocolError("the parameters of the password check are not Telegram's")


def _user(user: Any) -> User:
    _expect(raw.types.User, user)
    return User(
        id=user.id, first_name=user.first_name or "", last_name=user.last_name, username=user.username, phone=user.phone
    )

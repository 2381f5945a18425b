"""The ways in: by QR code, by phone and code, and the two-step verification password after both."""

import base64
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tgsdk.errors import (
    LoginExpired,
    PhoneCodeExpired,
    PhoneNumberUnoccupied,
    SessionEnded,
    SessionInDoubt,
    WrongMoment,
)
from tgsdk.login_code import code_as_sent
from tgsdk.phone_number import international
from tgsdk.session import Stage
from tgsdk.types import AwaitingPassword, AwaitingScan, CodeSent, CodeType, LoggedIn, LoginState, QrLogin, User

from ..reading.raw import expect, is_a, seconds_of
from ..reading.rpc_errors import PasswordNeeded, SrpIdInvalid
from ..reading.sent_code import code_sent
from ..reading.users import user_in
from ..wire.line import Line
from .password import prove_password
from .people import get_self

__all__ = ["Login"]

SOON = timedelta(seconds=2)
# Whoever asks for a new code has given up the login before: it is begun anew without loss.
OVER = (SessionEnded, LoginExpired, SessionInDoubt)


class Login:
    """The login of the session on ``line``, which each step changes."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._engine = line.engine

    # By QR code: https://core.telegram.org/api/qr-login

    async def start_qr(self) -> QrLogin:
        await self._refuse_when_further()
        if qr := self.qr_in_force():
            return qr
        with self._line.put_back_on_failure():
            try:
                state = await self._look_at_qr()
            except OVER:  # the key of a login that was never finished is no loss
                self._line.forget()
                state = await self._look_at_qr()
        if not isinstance(state, AwaitingScan):
            raise WrongMoment("the login has come further: ask for its status")
        return state.qr

    async def check_qr(self) -> LoginState:
        """Look whether the code was scanned. A login in doubt goes on until its code is over."""
        was_in_force = self.qr_in_force()
        try:
            with self._over_when_expired():
                return await self._look_at_qr()
        except SessionInDoubt as error:
            if was_in_force:
                raise
            self._line.forget()
            raise LoginExpired("The code is over, and Telegram does not recognise the login") from error

    def qr_in_force(self) -> QrLogin | None:
        """Return the code to be scanned, None if there is none or it is too old."""
        if self._line.session.stage is not Stage.AWAITING_SCAN:
            return None
        qr = self._line.session.qr
        return qr if qr.expires_at > datetime.now(UTC) else None

    async def _look_at_qr(self) -> LoginState:
        try:
            answer = await self._login_token()
        except PasswordNeeded:
            return await self._await_password()
        if is_a(answer, "LoginTokenSuccess"):
            return self._logged_in(answer.authorization)
        return self._awaiting_scan(expect(answer, "LoginToken"))

    async def _login_token(self) -> Any:
        """Return ``auth.loginToken`` or ``auth.loginTokenSuccess``, from the data centre where the account lives."""
        identity = self._line.identity
        export = self._engine.functions.auth.ExportLoginToken(
            api_id=identity.api_id, api_hash=identity.api_hash, except_ids=[]
        )
        answer = await self._line.invoke(export)
        while is_a(answer, "LoginTokenMigrateTo"):
            try:
                answer = await self._line.invoke_at(
                    answer.dc_id, self._engine.functions.auth.ImportLoginToken(token=answer.token)
                )
            except LoginExpired:  # the token died on the way: a fresh one, from there
                answer = await self._line.invoke(export)
        return answer

    def _awaiting_scan(self, login_token: Any) -> AwaitingScan:
        line = self._line
        url = "tg://login?token=" + base64.urlsafe_b64encode(login_token.token).decode().rstrip("=")
        # The same code keeps its expiry, which would waver with each estimate of Telegram's clock, until it is over.
        if url != line.session.qr_url or not self.qr_in_force():
            expires_at = datetime.fromtimestamp(seconds_of(login_token.expires) - line.clock_offset, UTC)
            expires_at = max(expires_at, datetime.now(UTC) + SOON)  # one that was over is looked at again by then
            line.session = line.session.moved_on(Stage.AWAITING_SCAN, qr_url=url, qr_expires_at=expires_at)
        return AwaitingScan(line.session.qr)

    # By phone and code: https://core.telegram.org/api/auth

    async def send_code(self, phone: str) -> CodeSent:
        await self._refuse_when_further()
        number = international(phone)
        with self._line.put_back_on_failure():
            if not self._line.session.has_key_for(number):  # a key belongs to one login: what was given up stays so
                self._line.forget()
            try:
                return await self._send_code(number)
            except OVER:  # as at start_qr
                self._line.forget()
                return await self._send_code(number)

    async def resend_code(self) -> CodeSent:
        phone, phone_code_hash = self._awaited_code().phone, self._line.session.phone_code_hash
        if phone_code_hash is None:
            return await self.send_code(phone)
        query = self._engine.functions.auth.ResendCode(phone_number=phone, phone_code_hash=phone_code_hash)
        try:
            return self._note_code(await self._line.invoke(query), phone)
        except PhoneCodeExpired:
            if await self._settled_before():
                return CodeSent(phone=phone, type=CodeType.NOT_NEEDED)
        except OVER:
            with self._line.put_back_on_failure():
                self._line.forget()
                return await self._send_code(phone)
        return await self.send_code(phone)

    async def sign_in(self, code: str) -> LoginState:
        awaited, phone_code_hash = self._awaited_code(), self._line.session.phone_code_hash
        entered = self._entered(code, awaited.type)
        if phone_code_hash is None:
            raise PhoneCodeExpired
        query = self._engine.functions.auth.SignIn(
            phone_number=awaited.phone, phone_code_hash=phone_code_hash, **entered
        )
        with self._over_when_expired():
            try:
                answer = await self._line.invoke(query)
                if is_a(answer, "AuthorizationSignUpRequired"):
                    raise PhoneNumberUnoccupied
            except PasswordNeeded:
                return await self._await_password()
            except PhoneCodeExpired as error:
                if state := await self._settled_before():
                    return state
                self._line.session = self._line.session.replace(phone_code_hash=None)
                raise error from None
            except PhoneNumberUnoccupied:
                self._line.session = self._line.session.moved_on(Stage.LOGGED_OUT)
                raise
            return self._logged_in(answer)

    def _entered(self, code: str, kind: CodeType) -> dict[str, Any]:
        """Return what ``auth.signIn`` is told of the code."""
        text = code_as_sent(code, kind)
        if kind is CodeType.EMAIL:
            return {"email_verification": self._engine.types.EmailVerificationCode(code=text)}
        return {"phone_code": text}

    def _awaited_code(self) -> CodeSent:
        if self._line.session.stage is not Stage.AWAITING_CODE:
            raise WrongMoment("no code is waited for")
        return self._line.session.awaited_code

    async def _send_code(self, phone: str) -> CodeSent:
        query = self._engine.functions.auth.SendCode(
            phone_number=phone,
            api_id=self._line.identity.api_id,
            api_hash=self._line.identity.api_hash,
            settings=self._engine.types.CodeSettings(logout_tokens=list(self._line.session.future_auth_tokens) or None),
        )
        try:
            return self._note_code(await self._line.invoke(query), phone)
        except PasswordNeeded:
            await self._await_password()
            return CodeSent(phone=phone, type=CodeType.NOT_NEEDED)

    def _note_code(self, answer: Any, phone: str) -> CodeSent:
        if is_a(answer, "SentCodeSuccess"):
            self._logged_in(answer.authorization)
            return CodeSent(phone=phone, type=CodeType.NOT_NEEDED)
        code = code_sent(answer, phone)
        self._line.session = self._line.session.moved_on(
            Stage.AWAITING_CODE, code_sent=code, phone_code_hash=answer.phone_code_hash
        )
        return code

    async def _settled_before(self) -> LoginState | None:
        """Ask who is logged in with this key: a code is used up, too, when it was right and the answer was lost."""
        try:
            return self._logged_in_as(await get_self(self._line))
        except PasswordNeeded:
            return await self._await_password()
        except SessionEnded:
            return None

    # The two-step verification password: https://core.telegram.org/api/srp

    async def check_password(self, password: str) -> LoginState:
        if self._line.session.stage is not Stage.AWAITING_PASSWORD:
            raise WrongMoment("no password is waited for")
        with self._over_when_expired():
            try:
                return self._logged_in(await self._check_password(password))
            except SrpIdInvalid:  # somebody else fetched the parameters in between: once more, with new ones
                return self._logged_in(await self._check_password(password))

    async def _await_password(self) -> AwaitingPassword:
        session = self._line.session
        self._line.session = session.moved_on(Stage.AWAITING_PASSWORD, code_sent=session.code_sent)
        await self._get_password()
        return AwaitingPassword(self._line.session.hint)

    async def _check_password(self, password: str) -> Any:
        parameters = await self._get_password()
        if not parameters.has_password:  # it was taken off meanwhile, and there is nothing to finish this login with
            self._line.forget()
            raise LoginExpired("The account has no password any more")
        proof = await prove_password(self._engine, parameters, password)
        return await self._line.invoke(self._engine.functions.auth.CheckPassword(password=proof))

    async def _get_password(self) -> Any:
        answer = expect(await self._line.invoke(self._engine.functions.account.GetPassword()), "Password")
        self._line.session = self._line.session.replace(hint=answer.hint)
        return answer

    # The end of each way

    def _logged_in(self, authorization: Any) -> LoggedIn:
        user = user_in(expect(authorization, "Authorization").user)
        self._line.session = self._line.session.with_future_auth_token(authorization.future_auth_token)
        return self._logged_in_as(user)

    def _logged_in_as(self, user: User) -> LoggedIn:
        self._line.session = self._line.session.moved_on(Stage.LOGGED_IN, user_id=user.id)
        return LoggedIn(user)

    async def _refuse_when_further(self) -> None:
        """Raise WrongMoment unless a login can be started. A session that Telegram has ended is forgotten."""
        if self._line.session.stage is Stage.LOGGED_IN and await self._has_ended():
            self._line.forget()
        if self._line.session.stage in (Stage.LOGGED_IN, Stage.AWAITING_PASSWORD):
            raise WrongMoment("the login has come further: ask for its status")

    async def _has_ended(self) -> bool:
        try:
            await get_self(self._line)
        except SessionEnded:
            return True
        return False

    @contextlib.contextmanager
    def _over_when_expired(self) -> Iterator[None]:
        """End a login under way when Telegram says that it is over. What nobody has signed ends none."""
        try:
            yield
        except PhoneCodeExpired:
            raise
        except LoginExpired:
            self._line.session = self._line.session.moved_on(Stage.LOGGED_OUT)
            raise
        except SessionEnded as error:
            self._line.forget()
            if (error.telegram_name or "").startswith("USER_DEACTIVATED"):
                raise
            raise LoginExpired("Telegram has forgotten this login") from error

"""`Phone`: the other device, which is logged in already and scans the QR code."""

import base64
import contextlib
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tgsdk.backends.mtproto.reading.rpc_errors import PasswordNeeded
from tgsdk.backends.mtproto.wire.options import Identity, Route, Server
from tgsdk.backends.mtproto.wire.wire import Wire, open_wire
from tgsdk.backends.pyrogram.engine import ENGINE
from tgsdk.backends.pyrogram.library import compute_password_check, raw
from tgsdk.errors import TelegramError, WrongMoment
from tgsdk.runner import run_async_task

from .accounts import digits, home_of, login_code
from .state.logins import PHONES_TOKEN

__all__ = ["Phone", "ScanRefused"]


class ScanRefused(TelegramError):
    """Telegram does not accept the scanned QR code. ``telegram_name`` says why: ``AUTH_TOKEN_EXPIRED`` …"""

    code = "scan_refused"
    sentence = "Telegram does not accept the scanned QR code."


class Phone:
    """A real client, logged in to one of the accounts of a `LocalTelegram`; every call is blocking.

    ::

        with Phone(telegram.options, "9996611001") as phone:
            phone.scan(qr.url)

    ``server_options`` are those of `LocalTelegram.options`; ``timeout`` is in seconds, for each call. Between two
    calls nothing is open and nothing runs: only the authorisation key is kept. The server sends its codes by ``app``,
    whatever `LocalTelegram.send_codes_by` has set, and does not list them in ``codes_sent``.
    """

    def __init__(
        self,
        server_options: Mapping[str, Any],
        account_phone: str,
        password: str | None = None,
        *,
        timeout: float = 10.0,
    ):
        self._route = Route(server=Server.from_mapping(server_options["server"]))
        self._identity = Identity(
            api_id=server_options["api_id"],
            api_hash=server_options["api_hash"],
            device_model="Phone",
            app_version="1.0",
            system_version="1.0",
            lang_code="en",
        )
        self._phone = digits(account_phone)
        self._password = password
        self._timeout = timeout
        self._auth_key: bytes | None = None
        self._salt = 0
        self._is_logged_in = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def log_in(self) -> None:
        """Log in by phone, code and, if there is one, two-step verification password, unless it is logged in already.

        Raises `WrongMoment` when the account has a password and none was given, and otherwise the errors of tgsdk.
        """
        if not self._is_logged_in:
            run_async_task(self._log_in(), timeout=self._timeout)

    def scan(self, url: str) -> None:
        """Accept the login of a QR code, ``tg://login?token=…`` (``auth.acceptLoginToken``); log in first.

        Raises `ScanRefused` when Telegram does not accept it, ``ValueError`` when it is no such URL.
        """
        token = _token_in(url)
        self.log_in()
        run_async_task(self._accept(token), timeout=self._timeout)

    def close(self) -> None:
        """Log out, also when the server is gone or has ended the session."""
        if self._is_logged_in:
            with contextlib.suppress(TelegramError):
                run_async_task(self._log_out(), timeout=self._timeout)

    @contextlib.asynccontextmanager
    async def _wire(self) -> AsyncIterator[Wire]:
        dc_id = home_of(self._phone)
        async with open_wire(
            ENGINE, self._route, dc_id, self._identity, auth_key=self._auth_key, salt=self._salt
        ) as wire:
            try:
                yield wire
            finally:
                self._auth_key, self._salt = wire.auth_key, wire.salt

    async def _log_in(self) -> None:
        async with self._wire() as wire:
            sent = await wire.invoke(
                raw.functions.auth.SendCode(
                    phone_number=self._phone,
                    api_id=self._identity.api_id,
                    api_hash=self._identity.api_hash,
                    settings=raw.types.CodeSettings(token=PHONES_TOKEN, app_sandbox=False),
                )
            )
            sign_in = raw.functions.auth.SignIn(
                phone_number=self._phone, phone_code_hash=sent.phone_code_hash, phone_code=login_code(self._phone)
            )
            try:
                await wire.invoke(sign_in)
            except PasswordNeeded as error:
                await self._give_password(wire, error)
        self._is_logged_in = True

    async def _give_password(self, wire: Wire, error: PasswordNeeded) -> None:
        if self._password is None:
            raise WrongMoment("This account has a two-step verification password: give it to the Phone") from error
        parameters = await wire.invoke(raw.functions.account.GetPassword())
        proof = compute_password_check(parameters, self._password)
        await wire.invoke(raw.functions.auth.CheckPassword(password=proof))

    async def _accept(self, token: bytes) -> None:
        async with self._wire() as wire:
            try:
                await wire.invoke(raw.functions.auth.AcceptLoginToken(token=token))
            except TelegramError as error:
                name = error.telegram_name or ""
                if name.startswith("AUTH_TOKEN_"):
                    raise ScanRefused(
                        f"The QR code is not accepted ({name})", telegram_name=name, telegram_code=error.telegram_code
                    ) from error
                raise

    async def _log_out(self) -> None:
        self._is_logged_in = False
        async with self._wire() as wire:
            await wire.invoke(raw.functions.auth.LogOut())


def _token_in(url: str) -> bytes:
    """The token of a login URL: base64 for URLs, without padding."""
    parts = urlsplit(url)
    tokens = parse_qs(parts.query).get("token", [])
    if (parts.scheme, parts.netloc) != ("tg", "login") or len(tokens) != 1:
        raise ValueError("A login QR code holds tg://login?token=…")
    return base64.urlsafe_b64decode(tokens[0] + "=" * (-len(tokens[0]) % 4))

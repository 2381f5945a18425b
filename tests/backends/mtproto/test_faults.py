"""Every fault of the local Telegram against every operation: in time, typed, without leak, the login not lost."""

import contextlib
import logging
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.backends.engines import engine_backend
from tgsdk import (
    AwaitingPassword,
    AwaitingScan,
    Capability,
    FloodWait,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    NotLoggedIn,
    QrLogin,
    Session,
    SessionEnded,
    SessionInDoubt,
    Telegram,
    TelegramError,
    TelegramFailure,
    Timeout,
    User,
)
from tgsdk.backends.base import Backend, Connection
from tgsdk.testing import LocalTelegram, Phone, faults

from .conftest import find
from .operations import FAULTS, GRACE, HANGS, OPERATIONS, PLENTY, Phones, expected, fails_in

TIMEOUT = 1.0
ENDS = ("SESSION_REVOKED", "SESSION_EXPIRED", "AUTH_KEY_UNREGISTERED", "USER_DEACTIVATED", "USER_DEACTIVATED_BAN")


@pytest.fixture(scope="module")
def one_telegram() -> Iterator[LocalTelegram]:
    """For the whole table: a new one for each of its cells would take minutes."""
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def phones() -> Phones:
    return Phones()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", OPERATIONS)
def test_ends_typed_and_in_time_and_the_login_goes_on(
    name: str,
    fault: str,
    one_telegram: LocalTelegram,
    phones: Phones,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    # One that refuses opens its ports anew, and that would count as something left behind.
    telegram = request.getfixturevalue("local_telegram") if fault == "refuses" else one_telegram
    outcome = fails_in(OPERATIONS[name], fault, telegram, phones)
    assert isinstance(outcome.error, expected(OPERATIONS[name], fault) or type(None))
    assert outcome.seconds < (HANGS if isinstance(outcome.error, Timeout) else PLENTY) + GRACE
    said = caplog.text + "".join(traceback.format_exception(outcome.error)) + repr(outcome.after)
    assert [secret for secret in outcome.secrets if secret in said] == []


class Forgetting:
    """A connection that loses the session when a call fails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._has_failed = False

    @property
    def session(self) -> Session:
        return Session() if self._has_failed else self._connection.session

    def __getattr__(self, operation: str) -> Any:
        async def call(*arguments: str) -> object:
            try:
                return await getattr(self._connection, operation)(*arguments)
            except TelegramError:
                self._has_failed = True
                raise

        return call


class ForgetfulBackend(Backend):
    supports = frozenset(Capability)

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Any]:
        async with self._backend.connect(session) as connection:
            yield Forgetting(connection)


@pytest.mark.parametrize("name", ["check_qr_login, scanned", "resend_code", "check_password", "me", "messages"])
def test_the_table_notices_a_session_that_is_lost(name: str, one_telegram: LocalTelegram, phones: Phones) -> None:
    with pytest.raises(AssertionError):
        fails_in(
            OPERATIONS[name], "fails", one_telegram, phones, ForgetfulBackend(engine_backend(**one_telegram.options))
        )


def test_a_flood_wait_says_how_long(logged_in: Session, backend: Backend, local_telegram: LocalTelegram) -> None:
    with local_telegram.commit(faults.FloodWait(12)), pytest.raises(FloodWait) as caught:
        Telegram(backend, logged_in).me()
    assert caught.value.seconds == 12
    assert caught.value.telegram_name == "FLOOD_WAIT_12"


def test_an_unknown_error_keeps_its_name_and_number(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.RpcFault(418, "TEAPOT_EMPTY")), pytest.raises(TelegramFailure) as caught:
        Telegram(backend, logged_in).me()
    assert (caught.value.telegram_code, caught.value.telegram_name) == (418, "TEAPOT_EMPTY")


@pytest.mark.parametrize("name", ENDS)
def test_the_end_of_a_session_says_its_reason(
    name: str, logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with local_telegram.commit(faults.RpcFault(401, name)):
        with pytest.raises(SessionEnded) as caught:
            telegram.me()
        assert telegram.status() == LoggedOut(name)
    assert caught.value.telegram_name == name
    assert telegram.session == logged_in


CALLS: list[Callable[[Telegram], object]] = [Telegram.me, Telegram.status, Telegram.chats, Telegram.log_out]


@pytest.mark.parametrize("call", CALLS)
def test_a_key_that_is_not_known_is_doubted_and_kept(
    call: Callable[[Telegram], object], logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with local_telegram.commit(faults.ForgetAuthKey()), pytest.raises(SessionInDoubt):
        call(telegram)
    assert telegram.session == logged_in
    assert isinstance(telegram.status(), LoggedIn)


@pytest.mark.parametrize("is_block", [False, True])
def test_an_unsigned_word_about_the_key_is_not_believed_once(
    is_block: bool, logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with telegram.connected() if is_block else contextlib.nullcontext():
        telegram.me()
        with local_telegram.commit(faults.UnknownKey(), method="users.GetUsers", times=1):
            assert isinstance(telegram.me(), User)
        with (
            local_telegram.commit(faults.UnknownKey(), method="users.GetUsers", times=2),
            pytest.raises(SessionInDoubt),
        ):
            telegram.me()
        assert isinstance(telegram.status(), LoggedIn)
    assert telegram.session == logged_in


def test_an_unsigned_word_about_the_key_does_not_end_a_login_under_way(
    pending: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    with local_telegram.commit(faults.UnknownKey(), method="auth.ExportLoginToken", times=1):
        assert isinstance(telegram.check_qr_login(), AwaitingScan)


def test_two_unsigned_words_put_a_login_under_way_in_doubt_and_it_goes_on(
    pending: Session, backend: Backend, phone: Phone, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    for ask in (telegram.check_qr_login, telegram.qr_login):
        with (
            local_telegram.commit(faults.UnknownKey(), method="auth.ExportLoginToken", times=2),
            pytest.raises(SessionInDoubt),
        ):
            ask()
        assert telegram.session == pending
    phone.scan(pending.qr.url)
    assert isinstance(telegram.check_qr_login(), LoggedIn)


def test_two_unsigned_words_after_a_scan_lose_nobody_at_another_data_centre(
    backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram, account = Telegram(backend), find(local_telegram, dc_id=2, has_password=False)
    with Phone(local_telegram.options, account.phone) as phone:
        phone.scan(telegram.start_qr_login().url)
    with (
        local_telegram.commit(faults.UnknownKey(), method="auth.ImportLoginToken", times=2),
        pytest.raises(SessionInDoubt),
    ):
        telegram.check_qr_login()
    assert isinstance(telegram.check_qr_login(), LoggedIn)


def test_two_unsigned_words_cost_neither_a_code_nor_a_password(backend: Backend, local_telegram: LocalTelegram) -> None:
    account = find(local_telegram, dc_id=1, has_password=True)
    telegram = Telegram(backend)
    telegram.send_code(account.phone)
    with (
        local_telegram.commit(faults.UnknownKey(), method="auth.SignIn", times=2),
        pytest.raises(SessionInDoubt),
    ):
        telegram.sign_in(account.code)
    assert isinstance(telegram.sign_in(account.code), AwaitingPassword)
    with (
        local_telegram.commit(faults.UnknownKey(), method="account.GetPassword", times=2),
        pytest.raises(SessionInDoubt),
    ):
        telegram.check_password(account.password or "")
    assert isinstance(telegram.check_password(account.password or ""), LoggedIn)


def test_a_forgotten_key_of_a_login_whose_code_is_over_lets_it_start_anew(
    pending: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    over = pending.replace(qr_expires_at=datetime.now(UTC) - timedelta(seconds=1))
    telegram = Telegram(backend, over)
    with local_telegram.commit(faults.ForgetAuthKey()):
        with pytest.raises(LoginExpired):
            telegram.check_qr_login()
        assert isinstance(Telegram(backend, over).qr_login(), AwaitingScan)
        qr = telegram.start_qr_login()
    assert isinstance(qr, QrLogin)
    assert qr.url != pending.qr_url
    assert telegram.check_qr_login() == AwaitingScan(qr)


@pytest.mark.parametrize("seconds", [600, -600])
def test_a_clock_that_is_off_by_ten_minutes_is_no_matter(
    seconds: int, logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.BadClock(seconds)):
        assert isinstance(Telegram(backend, logged_in).status(), LoggedIn)
        telegram = Telegram(backend)
        qr = telegram.start_qr_login()
    lifetime = qr.expires_at.timestamp() - time.time()
    assert local_telegram.token_lifetime - 3 < lifetime <= local_telegram.token_lifetime + 1


def test_a_slow_answer_in_time_is_an_answer(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.Delay(0.1)):
        assert isinstance(Telegram(backend, logged_in, timeout=TIMEOUT).me(), User)


def test_an_operation_without_an_account_asks_nobody(backend: Backend, local_telegram: LocalTelegram) -> None:
    with local_telegram.commit(faults.Refuse()):
        telegram = Telegram(backend)
        assert telegram.status() == LoggedOut()
        with pytest.raises(NotLoggedIn):
            telegram.me()
        telegram.log_out()


def test_each_query_is_sent_once(logged_in: Session, backend: Backend, local_telegram: LocalTelegram) -> None:
    before = len(local_telegram.calls)
    with local_telegram.commit(faults.RpcFault(500, "INTERNAL")), pytest.raises(TelegramFailure):
        Telegram(backend, logged_in).me()
    assert [call.method for call in local_telegram.calls[before:]] == ["users.GetUsers"]

"""A QR login that goes on in other threads, over a restart of Telegram and over a move to another data centre."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tgsdk import (
    AwaitingPassword,
    AwaitingScan,
    LoggedIn,
    PasswordInvalid,
    Session,
    SessionInDoubt,
    Telegram,
    TelegramFailure,
    TelegramUnavailable,
    WrongMoment,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import Account
from tgsdk.testing.phone import ScanRefused

from .conftest import find


def test_each_call_in_a_thread_of_its_own(backend: Backend, phone: Phone, account: Account) -> None:
    session = Session()
    names = []

    def step(call: Callable[[Telegram], object]) -> None:
        def work() -> None:
            nonlocal session
            telegram = Telegram(backend, Session.from_string(session.to_string()))
            names.append(call(telegram))
            session = telegram.session

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    step(lambda telegram: telegram.start_qr_login())
    step(lambda telegram: telegram.check_qr_login().name)
    assert session.qr_url is not None
    phone.scan(session.qr_url)
    step(lambda telegram: telegram.check_qr_login().name)
    step(lambda telegram: telegram.me().id)
    assert names[1:] == ["awaiting_scan", "logged_in", account.user_id]


def test_many_accounts_log_in_at_once(backend: Backend, local_telegram: LocalTelegram) -> None:
    sessions: list[Session] = []

    def work() -> None:
        telegram = Telegram(backend)
        telegram.start_qr_login()
        telegram.check_qr_login()
        sessions.append(telegram.session)

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({session.qr_url for session in sessions}) == 12


def test_a_restart_of_telegram_in_between(
    pending: Session, backend: Backend, phone: Phone, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    local_telegram.restart()
    state = telegram.check_qr_login()
    assert isinstance(state, AwaitingScan)
    assert state.qr.url == pending.qr_url
    phone.scan(state.qr.url)
    local_telegram.restart()
    assert isinstance(telegram.check_qr_login(), LoggedIn)
    local_telegram.restart()
    assert isinstance(telegram.status(), LoggedIn)


def test_a_code_that_is_too_old_is_refused_and_the_fresh_one_works(
    backend: Backend, phone: Phone, local_telegram: LocalTelegram
) -> None:
    local_telegram.token_lifetime = 0
    telegram = Telegram(backend)
    old = telegram.start_qr_login()
    with pytest.raises(ScanRefused) as caught:
        phone.scan(old.url)
    assert caught.value.telegram_name == "AUTH_TOKEN_EXPIRED"
    local_telegram.token_lifetime = 30
    state = telegram.check_qr_login()
    assert isinstance(state, AwaitingScan)
    assert state.qr.url != old.url
    assert state.qr.expires_at > old.expires_at
    phone.scan(state.qr.url)
    assert isinstance(telegram.check_qr_login(), LoggedIn)


@pytest.fixture
def scanned_from_elsewhere(backend: Backend, local_telegram: LocalTelegram) -> Telegram:
    """A login that an account of the other data centre, with a two-factor password, has accepted."""
    account = find(local_telegram, dc_id=2, has_password=True)
    telegram = Telegram(backend)
    qr = telegram.start_qr_login()
    with Phone(local_telegram.options, account.phone, account.password) as phone:
        phone.scan(qr.url)
    return telegram


def test_a_move_that_fails_half_way_is_made_again(
    scanned_from_elsewhere: Telegram, local_telegram: LocalTelegram
) -> None:
    """The old data centre goes on saying where to go: nothing was lost with the connection to the new one."""
    telegram, account = scanned_from_elsewhere, find(local_telegram, dc_id=2, has_password=True)
    with (
        local_telegram.commit(faults.RpcFault(500, "INTERNAL"), method="auth.ImportLoginToken"),
        pytest.raises(TelegramFailure),
    ):
        telegram.check_qr_login()
    assert telegram.session.dc_id == 1
    assert telegram.check_qr_login() == AwaitingPassword(account.hint)
    with pytest.raises(WrongMoment):
        telegram.start_qr_login()
    with pytest.raises(PasswordInvalid):
        telegram.check_password("not it")
    assert isinstance(telegram.check_password(account.password or ""), LoggedIn)
    assert telegram.session.dc_id == 2


def test_a_token_that_dies_on_the_way_gives_a_fresh_code_there(
    scanned_from_elsewhere: Telegram, local_telegram: LocalTelegram
) -> None:
    telegram, account = scanned_from_elsewhere, find(local_telegram, dc_id=2, has_password=True)
    with local_telegram.commit(faults.RpcFault(400, "AUTH_TOKEN_EXPIRED"), method="auth.ImportLoginToken"):
        state = telegram.check_qr_login()
    assert isinstance(state, AwaitingScan)
    assert telegram.session.dc_id == 2
    with Phone(local_telegram.options, account.phone, account.password) as phone:
        phone.scan(state.qr.url)
    assert telegram.check_qr_login() == AwaitingPassword(account.hint)


def test_an_import_whose_answer_is_lost_has_logged_in_all_the_same(
    scanned_from_elsewhere: Telegram, local_telegram: LocalTelegram
) -> None:
    telegram, account = scanned_from_elsewhere, find(local_telegram, dc_id=2, has_password=True)
    with (
        local_telegram.commit(faults.Drop(), method="auth.ImportLoginToken"),
        pytest.raises(TelegramUnavailable),
    ):
        telegram.check_qr_login()
    assert telegram.session.dc_id == 2
    assert telegram.check_qr_login() == AwaitingPassword(account.hint)


def test_a_reset_after_a_scan_that_nobody_saw_logs_the_account_out(
    pending: Session, backend: Backend, phone: Phone, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    phone.scan(pending.qr.url)
    telegram.log_out()
    assert "auth.LogOut" in [call.method for call in local_telegram.calls]
    assert telegram.session == telegram.session.without_login()


def test_a_password_that_is_waited_for_with_a_forgotten_key_is_in_doubt_until_its_owner_starts_anew(
    scanned_from_elsewhere: Telegram, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = scanned_from_elsewhere
    telegram.check_qr_login()
    with local_telegram.commit(faults.ForgetAuthKey()):
        with pytest.raises(SessionInDoubt):
            telegram.check_password("whatever")
        assert isinstance(telegram.status(), AwaitingPassword)
        assert Telegram(backend, telegram.session.without_login()).start_qr_login().url


def test_an_expired_token_that_is_given_out_again_has_an_expiry_that_is_to_come(
    backend: Backend, local_telegram: LocalTelegram
) -> None:
    local_telegram.token_lifetime = -5
    telegram = Telegram(backend)
    for qr in (telegram.start_qr_login(), telegram.start_qr_login()):
        assert qr.expires_at > datetime.now(UTC)
    for state in (telegram.check_qr_login(), telegram.status(), telegram.qr_login()):
        assert isinstance(state, AwaitingScan)
        assert state.qr.expires_at > datetime.now(UTC)


def test_a_code_that_is_kept_and_too_old_is_not_said_to_be_in_force(
    pending: Session, backend: Backend, phone: Phone
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    telegram = Telegram(backend, pending.replace(qr_expires_at=long_ago))
    state = telegram.status()
    assert isinstance(state, AwaitingScan)
    assert state.qr.expires_at > datetime.now(UTC)
    phone.scan(state.qr.url)
    telegram = Telegram(backend, telegram.session.replace(qr_expires_at=long_ago))
    assert isinstance(telegram.status(), LoggedIn)


def test_the_one_call_starts_anew_when_telegram_has_forgotten_the_login(
    pending: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending.replace(qr_expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    with local_telegram.commit(faults.ForgetAuthKey()):
        state = telegram.qr_login()
    assert isinstance(state, AwaitingScan)
    assert state.qr.url != pending.qr_url


def test_the_one_call_works_after_a_first_call_that_failed(backend: Backend, local_telegram: LocalTelegram) -> None:
    telegram = Telegram(backend)
    with local_telegram.commit(faults.Drop(), method="auth.ExportLoginToken"), pytest.raises(TelegramUnavailable):
        telegram.qr_login()
    assert isinstance(Telegram(backend, telegram.session).qr_login(), AwaitingScan)

"""The login goes on at the data centre where Telegram wants it, with a bound on the moves."""

import pytest

from tests.wire.conftest import find
from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    FloodWait,
    LoggedIn,
    LoggedOut,
    PhoneCodeInvalid,
    Session,
    Telegram,
    TelegramFailure,
    TelegramUnavailable,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import Account


@pytest.fixture
def telegram(backend: Backend) -> Telegram:
    return Telegram(backend)


def calls(local_telegram: LocalTelegram, method: str) -> list[int]:
    """At which data centres the method was called."""
    return [call.dc_id for call in local_telegram.calls if call.method == method]


@pytest.mark.parametrize("has_password", [False, True])
def test_a_number_of_another_data_centre_takes_the_login_there(
    has_password: bool, telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=2, has_password=has_password)
    telegram.send_code(account.phone)
    assert telegram.session.dc_id == 2
    assert calls(local_telegram, "auth.SendCode") == [1, 2]
    telegram.sign_in(account.code)
    assert calls(local_telegram, "auth.SignIn") == [2]
    assert isinstance(telegram.status(), AwaitingPassword if has_password else LoggedIn)


def test_a_network_that_belongs_elsewhere_takes_the_login_there_and_the_number_back(
    telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.RpcFault(303, "NETWORK_MIGRATE_2"), method="auth.SendCode", times=1):
        telegram.send_code(account.phone)
    assert calls(local_telegram, "auth.SendCode") == [1, 2, 1]
    assert isinstance(telegram.sign_in(account.code), LoggedIn)


@pytest.mark.parametrize("method", ["auth.SendCode", "auth.ExportLoginToken"])
@pytest.mark.parametrize("move", ["PHONE", "NETWORK", "USER"])
def test_moves_without_an_end_end(
    move: str, method: str, telegram: Telegram, account: Account, local_telegram: LocalTelegram
) -> None:
    start = telegram.start_qr_login if method == "auth.ExportLoginToken" else lambda: telegram.send_code(account.phone)
    away = faults.RpcFault(303, f"{move}_MIGRATE_2")
    with local_telegram.commit(away, method=method), pytest.raises(TelegramFailure) as caught:
        start()
    assert caught.value.telegram_name == f"{move}_MIGRATE_2"
    assert len(calls(local_telegram, method)) == 4
    start()


def test_a_user_who_lives_elsewhere_enters_the_code_there(
    telegram: Telegram, local_telegram: LocalTelegram, account: Account
) -> None:
    telegram.send_code(account.phone)
    with local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method="auth.SignIn", times=1):
        assert isinstance(telegram.sign_in(account.code), LoggedIn)
    assert calls(local_telegram, "auth.SignIn") == [1, 2]
    assert telegram.session.dc_id == 2
    assert isinstance(telegram.status(), LoggedIn)


def test_a_wrong_code_after_a_move_keeps_the_login_waiting_there(
    telegram: Telegram, local_telegram: LocalTelegram, account: Account
) -> None:
    telegram.send_code(account.phone)
    with (
        local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method="auth.SignIn", times=1),
        pytest.raises(PhoneCodeInvalid),
    ):
        telegram.sign_in("00000")
    assert isinstance(telegram.status(), AwaitingCode)
    assert telegram.session.dc_id == 2
    assert isinstance(telegram.sign_in(account.code), LoggedIn)


def test_a_connected_account_that_moves_takes_its_login_along(
    logged_in: Session, backend: Backend, account: Account, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method="users.GetUsers", times=1):
        assert telegram.me().id == account.user_id
    assert telegram.session.dc_id == 2
    assert telegram.me().id == account.user_id
    assert calls(local_telegram, "auth.ExportAuthorization") == [1]
    assert calls(local_telegram, "auth.ImportAuthorization") == [2]


def test_a_connected_account_whose_move_fails_stays_where_it_is(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with (
        local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method="users.GetUsers", times=1),
        local_telegram.commit(faults.Drop(), method="auth.ImportAuthorization"),
        pytest.raises(TelegramUnavailable),
    ):
        telegram.me()
    assert telegram.session == logged_in
    assert isinstance(telegram.status(), LoggedIn)


def test_a_move_in_the_midst_of_a_qr_login_gives_a_fresh_code_there(
    pending: Session, backend: Backend, account: Account, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    with local_telegram.commit(faults.RpcFault(303, "NETWORK_MIGRATE_2"), method="auth.ExportLoginToken", times=1):
        state = telegram.check_qr_login()
    assert isinstance(state, AwaitingScan)
    assert state.qr.url != pending.qr_url
    with Phone(local_telegram.options, account.phone) as phone:
        phone.scan(state.qr.url)
    assert isinstance(telegram.check_qr_login(), LoggedIn)


def test_a_code_that_cannot_be_sent_after_a_move_leaves_no_old_qr_code_behind(
    pending: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    """The QR code belongs to a key that the session has left."""
    account = find(local_telegram, dc_id=2, has_password=False)
    telegram = Telegram(backend, pending)
    with (
        local_telegram.commit(faults.RpcFault(420, "FLOOD_WAIT_5"), method="auth.SendCode"),
        local_telegram.commit(faults.RpcFault(303, "PHONE_MIGRATE_2"), method="auth.SendCode", times=1),
        pytest.raises(FloodWait),
    ):
        telegram.send_code(account.phone)
    assert (telegram.session.dc_id, telegram.status()) == (2, LoggedOut())

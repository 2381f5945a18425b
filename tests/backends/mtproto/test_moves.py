"""The login goes on at the data centre where Telegram wants it, with a bound on the moves."""

import pytest

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    FloodWait,
    LoggedIn,
    PhoneCodeExpired,
    Session,
    Telegram,
    TelegramFailure,
    TelegramUnavailable,
    WrongMoment,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import Account

from .conftest import find


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


def test_a_user_who_turns_out_to_live_elsewhere_is_sent_another_code_there(
    telegram: Telegram, local_telegram: LocalTelegram, account: Account
) -> None:
    """A code is good for the key that asked for it alone, and the other data centre has its own."""
    telegram.send_code(account.phone)
    with (
        local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method="auth.SignIn", times=1),
        pytest.raises(PhoneCodeExpired),
    ):
        telegram.sign_in(account.code)
    assert calls(local_telegram, "auth.SignIn") == [1, 2]
    assert isinstance(telegram.status(), AwaitingCode)
    assert (telegram.session.dc_id, telegram.session.phone_code_hash) == (2, None)
    telegram.resend_code()
    assert isinstance(telegram.sign_in(account.code), LoggedIn)


@pytest.mark.parametrize("method", ["account.GetPassword", "auth.CheckPassword"])
def test_a_login_that_waits_for_its_password_does_not_leave_the_key_that_has_come_so_far(
    method: str, telegram: Telegram, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=1, has_password=True)
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    waiting = telegram.session
    with (
        local_telegram.commit(faults.RpcFault(303, "USER_MIGRATE_2"), method=method),
        pytest.raises(TelegramFailure),
    ):
        telegram.check_password(account.password or "")
    assert telegram.session == waiting
    assert isinstance(telegram.check_password(account.password or ""), LoggedIn)


def test_a_file_that_lives_elsewhere_does_not_take_the_login_along(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    with (
        local_telegram.commit(faults.RpcFault(303, "FILE_MIGRATE_2"), method="users.GetUsers"),
        pytest.raises(TelegramFailure),
    ):
        telegram.me()
    assert telegram.session == logged_in


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


@pytest.mark.parametrize("before", ["QR", "phone"])
def test_a_code_that_cannot_be_sent_leaves_the_login_that_was_under_way(
    before: str, backend: Backend, account: Account, local_telegram: LocalTelegram
) -> None:
    other = find(local_telegram, dc_id=2, has_password=False)
    telegram = Telegram(backend)
    telegram.start_qr_login() if before == "QR" else telegram.send_code(account.phone)
    waiting = telegram.session
    with (
        local_telegram.commit(faults.RpcFault(420, "FLOOD_WAIT_5"), method="auth.SendCode"),
        local_telegram.commit(faults.RpcFault(303, "PHONE_MIGRATE_2"), method="auth.SendCode", times=1),
        pytest.raises(FloodWait),
    ):
        telegram.send_code(other.phone)
    assert telegram.session == waiting
    if before == "phone":
        assert isinstance(telegram.sign_in(account.code), LoggedIn)


def test_a_qr_code_whose_login_has_moved_on_is_not_shown_again(
    backend: Backend, pending: Session, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=2, has_password=False)
    telegram = Telegram(backend, pending)
    with Phone(local_telegram.options, account.phone) as phone:
        phone.scan(pending.qr.url)
    with (
        local_telegram.commit(faults.Drop(), method="auth.ImportLoginToken"),
        pytest.raises(TelegramUnavailable),
    ):
        telegram.check_qr_login()
    with pytest.raises(WrongMoment):  # the account is connected: the import had come to its end
        telegram.start_qr_login()
    assert isinstance(telegram.status(), LoggedIn)


def test_the_home_data_centre_of_an_account_is_remembered_after_it_was_logged_out(
    backend: Backend, local_telegram: LocalTelegram
) -> None:
    account = find(local_telegram, dc_id=2, has_password=False)
    telegram = Telegram(backend)
    with Phone(local_telegram.options, account.phone) as phone:
        phone.scan(telegram.start_qr_login().url)
    telegram.check_qr_login()
    telegram.log_out()
    assert telegram.session == Session(dc_id=2, future_auth_tokens=telegram.session.future_auth_tokens)
    telegram.start_qr_login()
    assert telegram.session.dc_id == 2


def test_a_remembered_data_centre_that_is_away_is_no_dead_end(backend: Backend) -> None:
    telegram = Telegram(backend, Session(dc_id=9))
    assert telegram.start_qr_login().url
    assert telegram.session.dc_id == 1

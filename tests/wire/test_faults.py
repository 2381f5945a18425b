"""Every fault of the local Telegram against every operation: in time, typed, without leak, the session intact."""

import time

import pytest

from tgsdk import (
    AwaitingScan,
    FloodWait,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    NotLoggedIn,
    ProtocolError,
    QrLogin,
    Session,
    SessionEnded,
    Telegram,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    User,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, faults

TIMEOUT = 1.0
OPERATIONS = ("start_qr_login", "check_qr_login", "status", "me", "log_out")

FAULTS: dict[str, tuple[faults.Fault, type[TelegramError]]] = {
    "refuses": (faults.Refuse(), TelegramUnavailable),
    "says nothing": (faults.Silence(), Timeout),
    "drops in mid-answer": (faults.Drop(), TelegramUnavailable),
    "answers too late": (faults.Delay(TIMEOUT + 2), Timeout),
    "fails": (faults.RpcFault(500, "INTERNAL"), TelegramFailure),
    "fails with a negative number": (faults.RpcFault(-503, "Timeout"), TelegramFailure),
    "has an error that nobody knows": (faults.RpcFault(418, "TEAPOT_EMPTY"), TelegramFailure),
    "asks to wait": (faults.FloodWait(12), FloodWait),
    "sends random bytes": (faults.Garbage("bytes"), ProtocolError),
    "sends an unknown constructor": (faults.Garbage("constructor"), ProtocolError),
}
ENDS = ("SESSION_REVOKED", "SESSION_EXPIRED", "AUTH_KEY_UNREGISTERED", "USER_DEACTIVATED", "USER_DEACTIVATED_BAN")


@pytest.fixture(params=OPERATIONS)
def operation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(operation: str, request: pytest.FixtureRequest) -> Session:
    """The session with which the operation has to ask Telegram."""
    if operation == "start_qr_login":
        return Session()
    return request.getfixturevalue("pending" if operation == "check_qr_login" else "logged_in")


@pytest.mark.parametrize("name", FAULTS)
def test_ends_typed_and_in_time_and_loses_nothing(
    name: str, operation: str, session: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    fault, expected = FAULTS[name]
    telegram = Telegram(backend, session, timeout=TIMEOUT)
    started = time.monotonic()
    with local_telegram.commit(fault), pytest.raises(TelegramError) as caught:
        getattr(telegram, operation)()
    assert time.monotonic() - started < TIMEOUT + 0.5
    assert type(caught.value) is expected
    assert operation == "start_qr_login" or telegram.session == session
    getattr(telegram, operation)()  # and when the fault is over, all goes on from where it was


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


def test_a_forgotten_key_ends_a_session(logged_in: Session, backend: Backend, local_telegram: LocalTelegram) -> None:
    with local_telegram.commit(faults.ForgetAuthKey()), pytest.raises(SessionEnded):
        Telegram(backend, logged_in).me()


def test_a_forgotten_key_of_a_login_lets_it_start_anew(
    pending: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, pending)
    with local_telegram.commit(faults.ForgetAuthKey()):
        with pytest.raises(LoginExpired):
            telegram.check_qr_login()
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

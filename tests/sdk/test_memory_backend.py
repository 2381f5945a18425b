"""MemoryBackend passes the contract, and does what a test tells it to."""

import concurrent.futures
import threading
from collections.abc import Callable
from functools import partial

import pytest

from tgsdk import (
    AwaitingScan,
    CodeType,
    FloodWait,
    LoggedIn,
    LoggedOut,
    MemoryBackend,
    SendCodeUnavailable,
    Session,
    SessionEnded,
    Telegram,
    TelegramUnavailable,
    User,
)
from tgsdk.testing.contract import BackendContract

MARIA = User(id=412_673_905, first_name="Мария", last_name="Соколова", username="maria_sokolova", phone="79990000000")
DMITRY = User(id=5_830_214_477, first_name="Дмитрий")


class TwoPhones:
    """A `ScanningPhone`."""

    number, code = "+7 999 000-00-00", "01234"
    number_with_password, code_with_password = "+44 20 7946 0000", "56789"
    unoccupied_number, unoccupied_code = "+1 202 555 0143", "12345"
    password = " correct horse "
    hint: str | None = "a comic strip"

    def __init__(self, backend: MemoryBackend) -> None:
        backend.add(self.number, MARIA, code=self.code)
        backend.add(
            self.number_with_password, DMITRY, code=self.code_with_password, password=self.password, hint=self.hint
        )
        self.scan = partial(backend.scan, user=MARIA)
        self.scan_with_password = partial(backend.scan, user=DMITRY, password=self.password, hint=self.hint)


class TestMemoryBackend(BackendContract):
    @pytest.fixture
    def backend(self) -> MemoryBackend:
        return MemoryBackend()

    @pytest.fixture
    def phone(self, backend: MemoryBackend) -> TwoPhones:
        return TwoPhones(backend)

    @pytest.fixture
    def expire_tokens(self, backend: MemoryBackend) -> Callable[[], object]:
        return backend.expire_tokens

    @pytest.fixture
    def expire_codes(self, backend: MemoryBackend) -> Callable[[], object]:
        return backend.expire_codes

    @pytest.fixture
    def end_sessions(self, backend: MemoryBackend) -> Callable[[], object]:
        return partial(backend.end_sessions, MARIA.id)


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def telegram(backend: MemoryBackend) -> Telegram:
    return Telegram(backend)


@pytest.fixture
def logged_in(backend: MemoryBackend, telegram: Telegram) -> Telegram:
    backend.scan(telegram.start_qr_login().url, MARIA)
    telegram.check_qr_login()
    return telegram


def test_scan_of_an_unknown_url_is_a_lookup_error(backend: MemoryBackend, telegram: Telegram) -> None:
    telegram.start_qr_login()
    with pytest.raises(LookupError):
        backend.scan("tg://login?token=nobody-showed-this", MARIA)
    assert isinstance(telegram.check_qr_login(), AwaitingScan)


def test_scan_of_an_expired_code_is_a_lookup_error(backend: MemoryBackend, telegram: Telegram) -> None:
    url = telegram.start_qr_login().url
    backend.expire_tokens()
    with pytest.raises(LookupError):
        backend.scan(url, MARIA)


def test_a_scanned_code_is_used_up(backend: MemoryBackend, telegram: Telegram) -> None:
    url = telegram.start_qr_login().url
    backend.scan(url, MARIA)
    with pytest.raises(LookupError):
        backend.scan(url, DMITRY)
    assert telegram.check_qr_login() == LoggedIn(MARIA)


def test_codes_live_as_long_as_they_are_told_to(telegram: Telegram) -> None:
    short, long = Telegram(MemoryBackend(token_lifetime=10)), Telegram(MemoryBackend(token_lifetime=300))
    assert 280 < (long.start_qr_login().expires_at - short.start_qr_login().expires_at).total_seconds() < 300


def test_fail_makes_the_next_calls_raise(backend: MemoryBackend, telegram: Telegram) -> None:
    error = TelegramUnavailable()
    backend.fail(error, times=2)
    for _ in range(2):
        with pytest.raises(TelegramUnavailable) as raised:
            telegram.start_qr_login()
        assert raised.value is error
    assert telegram.start_qr_login()


def test_failures_come_in_the_order_in_which_they_were_told(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.fail(TelegramUnavailable())
    backend.fail(FloodWait(7))
    with pytest.raises(TelegramUnavailable):
        telegram.status()
    with pytest.raises(FloodWait):
        telegram.me()
    assert telegram.status() == LoggedOut()


def test_a_failure_changes_nothing(backend: MemoryBackend, logged_in: Telegram) -> None:
    session = logged_in.session
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        logged_in.log_out()
    assert logged_in.session == session
    assert logged_in.me() == MARIA


def test_calls_are_listed_the_failed_ones_too(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable):
        telegram.start_qr_login()
    backend.scan(telegram.start_qr_login().url, MARIA, password="secret")
    telegram.check_qr_login()
    telegram.check_password("secret")
    telegram.status()
    telegram.me()
    telegram.log_out()
    looks = ["check_qr_login", "check_password", "status", "me", "log_out"]
    assert backend.calls == ["start_qr_login", "start_qr_login", *looks]


def test_a_session_ends_for_the_reason_given(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.end_sessions(MARIA.id, "USER_DEACTIVATED")
    assert logged_in.status() == LoggedOut("USER_DEACTIVATED")


def test_the_sessions_of_others_stay(backend: MemoryBackend, logged_in: Telegram) -> None:
    backend.end_sessions(DMITRY.id)
    assert logged_in.me() == MARIA


def test_two_backends_share_nothing(logged_in: Telegram) -> None:
    with pytest.raises(SessionEnded):
        Telegram(MemoryBackend(), logged_in.session).me()


def test_many_threads_can_log_in_at_once(backend: MemoryBackend) -> None:
    barrier = threading.Barrier(16)

    def log_in(number: int) -> object:
        telegram, user = Telegram(backend), User(id=number, first_name=str(number))
        barrier.wait()
        backend.scan(telegram.start_qr_login().url, user)
        return telegram.check_qr_login() == LoggedIn(user) and telegram.me() == user

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert all(pool.map(log_in, range(16)))
    assert len(backend.calls) == 48


def test_many_threads_with_one_session_get_one_code(backend: MemoryBackend, telegram: Telegram) -> None:
    telegram.start_qr_login()
    session = Session.from_string(telegram.session.to_string())
    backend.expire_tokens()
    barrier = threading.Barrier(16)

    def check(_: int) -> str:
        barrier.wait()
        state = Telegram(backend, session).check_qr_login()
        assert isinstance(state, AwaitingScan)
        return state.qr.url

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(check, range(16)))) == 1


def test_codes_go_the_ways_that_a_test_has_set(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS_WORD, CodeType.CALL, timeout=5)
    code = telegram.send_code("+1 202 555 0143")
    assert (code.type, code.next_type, code.timeout) == (CodeType.SMS_WORD, CodeType.CALL, 5)
    assert telegram.resend_code().next_type is None


def test_a_token_is_good_for_its_owner_alone(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.add("+1 202 555 0143", MARIA, code="11111")
    backend.add("+1 202 555 0144", DMITRY, code="22222")
    telegram.send_code("+1 202 555 0143")
    telegram.sign_in("11111")
    telegram.log_out()
    assert telegram.send_code("+1 202 555 0144").type is not CodeType.NOT_NEEDED
    assert telegram.send_code("+1 202 555 0143").type is CodeType.NOT_NEEDED
    assert telegram.status() == LoggedIn(MARIA)


def test_a_way_that_comes_twice_is_gone_twice(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS, CodeType.CALL, CodeType.SMS)
    codes = [telegram.send_code("+1 202 555 0143"), telegram.resend_code(), telegram.resend_code()]
    assert [code.next_type for code in codes] == [CodeType.CALL, CodeType.SMS, None]
    with pytest.raises(SendCodeUnavailable):
        telegram.resend_code()


def test_a_code_goes_in_one_way_at_least(backend: MemoryBackend) -> None:
    with pytest.raises(ValueError, match="one way"):
        backend.send_codes_by()


def test_a_phrase_lets_in(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.send_codes_by(CodeType.SMS_PHRASE)
    backend.add("+1 202 555 0143", MARIA, code="green tea")
    telegram.send_code("+1 202 555 0143")
    assert telegram.sign_in(" green  tea ") == LoggedIn(MARIA)


def test_a_token_is_good_once(backend: MemoryBackend, telegram: Telegram) -> None:
    backend.add("+1 202 555 0143", MARIA, code="11111")
    telegram.send_code("+1 202 555 0143")
    telegram.sign_in("11111")
    telegram.log_out()
    kept = Telegram(backend, telegram.session)
    assert telegram.send_code("+1 202 555 0143").type is CodeType.NOT_NEEDED
    assert kept.send_code("+1 202 555 0143").type is not CodeType.NOT_NEEDED

"""Codes, passwords and sendings are limited per recruiter and per phone, in the database, and nothing sleeps."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User as Recruiter
from django.db import connection
from django.db.models import F
from django.test import Client
from pytest_django import Settings

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    CodeType,
    FloodWait,
    LoggedIn,
    MemoryBackend,
    Misconfigured,
    PasswordInvalid,
    PhoneCodeInvalid,
    SendCodeUnavailable,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)
from tgsdk.contrib.django import limits
from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.errors import TooManyAttempts
from tgsdk.contrib.django.models import Attempt, FloodPause

from .conftest import ANNA

VERIFY = "/telegram/auth/verify/"
PHONE, OTHER_PHONE = "+79001234567", "+79007654321"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def petr(db: None) -> Recruiter:
    return Recruiter.objects.create_user("petr")


@pytest.fixture
def limit(settings: Settings) -> Callable[..., None]:
    """Sets limits for this test."""

    def choose(**said: list[list[int]]) -> None:
        settings.TELEGRAM = {**settings.TELEGRAM, "LIMITS": said}

    return choose


def send_code(recruiter: Recruiter, phone: str = PHONE) -> None:
    with open_account(recruiter) as account:
        account.login.send_code(phone)


def sign_in(recruiter: Recruiter, code: str) -> None:
    with open_account(recruiter) as account:
        account.login.sign_in(code)


def let_pass(seconds: float) -> None:
    """As if so much time had passed since everything that is kept."""
    Attempt.objects.update(at=F("at") - timedelta(seconds=seconds))
    FloodPause.objects.update(until=F("until") - timedelta(seconds=seconds))


# What is counted, and for whom.


@pytest.mark.usefixtures("scanned_with_password")
def test_one_password_more_is_too_many(program: Client, backend: MemoryBackend) -> None:
    for _ in range(5):
        assert program.post(VERIFY, {"password": "wrong"}).status_code == 400
    response = program.post(VERIFY, {"password": " pass word "})
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    assert 590 <= int(response["Retry-After"]) <= 600
    assert response.json()["retry_after"] == int(response["Retry-After"])
    assert backend.calls.count("check_password") == 5


@pytest.mark.usefixtures("scanned_with_password")
def test_a_limited_attempt_does_not_extend_the_limit(program: Client) -> None:
    for _ in range(5):
        program.post(VERIFY, {"password": "wrong"})
    let_pass(590)
    for _ in range(3):
        assert int(program.post(VERIFY, {"password": "x"})["Retry-After"]) <= 10
    assert Attempt.objects.count() == 5
    let_pass(10)
    assert program.post(VERIFY, {"password": " pass word "}).json()["authorized"] is True


def test_the_day_has_a_limit_of_its_own(recruiter: Recruiter) -> None:
    for _ in range(8):
        send_code(recruiter)
        let_pass(601)
    with pytest.raises(TooManyAttempts) as caught:
        send_code(recruiter)
    assert 80_000 < caught.value.seconds < 86_400
    let_pass(caught.value.seconds)
    send_code(recruiter)


def test_the_window_slides(recruiter: Recruiter) -> None:
    for _ in range(4):
        send_code(recruiter)
        let_pass(150)
    send_code(recruiter)  # the first of the four was 600 seconds ago, and makes room for one
    with pytest.raises(TooManyAttempts) as caught:
        send_code(recruiter)
    assert 145 <= caught.value.seconds <= 150


def test_sendings_are_counted_for_the_recruiter_whatever_the_phone(recruiter: Recruiter) -> None:
    for last_digit in range(4):
        send_code(recruiter, f"+7900000000{last_digit}")
    with pytest.raises(TooManyAttempts):
        send_code(recruiter, OTHER_PHONE)


def test_sendings_are_counted_for_the_phone_whoever_asks_and_however_it_is_written(
    recruiter: Recruiter, petr: Recruiter, backend: MemoryBackend
) -> None:
    for phone in (PHONE, "79001234567", "+7 (900) 123-45-67"):
        send_code(recruiter, phone)
    send_code(petr)
    with pytest.raises(TooManyAttempts):
        send_code(petr, "7 900 123 45 67")
    send_code(petr, OTHER_PHONE)
    assert backend.calls.count("send_code") == 5


def test_sending_once_more_is_a_sending(recruiter: Recruiter, backend: MemoryBackend) -> None:
    backend.send_codes_by(*[CodeType.SMS, CodeType.CALL, CodeType.FLASH_CALL, CodeType.MISSED_CALL, CodeType.APP])
    send_code(recruiter)
    with open_account(recruiter) as account:
        for _ in range(3):
            account.login.resend_code()
        with pytest.raises(TooManyAttempts):
            account.login.resend_code()


def test_one_code_more_is_too_many(recruiter: Recruiter, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code="12345")
    send_code(recruiter)
    for _ in range(5):
        with pytest.raises(PhoneCodeInvalid):
            sign_in(recruiter, "99999")
    with pytest.raises(TooManyAttempts):
        sign_in(recruiter, "12345")
    assert backend.calls.count("sign_in") == 5
    let_pass(600)
    sign_in(recruiter, "12345")


def test_codes_are_counted_for_the_phone_too(recruiter: Recruiter, petr: Recruiter, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code="12345")
    for user, times in ((recruiter, 3), (petr, 2)):
        send_code(user)
        for _ in range(times):
            with pytest.raises(PhoneCodeInvalid):
                sign_in(user, "99999")
    with pytest.raises(TooManyAttempts):
        sign_in(petr, "99999")


def test_passwords_are_counted_for_the_phone_that_the_login_came_by(
    recruiter: Recruiter, petr: Recruiter, backend: MemoryBackend
) -> None:
    backend.add(PHONE, ANNA, code="12345", password="secret")

    def guess(user: Recruiter) -> None:
        with open_account(user) as account:
            account.login.check_password("wrong")

    for user in (recruiter, petr):
        send_code(user)
        sign_in(user, "12345")
    for _ in range(5):
        with pytest.raises(PasswordInvalid):
            guess(recruiter)
    with pytest.raises(TooManyAttempts):
        guess(petr)


def test_what_is_right_does_not_count_and_forgives_nothing(recruiter: Recruiter, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code="12345", password="right")
    send_code(recruiter)
    with pytest.raises(PhoneCodeInvalid):
        sign_in(recruiter, "99999")
    with open_account(recruiter) as account:
        assert isinstance(account.login.sign_in("12345"), AwaitingPassword)
        with pytest.raises(PasswordInvalid):
            account.login.check_password("wrong")
        assert isinstance(account.login.check_password("right"), LoggedIn)
    counted = Attempt.objects.filter(subject=f"user:{recruiter.pk}").values_list("operation", flat=True)
    assert sorted(counted) == ["check_password", "send_code", "sign_in"]


@pytest.mark.parametrize("error", [TelegramUnavailable(), WrongMoment("the backend knew it by itself")])
def test_what_did_not_reach_telegram_does_not_count(
    recruiter: Recruiter, backend: MemoryBackend, error: TelegramUnavailable | WrongMoment
) -> None:
    backend.fail(error, times=9)
    for _ in range(9):
        with pytest.raises(type(error)):
            send_code(recruiter)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("error", [Timeout(), SendCodeUnavailable(telegram_name="SEND_CODE_UNAVAILABLE")])
def test_what_may_have_reached_telegram_counts(
    recruiter: Recruiter, backend: MemoryBackend, error: Timeout | SendCodeUnavailable
) -> None:
    backend.fail(error, times=4)
    for _ in range(4):
        with pytest.raises(type(error)):
            send_code(recruiter)
    with pytest.raises(TooManyAttempts):
        send_code(recruiter)


def test_a_login_by_qr_code_is_not_counted(program: Client) -> None:
    for _ in range(9):
        assert program.get("/telegram/auth/qr/").status_code == 200
    assert not Attempt.objects.exists()


def test_a_phone_is_not_kept_in_clear(recruiter: Recruiter, backend: MemoryBackend) -> None:
    send_code(recruiter)
    backend.fail(FloodWait(90))
    with pytest.raises(FloodWait):
        send_code(recruiter)
    subjects = [
        *Attempt.objects.values_list("subject", flat=True),
        *FloodPause.objects.values_list("subject", flat=True),
    ]
    assert any(subject.startswith("phone:") for subject in subjects)
    assert not any("9001234567" in subject for subject in subjects)


def test_another_secret_key_gives_another_subject(settings: Settings) -> None:
    subjects = limits.subjects_of(1, PHONE)
    settings.SECRET_KEY = "another"
    assert limits.subjects_of(1, PHONE) != subjects  # who has the table alone cannot try all numbers


def test_what_is_too_old_to_count_is_forgotten(recruiter: Recruiter) -> None:
    send_code(recruiter)
    let_pass(86_401)
    send_code(recruiter, OTHER_PHONE)
    assert Attempt.objects.count() == 2


# Across threads, processes and hosts.


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_that_asks_for_one_phone_no_more_get_through_than_may(backend: MemoryBackend) -> None:
    recruiters = [Recruiter.objects.create_user(f"recruiter{number}") for number in range(8)]
    together = threading.Barrier(len(recruiters))

    def work(recruiter: Recruiter) -> None:
        try:
            together.wait(10)
            send_code(recruiter)
        except TooManyAttempts:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[recruiter]) for recruiter in recruiters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert backend.calls.count("send_code") <= 4
    assert Attempt.objects.count() == 2 * backend.calls.count("send_code")  # the refused ones do not count


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together() -> None:
    Recruiter.objects.create_user("olga")
    for _ in range(2):
        assert said_by_another_process() == "sent sent"
    assert said_by_another_process() == "too_many_attempts too_many_attempts"
    with pytest.raises(TooManyAttempts):
        send_code(Recruiter.objects.get())


def said_by_another_process() -> str:
    script = """
import django; django.setup()
from django.contrib.auth.models import User
from tgsdk import TelegramError
from tgsdk.contrib.django.accounts import open_account
for _ in range(2):
    try:
        with open_account(User.objects.get()) as account:
            account.login.send_code("+79001234567")
        print("sent")
    except TelegramError as error:
        print(error.code)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return " ".join(ended.stdout.split())


def database_url() -> str:
    """The address of this test's database, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


# The pauses that Telegram asks for.


@pytest.mark.usefixtures("scanned_with_password")
def test_a_pause_is_answered_without_telegram_until_it_is_over(program: Client, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90, telegram_name="FLOOD_WAIT_90"))
    for _ in range(3):
        response = program.post(VERIFY, {"password": " pass word "})
        assert (response.status_code, response.json()["code"]) == (429, "flood_wait")
        assert response.json()["telegram"] == "FLOOD_WAIT_90"
        assert 88 <= int(response["Retry-After"]) <= 90
    assert backend.calls.count("check_password") == 1
    let_pass(60)
    assert 28 <= int(program.post(VERIFY, {"password": "x"})["Retry-After"]) <= 30
    let_pass(30)
    assert program.post(VERIFY, {"password": " pass word "}).json()["authorized"] is True
    assert backend.calls.count("check_password") == 2


def test_a_pause_for_a_phone_stops_every_recruiter_and_no_other_phone(
    recruiter: Recruiter, petr: Recruiter, backend: MemoryBackend
) -> None:
    backend.fail(FloodWait(3600, telegram_name="PHONE_NUMBER_FLOOD"))
    for user in (recruiter, petr):
        with pytest.raises(FloodWait) as caught:
            send_code(user)
        assert caught.value.telegram_name == "PHONE_NUMBER_FLOOD"
        assert not isinstance(caught.value, TooManyAttempts)
    assert backend.calls == ["send_code"]
    send_code(recruiter, OTHER_PHONE)


def test_a_pause_is_one_operation_s(recruiter: Recruiter, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code="12345")
    send_code(recruiter)
    backend.fail(FloodWait(90))
    with pytest.raises(FloodWait):
        send_code(recruiter)
    with open_account(recruiter) as account:
        assert isinstance(account.login.status(), AwaitingCode)
        assert isinstance(account.login.sign_in("12345"), LoggedIn)


def test_a_pause_of_the_polls_is_kept_too(program: Client, shown_url: str, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(30))
    for _ in range(3):
        assert program.get("/telegram/auth/qr/status/").status_code == 429
    assert backend.calls.count("check_qr_login") == 1


@pytest.mark.usefixtures("scanned_with_password")
def test_a_short_pause_of_one_operation_does_not_hide_the_long_one_of_another(
    program: Client, backend: MemoryBackend
) -> None:
    backend.fail(FloodWait(900))
    assert program.post(VERIFY, {"password": "x"}).status_code == 429
    backend.fail(FloodWait(1))
    assert program.get("/telegram/session/status/").status_code == 429
    let_pass(2)
    assert program.post(VERIFY, {"password": " pass word "}).status_code == 429
    assert backend.calls.count("check_password") == 1


def test_what_telegram_says_last_holds_and_what_is_over_is_forgotten(
    recruiter: Recruiter, backend: MemoryBackend
) -> None:
    for seconds in (10, 10**9):
        backend.fail(FloodWait(seconds))
        with pytest.raises(FloodWait):
            send_code(recruiter)
        let_pass(10)
    assert FloodPause.objects.count() == 1
    with pytest.raises(FloodWait) as caught:
        send_code(recruiter)
    assert caught.value.seconds <= limits.MONTH


def test_a_limited_attempt_does_not_count_during_a_pause(recruiter: Recruiter, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90))
    for _ in range(9):
        with pytest.raises(FloodWait):
            send_code(recruiter)
    assert Attempt.objects.filter(subject=f"user:{recruiter.pk}").count() == 1


# The settings.


def test_the_settings_choose_other_limits(recruiter: Recruiter, limit: Callable[..., None]) -> None:
    limit(send_code=[[1, 30]])
    send_code(recruiter)
    with pytest.raises(TooManyAttempts) as caught:
        send_code(recruiter)
    assert caught.value.seconds <= 30
    assert limits.limits_of("sign_in") == limits.LIMITS["sign_in"]


def test_an_empty_list_lifts_a_limit(recruiter: Recruiter, limit: Callable[..., None]) -> None:
    limit(send_code=[])
    for _ in range(9):
        send_code(recruiter)
    assert not Attempt.objects.exists()


def test_attempts_are_kept_as_long_as_the_longest_limit(recruiter: Recruiter, limit: Callable[..., None]) -> None:
    limit(send_code=[[1, 7 * limits.DAY]])
    send_code(recruiter)
    let_pass(6 * limits.DAY)
    with pytest.raises(TooManyAttempts):
        send_code(recruiter)


@pytest.mark.parametrize(
    "wrong",
    [
        "{",
        ["send_code"],
        {"send_codes": []},
        {"send_code": 4},
        {"send_code": [4, 600]},
        {"send_code": [[4]]},
        {"send_code": [[4, 600, 1]]},
        {"send_code": [["4", 600]]},
        {"send_code": [[0, 600]]},
        {"send_code": [[4, -1]]},
        {"send_code": [[True, 600]]},
        {"send_code": [[4, 600.5]]},
        {"send_code": [[4, 10**10]]},
        {"send_code": [[10**10, 600]]},
    ],
)
def test_what_can_be_no_limit_is_the_operator_s_business(
    recruiter: Recruiter, settings: Settings, backend: MemoryBackend, wrong: object
) -> None:
    with pytest.raises(ValueError, match=r"JSON|limit|pairs"):
        limits.read_limits(wrong)
    settings.TELEGRAM = {**settings.TELEGRAM, "LIMITS": wrong}
    with pytest.raises(Misconfigured):
        send_code(recruiter)
    assert "send_code" not in backend.calls

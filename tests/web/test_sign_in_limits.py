"""Our own door: wrong passwords are limited by name and by address, and written down."""

import time

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate
from django.contrib.auth.models import User as Recruiter
from django.test import Client, RequestFactory
from pytest_django import Settings

from tgsdk.contrib.django.models import Attempt
from web.failures.errors import TooManySignIns
from web.models import AuditEvent
from web.sign_in.attempts import ADDRESS_LIMITS, NAME_LIMITS

from .conftest import BROWSER

HERE, THERE, OFFICE = "203.0.113.7", "198.51.100.9", "192.0.2.1"
DOORS = ("/accounts/login/", "/admin/login/")
NAMES, ADDRESSES = NAME_LIMITS[0][0], ADDRESS_LIMITS[0][0]

pytestmark = pytest.mark.usefixtures("recruiter")


def sign_in(name: str = "olga", password: str = "wrong", *, door: str = DOORS[0], address: str = HERE) -> int:
    client = Client(headers=BROWSER, REMOTE_ADDR=address)
    return client.post(door, {"username": name, "password": password}).status_code


def events(kind: str) -> list[tuple[str, str | None, str]]:
    found = AuditEvent.objects.filter(kind=kind, operation="hr_sign_in").order_by("pk")
    return [
        (username, address, reason) for username, address, reason in found.values_list("username", "address", "reason")
    ]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["olga", "nobody"])
def test_wrong_passwords_for_one_name_are_limited_at_both_doors(door: str, name: str) -> None:
    assert [sign_in(name, door=door, address=f"203.0.113.{n}") for n in range(NAMES)] == [200] * NAMES
    other = DOORS[1 - DOORS.index(door)]
    for each in (door, other):
        assert sign_in(name, "secret", door=each) == 429
    assert sign_in("boris", door=other) == 200


@pytest.mark.parametrize("door", DOORS)
def test_the_refusal_says_how_long_to_wait(door: str) -> None:
    for _ in range(NAMES):
        sign_in(door=door)
    form = {"username": "olga", "password": "canary", "next": "/telegram/user/info/"}
    answer = Client(headers=BROWSER, REMOTE_ADDR=HERE).post(door, form)
    html = answer.content.decode()
    assert 500 < int(answer["Retry-After"]) <= 600
    assert "Слишком много попыток войти. Попробуйте снова через 10 мин." in html
    assert 'value="olga"' in html
    assert 'value="/telegram/user/info/"' in html
    assert "canary" not in html
    said = Client(REMOTE_ADDR=HERE).post(door, form)
    assert (said.status_code, said.json()["code"]) == (429, "too_many_sign_ins")
    assert said["Retry-After"]


def test_an_office_has_more_tries_than_a_name() -> None:
    assert ADDRESSES > 3 * NAMES
    tried = [sign_in(f"name-{n}", address=OFFICE) for n in range(ADDRESSES)]
    assert tried == [200] * ADDRESSES
    assert sign_in("olga", "secret", address=OFFICE) == 429
    assert sign_in("olga", "secret", address=HERE) == 302


def test_addresses_of_one_network_count_together() -> None:
    for number in range(ADDRESSES):
        sign_in(f"name-{number}", address=f"2001:db8::{number + 1:x}")
    assert sign_in(address="2001:db8::ffff") == 429
    assert sign_in(address="2001:db8:0:1::1") == 200


def test_whoever_signed_in_here_before_is_not_locked_out_by_the_guesses_of_others() -> None:
    assert sign_in("olga", "secret", address=HERE) == 302
    for number in range(NAMES):
        sign_in("olga", address=f"198.51.100.{number}")
    assert sign_in("olga", "secret", address=THERE) == 429
    assert sign_in("olga", "secret", address=HERE) == 302
    for number in range(ADDRESSES):
        sign_in(f"name-{number}", address=HERE)
    assert sign_in("boris", address=HERE) == 429
    assert sign_in("olga", "secret", address=HERE) == 302
    assert [sign_in("olga", address=HERE) for _ in range(NAMES + 1)] == [200] * NAMES + [429]


def test_a_right_password_does_not_count() -> None:
    for _ in range(NAMES + 5):
        assert sign_in("olga", "secret") == 302
    assert not Attempt.objects.filter(operation="hr_sign_in").exists()


def test_neither_names_nor_addresses_are_kept_in_clear() -> None:
    sign_in("my password, typed into the wrong field", "x")
    for attempt in Attempt.objects.all():
        assert "password" not in attempt.subject
        assert HERE not in attempt.subject
    assert events("failed") == [("", HERE, "invalid_login")]


@pytest.mark.parametrize("door", DOORS)
def test_failures_successes_and_refusals_are_in_the_audit(door: str) -> None:
    Recruiter.objects.create_superuser("boss", password="secret")
    assert sign_in("boss", "secret", door=door) == 302
    assert sign_in("boss", door=door) == 200
    for _ in range(NAMES + 3):
        sign_in("olga", door=door)
    assert events("signed_in") == [("boss", HERE, "")]
    assert events("failed") == [("boss", HERE, "invalid_login")] + [("olga", HERE, "invalid_login")] * NAMES
    assert events("limited") == [("", HERE, "too_many_sign_ins")]


def test_the_limit_holds_behind_proxies(settings: Settings) -> None:
    settings.PROXIES = 1
    for number in range(ADDRESSES):
        header = {"X-Forwarded-For": f"10.0.0.{number}, {OFFICE}"}
        Client(headers=BROWSER | header).post(DOORS[0], {"username": f"name-{number}", "password": "x"})
    header = {"X-Forwarded-For": f"10.9.9.9, {OFFICE}"}
    assert Client(headers=header).post(DOORS[0], {"username": "olga", "password": "secret"}).status_code == 429


def test_time_does_not_tell_whether_a_name_exists(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    Recruiter.objects.create_user("slow", password="secret")
    took = {}
    for name in ("slow", "nobody"):
        before = AuditEvent.objects.count()
        begun = time.process_time()
        assert sign_in(name) == 200
        took[name] = time.process_time() - begun
        assert AuditEvent.objects.count() == before + 1  # the same is written for both
    assert 1 / 3 < took["slow"] / took["nobody"] < 3


def test_an_asynchronous_door_is_limited_too() -> None:
    def knock() -> object:
        return async_to_sync(aauthenticate)(RequestFactory().post("/"), username="olga", password="wrong")

    assert [knock() for _ in range(NAMES)] == [None] * NAMES
    with pytest.raises(TooManySignIns):
        knock()

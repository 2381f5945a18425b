"""The two-factor password."""

from collections.abc import Callable

import pytest
from django.test import Client

from tgsdk import FloodWait, MemoryBackend
from tgsdk.contrib.django.models import TelegramAccount

from ..conftest import ANNA

VERIFY = "/telegram/auth/verify/"
Account = Callable[[], TelegramAccount]
pytestmark = pytest.mark.usefixtures("scanned_with_password")


def test_the_right_password_connects(program: Client, account: Account) -> None:
    assert program.post(VERIFY, {"password": " pass word "}).json() == {"authorized": True, "state": "logged_in"}
    assert account().state == "logged_in"
    assert account().first_name == "Anna"


def test_a_json_body_is_as_good_as_a_form(program: Client) -> None:
    response = program.post(VERIFY, {"password": " pass word "}, content_type="application/json")
    assert response.json()["authorized"] is True


def test_the_spaces_around_a_password_belong_to_it(program: Client) -> None:
    assert program.post(VERIFY, {"password": "pass word"}).json()["code"] == "password_invalid"


def test_wrong_password_keeps_the_login_waiting(program: Client, account: Account) -> None:
    response = program.post(VERIFY, {"password": "wrong"})
    assert response.status_code == 400
    assert response.json()["telegram"] == "PASSWORD_HASH_INVALID"
    assert account().state == "awaiting_password"
    assert program.post(VERIFY, {"password": " pass word "}).status_code == 200


@pytest.mark.parametrize("client_name", ["htmx", "browser"])
def test_wrong_password_is_said_at_the_field(request: pytest.FixtureRequest, client_name: str) -> None:
    response = request.getfixturevalue(client_name).post(VERIFY, {"password": "wr0ng-canary"})
    html = response.content.decode()
    assert response.status_code == 400
    assert 'aria-invalid="true"' in html
    assert 'id="password-error"' in html
    assert "Облачный пароль не подошёл." in html
    assert "the cat" in html
    assert "wr0ng-canary" not in html


def test_the_right_password_shows_the_account(htmx: Client) -> None:
    response = htmx.post(VERIFY, {"password": " pass word "})
    assert "Anna Petrova" in response.content.decode()
    assert response["HX-Retarget"] == "#index"


def test_the_right_password_leads_a_browser_to_the_page(browser: Client) -> None:
    assert browser.post(VERIFY, {"password": " pass word "})["Location"] == "/telegram/"


@pytest.mark.parametrize("body", [{}, {"password": ""}])
def test_a_missing_password_is_invalid_input(program: Client, body: dict[str, str], backend: MemoryBackend) -> None:
    response = program.post(VERIFY, body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert "check_password" not in backend.calls


def test_a_missing_password_is_said_at_the_field(htmx: Client) -> None:
    assert "Введите облачный пароль, чтобы продолжить." in htmx.post(VERIFY, {"password": ""}).content.decode()


def test_a_null_character_is_said_at_the_field(htmx: Client, program: Client, backend: MemoryBackend) -> None:
    html = htmx.post(VERIFY, {"password": "a\0b"}).content.decode()
    assert 'id="password-error"' in html
    assert "Здесь есть символ, который нельзя ввести." in html
    assert program.post(VERIFY, {"password": "a\0b"}, content_type="application/json").status_code == 400
    assert "check_password" not in backend.calls


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "\xff", '{"password": 5}', "[" * 100_000])
def test_a_bad_json_body_is_a_bad_request(program: Client, body: str) -> None:
    response = program.post(VERIFY, body.encode("latin-1"), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


def test_a_pause_that_telegram_asks_for_is_told(program: Client, htmx: Client, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90, telegram_name="FLOOD_WAIT_90"), times=2)
    response = program.post(VERIFY, {"password": "x"})
    assert (response.status_code, response["Retry-After"], response.json()["retry_after"]) == (429, "90", 90)
    response = htmx.post(VERIFY, {"password": "x"})
    html = response.content.decode()
    assert (response.status_code, response["HX-Retarget"]) == (429, "#index")
    assert 'id="password-error"' in html
    assert "через 2 мин." in html
    assert "hx-trigger" not in html
    assert html.count("через 2 мин.") == 2  # at the field, and for the ears


def test_a_password_after_the_login_is_the_wrong_moment(program: Client, htmx: Client) -> None:
    program.post(VERIFY, {"password": " pass word "})
    assert program.post(VERIFY, {"password": "x"}).json()["code"] == "wrong_moment"
    assert "Anna Petrova" in htmx.post(VERIFY, {"password": "x"}).content.decode()


def test_a_long_unicode_password_arrives_as_typed(program: Client, backend: MemoryBackend) -> None:
    program.post("/telegram/session/reset/")
    url = program.get("/telegram/auth/qr/").json()["url"]
    password = " пароль 🐈\t" * 20
    backend.scan(url, ANNA, password=password)
    program.get("/telegram/auth/qr/status/")
    assert program.post(VERIFY, {"password": password}).json()["authorized"] is True


def test_a_password_that_cannot_be_written_is_refused_here(program: Client, scanned_with_password: None) -> None:
    response = program.post("/telegram/auth/verify/", b'{"password": "\\ud800"}', content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")

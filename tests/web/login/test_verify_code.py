"""The login code."""

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import CodeSent, CodeType, FloodWait, MemoryBackend
from tgsdk.contrib.django.errors import TooManyAttempts
from tgsdk.contrib.django.models import TelegramAccount
from web.login.forms import CodeForm

from ..conftest import ANNA, CODE, PHONE
from .pages import html_of

VERIFY, SEND, RESET = "/telegram/auth/verify/", "/telegram/auth/phone/", "/telegram/session/reset/"
Account = Callable[[], TelegramAccount]
pytestmark = pytest.mark.usefixtures("code_sent")


@pytest.fixture(params=["htmx", "browser"])
def person(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def test_the_right_code_connects(program: Client, account: Account) -> None:
    assert program.post(VERIFY, {"code": CODE}).json() == {"authorized": True, "state": "logged_in"}
    assert (account().state, account().first_name) == ("logged_in", "Anna")


def test_a_paste_brings_spaces_and_hyphens(program: Client) -> None:
    body = program.post(VERIFY, {"code": " 012-34 "}, content_type="application/json").json()
    assert body["authorized"] is True


def test_the_right_code_shows_the_account(htmx: Client) -> None:
    response = htmx.post(VERIFY, {"code": CODE})
    assert "Anna Petrova" in response.content.decode()
    assert (response["HX-Retarget"], response["HX-Replace-Url"]) == ("#index", "/telegram/")


def test_the_right_code_leads_a_browser_to_the_page(browser: Client) -> None:
    assert browser.post(VERIFY, {"code": CODE})["Location"] == "/telegram/"


def test_an_account_with_a_password_goes_on_to_that(
    program: Client, htmx: Client, backend: MemoryBackend, account: Account
) -> None:
    backend.add(PHONE, ANNA, code=CODE, password="secret", hint="the cat")
    body = program.post(VERIFY, {"code": CODE}).json()
    assert body == {"authorized": False, "state": "awaiting_password", "hint": "the cat"}
    assert account().state == "awaiting_password"
    assert "Ваша подсказка: the cat" in htmx.get("/telegram/").content.decode()
    assert program.post(VERIFY, {"password": "secret"}).json()["authorized"] is True


def test_wrong_code_keeps_the_login_waiting(program: Client, account: Account) -> None:
    response = program.post(VERIFY, {"code": "99999"})
    assert (response.status_code, response.json()["code"]) == (400, "phone_code_invalid")
    assert account().state == "awaiting_code"
    assert program.post(VERIFY, {"code": CODE}).status_code == 200


def test_wrong_code_is_said_at_the_field(person: Client) -> None:
    response = person.post(VERIFY, {"code": "98765"})
    html = html_of(response)
    assert response.status_code == 400
    assert 'aria-invalid="true" aria-describedby="code-error code-hint"' in html
    assert "Код не подошёл." in html
    assert "98765" not in html
    assert "Код отправлен в приложение Telegram" in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Введите код, чтобы продолжить."),
        ("12a45", "В этом коде только цифры."),
        ("1" * 65, "Это длиннее любого кода для входа."),
        ("1234", "В этом коде 5 цифр."),
        ("12 34 56", "В этом коде 5 цифр."),
        ("12\x0034", "Здесь есть символ, который нельзя ввести."),
    ],
)
def test_what_is_no_code_is_refused_at_the_field(
    person: Client, program: Client, backend: MemoryBackend, typed: str, words: str
) -> None:
    html = person.post(VERIFY, {"code": typed}).content.decode()
    assert words in html
    assert 'id="code-error"' in html
    assert program.post(VERIFY, {"code": typed}).json()["code"] == "invalid_input"
    assert "sign_in" not in backend.calls


@pytest.mark.parametrize("error", [FloodWait(90), TooManyAttempts(30)])
def test_whoever_has_to_wait_waits_at_the_field(
    person: Client, program: Client, backend: MemoryBackend, error: FloodWait
) -> None:
    backend.fail(error, times=2)
    response = person.post(VERIFY, {"code": CODE})
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, str(error.seconds))
    assert 'id="code-error"' in html
    assert 'id="notice"' not in html
    assert 'hx-target="#index" hx-swap="innerHTML" hx-trigger' not in html
    assert "Войти по QR-коду" in html
    assert 0 < program.post(VERIFY, {"code": CODE}).json()["retry_after"] <= error.seconds


def test_an_expired_code_offers_another(person: Client, backend: MemoryBackend, account: Account) -> None:
    backend.expire_codes()
    response = person.post(VERIFY, {"code": CODE})
    html = response.content.decode()
    assert response.status_code == 410
    assert html.count('id="code-error"') == 1
    assert "Код устарел. Отправить новый?" in html
    assert '<button class="button primary wide">Отправить новый код</button>' in html
    assert account().state == "awaiting_code"


def test_a_password_is_not_what_is_waited_for(program: Client, person: Client) -> None:
    assert program.post(VERIFY, {"password": "x"}).json()["code"] == "wrong_moment"
    html = person.post(VERIFY, {"password": "x"}).content.decode()
    assert 'name="code"' in html
    assert 'id="notice"' in html
    assert "aria-invalid" not in html


def test_a_second_send_of_the_form_shows_the_account(program: Client, person: Client) -> None:
    program.post(VERIFY, {"code": CODE})
    response = person.post(VERIFY, {"code": CODE})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Anna Petrova" in html
    assert 'id="notice"' not in html


def test_a_code_after_ten_minutes_is_too_late(program: Client, account: Account) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert program.post(VERIFY, {"code": CODE}).json()["code"] == "login_expired"
    assert account().encrypted_session == ""


def test_a_phrase_is_a_code_too(program: Client, htmx: Client, backend: MemoryBackend) -> None:
    program.post(RESET)
    backend.add(PHONE, ANNA, code="seven quiet boats")
    backend.send_codes_by(CodeType.SMS_PHRASE)
    html = html_of(htmx.post(SEND, {"phone": PHONE}))
    assert 'inputmode="text" autocomplete="one-time-code"' in html
    assert "цифр" not in html
    assert program.post(VERIFY, {"code": " seven quiet  boats"}).json()["authorized"] is True


def test_a_code_without_a_login_is_the_wrong_moment(program: Client, htmx: Client) -> None:
    program.post(RESET)
    assert program.post(VERIFY, {"code": CODE}).json()["code"] == "wrong_moment"
    assert "Подключите Telegram" in htmx.post(VERIFY, {"code": CODE}).content.decode()


@pytest.mark.parametrize("body", [{}, {"code": CODE, "password": "x"}, {"phone": PHONE}])
@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_either_the_code_or_the_password(
    program: Client, htmx: Client, code_sent: None, backend: MemoryBackend, body: dict[str, str], content_type: str
) -> None:
    response = program.generic("POST", VERIFY, _encoded(body, content_type), content_type=content_type)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert response.json()["error"] == "Введите либо код, либо облачный пароль."
    assert backend.calls == ["send_code"]


def _encoded(body: dict[str, str], content_type: str) -> str:
    return json.dumps(body) if content_type == "application/json" else urlencode(body)


@pytest.mark.parametrize(
    "code", ["۰۱۲۳۴", "٠١٢٣٤", "０１２３４", "01234\u200e", "\u202a01 234\u202c", "\ufeff01\u2212234"]
)
def test_digits_of_any_script_and_the_marks_of_a_paste_are_read(code: str) -> None:
    assert CodeForm({"code": code}, CodeSent(phone="+79001234567", type=CodeType.APP, length=5)).is_valid()

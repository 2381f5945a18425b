"""The login by phone number: the number is given, a code is sent."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils import timezone

from tgsdk import (
    CodeType,
    FloodWait,
    LoginUnsupported,
    MemoryBackend,
    PhoneNumberBanned,
    PhoneNumberInvalid,
    SessionEnded,
    TelegramUnavailable,
)
from tgsdk.contrib.django.errors import TooManyAttempts
from tgsdk.contrib.django.models import Attempt, TelegramAccount
from tgsdk.contrib.django.stored import session_of

from ..conftest import ANNA, CODE, PHONE, SHOWN_PHONE
from .pages import html_of

INDEX, SEND, STATUS, RESET = (
    "/telegram/",
    "/telegram/auth/phone/",
    "/telegram/session/status/",
    "/telegram/session/reset/",
)
SENT = {"type": "app", "length": 5, "timeout": 60, "next_type": "sms"}
Account = Callable[[], TelegramAccount]
pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture(params=["htmx", "browser"])
def person(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def forget_and_log_in_again(program: Client, code: str = CODE) -> None:
    program.post("/telegram/auth/verify/", {"code": code})
    program.post(RESET)


def test_auth_phone_says_where_the_code_went(program: Client, backend: MemoryBackend, account: Account) -> None:
    assert program.post(SEND, {"phone": PHONE}).json() == {"sent": True} | SENT
    assert backend.calls == ["send_code"]
    assert account().state == "awaiting_code"


@pytest.mark.parametrize("phone", ["8 (900) 123-45-67", "79001234567", "007 900 1234567", " +7 900 123 45 67 "])
def test_auth_phone_takes_a_number_as_people_write_it(program: Client, account: Account, phone: str) -> None:
    assert program.post(SEND, {"phone": phone}, content_type="application/json").json()["sent"] is True
    code = session_of(account()).code_sent
    assert code is not None and code.phone == PHONE


def test_what_telegram_does_not_say_is_null(program: Client, backend: MemoryBackend) -> None:
    backend.send_codes_by(CodeType.CALL)
    assert program.post(SEND, {"phone": PHONE}).json()["next_type"] is None


def test_the_state_says_where_the_code_went_too(program: Client, code_sent: None) -> None:
    assert program.get(INDEX).json() == {"state": "awaiting_code"} | SENT
    assert program.get(STATUS).json() == {"active": False, "state": "awaiting_code"} | SENT
    body = program.get("/telegram/auth/qr/status/").json()
    assert body == {"authorized": False, "state": "awaiting_code"} | SENT


def test_a_number_that_telegram_remembers_needs_no_code(program: Client, code_sent: None, account: Account) -> None:
    forget_and_log_in_again(program)
    body = program.post(SEND, {"phone": PHONE}).json()
    assert body == {"sent": False, "type": "not_needed", "authorized": True, "state": "logged_in"}
    assert account().first_name == "Anna"


def test_a_remembered_number_may_still_want_its_password(program: Client, backend: MemoryBackend) -> None:
    backend.add(PHONE, ANNA, code=CODE, password="secret", hint="the cat")
    program.post(SEND, {"phone": PHONE})
    program.post("/telegram/auth/verify/", {"code": CODE})
    program.post("/telegram/auth/verify/", {"password": "secret"})
    program.post(RESET)
    body = program.post(SEND, {"phone": PHONE}).json()
    expected = {"authorized": False, "state": "awaiting_password", "hint": "the cat"}
    assert body == {"sent": False, "type": "not_needed"} | expected


def test_htmx_is_shown_the_code_s_field(htmx: Client) -> None:
    response = htmx.post(SEND, {"phone": PHONE})
    html = response.content.decode()
    assert f"Код отправлен в приложение Telegram на номер {SHOWN_PHONE}." in html
    assert 'hx-swap-oob="innerHTML:#live">Код отправлен' in html
    assert (response["HX-Retarget"], response["HX-Replace-Url"]) == ("#index", "/telegram/")
    assert PHONE not in html


def test_a_browser_is_led_to_the_page_with_the_code_s_field(browser: Client) -> None:
    response = browser.post(SEND, {"phone": PHONE})
    assert (response.status_code, response["Location"]) == (302, "/telegram/")
    html = html_of(browser.get(INDEX))
    assert 'inputmode="numeric" autocomplete="one-time-code"' in html
    assert html.count("<form") == html.count('<form method="post" action="/') == html.count("csrfmiddlewaretoken")
    assert " style=" not in html


def test_the_code_is_waited_for_in_every_tab(htmx: Client, browser: Client, code_sent: None) -> None:
    for html in (
        browser.get(INDEX).content.decode(),
        htmx.get("/telegram/auth/qr/status/", {"shown": "an old code"}).content.decode(),
        browser.get(STATUS).content.decode(),
    ):
        assert "Введите код" in html
        assert 'name="code"' in html


def test_the_page_leads_from_the_code_to_scan_to_the_number_and_back(person: Client, backend: MemoryBackend) -> None:
    assert 'href="/telegram/?way=phone" hx-get="/telegram/?way=phone"' in html_of(person.get(INDEX))
    html = html_of(person.get(INDEX, {"way": "phone"}))
    assert 'type="tel" name="phone" inputmode="tel" autocomplete="tel" value=""' in html
    (ways,) = re.findall(r'<div class="ways">.*?</div>', html, re.DOTALL)
    assert 'href="/telegram/" hx-get="/telegram/"' in ways
    assert "Войти по QR-коду" in ways
    assert "<form" not in ways
    assert "Подключите Telegram" in html_of(person.get(INDEX))
    assert backend.calls == []


def test_the_number_can_be_changed(person: Client, code_sent: None, backend: MemoryBackend) -> None:
    html = person.get(INDEX, {"way": "phone"}).content.decode()
    assert 'value="+7 900 123-45-67"' in html
    assert "aria-invalid" not in html
    assert 'href="/telegram/" hx-get="/telegram/"' in html
    assert "Вернуться к коду" in html
    assert backend.calls == ["send_code"]
    assert "Введите код" in person.get(INDEX).content.decode()


@pytest.mark.parametrize("way", ["", "phone"])
def test_the_qr_code_takes_over_by_a_form(person: Client, code_sent: None, account: Account, way: str) -> None:
    html = person.get(INDEX, {"way": way}).content.decode()
    (ways,) = re.findall(r'<div class="ways">.*?</div>', html, re.DOTALL)
    assert '<form method="post" action="/telegram/session/reset/" hx-post="/telegram/session/reset/"' in ways
    assert "Войти по QR-коду</button>" in ways
    assert html.count("<form") == html.count('<form method="post" action="/') == html.count("csrfmiddlewaretoken")
    person.post(RESET)
    assert "Подключите Telegram" in person.get(INDEX).content.decode()
    person.get("/telegram/auth/qr/")
    assert account().state == "awaiting_scan"


def test_no_link_ends_a_login_that_waits_for_its_code(person: Client, code_sent: None) -> None:
    assert "Введите код" in person.get(INDEX, {"way": "qr"}).content.decode()


def test_a_login_that_is_too_old_has_no_code_to_go_back_to(person: Client, code_sent: None) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    html = person.get(INDEX, {"way": "phone"}).content.decode()
    assert 'value="+7 900 123-45-67"' in html
    assert "Вернуться к коду" not in html
    assert "session/reset" not in html


@pytest.mark.parametrize("way", ["phone", "qr", "other"])
def test_no_way_in_is_offered_to_a_connected_account(person: Client, connected: None, way: str) -> None:
    assert "Anna Petrova" in person.get(INDEX, {"way": way}).content.decode()


def test_no_way_in_leads_past_the_password(person: Client, scanned_with_password: None) -> None:
    assert "Введите облачный пароль" in person.get(INDEX, {"way": "phone"}).content.decode()


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("", "Введите номер телефона, чтобы продолжить."),
        ("+7 900 123-45", "В номере не хватает цифр."),
        ("+1 202 555-01-43-99", "В номере лишние цифры."),
        ("8 000 123-45-67", "Такого номера не бывает."),
        ("+7 900\x00", "Здесь есть символ, который нельзя ввести."),
        ("my phone", "В номере бывают только цифры, пробелы, скобки и дефисы."),
        ("1" * 65, "В номере лишние цифры."),
    ],
)
def test_a_wrong_number_is_said_at_the_field_before_telegram_is_asked(
    person: Client, program: Client, backend: MemoryBackend, phone: str, words: str
) -> None:
    response = person.post(SEND, {"phone": phone})
    html = html_of(response)
    assert response.status_code == 400
    assert words in html
    assert 'aria-invalid="true" aria-describedby="phone-error phone-hint"' in html
    assert f'value="{phone}"' in html
    body = program.post(SEND, {"phone": phone}).json()
    assert body["code"] == "invalid_input"
    assert body["error"].startswith(words)
    assert backend.calls == []


def test_a_missing_number_is_invalid_input(program: Client) -> None:
    assert program.post(SEND, {}).json()["code"] == "invalid_input"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (PhoneNumberInvalid(telegram_name="PHONE_NUMBER_INVALID"), 400, "Telegram не принимает этот номер."),
        (PhoneNumberBanned(telegram_name="PHONE_NUMBER_BANNED"), 403, "Telegram заблокировал этот номер."),
        (LoginUnsupported(), 403, "Войдите по QR-коду."),
    ],
)
def test_what_telegram_says_of_the_number_stands_at_the_field(
    person: Client, backend: MemoryBackend, error: PhoneNumberInvalid, status: int, words: str
) -> None:
    backend.fail(error)
    response = person.post(SEND, {"phone": "8 900 123-45-67"})
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert 'value="8 900 123-45-67"' in html
    assert 'aria-invalid="true"' in html


def test_a_number_without_an_account_is_said_at_the_number(person: Client, program: Client) -> None:
    program.post(SEND, {"phone": "+79007654321"})
    response = person.post("/telegram/auth/verify/", {"code": CODE})
    html = response.content.decode()
    assert response.status_code == 400
    assert 'id="auth-phone"' in html
    assert "С этим номером нет аккаунта Telegram." in html
    assert 'value="+7 900 765-43-21"' in html
    assert "Вернуться к коду" not in html


def test_a_program_reads_the_error_alone_of_a_number_without_an_account(program: Client) -> None:
    program.post(SEND, {"phone": "+79007654321"})
    body = program.post("/telegram/auth/verify/", {"code": CODE}).json()
    assert set(body) == {"error", "code", "telegram"}
    assert body["code"] == "phone_number_unoccupied"


@pytest.mark.parametrize("error", [FloodWait(90, telegram_name="PHONE_NUMBER_FLOOD"), TooManyAttempts(30)])
def test_whoever_has_to_wait_keeps_the_number(
    person: Client, program: Client, backend: MemoryBackend, error: FloodWait
) -> None:
    backend.fail(error)
    response = person.post(SEND, {"phone": "8 900 123-45-67"})
    html = html_of(response)
    assert (response.status_code, response["Retry-After"]) == (429, str(error.seconds))
    assert 'value="8 900 123-45-67"' in html
    assert 'aria-invalid="true" aria-describedby="phone-error phone-hint"' in html
    assert "через 2 мин" in html or "через 30 с" in html
    assert "Войти по QR-коду" in html
    assert "hx-trigger" not in html
    backend.fail(error)
    body = program.post(SEND, {"phone": "+79007654321"}).json()
    assert (body["code"], body["retry_after"]) == (error.code, error.seconds)


def test_whoever_has_to_wait_hears_so(htmx: Client, backend: MemoryBackend) -> None:
    backend.fail(TooManyAttempts(30))
    html = htmx.post(SEND, {"phone": PHONE}).content.decode()
    assert 'hx-swap-oob="innerHTML:#live">Слишком много попыток' in html


def test_a_code_on_its_way_is_not_sent_again(
    person: Client, program: Client, code_sent: None, backend: MemoryBackend
) -> None:
    attempts = Attempt.objects.count()
    response = person.post(SEND, {"phone": "8 900 123 45 67"})
    html = response.content.decode()
    assert response.status_code == 429
    assert 50 < int(response["Retry-After"]) <= 60
    assert 'name="code"' in html
    assert 'id="notice"' in html
    assert "Telegram сможет отправить другой код через " in html
    assert program.post(SEND, {"phone": PHONE}).json()["code"] == "too_many_attempts"
    assert backend.calls == ["send_code"]
    assert Attempt.objects.count() == attempts


def test_a_code_that_may_be_sent_again_is(program: Client, backend: MemoryBackend) -> None:
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=0)
    for _ in range(2):
        assert program.post(SEND, {"phone": PHONE}).json()["sent"] is True


def test_a_login_that_is_too_old_does_not_keep_its_number_waiting(program: Client, code_sent: None) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert program.post(SEND, {"phone": PHONE}).json()["sent"] is True


def test_telegram_away_keeps_nothing_waiting(program: Client, backend: MemoryBackend, account: Account) -> None:
    backend.fail(TelegramUnavailable())
    assert program.post(SEND, {"phone": PHONE}).status_code == 503
    assert account().state == "logged_out"


def test_another_number_takes_the_place_of_the_first(
    program: Client, code_sent: None, backend: MemoryBackend, account: Account
) -> None:
    backend.add("+79007654321", ANNA, code="99999")
    program.post(SEND, {"phone": "+79007654321"})
    assert program.post("/telegram/auth/verify/", {"code": CODE}).json()["code"] == "phone_code_invalid"
    assert program.post("/telegram/auth/verify/", {"code": "99999"}).json()["authorized"] is True


def test_a_number_given_to_a_connected_account_shows_the_account(
    person: Client, program: Client, connected: None
) -> None:
    assert program.post(SEND, {"phone": PHONE}).json()["code"] == "wrong_moment"
    for phone in (PHONE, "12"):
        response = person.post(SEND, {"phone": phone})
        assert response.status_code in (400, 409)
        assert "Anna Petrova" in response.content.decode()
        assert ('id="notice"' in response.content.decode()) is (phone == "12")  # that a login moved on is no news


def test_an_ended_account_begins_anew_with_a_number(
    program: Client, connected: None, backend: MemoryBackend, account: Account
) -> None:
    backend.fail(SessionEnded(telegram_name="SESSION_REVOKED"))
    program.get("/telegram/user/info/")
    assert program.get(INDEX).json() == {"state": "logged_out", "reason": "SESSION_REVOKED"}
    assert program.post(SEND, {"phone": PHONE}).json()["sent"] is True
    assert account().state == "awaiting_code"


def test_a_waiting_code_that_cannot_be_read_gives_way(program: Client, browser: Client, code_sent: None) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    assert program.get(INDEX).json() == {"state": "logged_out", "reason": "session_invalid"}
    assert "Подключите Telegram" in browser.get(INDEX).content.decode()
    assert program.post("/telegram/auth/verify/", {"code": CODE}).json()["code"] == "session_invalid"
    assert program.post(SEND, {"phone": PHONE}).json()["sent"] is True


def test_what_was_typed_is_inert(person: Client) -> None:
    html = person.post(SEND, {"phone": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html


def test_the_phone_is_english_beside_russian(htmx: Client) -> None:
    english = {"Accept-Language": "en"}
    assert "Login by phone number" in htmx.get(INDEX, {"way": "phone"}, headers=english).content.decode()
    assert "Some digits are missing." in htmx.post(SEND, {"phone": "+7900"}, headers=english).content.decode()
    html = htmx.post(SEND, {"phone": PHONE}, headers=english).content.decode()
    assert f"The code was sent to the Telegram app for {SHOWN_PHONE}" in html
    assert "Send the code by SMS" in html


def test_auth_phone_keeps_the_number_while_the_account_is_busy(
    person: Client, recruiter: Recruiter, backend: MemoryBackend
) -> None:
    in_force = timezone.now() + timedelta(seconds=20)
    TelegramAccount.objects.create(user=recruiter, lease_token=uuid.uuid4(), lease_until=in_force)
    response = person.post(SEND, {"phone": PHONE})
    assert response.status_code == 409
    assert f'value="{PHONE}"' in html_of(response)
    assert "phone-error" in html_of(response)
    assert backend.calls == []

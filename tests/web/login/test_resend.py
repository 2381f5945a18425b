"""The code sent once more: when, in which way, and what counts down to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils import timezone

from tgsdk import CodeType, FloodWait, MemoryBackend
from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.models import TelegramAccount

from ..conftest import CODE, HTMX, PHONE, SHOWN_PHONE
from .pages import html_of

INDEX, SEND, RESEND, VERIFY = (f"/telegram/{path}" for path in ("", "auth/phone/", "auth/resend/", "auth/verify/"))
Account = Callable[[], TelegramAccount]
pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture
def time_has_come(backend: MemoryBackend, program: Client) -> None:
    """A code was sent, and may be sent again at once."""
    backend.send_codes_by(CodeType.APP, CodeType.SMS, CodeType.CALL, timeout=0)
    program.post(SEND, {"phone": PHONE})


@pytest.fixture
def expired(code_sent: None, backend: MemoryBackend, program: Client) -> None:
    """The code that was sent has turned out to be too old."""
    backend.expire_codes()
    program.post(VERIFY, {"code": CODE})


def test_auth_resend_sends_by_the_next_way(program: Client, time_has_come: None) -> None:
    body = {"sent": True, "type": "sms", "length": 5, "timeout": 0, "next_type": "call"}
    assert program.post(RESEND).json() == body


def test_auth_resend_goes_on_to_the_last_way(program: Client, time_has_come: None) -> None:
    first, second = program.post(RESEND).json(), program.post(RESEND).json()
    assert (first["type"], first["next_type"]) == ("sms", "call")
    assert (second["type"], second["next_type"]) == ("call", None)


def test_the_button_names_the_way(browser: Client, time_has_come: None) -> None:
    html = browser.get(INDEX).content.decode()
    assert '<form method="post" action="/telegram/auth/resend/" hx-post="/telegram/auth/resend/"' in html
    assert "Отправить код по SMS</button>" in html
    assert browser.post(RESEND)["Location"] == "/telegram/"
    html = browser.get(INDEX).content.decode()
    assert f"Код отправлен по SMS на номер {SHOWN_PHONE}." in html
    assert "Получить код по звонку</button>" in html


def test_too_early_is_refused_without_a_call(program: Client, code_sent: None, backend: MemoryBackend) -> None:
    response = program.post(RESEND)
    body = response.json()
    assert response.status_code == 429
    assert int(response["Retry-After"]) == body["retry_after"]
    assert 50 < body["retry_after"] <= 60
    assert body["code"] == "too_many_attempts"
    assert body["error"].startswith("Telegram сможет отправить другой код через ")
    assert backend.calls == ["send_code"]


@pytest.mark.parametrize("client_name", ["htmx", "browser"])
def test_too_early_shows_the_countdown_again(request: pytest.FixtureRequest, code_sent: None, client_name: str) -> None:
    html = request.getfixturevalue(client_name).post(RESEND).content.decode()
    assert 'id="notice"' in html
    assert 'class="clock"' in html
    assert "aria-invalid" not in html


def test_whoever_has_to_wait_waits_at_the_code(htmx: Client, time_has_come: None, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90))
    response = htmx.post(RESEND)
    html = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, "90")
    assert 'id="code-error"' in html
    assert "через 2 мин" in html


def test_the_seconds_are_counted_down_without_a_script(browser: Client, backend: MemoryBackend) -> None:
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=70)
    browser.post(SEND, {"phone": PHONE})
    html = html_of(browser.get(INDEX))
    assert ">1:10<" in html
    assert '>0:01<set attributeName="visibility" to="visible" begin="69s"/>' in html
    assert html.count("<text") == 70
    assert 'hx-trigger="load delay:70s" hx-target="this"' in html
    assert "Отправить код по SMS можно будет через 2 мин." in html
    assert "Обновить" in html
    assert "auth/resend/" not in html


def test_a_long_wait_is_said_in_minutes(browser: Client, backend: MemoryBackend) -> None:
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=600)
    browser.post(SEND, {"phone": PHONE})
    html = html_of(browser.get(INDEX))
    assert "Отправить код по SMS можно через 10 мин" in html
    assert "<text" not in html
    assert 'hx-trigger="load delay:60s"' in html


def test_the_countdown_s_end_brings_the_button_alone(program: Client, time_has_come: None) -> None:
    response = program.get(INDEX, headers={**HTMX, "HX-Target": "auth-resend"})
    html = html_of(response)
    assert html.strip().startswith('<div id="auth-resend">')
    assert "Отправить код по SMS уже можно." in html
    assert 'name="code"' not in html
    assert "HX-Retarget" not in response


def test_the_countdown_of_an_old_tab_ends_with_the_card_of_today(program: Client, connected: None) -> None:
    response = program.get(INDEX, headers={**HTMX, "HX-Target": "auth-resend"})
    assert "Anna Petrova" in response.content.decode()
    assert response["HX-Retarget"] == "#index"


def test_without_a_next_way_there_is_no_button(htmx: Client, backend: MemoryBackend) -> None:
    backend.send_codes_by(CodeType.FRAGMENT, timeout=0)
    html = htmx.post(SEND, {"phone": PHONE}).content.decode()
    assert "Другого способа отправить этот код у Telegram нет." in html
    assert "auth/resend/" not in html
    html = htmx.post(RESEND).content.decode()
    assert "Коды, отправленные раньше, ещё действуют." in html
    assert 'name="code"' in html


def test_a_code_that_is_too_old_offers_a_new_one_first(browser: Client, expired: None) -> None:
    html = browser.get(INDEX).content.decode()
    assert "Код устарел. Отправить новый?" in html
    assert '<button class="button primary wide">Отправить новый код</button>' in html
    assert '<button class="button wide">Продолжить</button>' in html


def test_a_new_code_takes_the_place_of_one_that_is_too_old_at_once(program: Client, expired: None) -> None:
    assert program.post(RESEND).json()["type"] == "app"
    assert program.post(VERIFY, {"code": CODE}).json()["authorized"] is True


def test_a_resend_without_a_login_is_the_wrong_moment(program: Client, htmx: Client) -> None:
    response = program.post(RESEND)
    assert (response.status_code, response.json()["code"]) == (409, "wrong_moment")
    assert "Подключите Telegram" in htmx.post(RESEND).content.decode()


def test_a_busy_account_is_told_so(program: Client, code_sent: None, recruiter: Recruiter) -> None:
    with open_account(recruiter):
        assert program.post(RESEND).json()["code"] == "account_busy"


def test_a_login_is_given_up_after_ten_minutes(program: Client, time_has_come: None, account: Account) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert program.post(RESEND).json()["code"] == "login_expired"
    assert account().state == "logged_out"

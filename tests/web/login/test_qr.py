"""The login by QR code: its addresses, its partials, its drawing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils import timezone

from tgsdk import LoginExpired, MemoryBackend, QrLogin, Timeout
from tgsdk.contrib.django import accounts
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import shown_qr_url
from web.login.qr import QrCode, find_dark_runs, fingerprint_of

from ..conftest import ANNA, CODE

START, STATUS = "/telegram/auth/qr/", "/telegram/auth/qr/status/"
Account = Callable[[], TelegramAccount]


def test_qr_start_answers_a_url_and_its_end(program: Client) -> None:
    body = program.get(START).json()
    assert set(body) == {"url", "expires_at"}
    assert re.fullmatch(r"tg://login\?token=[\w-]+", body["url"])
    assert body["expires_at"].endswith("Z")
    assert timezone.now() < datetime.fromisoformat(body["expires_at"]) < timezone.now() + timedelta(seconds=31)


def test_qr_start_twice_is_one_login(program: Client, htmx: Client) -> None:
    assert program.get(START).json()["url"] == program.get(START).json()["url"]
    assert fingerprint_of(program.get(START).json()["url"]) in htmx.get(START).content.decode()


def test_qr_start_gives_htmx_the_code_alone(htmx: Client) -> None:
    response = htmx.get(START)
    html = response.content.decode()
    assert 'id="qr-status"' in html
    assert 'hx-trigger="every 2s"' in html
    assert "<svg" in html
    assert "Подключите Telegram" not in html
    assert "HX-Retarget" not in response


def test_qr_start_gives_a_browser_the_whole_page(browser: Client) -> None:
    html = browser.get(START).content.decode()
    assert "<html" in html
    assert "Подключите Telegram" in html
    assert "<svg" in html
    assert f'href="{STATUS}"' in html


def test_the_page_shows_the_code_and_holds_no_secret_in_words(browser: Client, recruiter: Recruiter) -> None:
    html = browser.get(START).content.decode()
    url = shown_qr_url(recruiter)
    assert url is not None
    assert url.partition("token=")[2] not in html
    assert "tgsdk1:" not in html


def test_a_phone_is_given_the_link_that_its_own_app_accepts(browser: Client, recruiter: Recruiter) -> None:
    html = browser.get(START, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 15) Mobile"}).content.decode()
    assert f'href="{shown_qr_url(recruiter)}"' in html


def test_qr_status_waits_for_the_scan(program: Client, shown_url: str) -> None:
    body = program.get(STATUS).json()
    assert set(body) == {"authorized", "state", "url", "expires_at"}
    assert (body["authorized"], body["state"], body["url"]) == (False, "awaiting_scan", shown_url)


def test_qr_status_has_no_news_of_the_code_that_is_shown(htmx: Client, shown_url: str) -> None:
    response = htmx.get(STATUS, {"shown": fingerprint_of(shown_url)})
    assert response.status_code == 204
    assert response.content == b""


def test_qr_status_swaps_the_code_alone_when_it_is_new(htmx: Client, shown_url: str, backend: MemoryBackend) -> None:
    backend.expire_tokens()
    response = htmx.get(STATUS, {"shown": fingerprint_of(shown_url)})
    assert response.status_code == 200
    assert response.content.decode().count("<svg") == 2
    assert fingerprint_of(shown_url) not in response.content.decode()
    assert "HX-Retarget" not in response


def test_qr_status_says_whose_account_is_connected(htmx: Client, scanned: None, account: Account) -> None:
    scan = htmx.get(STATUS).content.decode()
    assert "Код отсканирован" in scan and 'hx-get="/telegram/" hx-trigger="load delay:400ms" hx-target="#index"' in scan
    html = htmx.get("/telegram/", headers={"HX-Target": "index"}).content.decode()
    assert "Anna Petrova" in html
    assert "@anna_hr" in html
    assert "Подключён только что" in html
    assert "every 2s" not in html
    assert 'hx-swap-oob="innerHTML:#live"' in html
    assert account().telegram_user_id == ANNA.id


def test_qr_status_tells_a_program_that_it_is_authorized(program: Client, scanned: None) -> None:
    assert program.get(STATUS).json() == {"authorized": True, "state": "logged_in"}
    assert program.get(STATUS).json() == {"authorized": True, "state": "logged_in"}


def test_qr_status_asks_for_the_password(
    program: Client, htmx: Client, shown_url: str, backend: MemoryBackend, account: Account
) -> None:
    backend.scan(shown_url, ANNA, password="x", hint="the cat")
    assert program.get(STATUS).json() == {"authorized": False, "state": "awaiting_password", "hint": "the cat"}
    assert "Код отсканирован" in htmx.get(STATUS).content.decode()
    html = htmx.get("/telegram/", headers={"HX-Target": "index"}).content.decode()
    assert 'autocomplete="current-password"' in html
    assert "Ваша подсказка: the cat" in html
    assert account().state == "awaiting_password"


def test_qr_status_before_a_login_is_the_wrong_moment(program: Client) -> None:
    response = program.get(STATUS)
    assert (response.status_code, response.json()["code"]) == (409, "wrong_moment")


def test_a_poll_of_a_busy_account_has_no_news(htmx: Client, program: Client, recruiter: Recruiter) -> None:
    with accounts.open_account(recruiter):
        assert htmx.get(STATUS).status_code == 204
        response = program.get(STATUS)
    assert (response.status_code, response["Retry-After"]) == (409, "1")
    assert response.json()["code"] == "account_busy"


def test_qr_start_of_a_connected_account_shows_the_account(program: Client, htmx: Client, connected: None) -> None:
    assert program.get(START).status_code == 409
    assert "Anna Petrova" in htmx.get(START).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_no_look_at_the_qr_code_ends_a_login_that_waits_for_its_code(
    program: Client, code_sent: None, account: Account, backend: MemoryBackend, method: str
) -> None:
    before = account().encrypted_session
    assert getattr(program, method)(START).status_code == 409
    assert program.get(START).json()["code"] == "wrong_moment"
    assert (account().state, account().encrypted_session) == ("awaiting_code", before)
    assert backend.calls == ["send_code"]
    assert program.post("/telegram/auth/verify/", {"code": CODE}).json()["authorized"] is True


@pytest.mark.parametrize("client_name", ["htmx", "browser"])
def test_qr_start_of_a_login_that_waits_for_its_code_shows_that(
    request: pytest.FixtureRequest, code_sent: None, client_name: str
) -> None:
    html = request.getfixturevalue(client_name).get(START).content.decode()
    assert 'name="code"' in html
    assert 'id="notice"' in html


def test_a_code_that_is_waited_for_too_long_gives_way(program: Client, code_sent: None) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert program.get(START).status_code == 200


def test_a_code_that_cannot_be_read_gives_way(program: Client, code_sent: None) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    assert program.get(START).status_code == 200


def test_a_code_scanned_while_nobody_looked_is_known_by_name(
    htmx: Client, scanned: None, account: Account, backend: MemoryBackend
) -> None:
    backend.expire_tokens()
    assert "Anna Petrova" in htmx.get(START).content.decode()
    assert account().first_name == "Anna"


def test_a_login_is_given_up_after_ten_minutes(
    program: Client, htmx: Client, shown_url: str, account: Account, backend: MemoryBackend
) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    response = htmx.get(STATUS, {"shown": fingerprint_of(shown_url)})
    assert response.status_code == 410
    assert "Начать заново" in response.content.decode()
    assert account().encrypted_session == ""
    assert program.get(START).json()["url"] != shown_url


def test_asking_for_the_code_again_gives_a_login_no_more_time(
    program: Client, shown_url: str, account: Account
) -> None:
    started = timezone.now() - timedelta(minutes=9)
    TelegramAccount.objects.update(login_started_at=started)
    assert program.get(START).json()["url"] == shown_url
    assert account().login_started_at == started


def test_a_login_that_is_too_old_gives_way_to_a_new_one(program: Client, shown_url: str, account: Account) -> None:
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert program.get(START).json()["url"] != shown_url


def test_an_expired_login_starts_anew(program: Client, shown_url: str, backend: MemoryBackend) -> None:
    backend.fail(LoginExpired())
    assert program.get(STATUS).status_code == 410
    assert program.get(START).json()["url"] != shown_url


def test_a_failed_poll_keeps_the_login(program: Client, shown_url: str, backend: MemoryBackend) -> None:
    backend.fail(Timeout())
    assert program.get(STATUS).status_code == 504
    assert program.get(STATUS).json()["url"] == shown_url


def test_qr_start_connects_a_disconnected_account_anew(
    program: Client, connected: None, backend: MemoryBackend, account: Account
) -> None:
    backend.end_sessions(ANNA.id)
    program.get("/telegram/user/info/")
    assert account().encrypted_session
    assert program.get(START).status_code == 200
    assert account().state == "awaiting_scan"
    assert account().first_name == ""


def test_the_drawing_is_the_code_with_its_quiet_zone() -> None:
    code = QrCode.of(QrLogin(url="tg://login?token=abc", expires_at=timezone.now() + timedelta(seconds=12)))
    assert code.path.startswith("M4 4h7v1h-7z")
    assert code.seconds_left == 12
    assert code.spent == 60
    assert "abc" not in repr(code)


@pytest.mark.parametrize(
    ("row", "runs"),
    [([True, True, False, True], [(0, 2), (3, 1)]), ([False, False], []), ([False, True, True], [(1, 2)])],
)
def test_dark_runs(row: list[bool], runs: list[tuple[int, int]]) -> None:
    assert find_dark_runs(row) == runs


def test_an_expired_code_has_a_second_left() -> None:
    assert QrCode.of(QrLogin(url="x", expires_at=timezone.now() - timedelta(hours=1))).seconds_left == 1

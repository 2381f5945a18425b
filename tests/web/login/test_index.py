"""The Telegram page by the account's state, from the database alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tgsdk import MemoryBackend
from tgsdk.contrib.django.models import TelegramAccount

from ..conftest import ANNA
from .pages import html_of

INDEX = "/telegram/"


def test_index_offers_to_connect_and_fetches_the_code(browser: Client, backend: MemoryBackend) -> None:
    html = html_of(browser.get(INDEX))
    assert "Подключите Telegram" in html
    assert 'hx-get="/telegram/auth/qr/" hx-trigger="load"' in html
    assert 'href="/telegram/auth/qr/"' in html
    assert backend.calls == []


def test_index_shows_the_connected_account_without_a_call(
    browser: Client, connected: None, backend: MemoryBackend
) -> None:
    calls = list(backend.calls)
    html = browser.get(INDEX).content.decode()
    assert "Anna Petrova" in html
    assert 'action="/telegram/session/reset/"' in html
    assert backend.calls == calls


def test_index_asks_for_the_password(browser: Client, scanned_with_password: None) -> None:
    html = browser.get(INDEX).content.decode()
    assert "Ваша подсказка: the cat" in html
    assert "aria-invalid" not in html


@pytest.mark.parametrize("fixture", ["scanned_with_password", "code_sent"])
def test_index_offers_to_begin_anew_when_a_login_was_left_for_too_long(
    browser: Client, program: Client, fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(fixture)
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert 'hx-get="/telegram/auth/qr/"' in browser.get("/telegram/").content.decode()
    assert program.get("/telegram/").json() == {"state": "logged_out"}
    assert program.get("/telegram/auth/qr/").status_code == 200


def test_index_says_why_the_account_is_disconnected(
    browser: Client, program: Client, connected: None, backend: MemoryBackend
) -> None:
    backend.end_sessions(ANNA.id, "AUTH_KEY_DUPLICATED")
    program.get("/telegram/session/status/")
    html = browser.get(INDEX).content.decode()
    assert "Telegram увидел одно подключение в двух местах" in html
    assert "Подключить снова" in html
    assert "AUTH_KEY_DUPLICATED" in html


@pytest.mark.parametrize("state", ["logged_in", "awaiting_password"])
def test_index_offers_to_connect_again_what_cannot_be_read(browser: Client, connected: None, state: str) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged", state=state)
    assert "Сохранённое подключение больше не открывается." in browser.get(INDEX).content.decode()


def test_index_shows_a_new_code_where_a_login_cannot_be_read(browser: Client, shown_url: str) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    assert 'hx-get="/telegram/auth/qr/"' in browser.get(INDEX).content.decode()


def test_index_gives_htmx_the_card(htmx: Client) -> None:
    response = htmx.get(INDEX)
    assert "<html" not in response.content.decode()
    assert response["HX-Retarget"] == "#index"
    assert response["HX-Reswap"] == "innerHTML"


def test_index_gives_the_whole_page_to_a_history_that_htmx_restores(htmx: Client) -> None:
    headers = {"HX-History-Restore-Request": "true"}
    assert "<html" in htmx.get(INDEX, headers=headers).content.decode()


def test_index_gives_a_program_the_state(program: Client) -> None:
    assert program.get(INDEX).json() == {"state": "logged_out"}


def test_names_are_inert(browser: Client, connected: None) -> None:
    TelegramAccount.objects.update(first_name="<script>alert(1)</script>", username='"><img src=x>')
    html = browser.get(INDEX).content.decode()
    assert "<script>alert" not in html
    assert "<img" not in html


def test_the_page_has_no_inline_script_and_no_style_attribute(browser: Client, connected: None) -> None:
    for path in (INDEX, "/accounts/login/"):
        html = browser.get(path).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert "onclick" not in html
        assert "http://" not in html.replace("http://www.w3.org", "")
        assert "https://" not in html


def test_every_form_posts_and_has_its_token(browser: Client, connected: None) -> None:
    html = browser.get(INDEX).content.decode()
    assert html.count("<form") == html.count('<form method="post" action="/') == html.count("csrfmiddlewaretoken")


@pytest.mark.parametrize("debug", [True, False])
def test_the_page_has_the_same_scripts_while_debugging(browser: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    html = browser.get(INDEX).content.decode()
    assert html.count("<script") == 4
    assert '<script src="/static/web/clicks.js" defer>' in html
    assert '<script type="module" src="/static/web/login.js">' in html
    assert '<script src="/static/web/timezone.js" defer>' in html
    assert '<script src="/static/django_htmx/htmx-2.min.js" defer>' in html

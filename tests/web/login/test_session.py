"""The state of the connection, and its end."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import MemoryBackend, Session, TelegramUnavailable, Timeout
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of

from ..conftest import ANNA

STATUS, RESET = "/telegram/session/status/", "/telegram/session/reset/"
Account = Callable[[], TelegramAccount]
LEFT = Session(dc_id=2)  # where MemoryBackend has its accounts, and nothing else


def test_session_status_of_a_connected_account(program: Client, connected: None) -> None:
    assert program.get(STATUS).json() == {"active": True, "state": "logged_in"}


def test_session_status_before_any_login(program: Client) -> None:
    assert program.get(STATUS).json() == {"active": False, "state": "logged_out"}


def test_session_status_during_a_login(program: Client, shown_url: str) -> None:
    assert program.get(STATUS).json() == {"active": False, "state": "awaiting_scan"}


def test_session_status_of_an_ended_session(
    program: Client, connected: None, backend: MemoryBackend, account: Account
) -> None:
    backend.end_sessions(ANNA.id)
    assert program.get(STATUS).json() == {"active": False, "state": "logged_out", "reason": "SESSION_REVOKED"}
    assert (account().state, account().disconnect_reason) == ("disconnected", "SESSION_REVOKED")
    assert account().encrypted_session


def test_session_status_asks_telegram(program: Client, connected: None, backend: MemoryBackend) -> None:
    program.get(STATUS)
    assert backend.calls[-1] == "status"


@pytest.mark.parametrize("client_name", ["htmx", "browser"])
def test_session_status_shows_the_card(request: pytest.FixtureRequest, client_name: str, connected: None) -> None:
    assert "Anna Petrova" in request.getfixturevalue(client_name).get(STATUS).content.decode()


def test_session_reset_logs_out_and_forgets(
    program: Client, connected: None, backend: MemoryBackend, account: Account
) -> None:
    assert program.post(RESET).json() == {"active": False, "state": "logged_out"}
    assert backend.calls[-1] == "log_out"
    row = account()
    assert (session_of(row), row.state, row.first_name, row.username) == (LEFT, "logged_out", "", "")
    assert row.telegram_user_id is None


@pytest.mark.parametrize("error", [TelegramUnavailable(), Timeout()])
def test_session_reset_forgets_though_telegram_is_away(
    program: Client, connected: None, backend: MemoryBackend, account: Account, error: Exception
) -> None:
    backend.fail(error)  # type: ignore[arg-type]
    assert program.post(RESET).status_code == 200
    assert (session_of(account()), account().state) == (LEFT, "logged_out")


def test_session_reset_forgets_what_cannot_be_read(program: Client, connected: None, account: Account) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    assert program.post(RESET).status_code == 200
    assert account().encrypted_session == ""


def test_session_reset_takes_over_from_a_call_that_hangs(program: Client, connected: None, account: Account) -> None:
    in_force = timezone.now() + timedelta(seconds=20)
    TelegramAccount.objects.update(lease_token=uuid.uuid4(), lease_until=in_force)
    assert program.get(STATUS).status_code == 409
    assert program.post(RESET).status_code == 200
    assert (session_of(account()), account().lease_token) == (LEFT, None)


def test_session_reset_twice_is_fine(program: Client) -> None:
    assert program.post(RESET).status_code == program.post(RESET).status_code == 200


def test_session_reset_shows_htmx_the_way_to_connect(htmx: Client, connected: None) -> None:
    html = htmx.post(RESET).content.decode()
    assert "Подключите Telegram" in html
    assert "Telegram отключён." in html


@pytest.mark.parametrize("fixture", ["code_sent", "scanned_with_password", "shown_url"])
def test_a_login_that_is_given_up_was_no_connection(
    request: pytest.FixtureRequest, htmx: Client, account: Account, fixture: str
) -> None:
    request.getfixturevalue(fixture)
    html = htmx.post(RESET).content.decode()
    assert "Подключите Telegram" in html
    assert "Telegram отключён." not in html
    assert account().state == "logged_out"


def test_session_reset_leads_a_browser_to_the_page(browser: Client, connected: None) -> None:
    response = browser.post(RESET)
    assert (response.status_code, response["Location"]) == (302, "/telegram/")

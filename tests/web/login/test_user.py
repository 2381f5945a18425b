"""The connected account."""

from collections.abc import Callable

from django.test import Client

from tgsdk import MemoryBackend
from tgsdk.contrib.django.models import TelegramAccount

from ..conftest import ANNA

INFO = "/telegram/user/info/"
Account = Callable[[], TelegramAccount]


def test_user_info_says_who_is_connected(program: Client, connected: None) -> None:
    assert program.get(INFO).json() == {
        "id": ANNA.id,
        "first_name": "Anna",
        "last_name": "Petrova",
        "username": "anna_hr",
    }


def test_user_info_without_a_login_wants_one(program: Client) -> None:
    response = program.get(INFO)
    assert response.status_code == 401
    assert response.json()["requires_telegram_auth"] is True
    assert response.json()["code"] == "not_logged_in"


def test_user_info_of_an_ended_session_disconnects(
    program: Client, htmx: Client, connected: None, backend: MemoryBackend, account: Account
) -> None:
    backend.end_sessions(ANNA.id)
    body = program.get(INFO).json()
    assert (body["code"], body["telegram"], body["requires_telegram_auth"]) == (
        "session_ended",
        "SESSION_REVOKED",
        True,
    )
    assert (account().state, account().disconnect_reason) == ("disconnected", "SESSION_REVOKED")
    assert "Подключить снова" in htmx.get(INFO).content.decode()


def test_user_info_of_an_unreadable_session_is_no_500(program: Client, connected: None, account: Account) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    response = program.get(INFO)
    assert (response.status_code, response.json()["code"]) == (401, "session_invalid")
    assert program.get("/telegram/auth/qr/").status_code == 401  # a GET does not throw a connection away
    assert account().encrypted_session == "damaged"
    assert program.post("/telegram/session/reset/").status_code == 200
    assert program.get("/telegram/auth/qr/").status_code == 200


def test_user_info_shows_the_card(htmx: Client, browser: Client, connected: None) -> None:
    assert "Anna Petrova" in htmx.get(INFO).content.decode()
    assert "Anna Petrova" in browser.get(INFO).content.decode()


def test_a_new_name_is_kept(program: Client, connected: None, account: Account) -> None:
    TelegramAccount.objects.update(first_name="Old")
    connected_at = account().connected_at
    program.get(INFO)
    assert account().first_name == "Anna"
    assert account().connected_at == connected_at

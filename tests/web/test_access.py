"""Access: every address, every reader, every method."""

import re

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client, RequestFactory
from django.urls import clear_script_prefix, set_script_prefix
from pytest_django import Settings

from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.models import TelegramAccount
from web.urls import urlpatterns

from .conftest import BROWSER, HTMX

EXAMPLES = {
    "int": "1",
    "chat": "1",
    "message": "1",
    "photo": "1",
    "slug": "chat",
}  # what stands in an address, by its converter


def allowed() -> dict[str, set[str]]:
    """Every address of web/urls.py and the methods that it takes, so that a new one cannot be forgotten here."""
    found: dict[str, set[str]] = {}
    for pattern in urlpatterns:
        if pattern.name:  # all but the one that catches the unknown ones
            route = re.sub(r"<(\w+):\w+>", lambda converter: EXAMPLES[converter[1]], str(pattern.pattern))
            refusal = pattern.callback(RequestFactory().options("/"), **pattern.pattern.converters)
            found[route] = set(refusal["Allow"].split(", "))
    return found


ALLOWED = allowed()
GETS = [path for path, methods in ALLOWED.items() if "GET" in methods]
POSTS = [path for path, methods in ALLOWED.items() if "POST" in methods]
UNKNOWN = ["nothing/", "session/status", "chats/1/"]
METHODS = ["get", "post", "put", "delete", "patch", "options"]
SENTENCE = "Вы не авторизованы в HR Helper. Пожалуйста, войдите в систему."


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", GETS + POSTS + UNKNOWN)
def test_a_stranger_s_program_gets_exactly_this_json(stranger: Client, path: str, method: str) -> None:
    response = getattr(stranger, method)(f"/telegram/{path}", headers={"Accept": "*/*"})
    assert response.status_code == 401
    assert response.content == b'{"error": "Not authenticated in Django", "requires_django_auth": true}'
    assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", GETS + POSTS + UNKNOWN)
def test_a_stranger_s_htmx_gets_the_sentence_and_a_link(stranger: Client, path: str) -> None:
    response = stranger.get(f"/telegram/{path}", headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 401
    assert SENTENCE in html
    assert 'href="/accounts/login/?next=/telegram/"' in html
    assert "<html" not in html
    assert "hx-trigger" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", GETS + POSTS + UNKNOWN)
def test_a_stranger_s_browser_gets_a_page_with_the_way_back(stranger: Client, path: str) -> None:
    response = stranger.get(f"/telegram/{path}", headers=BROWSER)
    html = response.content.decode()
    assert response.status_code == 401
    assert SENTENCE in html
    assert f'href="/accounts/login/?next=/telegram/{path}"' in html
    assert "<html" in html


@pytest.mark.django_db
@pytest.mark.parametrize(("target", "has_focus"), [("index", True), ("qr-status", False), ("auth-resend", False)])
def test_the_focus_goes_to_what_fills_the_panel(stranger: Client, target: str, has_focus: bool) -> None:
    html = stranger.get("/telegram/", headers={**HTMX, "HX-Target": target}).content.decode()
    assert ('<p class="failure-text" tabindex="-1" autofocus>' in html) is has_focus
    assert "autofocus" not in stranger.get("/telegram/", headers=BROWSER).content.decode()


@pytest.mark.django_db
def test_a_stranger_who_reads_english_gets_english(stranger: Client) -> None:
    response = stranger.get("/telegram/", headers={**HTMX, "Accept-Language": "en"})
    assert "You are not signed in to HR Helper. Please sign in." in response.content.decode()


def test_every_address_says_what_it_takes() -> None:
    assert {"", "session/status/", "auth/qr/", "auth/qr/status/", "user/info/"} <= set(GETS)
    assert {"session/reset/", "auth/verify/"} <= set(POSTS)
    assert set(GETS) | set(POSTS) == set(ALLOWED)


@pytest.mark.parametrize("path", [path for path in GETS if path not in POSTS])
def test_a_get_address_refuses_a_post(program: Client, path: str) -> None:
    response = program.post(f"/telegram/{path}")
    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", [path for path in POSTS if path not in GETS])
def test_a_post_address_refuses_a_get(program: Client, htmx: Client, browser: Client, path: str) -> None:
    assert program.get(f"/telegram/{path}").json()["code"] == "method_not_allowed"
    for client in (htmx, browser):
        response = client.get(f"/telegram/{path}")
        assert response.status_code == 405
        assert "Этот адрес не принимает таких запросов." in response.content.decode()


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_not_found(
    program: Client, htmx: Client, browser: Client, path: str, debug: bool, settings: Settings
) -> None:
    settings.DEBUG = debug
    response = program.get(f"/telegram/{path}")
    assert (response.status_code, response.json()["code"]) == (404, "page_not_found")
    assert "<html" not in htmx.get(f"/telegram/{path}").content.decode()
    assert "Такой страницы нет." in browser.get(f"/telegram/{path}").content.decode()


@pytest.mark.parametrize("path", POSTS)
def test_a_post_without_the_token_is_refused(recruiter: Recruiter, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(recruiter)
    response = client.post(f"/telegram/{path}", {"password": "x"})
    assert (response.status_code, response.json()["code"]) == (403, "csrf_failed")
    for headers in (HTMX, BROWSER):
        html = client.post(f"/telegram/{path}", headers=headers).content.decode()
        assert "эта форма устарела" in html


@pytest.mark.parametrize("path", ["/i18n/setlang/", "/accounts/logout/", "/accounts/login/"])
def test_the_other_posts_want_the_token_too(recruiter: Recruiter, path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


@pytest.mark.parametrize("path", GETS)
def test_another_recruiter_sees_nothing_of_a_connected_account(connected: None, path: str) -> None:
    other = Client()
    other.force_login(Recruiter.objects.create_user("petr"))
    for headers in ({}, HTMX, BROWSER):
        html = other.get(f"/telegram/{path}", headers=headers).content.decode()
        assert "Anna" not in html
        assert "7123456789" not in html


def kept(recruiter: Recruiter) -> dict[str, object]:
    """The row of a recruiter's account, but for the time of its last use."""
    with open_account(recruiter) as account:
        session = account.telegram.session
    (values,) = TelegramAccount.objects.filter(user=recruiter).values()
    return {**values, "session": session} | dict.fromkeys(("encrypted_session", "last_used_at", "updated_at"))


@pytest.mark.parametrize("path", POSTS)
def test_another_recruiter_changes_nothing_of_a_connected_account(
    recruiter: Recruiter, connected: None, program: Client, path: str
) -> None:
    before = kept(recruiter)
    other = Client()
    other.force_login(Recruiter.objects.create_user("petr"))
    for form in ({}, {"phone": "+79001234567"}, {"code": "12345"}, {"password": "x"}):
        other.post(f"/telegram/{path}", form)
    assert kept(recruiter) == before
    assert program.get("/telegram/session/status/").json()["active"] is True


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("state", ["connected", "scanned_with_password", "shown_url"])
def test_a_get_changes_nothing(
    request: pytest.FixtureRequest, recruiter: Recruiter, program: Client, path: str, state: str
) -> None:
    request.getfixturevalue(state)
    before = kept(recruiter)
    program.get(f"/telegram/{path}")
    assert kept(recruiter) == before


@pytest.mark.parametrize("path", GETS + POSTS + UNKNOWN)
@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_is_private_and_strictly_guarded(
    program: Client, path: str, headers: dict[str, str], method: str
) -> None:
    for client in (program, Client()):
        response = getattr(client, method)(f"/telegram/{path}", headers=headers)
        assert response["Cache-Control"] == "no-store"
        assert {"HX-Request", "Accept", "Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


def test_the_root_leads_to_telegram_by_way_of_the_sign_in(program: Client) -> None:
    assert Client().get("/")["Location"] == "/accounts/login/"
    assert program.get("/", follow=True).redirect_chain[-1][0] == "/telegram/"


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [("*/*", False), ("application/json, text/plain, */*", False), ("text/html", True), ("application/pdf", False)],
)
def test_a_page_is_for_those_who_ask_for_html(program: Client, accept: str, is_page: bool) -> None:
    response = program.get("/telegram/", headers={"Accept": accept})
    assert response["Content-Type"].startswith("text/html" if is_page else "application/json")


def test_the_wall_stands_under_a_prefix_too(db: None) -> None:
    try:
        set_script_prefix("/hr/")  # as Django's WSGI handler does, and the test client does not
        for path in ("/telegram/", "/telegram/user/info/", "/telegram/nowhere/"):
            response = Client().get(path, SCRIPT_NAME="/hr")
            assert (response.status_code, response["Cache-Control"]) == (401, "no-store")
    finally:
        clear_script_prefix()


def test_a_form_that_cannot_be_decoded_is_a_bad_request(recruiter: Recruiter) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(recruiter)
    for charset in ("utf-16", "idna"):
        content_type = f"application/x-www-form-urlencoded; charset={charset}"
        response = client.post("/telegram/auth/verify/", b"password=x", content_type=content_type)
        assert response.status_code in (400, 403)
        assert response.json()["code"] in ("bad_request", "csrf_failed")


def test_a_superuser_can_delete_a_recruiter_with_their_account(recruiter: Recruiter, connected: None) -> None:
    boss = Client()
    boss.force_login(Recruiter.objects.create_superuser("boss"))
    boss.post(f"/admin/auth/user/{recruiter.pk}/delete/", {"post": "yes"})
    assert not Recruiter.objects.filter(pk=recruiter.pk).exists()


@pytest.mark.parametrize("path", GETS + POSTS + UNKNOWN)
@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_every_answer_is_named(program: Client, path: str, headers: dict[str, str]) -> None:
    assert Client().get(f"/telegram/{path}", headers=headers)["HRHelper-Answer"] == "signed-out"
    response = program.get(f"/telegram/{path}", headers=headers)
    names = {"failure", "disconnected"} if response.status_code >= 400 else {"content"}
    assert response["HRHelper-Answer"] in names


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
@pytest.mark.parametrize("path", ["user/info/", "chats/", "chats/1/messages/"])
def test_an_answer_says_that_telegram_is_disconnected(program: Client, path: str, headers: dict[str, str]) -> None:
    response = program.get(f"/telegram/{path}", headers=headers)
    assert (response.status_code, response["HRHelper-Answer"]) == (401, "disconnected")


@pytest.mark.usefixtures("defect")
def test_a_defect_is_named_too_and_other_places_are_not(program: Client) -> None:
    program.raise_request_exception = False
    response = program.get("/telegram/user/info/")
    assert (response.status_code, response["HRHelper-Answer"]) == (500, "failure")
    assert "HRHelper-Answer" not in program.get("/accounts/login/")

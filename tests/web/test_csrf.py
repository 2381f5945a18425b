"""A form that Django refuses is told apart by its cause, and what was written in it stays."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.urls import reverse

from tgsdk import MemoryBackend

from .conftest import BORIS, BROWSER, CODE, HTMX, PHONE

CHAT = f"/telegram/chats/{BORIS}/messages/"
LOGIN = "/accounts/login/"
AGAIN = "Вы заново вошли в другой вкладке"
FIELD = re.compile(r'name="(csrfmiddlewaretoken|for|draft)" value="([^"]*)"')

Fields = dict[str, str]


def fields_of(html: str) -> Fields:
    """The hidden fields of the last form on the page."""
    return dict(FIELD.findall(html))


@pytest.fixture
def careful(recruiter: Recruiter) -> Client:
    client = Client(enforce_csrf_checks=True, headers=BROWSER)
    client.force_login(recruiter)
    return client


@pytest.fixture
def outdated(careful: Client, recruiter: Recruiter) -> Callable[[str], Fields]:
    """Makes the fields of a page that was loaded before its person signed in again in another tab."""

    def outdated(address: str) -> Fields:
        found = fields_of(careful.get(address).content.decode())
        careful.logout()
        page = careful.get(LOGIN).content.decode()
        entry = {"username": "olga", "password": "secret"} | fields_of(page)
        assert careful.post(LOGIN, entry).status_code == 302
        return found

    return outdated


def test_a_text_stays_and_its_form_is_renewed(
    careful: Client, outdated: Callable[[str], Fields], desk: MemoryBackend
) -> None:
    fields = outdated(CHAT)
    desk.calls.clear()
    response = careful.post(CHAT, fields | {"text": "A <long> letter"}, headers=BROWSER)
    html = response.content.decode()
    assert response.status_code == 403 and AGAIN in html
    assert ">A &lt;long&gt; letter</textarea>" in html
    assert "send_message" not in desk.calls
    renewed = fields_of(html)
    assert renewed["draft"] == fields["draft"]
    assert careful.post(CHAT, renewed | {"text": "A <long> letter"}, headers=HTMX).status_code == 200
    assert desk.calls.count("send_message") == 1


def test_a_bubble_is_told_so_and_brings_a_new_token_for_the_page(
    careful: Client, outdated: Callable[[str], Fields], desk: MemoryBackend
) -> None:
    entry, bubble = {"text": "hi", "draft": "of-a-bubble"}, {**HTMX, "HX-Target": "outgoing-answer-of-a-bubble"}
    refused = careful.post(CHAT, outdated(CHAT) | entry, headers=bubble)
    html = refused.content.decode()
    assert (refused.status_code, AGAIN in html, "HX-Retarget" in refused) == (403, True, False)
    assert '<div id="outbox-token" hx-swap-oob="true"' in html
    assert careful.post(CHAT, fields_of(html) | entry, headers=bubble).status_code == 200
    assert desk.calls.count("send_message") == 1


def test_a_correction_stays_in_its_form(
    careful: Client, outdated: Callable[[str], Fields], desk: MemoryBackend
) -> None:
    refused = careful.post(f"{CHAT}3/edit/", outdated(CHAT) | {"text": "Better so"}, headers=HTMX)
    html = refused.content.decode()
    assert (refused.status_code, AGAIN in html, "HX-Retarget" in refused) == (403, True, False)
    assert ">Better so</textarea>" in html
    assert "edit_message" not in desk.calls
    assert "csrfmiddlewaretoken" in fields_of(html)


def test_a_number_stays_in_its_field(careful: Client, outdated: Callable[[str], Fields], registered: None) -> None:
    fields = outdated("/telegram/?way=phone")
    response = careful.post("/telegram/auth/phone/", fields | {"phone": PHONE}, headers=HTMX)
    html = response.content.decode()
    assert (response.status_code, AGAIN in html, f'value="{PHONE}"' in html) == (403, True, True)
    assert careful.post("/telegram/auth/phone/", fields_of(html) | {"phone": PHONE}, headers=HTMX).status_code == 200


def test_a_code_is_asked_for_once_more(careful: Client, outdated: Callable[[str], Fields], code_sent: None) -> None:
    fields = outdated("/telegram/")
    html = careful.post("/telegram/auth/verify/", fields | {"code": CODE}, headers=HTMX).content.decode()
    assert 'id="code-error"' in html and AGAIN in html
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    entry = {"csrfmiddlewaretoken": token[1], "code": CODE}
    assert careful.post("/telegram/auth/verify/", entry, headers=HTMX).status_code == 200


@pytest.mark.parametrize("path", ["/telegram/session/reset/", "/accounts/logout/", "/i18n/setlang/"])
def test_a_button_is_shown_anew(
    careful: Client, outdated: Callable[[str], Fields], desk: MemoryBackend, path: str
) -> None:
    html = careful.post(path, outdated("/telegram/"), headers=BROWSER).content.decode()
    assert AGAIN in html and "Anna" in html
    assert 'action="/telegram/session/reset/"' in html and 'action="/accounts/logout/"' in html


def test_the_second_tab_of_a_sign_in_goes_where_it_was_led(careful: Client, recruiter: Recruiter) -> None:
    careful.logout()
    tabs = [fields_of(careful.get(LOGIN).content.decode()) for _ in range(2)]
    entry = {"username": "olga", "password": "secret"}
    assert careful.post(LOGIN, entry | tabs[0]).status_code == 302
    second = careful.post(LOGIN, entry | tabs[1] | {"next": "/telegram/chats/?q=a"})
    assert (second.status_code, second["Location"]) == (302, "/telegram/chats/?q=a")
    assert careful.post(LOGIN, entry | tabs[1] | {"next": "//evil.example/"})["Location"] == "/telegram/"


def test_whoever_signs_in_as_somebody_else_in_the_second_tab_is_told_who_is_there(careful: Client) -> None:
    entry = {"username": "petr", "password": "secret", "next": "/telegram/chats/", "csrfmiddlewaretoken": "x" * 32}
    response = careful.post(LOGIN, entry)
    html = response.content.decode()
    assert response.status_code == 403
    assert "Вы уже вошли как olga" in html
    assert 'href="/telegram/chats/"' in html and 'action="/accounts/logout/"' in html


def test_a_sign_in_whose_token_is_old_is_renewed_with_its_name_and_its_way(careful: Client) -> None:
    careful.logout()
    old = fields_of(careful.get(LOGIN).content.decode())
    careful.cookies["csrftoken"] = "y" * 32
    response = careful.post(LOGIN, old | {"username": "olga", "password": "secret", "next": "/telegram/chats/"})
    html = response.content.decode()
    assert (response.status_code, 'value="olga"' in html, 'value="/telegram/chats/"' in html) == (403, True, True)
    entry = fields_of(html) | {"username": "olga", "password": "secret", "next": "/telegram/chats/"}
    assert careful.post(LOGIN, entry)["Location"] == "/telegram/chats/"


def test_a_browser_without_cookies_is_told_so(careful: Client) -> None:
    careful.cookies.clear()
    entry = {"username": "olga", "password": "secret", "next": "/telegram/chats/", "csrfmiddlewaretoken": "x" * 32}
    html = careful.post(LOGIN, entry).content.decode()
    assert "не присылает cookie" in html
    assert 'value="olga"' in html and 'value="/telegram/chats/"' in html


def test_a_form_from_elsewhere_is_not_shown_again(careful: Client, desk: MemoryBackend) -> None:
    fields = fields_of(careful.get(CHAT).content.decode())
    for headers in ({**BROWSER, "Origin": "https://evil.example"}, {**HTMX, "Origin": "null"}):
        html = careful.post(CHAT, fields | {"text": "planted"}, headers=headers).content.decode()
        assert "DJANGO_CSRF_TRUSTED_ORIGINS" in html
        assert "planted" not in html


def test_a_program_reads_the_cause(careful: Client) -> None:
    careful.get("/telegram/")
    said = careful.post("/telegram/auth/phone/", {"phone": PHONE}, headers={"Accept": "application/json"})
    assert (said.status_code, said.json()["code"]) == (403, "csrf_failed")
    assert "CSRF" in said.json()["error"]
    assert careful.post(reverse("login"), {}, headers={"Accept": "application/json"}).json()["code"] == "csrf_failed"


def test_somebody_else_s_old_page_hears_who_is_there(careful: Client, desk: MemoryBackend) -> None:
    fields = fields_of(careful.get(CHAT).content.decode())
    careful.force_login(Recruiter.objects.create_user("petr"))
    response = careful.post(CHAT, fields | {"text": "A long letter"}, headers=BROWSER)
    html = response.content.decode()
    assert (response.status_code, response["HRHelper-Answer"]) == (409, "other-person")
    assert ">A long letter</textarea>" in html
    assert "send_message" not in desk.calls


def test_a_text_of_whoever_is_signed_out_is_shown_to_be_copied(stranger: Client, db: None) -> None:
    html = stranger.post(CHAT, {"text": "A long letter"}, headers=BROWSER).content.decode()
    assert ">A long letter</textarea>" in html and "readonly" in html

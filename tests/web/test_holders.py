"""A page acts for the person and the account that it was made for, or not at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from tests.processes import ROOT
from tgsdk import MemoryBackend, User
from tgsdk.contrib.django.models import TelegramAccount

from .conftest import ANNA, BORIS, BROWSER, CODE, HTMX, PHONE, signed_in

VERA = User(id=7_000_000_001, first_name="Vera")
CHAT = f"/telegram/chats/{BORIS}/messages/"
READ = f"/telegram/chats/{BORIS}/read/"
OURS = re.compile(r'name="for" value="([^"]+)"')
FREE = {"set_language", "logout", "login", "demo:scan"}  # forms that are about nobody's Telegram


def said_by(html: str) -> set[str]:
    """The holders that a page or a part of one says."""
    return {*re.findall(r'"HRHelper-For": "([^"]+)"', html), *OURS.findall(html)}


def page_of(client: Client, address: str) -> str:
    """What the page at this address says of its holder, most exactly."""
    html = client.get(address, headers=BROWSER).content.decode()
    return max(said_by(html), key=len)


def connect(program: Client, backend: MemoryBackend, user: User) -> None:
    program.post("/telegram/session/reset/")
    backend.scan(program.get("/telegram/auth/qr/").json()["url"], user)
    assert program.get("/telegram/auth/qr/status/").json()["authorized"]


@pytest.fixture
def holder(program: Client, desk: MemoryBackend) -> str:
    """Anna's page, which stays open while Vera is connected in another tab."""
    said = page_of(program, CHAT)
    connect(program, desk, VERA)
    desk.calls.clear()
    return said


def requests_of_a_page(holder: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    yield "get", "/telegram/chats/", {}
    yield "get", "/telegram/chats/", {"part": "top", "state": "x"}
    yield "get", CHAT, {}
    yield "get", CHAT, {"part": "news", "after": "1"}
    yield "get", CHAT, {"part": "rows", "cursor": "x"}
    yield "post", CHAT, {"text": "See you", "for": holder}
    yield "post", READ, {"message_id": "3", "for": holder}
    yield "get", "/telegram/session/status/", {}
    yield "get", "/telegram/user/info/", {}
    yield "post", "/telegram/session/reset/", {"for": holder}


@pytest.mark.parametrize("number", range(10))
def test_a_page_of_another_account_does_nothing(htmx: Client, desk: MemoryBackend, holder: str, number: int) -> None:
    method, address, values = list(requests_of_a_page(holder))[number]
    response = getattr(htmx, method)(address, values, headers={"HRHelper-For": holder})
    assert (response.status_code, response["HRHelper-Answer"]) == (409, "other-account")
    assert "подключён другой аккаунт" in response.content.decode()
    assert desk.calls == []
    assert TelegramAccount.objects.get().telegram_user_id == VERA.id


@pytest.mark.parametrize("reader", ["htmx", "browser", "program"])
def test_a_form_alone_says_for_whom_and_the_text_stays(
    request: pytest.FixtureRequest, desk: MemoryBackend, holder: str, reader: str
) -> None:
    client: Client = request.getfixturevalue(reader)
    for _ in range(2):
        response = client.post(CHAT, {"text": "A long letter", "draft": "the-same-draft", "for": holder})
        assert response.status_code == 409
        if reader == "program":
            assert response.json()["code"] == "other_account"
        elif reader == "htmx":  # the bubble on the page has the text, the draft and for whom it is
            assert "A long letter" not in response.content.decode()
        else:
            html = response.content.decode()
            assert ">A long letter</textarea>" in html and 'value="the-same-draft"' in html
            assert {*OURS.findall(html)} == {holder}  # so that it is refused the next time too
    assert desk.calls == []


def test_a_disconnect_that_is_refused_shows_who_is_connected_now(
    htmx: Client, desk: MemoryBackend, holder: str
) -> None:
    html = htmx.post("/telegram/session/reset/", {"for": holder}).content.decode()
    assert "Vera" in html
    assert OURS.findall(html) == [holder.replace(str(ANNA.id), str(VERA.id))]


def test_the_same_account_connected_anew_is_the_same_holder(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    holder = page_of(program, CHAT)
    connect(program, desk, ANNA)
    assert htmx.post(CHAT, {"text": "hi", "for": holder}, headers={"HRHelper-For": holder}).status_code == 200


def test_who_says_nothing_acts_for_whoever_is_connected(program: Client, desk: MemoryBackend, holder: str) -> None:
    assert program.get("/telegram/user/info/").json()["id"] == VERA.id


def test_a_page_whose_account_was_disconnected_hears_that(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    holder = page_of(program, CHAT)
    program.post("/telegram/session/reset/")
    headers = {"HRHelper-For": holder}
    assert htmx.post(CHAT, {"text": "hi", "for": holder}, headers=headers)["HRHelper-Answer"] == "disconnected"
    assert htmx.post("/telegram/session/reset/", {"for": holder}, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [HTMX, BROWSER, {}])
def test_a_page_of_another_person_does_nothing(program: Client, desk: MemoryBackend, headers: dict[str, str]) -> None:
    holder = page_of(program, CHAT)
    other = signed_in(Client(), Recruiter.objects.create_user("petr"))
    paths = ["", "chats/", "pictures/?id=1.x", "auth/qr/status/", "user/info/"]
    for path in paths:
        response = other.get(f"/telegram/{path}", headers={**headers, "HRHelper-For": holder})
        assert (response.status_code, response["HRHelper-Answer"]) == (409, "other-person")
    for path in ("session/reset/", "auth/phone/", "auth/resend/", "auth/verify/"):
        response = other.post(f"/telegram/{path}", {"for": holder, "phone": PHONE, "code": CODE}, headers=headers)
        assert (response.status_code, response["HRHelper-Answer"]) == (409, "other-person")
    sent = other.post(CHAT, {"for": holder, "text": "hi"}, headers=headers)
    assert (sent.status_code, sent["HRHelper-Answer"]) == (409, "other-person")
    assert "send_code" not in desk.calls


def test_a_step_of_a_login_that_is_over_shows_the_one_that_is_under_way(
    htmx: Client, program: Client, backend: MemoryBackend, code_sent: None
) -> None:
    holder = page_of(program, "/telegram/")
    other_phone = "+79007654321"
    backend.add(other_phone, VERA, code=CODE)
    program.post("/telegram/auth/phone/", {"phone": other_phone})
    backend.calls.clear()
    for path, entry in (("verify", {"code": CODE}), ("resend", {})):
        response = htmx.post(f"/telegram/auth/{path}/", {"for": holder} | entry)
        assert response.status_code == 409
        assert "43-21" in response.content.decode()
    assert backend.calls == []
    program.post("/telegram/auth/phone/", {"phone": PHONE})  # the first number again: its page may go on
    assert htmx.post("/telegram/auth/verify/", {"for": holder, "code": CODE}).status_code == 200


def test_a_password_is_for_the_account_that_it_was_asked_for(
    htmx: Client, program: Client, backend: MemoryBackend, scanned_with_password: None
) -> None:
    holder = page_of(program, "/telegram/")
    program.post("/telegram/session/reset/")
    backend.scan(program.get("/telegram/auth/qr/").json()["url"], VERA, password="other")
    program.get("/telegram/auth/qr/status/")
    backend.calls.clear()
    response = htmx.post("/telegram/auth/verify/", {"for": holder, "password": " pass word "})
    assert (response.status_code, backend.calls) == (409, [])


@pytest.mark.parametrize("state", ["shown_url", "code_sent", "scanned_with_password"])
def test_whoever_starts_over_on_an_old_page_disconnects_nobody(
    request: pytest.FixtureRequest, htmx: Client, program: Client, backend: MemoryBackend, state: str
) -> None:
    request.getfixturevalue(state)
    holder = page_of(program, "/telegram/?way=phone")
    connect(program, backend, VERA)
    response = htmx.post("/telegram/session/reset/", {"for": holder})
    assert response.status_code in (200, 409)
    assert (TelegramAccount.objects.get().telegram_user_id == VERA.id) is ("account" not in holder)
    assert "Vera" in response.content.decode()


def test_a_login_moves_on_within_its_page(
    htmx: Client, program: Client, backend: MemoryBackend, desk: MemoryBackend
) -> None:
    """The page was Anna's when it was loaded: what is swapped into it says the new account."""
    header = {
        "HRHelper-For": re.findall(
            r'"HRHelper-For": "([^"]+)"', program.get("/telegram/", headers=BROWSER).content.decode()
        )[0]
    }
    program.post("/telegram/session/reset/")
    url = program.get("/telegram/auth/qr/").json()["url"]
    backend.scan(url, VERA)
    assert "/telegram/" in htmx.get("/telegram/auth/qr/status/", headers=header).content.decode()
    card = htmx.get("/telegram/", headers=header)
    (holder,) = OURS.findall(card.content.decode())
    assert str(VERA.id) in holder
    assert htmx.post("/telegram/session/reset/", {"for": holder}, headers=header).status_code == 200


@pytest.mark.parametrize("claim", ["x", "1", "\"'><script>", "1:", ":account-1", "9" * 500, "1:account-x\ud83d"[:11]])
def test_a_forged_holder_is_refused_and_comes_back_harmless(htmx: Client, desk: MemoryBackend, claim: str) -> None:
    response = htmx.post(CHAT, {"text": "hi", "for": claim})
    assert response.status_code in (200, 409)
    assert "<script>" not in response.content.decode()


def templates() -> list[Path]:
    return [path for path in (ROOT / "templates").rglob("*.html") if "{% csrf_token %}" in path.read_text()]


def test_every_form_of_a_page_says_for_whom() -> None:
    for path in templates():
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL):
            is_free = any(f'url "{name}"' in form for name in FREE)
            assert is_free or 'name="for"' in form or "csrf_token" not in form, path


def test_every_page_says_for_whom_it_asks(program: Client, desk: MemoryBackend) -> None:
    for address in ("/telegram/", "/telegram/?way=phone"):
        html = program.get(address, headers=BROWSER).content.decode()
        assert re.search(r"<main[^>]* hx-headers='{\"HRHelper-For\": \"[0-9]+\"}'", html)
    for address in ("/telegram/chats/", CHAT):
        html = program.get(address, headers=BROWSER).content.decode()
        assert re.search(r"id=\"desk\"[^>]* hx-headers='{\"HRHelper-For\": \"[0-9]+:account-[0-9]+\"}'", html)
        assert html.index('id="desk"') < html.index("hx-get=")


def test_a_disconnect_forgets_the_drafts(program: Client, connected: None) -> None:
    """Its form says so to kept.js, which hears it in every page."""
    html = program.get("/telegram/", headers=BROWSER).content.decode()
    (form,) = re.findall(r'<form[^>]*action="/telegram/session/reset/"[^>]*>', html)
    assert " data-forgets" in form

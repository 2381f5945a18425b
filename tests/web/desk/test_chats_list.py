"""The list of chats: for programs, for htmx, as a page, and what it says when it fails."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import (
    Chat,
    ChatKind,
    FloodWait,
    MemoryBackend,
    QueryInvalid,
    SessionEnded,
    TelegramError,
    TelegramUnavailable,
    Timeout,
)
from tgsdk.contrib.django.models import TelegramAccount
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, FACE, HTMX, TEAM, message

CHATS = "/telegram/chats/"
ENGLISH = {"Accept-Language": "en"}
ROWS = {"HX-Target": "chats"} | ENGLISH


def state_in(html: str) -> str:
    return str(re.findall(r'name="state" value="(\w+)"', html)[0])


def test_a_program_reads_chats_page_by_page(program: Client, desk: MemoryBackend) -> None:
    first = program.get(CHATS, {"limit": 2}).json()
    second = program.get(CHATS, {"limit": 2, "cursor": first["next"]}).json()
    titles = [chat["title"] for chat in first["chats"] + second["chats"]]
    assert (titles, second["next"]) == (["Boris Sokolov", "Backend team", "News"], None)
    boris = first["chats"][0]
    assert (boris["id"], boris["kind"], boris["unread_count"]) == (BORIS, "private", 2)
    assert boris["photo"] == {"id": 901, "url": "/telegram/pictures/901/chat/"}
    assert boris["last_message"]["date"] == "2026-03-04T09:03:00Z"
    assert boris["last_message"]["attachment"]["url"] == f"/telegram/chats/{BORIS}/messages/3/file/"


def test_no_location_leaves_the_house(program: Client, htmx: Client, desk: MemoryBackend) -> None:
    for client in (program, htmx):
        for path in (CHATS, f"{CHATS}?q=bo", f"{CHATS}{BORIS}/messages/", "/telegram/user/info/"):
            said = client.get(path).content.decode()
            assert '"location"' not in said
            assert "location-of" not in said


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=101", "limit=x", "q=" + "x" * 300, "q=%00", "cursor=" + "x" * 2000]
)
def test_what_cannot_be_asked_for_is_a_bad_request(
    program: Client, htmx: Client, desk: MemoryBackend, wrong: str
) -> None:
    response = program.get(f"{CHATS}?{wrong}")
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert htmx.get(f"{CHATS}?{wrong}").status_code == 400
    assert desk.calls == []


def test_a_cursor_of_another_list_is_refused(program: Client, desk: MemoryBackend) -> None:
    assert program.get(CHATS, {"cursor": "forged"}).json()["code"] == "cursor_invalid"


def test_chats_are_found_by_name_and_messages_by_word(program: Client, desk: MemoryBackend) -> None:
    assert [chat["id"] for chat in program.get(CHATS, {"q": "back"}).json()["chats"]] == [TEAM]
    found = program.get(CHATS, {"q": "vacancy", "in": "messages"}).json()
    assert [(each["chat"]["id"], each["message"]["id"]) for each in found["found"]] == [(BORIS, 1)]
    assert found["next"] is None


@pytest.mark.parametrize(
    ("language", "query", "is_found"),
    [("ru", "избр", True), ("en", "SAVED mess", True), ("en", "избр", False), ("en", "saved sokolov", False)],
)
def test_saved_messages_are_found_by_the_name_that_they_have_on_the_page(
    htmx: Client, desk: MemoryBackend, language: str, query: str, is_found: bool
) -> None:
    answer = htmx.get(CHATS, {"q": query}, headers=ROWS | {"Accept-Language": language}).content.decode()
    assert (f'id="chat-l-{ANNA.id}"' in answer) is is_found
    forward = f"{CHATS}{BORIS}/messages/forward/"
    places = htmx.get(forward, {"q": query, "message_ids": "1"}, headers={"Accept-Language": language}).content.decode()
    assert (f'value="{ANNA.id}"' in places) is is_found


def test_chats_stand_before_saved_messages_that_are_found_with_them(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_chat(ANNA.id, Chat(id=6, kind=ChatKind.PRIVATE, title="Sal Messi"))
    answer = htmx.get(CHATS, {"q": "s"}, headers=ROWS).content.decode()
    assert 0 < answer.index('id="chat-l-6"') < answer.index(f'id="chat-l-{ANNA.id}"')
    places = htmx.get(f"{CHATS}{BORIS}/messages/forward/", {"q": "s", "message_ids": "1"}, headers=ENGLISH)
    html = places.content.decode()
    assert 0 < html.index('value="6"') < html.index(f'value="{ANNA.id}"')


def test_saved_messages_that_telegram_finds_are_shown_once(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_chat(ANNA.id, Chat(id=ANNA.id, kind=ChatKind.SAVED, title="Saved Messages"))
    assert htmx.get(CHATS, {"q": "saved"}, headers=ROWS).content.decode().count(f'id="chat-l-{ANNA.id}"') == 1


def test_a_browser_gets_the_page_with_links_that_work_without_script(browser: Client, desk: MemoryBackend) -> None:
    html = browser.get(CHATS, {"limit": 2}, headers=ENGLISH).content.decode()
    assert "<html" in html
    assert f'href="{CHATS}{BORIS}/messages/"' in html
    (more,) = re.findall(r'href="(/telegram/chats/\?cursor=[^"]+)"', html)
    assert "Backend team" in browser.get(more.replace("&amp;", "&")).content.decode() + html
    assert "CV.pdf" in html


def test_a_page_takes_one_lease_and_one_connection(browser: Client, desk: MemoryBackend) -> None:
    browser.get(f"{CHATS}{BORIS}/messages/")
    assert desk.calls == ["chats", "chat", "messages"]


def test_htmx_gets_the_rows_alone(htmx: Client, desk: MemoryBackend) -> None:
    html = htmx.get(CHATS, headers=ROWS).content.decode()
    assert "Boris Sokolov" in html
    assert "<html" not in html and 'name="q"' not in html
    assert 'name="q"' in htmx.get(CHATS, headers={"HX-Target": "chats-list"}).content.decode()


def test_a_found_message_leads_to_its_chat_and_the_search_stays(htmx: Client, desk: MemoryBackend) -> None:
    response = htmx.get(CHATS, {"q": "vacancy", "in": "messages"}, headers=ROWS)
    (row,) = response.context["list"].rows
    assert row.url == f"{CHATS}{BORIS}/messages/?q=vacancy&in=messages&around=1#message-1"
    assert row.preview == "…I saw the <mark>vacancy</mark>"


def test_a_poll_of_an_unchanged_list_has_no_news(htmx: Client, desk: MemoryBackend) -> None:
    state = state_in(htmx.get(CHATS, headers=ROWS).content.decode())
    poll = f"{CHATS}?part=top&state={state}"
    assert htmx.get(poll, headers=ROWS).status_code == 204
    desk.put_message(ANNA.id, message(4, "Are you there?"))
    html = htmx.get(poll, headers=ROWS).content.decode()
    assert "Are you there?" in html
    assert state_in(html) != state


def test_the_open_chat_stays_marked_when_the_list_is_new(htmx: Client, desk: MemoryBackend) -> None:
    page = f"http://testserver{CHATS}{BORIS}/messages/"
    rows = htmx.get(f"{CHATS}?part=top&state=old", headers={"HX-Current-URL": page}).context["list"].rows
    assert [row.id for row in rows if row.is_current] == [BORIS]


@pytest.mark.parametrize("error", [TelegramUnavailable(), Timeout(), FloodWait(30)])
def test_a_poll_that_fails_says_nothing(htmx: Client, desk: MemoryBackend, error: TelegramError) -> None:
    desk.fail(error)
    assert htmx.get(f"{CHATS}?part=top&state=old").status_code == 204


def test_a_poll_does_not_wait_for_a_busy_account(htmx: Client, desk: MemoryBackend) -> None:
    TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert htmx.get(f"{CHATS}?part=top&state=old").status_code == 204
    assert htmx.get(CHATS, headers=ROWS).status_code == 409


@pytest.mark.parametrize("path", [CHATS, f"{CHATS}?part=top&state=old", f"{CHATS}{BORIS}/messages/?part=news&after=3"])
def test_an_ended_session_leads_to_where_it_is_said_why(htmx: Client, desk: MemoryBackend, path: str) -> None:
    desk.end_sessions(ANNA.id)
    response = htmx.get(path)
    is_poll = (
        "part=" in path
    )  # nobody is sent away in the midst of writing: the script looks whether anything is written
    assert (response.status_code, response.headers.get("HX-Redirect")) == (401, None if is_poll else "/telegram/")
    assert "SESSION_REVOKED" in htmx.get("/telegram/").content.decode()
    calls = list(desk.calls)
    assert htmx.get(path).status_code == 401
    assert desk.calls == calls  # Telegram has said so already


def test_more_that_fails_leaves_the_list_as_it_is(htmx: Client, desk: MemoryBackend) -> None:
    more = htmx.get(f"{CHATS}?limit=1", headers=ROWS).context["list"].next_url
    desk.fail(TelegramUnavailable())
    response = htmx.get(more, headers=ROWS)
    html = response.content.decode()
    assert response.status_code == 503
    assert 'hx-target="closest li"' in html and 'hx-target="#chats"' not in html


@pytest.mark.parametrize("path", [CHATS, f"{CHATS}{BORIS}/messages/"])
def test_a_list_that_could_not_be_read_is_not_called_empty(browser: Client, desk: MemoryBackend, path: str) -> None:
    TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    response = browser.get(path, headers=ENGLISH)
    assert response.status_code == 409
    assert "There are no chats yet." not in response.content.decode()
    assert response.context["list"].failure.code == "account_busy"


@pytest.mark.parametrize("url", ["http://[", "", "x", "http://testserver/telegram/chats/x/"])
def test_a_strange_current_url_is_no_failure(htmx: Client, desk: MemoryBackend, url: str) -> None:
    assert htmx.get(CHATS, headers=ROWS | {"HX-Current-URL": url}).status_code == 200


def test_that_messages_were_searched_is_written_down_without_the_words(program: Client, desk: MemoryBackend) -> None:
    program.get(CHATS, {"q": "canary", "in": "messages"})
    event = AuditEvent.objects.get(kind="opened")
    assert (event.operation, event.subject) == ("search_messages", "")


def test_a_browser_with_an_ended_session_reads_why(browser: Client, desk: MemoryBackend) -> None:
    desk.fail(SessionEnded(telegram_name="SESSION_REVOKED"))
    response = browser.get(CHATS, headers=ENGLISH)
    assert response.status_code == 401
    assert 'href="/telegram/"' in response.content.decode()


def test_a_list_that_fails_says_so_in_its_place(htmx: Client, browser: Client, desk: MemoryBackend) -> None:
    for client in (htmx, browser):
        desk.fail(TelegramUnavailable())
        response = client.get(CHATS, headers=ROWS)
        assert response.status_code == 503
        assert "There is no connection to Telegram." in response.content.decode()


def test_a_chat_is_shown_when_only_the_list_fails(browser: Client, desk: MemoryBackend) -> None:
    desk.fail(FloodWait(7))
    html = browser.get(f"{CHATS}{BORIS}/messages/", headers=ENGLISH).content.decode()
    assert "Please send your CV" in html
    assert "Telegram asks for a pause" in html


def test_a_line_that_is_down_is_told_in_each_part_of_the_page(browser: Client, desk: MemoryBackend) -> None:
    desk.fail(TelegramUnavailable(), times=3)
    assert browser.get(f"{CHATS}{BORIS}/messages/").status_code == 503
    assert desk.calls == ["chats", "chat", "messages"]  # at once: a real line is opened once for all of them


def test_a_search_that_telegram_refuses_is_about_the_query(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    desk.fail(QueryInvalid(telegram_name="QUERY_TOO_SHORT"), times=2)
    assert program.get(CHATS, {"q": "x"}).status_code == 400
    assert "This is too short to search for." in htmx.get(CHATS, {"q": "x"}, headers=ROWS).content.decode()


def test_polls_are_not_written_down_and_an_unchanged_session_is_not_sealed(htmx: Client, desk: MemoryBackend) -> None:
    state = state_in(htmx.get(CHATS, headers=ROWS).content.decode())
    (before,) = TelegramAccount.objects.values_list("encrypted_session", flat=True)
    events = AuditEvent.objects.count()
    for _ in range(2):
        assert htmx.get(f"{CHATS}?part=top&state={state}", headers=ROWS).status_code == 204
        htmx.get(f"{CHATS}{BORIS}/messages/?part=news&after=3&read=0")
    assert TelegramAccount.objects.get().encrypted_session == before
    assert AuditEvent.objects.count() == events


def test_one_look_at_the_list_asks_the_database_little(
    htmx: Client, desk: MemoryBackend, django_assert_max_num_queries: object
) -> None:
    htmx.get(CHATS, headers=ROWS)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        htmx.get(CHATS, headers=ROWS)


def test_names_are_inert(htmx: Client, desk: MemoryBackend) -> None:
    name = "<img src=x onerror=alert(1)>\u202eexe"
    desk.put_chat(ANNA.id, Chat(id=66, kind=ChatKind.PRIVATE, title=name, photo=replace(FACE, id=902)))
    desk.put_message(ANNA.id, message(7, name, chat_id=66))
    for path in (CHATS, f"{CHATS}66/messages/"):
        html = htmx.get(path, headers=ROWS).content.decode()
        assert "<img src=x" not in html
        assert "\u202e" not in re.sub(r'class="text".*', "", html)


def test_a_stranger_s_list_is_empty(desk: MemoryBackend, db: None) -> None:
    from django.contrib.auth.models import User as Recruiter

    other = Client(headers=HTMX)
    other.force_login(Recruiter.objects.create_user("petr"))
    assert other.get(CHATS).status_code == 401

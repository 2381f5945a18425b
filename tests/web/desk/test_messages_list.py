"""The messages of a chat, for each reader: a whole chat, a part of it, JSON."""

import pytest
from django.test import Client

from tgsdk import (
    Contact,
    Entity,
    EntityKind,
    Forbidden,
    Forward,
    MemoryBackend,
    NotFound,
    Service,
    ServiceKind,
)
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, NEWS, NOON, TEAM, message
from .test_chats_list import ENGLISH

MESSAGES = f"/telegram/chats/{BORIS}/messages/"
CHAT = {"HX-Target": "chat"} | ENGLISH
READ = f"/telegram/chats/{BORIS}/read/"
IN_TEAM = f"/telegram/chats/{TEAM}/messages/"


def test_a_program_reads_messages_newest_first_page_by_page(program: Client, desk: MemoryBackend) -> None:
    first = program.get(MESSAGES, {"limit": 2}).json()
    assert [each["id"] for each in first["messages"]] == [3, 2]
    second = program.get(MESSAGES, {"limit": 2, "cursor": first["next"]}).json()
    assert ([each["id"] for each in second["messages"]], second["next"]) == ([1], None)
    assert [each["id"] for each in program.get(MESSAGES, {"after": 1}).json()["messages"]] == [3, 2]
    assert first["messages"][0]["attachment"] == {
        "kind": "document",
        "name": "CV.pdf",
        "mime_type": "application/pdf",
        "size": 14,
        "width": None,
        "height": None,
        "duration": None,
        "url": f"{MESSAGES}3/file/",
        "thumbnail": None,
        "title": None,
        "performer": None,
        "waveform": [],
        "sticker": None,
        "emoji": None,
        "supports_streaming": False,
        "is_spoiler": False,
    }


def test_a_program_reads_all_that_a_message_can_hold(program: Client, desk: MemoryBackend) -> None:
    forward = Forward(name="Clara", date=NOON)
    service = Service(kind=ServiceKind.CALL, seconds=5)
    entity = Entity(kind=EntityKind.BOLD, offset=0, length=2)
    desk.put_message(ANNA.id, message(5, "ab", forward=forward, edited_at=NOON, reply_to=1, entities=(entity,)))
    desk.put_message(ANNA.id, message(6, content=Contact(name="Clara", phone="+7900")))
    desk.put_message(ANNA.id, message(7, service=service))
    call, contact, text = program.get(MESSAGES, {"after": 3}).json()["messages"]
    assert call["service"] == {"kind": "call", "title": None, "names": [], "seconds": 5}
    assert contact["content"] == {
        "kind": "contact",
        "name": "Clara",
        "phone": "+7900",
        "user_id": None,
        "vcard": None,
    }
    assert text["forward"] == {"name": "Clara", "date": "2026-03-04T09:00:00Z"}
    assert text["entities"] == [{"kind": "bold", "offset": 0, "length": 2}]
    assert (text["reply_to"], text["edited_at"]) == (1, "2026-03-04T09:00:00Z")


@pytest.mark.parametrize("wrong", ["limit=101", "after=-1", "after=1&cursor=x", f"after={2**31}", "day=x", "read=x"])
def test_what_cannot_be_asked_for_is_a_bad_request(program: Client, desk: MemoryBackend, wrong: str) -> None:
    assert program.get(f"{MESSAGES}?{wrong}").status_code == 400
    assert desk.calls == []


@pytest.mark.parametrize("number", ["-0", "99", str(2**63 - 1), str(-(2**63))])
def test_an_unknown_chat_is_not_found(program: Client, htmx: Client, desk: MemoryBackend, number: str) -> None:
    assert program.get(f"/telegram/chats/{number}/messages/").json()["code"] == "not_found"
    response = htmx.get(f"/telegram/chats/{number}/messages/", headers=CHAT)
    assert response.status_code == 404
    assert "deleted, or closed to you" in response.content.decode()


@pytest.mark.parametrize("number", [str(2**63), "x", "1.5", "9" * 30])
def test_what_is_no_number_of_a_chat_is_no_address(program: Client, desk: MemoryBackend, number: str) -> None:
    assert program.get(f"/telegram/chats/{number}/messages/").json()["code"] == "page_not_found"


def test_htmx_gets_the_chat_oldest_first(htmx: Client, desk: MemoryBackend) -> None:
    response = htmx.get(MESSAGES, headers=CHAT)
    assert [row.id for row in response.context["chat"].messages.rows] == [1, 2, 3]
    html = response.content.decode()
    assert "<html" not in html
    assert "Boris Sokolov" in html and "@boris" in html
    assert html.index("Hello, I saw") < html.index("Please send") < html.index("CV.pdf")
    assert 'name="draft"' in html
    assert desk.calls == ["chat", "messages"]


def test_a_browser_gets_the_chat_beside_the_search_that_found_it(browser: Client, desk: MemoryBackend) -> None:
    response = browser.get(MESSAGES, {"q": "vacancy", "in": "messages"})
    assert response.context["list"].query == "vacancy"
    assert [row.id for row in response.context["list"].rows] == [BORIS]
    assert response.context["chat"].head.title == "Boris Sokolov"


def test_a_chat_that_is_closed_shows_no_form(htmx: Client, desk: MemoryBackend) -> None:
    assert 'name="text"' not in htmx.get(f"/telegram/chats/{NEWS}/messages/", headers=CHAT).content.decode()


@pytest.mark.parametrize("error", [NotFound(), Forbidden(telegram_name="CHANNEL_PRIVATE")])
def test_a_chat_that_fails_says_so_beside_the_list(
    browser: Client, htmx: Client, desk: MemoryBackend, error: Exception
) -> None:
    desk.fail(error)  # type: ignore[arg-type]
    failed = htmx.get(MESSAGES, headers=CHAT)
    assert failed.status_code == failed.context["missing"].failure.status
    assert "failure-text" in failed.content.decode()
    page = browser.get("/telegram/chats/99/messages/", headers=ENGLISH)
    assert page.status_code == 404
    assert "Boris Sokolov" in page.content.decode()


def test_a_found_message_is_shown_among_those_around_it(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    for number in range(4, 200):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    shown = htmx.get(f"{MESSAGES}?around=60&limit=10", headers=CHAT)
    assert [row.id for row in shown.context["chat"].messages.rows] == list(range(56, 66))
    html = shown.content.decode()
    assert "To the latest message" in html and 'id="message-form"' in html
    older = htmx.get(shown.context["chat"].messages.older_url, headers=ENGLISH).context["messages"].rows
    assert [row.id for row in older] == list(range(46, 56))
    newest = htmx.get(f"{MESSAGES}?around=198&limit=10", headers=CHAT)
    assert "part=news" in newest.content.decode()
    assert shown.context["chat"].messages.newer and not newest.context["chat"].messages.newer
    assert [each["id"] for each in program.get(f"{MESSAGES}?around=60&limit=2").json()["messages"]] == [61, 60]


def test_messages_are_asked_for_from_one_place(program: Client, desk: MemoryBackend) -> None:
    for places in (
        "around=1&after=1",
        "around=1&cursor=x",
        "around=0&cursor=x",
        "around=0&cursor=x&find=y",
        "after=1&cursor=x",
    ):
        assert program.get(f"{MESSAGES}?{places}").status_code == 400


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Tokyo", "18:01"),
        ("Europe/Moscow", "12:01"),
        ("Nowhere/At all", "12:01"),
        ("../../etc", "12:01"),
        ("Europe", "12:01"),
        ("", "12:01"),
    ],
)
def test_times_are_said_by_the_readers_clock(htmx: Client, desk: MemoryBackend, zone: str, clock: str) -> None:
    htmx.cookies["timezone"] = zone
    assert htmx.get(MESSAGES, headers=CHAT).context["chat"].messages.rows[0].time.short == clock


def test_what_a_program_opened_is_written_down_wherever_it_begins(program: Client, desk: MemoryBackend) -> None:
    program.get(MESSAGES, {"after": 0})
    assert AuditEvent.objects.get(kind="opened").subject == str(BORIS)


def test_what_was_opened_is_written_down_once_a_minute_without_content(htmx: Client, desk: MemoryBackend) -> None:
    for _ in range(2):
        htmx.get(MESSAGES, headers=CHAT)
    events = AuditEvent.objects.filter(kind="opened").values_list("operation", "subject", "reason")
    assert list(events) == [("messages", str(BORIS), "")]

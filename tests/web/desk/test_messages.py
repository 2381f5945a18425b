"""The messages of a chat: pages, news, rows."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Contact,
    Dice,
    Entity,
    EntityKind,
    Forbidden,
    Forward,
    Location,
    MemoryBackend,
    NotFound,
    Photo,
    Poll,
    Sender,
    Service,
    ServiceKind,
)
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, NEWS, NOON, TEAM, message
from .test_chats import ENGLISH

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
    assert contact["content"] == {"kind": "contact", "name": "Clara", "phone": "+7900"}
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
    assert [row.id for row in response.context["messages"]] == [1, 2, 3]
    html = response.content.decode()
    assert "<html" not in html
    assert "Boris Sokolov" in html and "@boris" in html
    assert html.index("Hello, I saw") < html.index("Please send") < html.index("CV.pdf")
    assert 'name="draft"' in html
    assert desk.calls == ["chat", "messages"]


def test_a_browser_gets_the_chat_beside_the_search_that_found_it(browser: Client, desk: MemoryBackend) -> None:
    response = browser.get(MESSAGES, {"q": "vacancy", "in": "messages"})
    assert response.context["q"] == "vacancy"
    assert [row.id for row in response.context["found"]] == [BORIS]
    assert response.context["chat"].id == BORIS


def test_a_chat_that_is_closed_shows_no_form(htmx: Client, desk: MemoryBackend) -> None:
    assert 'name="text"' not in htmx.get(f"/telegram/chats/{NEWS}/messages/", headers=CHAT).content.decode()


@pytest.mark.parametrize("error", [NotFound(), Forbidden(telegram_name="CHANNEL_PRIVATE")])
def test_a_chat_that_fails_says_so_beside_the_list(
    browser: Client, htmx: Client, desk: MemoryBackend, error: Exception
) -> None:
    desk.fail(error)  # type: ignore[arg-type]
    failed = htmx.get(MESSAGES, headers=CHAT)
    assert failed.status_code == failed.context["chat_failure"].status
    assert "failure-text" in failed.content.decode()
    page = browser.get("/telegram/chats/99/messages/", headers=ENGLISH)
    assert page.status_code == 404
    assert "Boris Sokolov" in page.content.decode()


def test_older_messages_come_page_by_page_with_their_days(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(8, "later", date=NOON + timedelta(days=1)))
    first = htmx.get(MESSAGES, {"limit": 2}, headers=CHAT)
    assert [row.id for row in first.context["messages"]] == [3, 8]
    assert [bool(row.day) for row in first.context["messages"]] == [True, True]
    older = htmx.get(first.context["older_url"], headers=CHAT)
    assert [row.id for row in older.context["messages"]] == [1, 2]
    assert older.context["repeated_day"] == "day-2026-03-04"
    assert older.context["older_url"] is None
    assert "<html" not in older.content.decode() and 'name="text"' not in older.content.decode()
    assert desk.calls[-1] == "messages"


def test_older_messages_that_fail_do_not_ask_again_by_themselves(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, {"limit": 2}, headers=CHAT).context["older_url"]
    desk.fail(Forbidden())
    response = htmx.get(url)
    assert response.status_code == 403
    assert "intersect" not in response.content.decode()


def test_news_are_204_until_there_are_some(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["news_url"]
    assert htmx.get(url).status_code == 204
    desk.put_message(ANNA.id, message(4, "Are you there?"))
    news = htmx.get(url, headers=ENGLISH)
    (row,) = news.context["messages"]
    assert (row.id, row.day, row.starts_group) == (4, None, False)  # its day and its sender stand above it already
    assert "Are you there?" in news.content.decode()
    assert parse_qs(urlsplit(news.context["news_url"]).query)["after"] == ["4"]
    assert htmx.get(news.context["news_url"]).status_code == 204


def test_an_edited_message_and_one_that_is_gone_are_news_once(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["news_url"]
    desk.put_message(ANNA.id, message(1, "Hello, I saw <b>both</b> vacancies", edited_at=NOON))
    desk.delete_message(ANNA.id, BORIS, 2)
    news = htmx.get(url, headers=ENGLISH)
    html = news.content.decode()
    assert (news.context["messages"], [row.id for row in news.context["changed"]]) == ([], [1, 3])
    assert '<li id="message-1" hx-swap-oob="true"' in html
    assert "I saw &lt;b&gt;both&lt;/b&gt; vacancies" in html and "edited" in html
    assert '<li id="message-2" hx-swap-oob="delete"></li>' in html
    assert 'id="day-' not in html  # it stands on the page still
    assert htmx.get(news.context["news_url"]).status_code == 204


def test_what_is_below_a_message_that_is_gone_says_who_wrote_it(htmx: Client, desk: MemoryBackend) -> None:
    for number in (1, 2, 3):
        desk.put_message(ANNA.id, message(number, f"number {number}", chat_id=TEAM))
    shown = htmx.get(IN_TEAM, headers=CHAT)
    assert [row.starts_group for row in shown.context["messages"]] == [True, False, False]
    desk.delete_message(ANNA.id, TEAM, 1)
    (row,) = htmx.get(shown.context["news_url"]).context["changed"]
    assert (row.id, row.starts_group) == (2, True)


def test_changes_come_with_the_answer_to_a_message_too(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get(MESSAGES, headers=CHAT)
    beside = {"after": shown.context["after"], "read": "0", "shown": shown.context["versions"]}
    desk.put_message(ANNA.id, message(1, "Hello again", edited_at=NOON))
    sent = htmx.post(MESSAGES, {"text": "See you at 3", **beside}, headers=CHAT)
    assert [row.id for row in sent.context["messages"]] == [4]
    assert [row.id for row in sent.context["changed"]] == [1]
    assert htmx.get(sent.context["news_url"]).status_code == 204


def test_the_picture_of_a_changed_message_is_fetched_too(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["news_url"]
    photo = Attachment(
        kind=AttachmentKind.PHOTO,
        size=100,
        mime_type="image/jpeg",
        location="photo",
        thumbnail=Photo(id=77, location="thumb", width=90, height=60),
    )
    desk.put_message(ANNA.id, message(3, attachment=photo, edited_at=NOON))
    news = htmx.get(url)
    assert [row.id for row in news.context["changed"]] == [3]
    assert re.search(r'<li class="wanted"[^>]*id=77\.m-3\.90x60', news.content.decode())


def test_messages_are_looked_at_only_when_something_happened(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["news_url"]
    desk.calls.clear()
    assert htmx.get(url).status_code == 204
    assert desk.calls == ["chat"]
    desk.put_message(ANNA.id, message(1, "elsewhere", chat_id=TEAM))
    assert htmx.get(url).status_code == 204
    assert desk.calls == ["chat", "chat", "messages"]


def test_more_news_than_a_page_holds_come_page_by_page_from_the_oldest(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["news_url"]
    for number in range(4, 134):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    given: list[int] = []
    while (news := htmx.get(url)).status_code == 200:
        given += [row.id for row in news.context["messages"]]
        url = news.context["news_url"]
    assert given == list(range(4, 134))


def test_what_a_page_does_not_say_itself_is_a_bad_request(program: Client, desk: MemoryBackend) -> None:
    for wrong in ("shown=1x", "shown=1s.", f"shown={'.'.join(map(str, range(1, 60)))}", "pts=-1", "pts=x"):
        assert program.get(f"{MESSAGES}?after=3&{wrong}").status_code == 400
    assert desk.calls == []


def test_that_messages_were_read_is_news(htmx: Client, desk: MemoryBackend) -> None:
    chat = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", read_outbox_max_id=1)
    desk.put_chat(ANNA.id, chat)
    shown = htmx.get(MESSAGES, headers=CHAT)
    assert [row.is_read for row in shown.context["messages"] if row.is_own] == [False]
    desk.put_chat(ANNA.id, replace(chat, read_outbox_max_id=2))
    news = htmx.get(shown.context["news_url"])
    assert news.context["messages"] == []
    assert 'data-read="2"' in news.content.decode()
    assert htmx.get(news.context["news_url"]).status_code == 204


def test_what_the_page_shows_is_marked_as_read_by_a_post_of_its_own(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get(MESSAGES, headers=CHAT)
    assert "mark_as_read" not in desk.calls  # a GET changes nothing
    assert f'hx-post="{READ}"' in shown.content.decode()
    assert htmx.post(READ, {"message_id": shown.context["after"]}).status_code == 204
    assert f'hx-post="{READ}"' not in htmx.get(MESSAGES, headers=CHAT).content.decode()
    desk.put_message(ANNA.id, message(4, "Are you there?"))
    assert f'hx-post="{READ}"' in htmx.get(shown.context["news_url"]).content.decode()


def test_programs_and_browsers_mark_as_read_too(program: Client, browser: Client, desk: MemoryBackend) -> None:
    assert program.post(READ, {"message_id": "1"}).json() == {"read": True}
    assert [
        chat["unread_count"] for chat in program.get("/telegram/chats/").json()["chats"] if chat["id"] == BORIS
    ] == [1]
    assert browser.post(READ, {"message_id": "3"})["Location"] == MESSAGES
    assert [
        chat["unread_count"] for chat in program.get("/telegram/chats/").json()["chats"] if chat["id"] == BORIS
    ] == [0]


@pytest.mark.parametrize("message_id", ["", "0", "-1", "x", str(2**31)])
def test_only_a_message_can_be_read(program: Client, desk: MemoryBackend, message_id: str) -> None:
    assert program.post(READ, {"message_id": message_id}).status_code == 400
    assert "mark_as_read" not in desk.calls


def test_a_found_message_is_shown_among_those_around_it(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    for number in range(4, 200):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    shown = htmx.get(f"{MESSAGES}?around=60&limit=10", headers=CHAT)
    assert [row.id for row in shown.context["messages"]] == list(range(56, 66))
    html = shown.content.decode()
    assert "To the latest message" in html
    assert 'id="message-form"' not in html and 'id="news"' not in html and READ not in html
    older = htmx.get(shown.context["older_url"], headers=ENGLISH).context["messages"]
    assert [row.id for row in older] == list(range(46, 56))
    newest = htmx.get(f"{MESSAGES}?around=198&limit=10", headers=CHAT)
    assert 'id="message-form"' in newest.content.decode()
    assert [each["id"] for each in program.get(f"{MESSAGES}?around=60&limit=2").json()["messages"]] == [61, 60]


def test_messages_are_asked_for_from_one_place(program: Client, desk: MemoryBackend) -> None:
    for places in ("around=1&after=1", "around=1&cursor=x", "after=1&cursor=x"):
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
    assert htmx.get(MESSAGES, headers=CHAT).context["messages"][0].time.short == clock


def test_news_that_fail_say_nothing(htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(NotFound())
    assert htmx.get(f"{MESSAGES}?part=news&after=3").status_code == 204


def test_what_a_program_opened_is_written_down_wherever_it_begins(program: Client, desk: MemoryBackend) -> None:
    program.get(MESSAGES, {"after": 0})
    assert AuditEvent.objects.get(kind="opened").subject == str(BORIS)


def test_what_was_opened_is_written_down_once_a_minute_without_content(htmx: Client, desk: MemoryBackend) -> None:
    for _ in range(2):
        htmx.get(MESSAGES, headers=CHAT)
    events = AuditEvent.objects.filter(kind="opened").values_list("operation", "subject", "reason")
    assert list(events) == [("messages", str(BORIS), "")]


# Rows.


def rows(htmx: Client, path: str = MESSAGES) -> list[object]:
    found: list[object] = list(htmx.get(path, headers=CHAT).context["messages"])
    return found


def last(htmx: Client, path: str = MESSAGES) -> object:
    return rows(htmx, path)[-1]


def test_messages_of_one_person_stand_together_for_ten_minutes(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, "and my letter"))
    desk.put_message(ANNA.id, message(30, "hello?"))
    assert [row.starts_group for row in rows(htmx)] == [True, True, True, False, True]  # type: ignore[attr-defined]


def test_in_a_group_it_is_said_who_wrote(htmx: Client, desk: MemoryBackend) -> None:
    for number, name in enumerate(["Clara", ""], 1):
        desk.put_message(ANNA.id, message(number, "hi", chat_id=TEAM, sender=Sender(id=number, name=name)))
    assert [row.sender for row in rows(htmx, IN_TEAM)] == ["Clara", "Deleted account"]  # type: ignore[attr-defined]
    assert [row.sender for row in rows(htmx)] == ["", "", ""]  # type: ignore[attr-defined]


def test_a_reply_quotes_what_it_answers(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, "I did", reply_to=2))
    desk.put_message(ANNA.id, message(5, "again", reply_to=99))
    near, far = rows(htmx)[-2:]
    assert (near.reply.url, near.reply.sender, near.reply.text) == ("#message-2", "You", "Please send your CV")  # type: ignore[attr-defined]
    assert far.reply.url == f"{MESSAGES}?around=99#message-99"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "shown"), [("Clara", "Clara"), (None, "a hidden account")])
def test_a_forwarded_message_says_from_whom(htmx: Client, desk: MemoryBackend, name: str | None, shown: str) -> None:
    desk.put_message(ANNA.id, message(4, "x", forward=Forward(name=name, date=NOON)))
    assert last(htmx).forward == shown  # type: ignore[attr-defined]


def test_a_file_has_name_size_and_type(htmx: Client, desk: MemoryBackend) -> None:
    file = last(htmx).file  # type: ignore[attr-defined]
    assert (file.name, file.details, file.url) == ("CV.pdf", "14 B · PDF", f"{MESSAGES}3/file/")


def test_a_photo_is_a_picture_that_is_wanted(htmx: Client, desk: MemoryBackend) -> None:
    thumbnail = Photo(id=77, location="thumb", width=90, height=60)
    photo = Attachment(
        kind=AttachmentKind.PHOTO,
        size=9,
        mime_type="image/jpeg",
        location="p",
        width=1280,
        height=640,
        thumbnail=thumbnail,
    )
    desk.put_message(ANNA.id, message(4, attachment=photo))
    response = htmx.get(MESSAGES, headers=CHAT)
    row = response.context["messages"][-1]
    assert (row.picture.width, row.picture.height, row.picture.url, row.file) == (320, 160, None, None)
    assert row.picture.file_url == f"{MESSAGES}4/file/?inline"
    assert "id=77.m-4.320x160" in response.context["wanted_url"]
    assert f"id=901.h-{BORIS}" in response.context["wanted_url"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (Contact(name="Clara", phone="+7900"), ("Contact", "Clara", "+7900")),
        (Location(latitude=55.75, longitude=37.6, title="Office"), ("Location", "Office", "55.75000, 37.60000")),
        (Poll(question="When?", options=("now", "later")), ("Poll", "When?", "• now", "• later")),
        (Dice(emoji="🎲", value=6), ("🎲 6",)),
    ],
)
def test_other_contents_are_lines(htmx: Client, desk: MemoryBackend, content: Poll, lines: tuple[str, ...]) -> None:
    desk.put_message(ANNA.id, message(4, content=content))
    assert last(htmx).content == lines  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ServiceKind)
def test_every_kind_of_service_message_has_words(htmx: Client, desk: MemoryBackend, kind: ServiceKind) -> None:
    service = Service(kind=kind, title="Title", names=("Dan", ""), seconds=90_000)
    desk.put_message(ANNA.id, message(4, service=service, chat_id=TEAM))
    said = last(htmx, IN_TEAM).service  # type: ignore[attr-defined]
    assert said and "%" not in said
    assert not re.search("[а-я]", said)
    desk.put_message(ANNA.id, message(5, service=Service(kind=kind), chat_id=TEAM, sender=None))
    assert last(htmx, IN_TEAM).service  # type: ignore[attr-defined]


def test_what_cannot_be_shown_is_said(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, is_unsupported=True))
    assert last(htmx).is_unsupported  # type: ignore[attr-defined]

"""Acting on messages: answered, formatted, edited, deleted, forwarded, marked as unread; and what is refused of it."""

import dataclasses
import json
from contextlib import ExitStack
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tgsdk import (
    Capability,
    Chat,
    ChatKind,
    Entity,
    EntityKind,
    FloodWait,
    MemoryBackend,
    NotFound,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WriteForbidden,
)
from web.desk.parts import LONGEST_TEXT
from web.desk.views.formatting import READING
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, NEWS, TEAM, message
from .test_messages_list import MESSAGES

OWN, EDIT = f"{MESSAGES}4/", f"{MESSAGES}4/edit/"
DELETE, FORWARD, UNREAD = f"{MESSAGES}delete/", f"{MESSAGES}forward/", f"/telegram/chats/{BORIS}/unread/"
DRAFT = "form-of-the-page"
SHOWN = {"after": "4", "read": "0", "shown": "1s.2s.3s.4s"}


@pytest.fixture
def sent(program: Client, desk: MemoryBackend) -> int:
    """An own message that was just sent."""
    said = program.post(MESSAGES, {"text": "See you at **tree**", "markup": "telegram"}).json()["message"]
    desk.calls.clear()
    return int(said["id"])


def post_json(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, json.dumps(values), content_type="application/json")


def texts(program: Client, chat_id: int = BORIS) -> list[str]:
    return [each["text"] for each in program.get(f"/telegram/chats/{chat_id}/messages/").json()["messages"]]


# Formats and answers


def test_a_text_with_marks_is_sent_with_its_formats(program: Client, desk: MemoryBackend) -> None:
    said = program.post(MESSAGES, {"text": "**Yes**, [here](https://a.b/c)", "markup": "telegram"}).json()["message"]
    assert said["text"] == "Yes, here"
    assert said["entities"] == [
        {"kind": "bold", "offset": 0, "length": 3},
        {"kind": "text_url", "offset": 5, "length": 4, "url": "https://a.b/c"},
    ]


def test_without_markup_marks_are_text(program: Client, desk: MemoryBackend) -> None:
    said = program.post(MESSAGES, {"text": "2 **3**"}).json()["message"]
    assert (said["text"], said["entities"]) == ("2 **3**", [])


def test_a_program_gives_entities_itself(program: Client, desk: MemoryBackend) -> None:
    entity = {"kind": "bold", "offset": 0, "length": 3}
    assert post_json(program, MESSAGES, text="Yes", entities=[entity]).json()["message"]["entities"] == [entity]


@pytest.mark.parametrize(
    "entities", ["x", "{}", "[1]", '[{"kind": "bold"}]', '[{"kind": "none", "offset": 0, "length": 1}]']
)
def test_entities_that_make_no_sense_are_refused(program: Client, desk: MemoryBackend, entities: str) -> None:
    assert program.post(MESSAGES, {"text": "Yes", "entities": entities}).status_code == 400
    assert desk.calls == []


def test_an_answer_quotes_what_it_answers(program: Client, htmx: Client, desk: MemoryBackend) -> None:
    said = post_json(program, MESSAGES, text="Which one?", reply_to=1, quote="the vacancy").json()["message"]
    assert (said["reply_to"], said["quote"]) == (1, "the vacancy")
    assert '<span class="quote-text">the vacancy</span>' in htmx.get(MESSAGES).content.decode()


def test_a_quote_is_not_offered_where_it_would_be_left_out(browser: Client, desk: MemoryBackend) -> None:
    assert "data-quotes" in browser.get(MESSAGES).content.decode()
    desk.supports = frozenset(Capability) - {Capability.QUOTE}  # type: ignore[misc]
    html = browser.get(MESSAGES).content.decode()
    assert "data-quotes" not in html and "Ответить" in html and "Ответить на выделенное" not in html


def test_an_answer_to_what_is_gone_can_be_sent_again_by_itself(
    program: Client, htmx: Client, browser: Client, desk: MemoryBackend
) -> None:
    desk.delete_message(ANNA.id, BORIS, 1)
    fields = {"text": "Which one?", "reply_to": "1", "quote": "the vacancy", "draft": DRAFT}
    answers = [client.post(MESSAGES, fields) for client in (program, htmx, browser)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].json()["code"] == "answered_message_gone"
    assert "answer-gone" in answers[1]["HX-Trigger"]
    assert "Сообщения, на которое вы отвечаете, больше нет" in answers[1].content.decode()
    page = answers[2].content.decode()
    assert "Which one?" in page
    assert 'name="reply_to" value=""' in page
    assert "Which one?" not in texts(program)


def test_the_page_begins_an_answer_without_a_script(browser: Client, desk: MemoryBackend) -> None:
    html = browser.get(f"{MESSAGES}?reply_to=1").content.decode()
    assert 'name="reply_to" value="1"' in html


def test_a_text_is_measured_without_its_marks(program: Client, desk: MemoryBackend) -> None:
    text = "**" + "x" * 4096 + "**"
    assert len(program.post(MESSAGES, {"text": text, "markup": "telegram"}).json()["message"]["text"]) == 4096
    assert program.post(MESSAGES, {"text": text}).status_code == 400


def test_marks_around_nothing_are_sent_as_they_are(program: Client, desk: MemoryBackend) -> None:
    said = program.post(MESSAGES, {"text": "****", "markup": "telegram"}).json()["message"]
    assert said["text"] == "****"


def test_a_preview_asks_telegram_for_nothing(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    html = htmx.post("/telegram/formatting/", {"text": "**<b>** & `x`"}).content.decode()
    assert "<b>&lt;b&gt;</b> &amp; <code>x</code>" in html
    assert htmx.post("/telegram/formatting/", {"text": " "}).status_code == 204
    said = program.post("/telegram/formatting/", {"text": "**a**"}).json()
    assert said == {"text": "a", "entities": [{"kind": "bold", "offset": 0, "length": 1}]}
    assert desk.calls == []


def test_a_text_that_would_be_read_for_seconds_is_not_read(
    htmx: Client, program: Client, desk: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = {"text": "**a**" * (LONGEST_TEXT // 5 + 1), "markup": "telegram", "in_parts": "yes"}
    monkeypatch.setattr("web.desk.composing.parse_markdown", pytest.fail)
    assert htmx.post("/telegram/formatting/", long).status_code == 204
    for address in ("/telegram/formatting/", MESSAGES, EDIT):
        answer = program.post(address, long)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input"), address
    assert desk.calls == []


def test_one_recruiter_has_few_texts_read_at_a_time(program: Client, recruiter: User) -> None:
    with ExitStack() as texts:
        for _ in range(READING.most):
            texts.enter_context(READING.piece(recruiter.pk, RuntimeError()))
        answer = program.post("/telegram/formatting/", {"text": "**a**"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_busy")
    assert program.post("/telegram/formatting/", {"text": "**a**"}).status_code == 200


# Editing


def test_a_message_is_given_to_be_edited_with_its_marks(program: Client, htmx: Client, sent: int) -> None:
    said = program.get(EDIT).json()
    assert (said["text"], said["is_plain"]) == ("See you at **tree**", False)
    assert "See you at **tree**" in htmx.get(EDIT).content.decode()


def test_an_edited_message_takes_its_place_on_the_page(htmx: Client, program: Client, sent: int) -> None:
    response = htmx.post(EDIT, {"text": "See you at **three**", "markup": "telegram", **SHOWN})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="message-4" hx-swap-oob="true"' in html
    assert "See you at <b>three</b>" in html
    assert 'id="news" hx-swap-oob="true"' in html
    assert texts(program)[0] == "See you at three"


def test_formats_without_marks_stay_around_a_change(
    program: Client, htmx: Client, desk: MemoryBackend, sent: int
) -> None:
    underlined = Entity(kind=EntityKind.UNDERLINE, offset=0, length=3)
    desk.put_message(
        ANNA.id, message(4, "See you at tree", is_outgoing=True, entities=(underlined,), date=timezone.now())
    )
    assert 'name="plain"' in htmx.get(EDIT).content.decode()
    htmx.post(EDIT, {"text": "See you at three", "plain": "yes"})
    said = program.get(OWN).json()["message"]
    assert (said["text"], said["entities"]) == (
        "See you at three",
        [{"kind": "underline", "offset": 0, "length": 3}],
    )


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [
        (1, 403, "только его автор"),
        (2, 403, "больше двух дней"),
        (99, 404, "тем временем удалили"),
    ],
)
def test_what_cannot_be_edited_is_said_with_the_text_kept(
    htmx: Client, program: Client, desk: MemoryBackend, number: int, status: int, words: str
) -> None:
    before = texts(program)
    response = htmx.post(f"{MESSAGES}{number}/edit/", {"text": "What I wanted to say"})
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert "What I wanted to say" in html
    assert program.post(f"{MESSAGES}{number}/edit/", {"text": "x"}).status_code == status
    assert texts(program) == before


@pytest.mark.parametrize(
    ("error", "status", "is_gone"),
    [(NotFound(), 404, True), (FloodWait(30), 429, False), (TelegramUnavailable(), 503, False)],
)
def test_why_there_is_no_form_to_edit_in_is_a_line(
    htmx: Client, program: Client, desk: MemoryBackend, sent: int, error: TelegramError, status: int, is_gone: bool
) -> None:
    desk.fail(error)
    response = htmx.get(EDIT)
    html = response.content.decode()
    assert response.status_code == status
    assert 'class="edit-failed"' in html
    assert ("data-gone" in html) is is_gone
    assert "hx-" not in html


def test_an_edit_to_nothing_is_refused(htmx: Client, program: Client, sent: int) -> None:
    for text in ("", "  \n"):
        assert htmx.post(EDIT, {"text": text}).status_code == 400
    assert texts(program)[0] == "See you at tree"


# Deleting


def test_messages_are_deleted_for_everyone_and_leave_the_page(htmx: Client, program: Client, sent: int) -> None:
    response = htmx.post(DELETE, {"message_ids": "3,4", "for_everyone": "yes", **SHOWN})
    assert response.status_code == 200
    assert json.loads(response["HX-Trigger"]) == {"desk:deleted": {"ids": [3, 4]}}
    assert 'hx-swap-oob="delete"' not in response.content.decode()  # the event does it: they may be gone already
    assert texts(program) == ["Please send your CV", "Hello, I saw the vacancy"]
    deleted = AuditEvent.objects.filter(operation="delete_messages").values_list("subject", flat=True)
    assert sorted(deleted) == [f"{BORIS}/3", f"{BORIS}/4"]


def test_a_program_deletes_by_a_list(program: Client, sent: int) -> None:
    assert post_json(program, DELETE, message_ids=[3, 4], for_everyone=True).json() == {"deleted": True}
    assert len(texts(program)) == 2


def test_what_others_wrote_in_a_group_is_not_deleted(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(7, "mine", chat_id=TEAM))
    url = f"/telegram/chats/{TEAM}/messages/delete/"
    response = htmx.post(url, {"message_ids": "7", "for_everyone": "yes"})
    assert response.status_code == 403
    assert "не даёт вам удалить это сообщение у всех" in response.content.decode()
    assert texts(program, TEAM) == ["mine"]


@pytest.mark.parametrize("said", ["", "x", "1,,x", "-1", "1;2", ",".join(map(str, range(1, 103)))])
def test_messages_that_are_not_named_are_not_deleted(
    htmx: Client, program: Client, desk: MemoryBackend, said: str
) -> None:
    for client in (htmx, program):
        assert client.post(DELETE, {"message_ids": said}).status_code == 400
    assert desk.calls == []


# Forwarding


def test_messages_are_forwarded_once_however_often_the_form_is_sent(
    htmx: Client, program: Client, desk: MemoryBackend
) -> None:
    form = {"message_ids": "1,3", "to_chat_id": str(TEAM), "draft": DRAFT}
    for _ in range(2):
        assert "data-forwarded" in htmx.post(FORWARD, form).content.decode()
    assert texts(program, TEAM) == ["", "Hello, I saw the vacancy"]
    forwarded = program.get(f"/telegram/chats/{TEAM}/messages/").json()["messages"]
    assert [each["forward"]["name"] for each in forwarded] == ["Boris Sokolov"] * 2
    assert forwarded[0]["attachment"]["name"] == "CV.pdf"


def test_a_program_forwards_with_numbers_of_its_own(program: Client, desk: MemoryBackend) -> None:
    answers = [post_json(program, FORWARD, message_ids=[1], to_chat_id=TEAM, random_ids=[-5]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["messages"][0]["text"] == "Hello, I saw the vacancy"
    refused = post_json(program, FORWARD, message_ids=[1, 2], to_chat_id=TEAM, random_ids=[-6])
    assert refused.status_code == 400


def test_saved_messages_come_first_and_chats_that_take_no_messages_not_at_all(
    htmx: Client, desk: MemoryBackend
) -> None:
    html = htmx.get(f"{FORWARD}?message_ids=1").content.decode()
    assert html.index(f'value="{ANNA.id}"') < html.index(f'value="{BORIS}"') < html.index(f'value="{TEAM}"')
    assert f'value="{NEWS}"' not in html
    found = htmx.get(f"{FORWARD}?message_ids=1&q=Boris").content.decode()
    assert f'value="{BORIS}"' in found
    assert f'value="{TEAM}"' not in found


def test_a_chat_that_refuses_takes_nothing_and_says_why(htmx: Client, desk: MemoryBackend) -> None:
    desk.forbid_writing(ANNA.id, TEAM, WriteForbidden(telegram_name="CHAT_WRITE_FORBIDDEN", telegram_code=403))
    response = htmx.post(FORWARD, {"message_ids": "1", "to_chat_id": str(TEAM), "draft": DRAFT})
    assert response.status_code == 403
    assert "закрыли его для сообщений" in response.content.decode()
    assert f'value="{DRAFT}"' in response.content.decode()


def test_a_protected_chat_forwards_nothing(htmx: Client, desk: MemoryBackend) -> None:
    team = Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", members_count=3)
    desk.put_chat(ANNA.id, dataclasses.replace(team, is_protected=True))
    desk.put_message(ANNA.id, message(7, "secret", chat_id=TEAM))
    assert 'data-act="forward"' not in htmx.get(f"/telegram/chats/{TEAM}/messages/").content.decode()
    url = f"/telegram/chats/{TEAM}/messages/forward/"
    assert htmx.post(url, {"message_ids": "7", "to_chat_id": str(BORIS), "draft": DRAFT}).status_code == 403


# The mark


def test_a_chat_that_is_marked_as_unread_shows_it_in_the_list(
    htmx: Client, program: Client, desk: MemoryBackend
) -> None:
    program.post(f"/telegram/chats/{BORIS}/read/", {"message_id": "3"})
    assert htmx.post(UNREAD, {"unread": "yes"}).status_code == 204
    assert "отмечен непрочитанным" in htmx.get("/telegram/chats/").content.decode()
    assert post_json(program, UNREAD, unread=False).json() == {"unread": False}
    assert "отмечен непрочитанным" not in htmx.get("/telegram/chats/").content.decode()


def test_a_marked_chat_loses_its_mark_when_it_is_opened(htmx: Client, desk: MemoryBackend) -> None:
    asking = 'hx-trigger="load delay:600ms"'
    assert asking not in htmx.get(MESSAGES).content.decode()
    htmx.post(UNREAD, {"unread": "yes"})
    assert asking in htmx.get(MESSAGES).content.decode()


# Each of them


@pytest.mark.parametrize("url", [EDIT, DELETE, FORWARD, UNREAD])
@pytest.mark.parametrize("error", [TelegramUnavailable(), Timeout()])
def test_what_does_not_reach_telegram_is_said_and_can_be_tried_again(
    htmx: Client, program: Client, desk: MemoryBackend, sent: int, url: str, error: Any
) -> None:
    before = texts(program)
    desk.fail(error)
    fields = {"message_ids": "4", "to_chat_id": str(BORIS), "text": "new", "unread": "yes", "draft": DRAFT}
    response = htmx.post(url, fields)
    assert response.status_code in (503, 504)
    assert response.content
    assert texts(program) == before


def test_one_message_has_a_page_with_all_that_can_be_done(browser: Client, program: Client, sent: int) -> None:
    html = browser.get(OWN).content.decode()
    for url in (f"{MESSAGES}?reply_to=4", EDIT, f"{FORWARD}?message_ids=4", DELETE, UNREAD):
        assert f'"{url}"' in html
    theirs = browser.get(f"{MESSAGES}1/").content.decode()
    assert "/1/edit/" not in theirs
    assert program.get(OWN).json()["link"] is None
    assert browser.get(f"{MESSAGES}99/").status_code == 404


def test_without_a_script_each_act_leads_back_to_the_chat(browser: Client, program: Client, sent: int) -> None:
    assert "See you at **tree**" in browser.get(EDIT).content.decode()
    edited = browser.post(EDIT, {"text": "**Three**", "markup": "telegram"})
    assert (edited.status_code, edited["Location"]) == (302, f"{MESSAGES}?around=4#message-4")
    assert "Backend team" in browser.get(f"{FORWARD}?message_ids=4").content.decode()
    forwarded = browser.post(FORWARD, {"message_ids": "4", "to_chat_id": str(TEAM), "draft": DRAFT})
    assert forwarded["Location"] == f"/telegram/chats/{TEAM}/messages/"
    assert browser.post(DELETE, {"message_ids": "4", "for_everyone": ""})["Location"] == MESSAGES
    assert browser.post(UNREAD, {"unread": "yes"})["Location"] == "/telegram/chats/"
    assert texts(program, TEAM) == ["Three"]

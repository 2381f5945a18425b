"""Sending: once for each number, and what was written stays until it is sent."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import (
    Chat,
    ChatKind,
    FloodWait,
    MemoryBackend,
    MessageAlreadySent,
    MessageInvalid,
    SessionEnded,
    SlowMode,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WriteForbidden,
)
from tgsdk.contrib.django.models import FloodPause, TelegramAccount
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, message
from .test_messages_list import CHAT, MESSAGES

NUMBER, DRAFT = str(-(2**63)), "form-of-the-page"
BUBBLE = {"HX-Target": f"outgoing-answer-{DRAFT}"}
FAILURES = [
    MessageInvalid(telegram_name="MESSAGE_TOO_LONG"),
    WriteForbidden(telegram_name="USER_IS_BLOCKED"),
    SlowMode(40, telegram_name="SLOWMODE_WAIT_40"),
    FloodWait(40),
    TelegramUnavailable(),
    Timeout(),
]


def texts(program: Client) -> list[str]:
    return [each["text"] for each in program.get(MESSAGES).json()["messages"]]


def test_a_program_sends_a_text_exactly(program: Client, desk: MemoryBackend) -> None:
    response = program.post(MESSAGES, json.dumps({"text": "See you\nat 3 <b>"}), content_type="application/json")
    assert response.status_code == 200
    said = response.json()["message"]
    assert (said["id"], said["text"], said["is_outgoing"]) == (4, "See you\nat 3 <b>", True)
    again = json.dumps({"text": "hi", "random_id": 5})
    assert program.post(MESSAGES, again, content_type="application/json").json()["message"]["id"] == 5


def test_the_same_number_sends_once(program: Client, desk: MemoryBackend) -> None:
    ids = [program.post(MESSAGES, {"text": "hi", "random_id": NUMBER}).json()["message"]["id"] for _ in range(2)]
    assert ids == [4, 4]
    assert texts(program).count("hi") == 1
    assert AuditEvent.objects.filter(kind="sent").count() == 1
    other = program.post(f"/telegram/chats/{ANNA.id}/messages/", {"text": "hi", "random_id": NUMBER})
    assert other.status_code == 404


@pytest.mark.parametrize("number", ["x", "1e3", str(2**63), str(-(2**63) - 1), "９", "9" * 30, "1 "])
def test_a_forged_number_is_refused(program: Client, htmx: Client, desk: MemoryBackend, number: str) -> None:
    for client in (program, htmx):
        client.post(MESSAGES, {"text": "hi", "random_id": number.replace(" ", " 2")})
        assert client.post(MESSAGES, {"text": "hi", "random_id": number.replace(" ", " 2")}).status_code == 400
    assert desk.calls == []


@pytest.mark.parametrize("text", ["", " \n\t", "x" * 4097, "a\0b"])
def test_what_cannot_be_a_message_is_refused_here(
    htmx: Client, program: Client, desk: MemoryBackend, text: str
) -> None:
    body = program.post(MESSAGES, {"text": text}).json()
    assert (body["code"], len(body["error"]) > 10) == ("invalid_input", True)
    response = htmx.post(MESSAGES, {"text": text}, headers=BUBBLE)
    assert (response.status_code, "HX-Retarget" in response) == (400, False)  # it is said in the bubble
    assert response.context["failure"].text in response.content.decode()
    assert desk.calls == []


def test_half_a_character_is_refused(program: Client, desk: MemoryBackend) -> None:
    response = program.post(MESSAGES, '{"text": "\\ud83d"}', content_type="application/json")
    assert (response.status_code, desk.calls) == (400, [])


def test_line_breaks_of_a_form_count_as_one_character(program: Client, desk: MemoryBackend) -> None:
    assert program.post(MESSAGES, {"text": "ab\r\n" * 1365 + "c"}).json()["message"]["text"].count("\r") == 0


def test_htmx_gets_what_is_new_in_the_place_of_the_bubble(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(4, "wait"))
    response = htmx.post(MESSAGES, {"text": "See you at 3", "draft": DRAFT, "after": "3"}, headers=BUBBLE)
    html = response.content.decode()
    assert [row.id for row in response.context["news"].rows] == [4, 5]
    assert "See you at 3" in html and "after=5" in html
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("closest li", "delete")
    assert json.loads(response["HX-Trigger"]) == {"arrived": {"id": 5}}
    assert "<form" not in html
    assert desk.calls == ["send_message", "chat", "messages"]


@pytest.mark.parametrize("reader", ["htmx", "browser"])
def test_the_same_text_of_a_form_is_sent_once_and_another_text_is_another_message(
    request: pytest.FixtureRequest, program: Client, desk: MemoryBackend, reader: str
) -> None:
    client: Client = request.getfixturevalue(reader)
    for text in ("Tuesday", "Tuesday", "Wednesday", "Tuesday", "Wednesday"):
        assert client.post(MESSAGES, {"text": text, "draft": DRAFT, "after": "3"}).status_code < 400
    assert texts(program)[:2] == ["Wednesday", "Tuesday"]
    assert len(texts(program)) == 5
    client.post(MESSAGES, {"text": "Tuesday", "draft": "another-form"})
    assert texts(program).count("Tuesday") == 2


def test_what_was_refused_keeps_its_form_so_that_it_is_sent_once(
    browser: Client, program: Client, desk: MemoryBackend
) -> None:
    browser.post(MESSAGES, {"text": "hi", "draft": DRAFT})  # and the answer is lost
    refused = browser.post(MESSAGES, {"text": " ", "draft": DRAFT})
    assert (refused.status_code, refused.context["composer"].draft) == (400, DRAFT)
    browser.post(MESSAGES, {"text": "hi", "draft": DRAFT})
    assert texts(program).count("hi") == 1


def test_a_bubble_waits_while_the_account_is_busy(htmx: Client, desk: MemoryBackend) -> None:
    TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    response = htmx.post(MESSAGES, {"text": "hi", "draft": DRAFT}, headers=BUBBLE)
    assert (response.status_code, response["HRHelper-Answer"], response["Retry-After"]) == (409, "busy", "1")


@pytest.mark.parametrize(
    "beside", [{"after": "x"}, {"read": "-1"}, {"shown": "1x"}, {"draft": "<script>"}, {"draft": "x"}]
)
def test_what_stands_beside_the_text_is_no_reason_to_refuse_it(
    htmx: Client, program: Client, desk: MemoryBackend, beside: dict[str, str]
) -> None:
    assert htmx.post(MESSAGES, {"text": "hi"} | beside).status_code == 200
    assert texts(program).count("hi") == 1


@pytest.mark.parametrize("is_busy", [True, False], ids=["busy", "away"])
def test_without_script_a_text_stays_in_its_form_when_nothing_else_can_be_shown(
    browser: Client, desk: MemoryBackend, is_busy: bool
) -> None:
    if is_busy:
        TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    else:
        desk.fail(TelegramUnavailable(), times=5)
    response = browser.post(MESSAGES, {"text": "a long letter", "draft": DRAFT})
    html = response.content.decode()
    assert response.status_code in (409, 503)
    assert ">a long letter</textarea>" in html
    assert f'name="draft" value="{DRAFT}"' in html
    assert f'action="{MESSAGES}"' in html


def test_what_was_read_meanwhile_is_news_after_sending_too(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris", read_outbox_max_id=2))
    sent = htmx.post(MESSAGES, {"text": "hi", "after": "3", "read": "1"}, headers=CHAT)
    assert [row.day for row in sent.context["news"].rows] != [None]  # months after the message above it
    news = htmx.get(sent.context["news"].poll.url, headers=CHAT)
    assert 'data-read="2"' in news.content.decode()
    assert htmx.get(news.context["news"].poll.url).status_code == 204


def test_the_bubble_of_a_page_that_does_not_say_what_it_shows_stays(htmx: Client, desk: MemoryBackend) -> None:
    response = htmx.post(MESSAGES, {"text": "See you at 3"}, headers=BUBBLE)
    assert response.context["news"] is None
    assert (response["HX-Reswap"], json.loads(response["HX-Trigger"])) == ("none", {"arrived": {"id": 4}})


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: error.code)
def test_a_failure_keeps_text_and_number(
    htmx: Client, browser: Client, desk: MemoryBackend, error: TelegramError
) -> None:
    desk.forbid_writing(ANNA.id, BORIS, error)
    response = browser.post(MESSAGES, {"text": "See <you>", "draft": DRAFT})
    html, text = response.content.decode(), response.context["composer"].failure.text.replace("'", "&#x27;")
    assert response.status_code >= 400
    assert text in html and ">See &lt;you&gt;</textarea>" in html and f'value="{DRAFT}"' in html
    in_bubble = htmx.post(MESSAGES, {"text": "See <you>", "draft": DRAFT}, headers=BUBBLE)
    assert (in_bubble.status_code, "HX-Retarget" in in_bubble) == (response.status_code, False)
    assert text in in_bubble.content.decode() and "csrfmiddlewaretoken" in in_bubble.content.decode()
    desk.forbid_writing(ANNA.id, BORIS, None)
    FloodPause.objects.all().delete()
    assert htmx.post(MESSAGES, {"text": "See <you>", "draft": DRAFT}).status_code == 200


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: error.code)
def test_a_program_reads_why_it_was_not_sent(program: Client, desk: MemoryBackend, error: TelegramError) -> None:
    desk.forbid_writing(ANNA.id, BORIS, error)
    body = program.post(MESSAGES, {"text": "hi"}).json()
    assert body["code"] == error.code
    assert body.get("telegram") == error.telegram_name


def test_slow_mode_is_of_one_chat_only(program: Client, desk: MemoryBackend) -> None:
    desk.forbid_writing(ANNA.id, BORIS, SlowMode(40))
    assert program.post(MESSAGES, {"text": "hi"})["Retry-After"] == "40"
    assert (FloodPause.objects.count(), TelegramAccount.objects.get().paused_until) == (0, None)
    assert program.get("/telegram/chats/").status_code == 200


def test_what_was_sent_before_counts_as_sent(
    htmx: Client, browser: Client, program: Client, desk: MemoryBackend
) -> None:
    desk.forbid_writing(ANNA.id, BORIS, MessageAlreadySent())
    response = htmx.post(MESSAGES, {"text": "hi", "random_id": "5", "after": "2"}, headers=BUBBLE)
    assert (response.status_code, json.loads(response["HX-Trigger"])) == (200, {"arrived": {"id": None}})
    assert [row.id for row in response.context["news"].rows] == [3]
    assert browser.post(MESSAGES, {"text": "hi", "random_id": "5"}).status_code == 302
    assert program.post(MESSAGES, {"text": "hi", "random_id": "5"}).json()["code"] == "message_already_sent"


def test_without_script_a_sent_message_leads_back_to_the_chat(browser: Client, desk: MemoryBackend) -> None:
    response = browser.post(MESSAGES, {"text": "See you at 3", "random_id": "7"}, follow=True)
    assert response.redirect_chain == [(MESSAGES, 302)]
    assert "See you at 3" in response.content.decode()


def test_an_ended_session_leads_to_where_it_is_said_why(htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(SessionEnded(telegram_name="SESSION_REVOKED"))
    assert htmx.post(MESSAGES, {"text": "hi"})["HX-Redirect"] == "/telegram/"


def test_that_something_was_sent_is_written_down_without_what(program: Client, desk: MemoryBackend) -> None:
    program.post(MESSAGES, {"text": "canary"})
    event = AuditEvent.objects.get(kind="sent")
    assert (event.subject, event.operation) == (f"{BORIS}/4", "send_message")
    assert not re.search("canary", repr(event.__dict__))

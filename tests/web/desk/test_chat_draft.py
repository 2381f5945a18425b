"""Drafts that are kept at Telegram: in the list, in the field, and by a post of their own."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tgsdk import Capability, Chat, ChatKind, Draft, MemoryBackend, TelegramUnavailable

from ..conftest import ANNA, BORIS, HTMX, NOON

CHATS, CHAT = "/telegram/chats/", f"/telegram/chats/{BORIS}/messages/"
DRAFT = f"/telegram/chats/{BORIS}/draft/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def drafted(desk: MemoryBackend) -> MemoryBackend:
    """Anna has begun to answer Boris on her phone."""
    draft = Draft(text="Thank you,\n <i>we</i>", date=NOON + timedelta(days=3), reply_to=3)
    desk.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", draft=draft))
    desk.calls.clear()
    return desk


def draft_of(program: Client) -> str | None:
    chats = program.get(CHATS).json()["chats"]
    draft = next(chat["draft"] for chat in chats if chat["id"] == BORIS)
    return draft and str(draft["text"])


def test_a_draft_stands_in_the_list_in_place_of_the_last_message(browser: Client, drafted: MemoryBackend) -> None:
    html = browser.get(CHATS, headers=ENGLISH).content.decode()
    assert '<span class="draft-word">Draft:</span> Thank you, &lt;i&gt;we&lt;/i&gt;</span>' in html
    opened = browser.get(CHAT, headers=ENGLISH).content.decode()
    assert "draft-word" not in opened  # its field has it


def test_the_field_opens_with_the_draft(browser: Client, drafted: MemoryBackend) -> None:
    html = browser.get(CHAT).content.decode()
    assert re.search(r"<textarea[^>]*>Thank you,\n &lt;i&gt;we&lt;/i&gt;</textarea>", html)
    assert f'data-at="{int((NOON + timedelta(days=3)).timestamp() * 1000)}"' in html
    assert '<input id="draft-saved" type="hidden" name="saved" value="yes" form="message-form"' in html


def test_the_field_opens_with_what_the_draft_answers(browser: Client, drafted: MemoryBackend) -> None:
    html = browser.get(CHAT).content.decode()
    assert '<input type="hidden" name="reply_to" value="3"' in html
    assert 'data-reply="3"' in html
    assert 'hx-include="#id_text, #message-form [name=reply_to]"' in html


def test_a_draft_keeps_what_it_answers(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    htmx.post(DRAFT, {"text": "one", "reply_to": "3"})
    assert program.get(CHATS).json()["chats"][0]["draft"]["reply_to"] == 3
    htmx.post(DRAFT, {"text": "one", "reply_to": ""})
    assert program.get(CHATS).json()["chats"][0]["draft"]["reply_to"] is None


def test_a_page_posts_what_rests_in_its_field(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    assert htmx.post(DRAFT, {"text": " one\r\ntwo "}).status_code == 204
    assert draft_of(program) == " one\ntwo "
    assert htmx.post(DRAFT, {"text": " \r\n"}).status_code == 204
    assert draft_of(program) is None


def test_programs_and_browsers_keep_drafts_too(program: Client, browser: Client, desk: MemoryBackend) -> None:
    assert program.post(DRAFT, {"text": "one", "reply_to": 3}, "application/json").json() == {"saved": True}
    chat = next(chat for chat in program.get(CHATS).json()["chats"] if chat["id"] == BORIS)
    assert (chat["draft"]["text"], chat["draft"]["reply_to"], chat["draft"]["entities"]) == ("one", 3, [])
    assert browser.post(DRAFT, {"text": "two", "for": "", "draft": "x"})["Location"] == CHAT
    assert draft_of(program) == "two"


@pytest.mark.parametrize("fields", [{"text": "x" * 4097}, {"text": "x", "reply_to": "0"}, {"text": "\0"}])
def test_what_is_no_draft_is_refused_in_words(program: Client, desk: MemoryBackend, fields: dict[str, str]) -> None:
    assert program.post(DRAFT, fields).status_code == 400
    assert "save_draft" not in desk.calls


def test_what_is_sent_takes_the_draft_away(browser: Client, program: Client, drafted: MemoryBackend) -> None:
    browser.post(CHAT, {"text": "Thank you", "saved": ""})
    assert draft_of(program)
    browser.post(CHAT, {"text": "Thank you", "saved": "yes"})
    assert draft_of(program) is None


def test_a_text_is_sent_although_its_draft_stays(browser: Client, program: Client, drafted: MemoryBackend) -> None:
    drafted.calls.clear()
    answer = program.post(CHAT, {"text": "x" * 5000, "saved": "yes"})
    assert (answer.status_code, draft_of(program)) == (400, "Thank you,\n <i>we</i>")


def test_a_draft_is_news_of_the_list(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    html = htmx.get(CHATS).content.decode()
    state = re.search(r'name="state" value="(\w+)"', html)
    assert state
    poll = f"{CHATS}?part=top&state={state[1]}"
    assert htmx.get(poll).status_code == 204
    program.post(DRAFT, {"text": "well"})
    assert "draft-word" in htmx.get(poll).content.decode()


def test_a_page_is_told_that_telegram_is_away(htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(TelegramUnavailable())
    assert htmx.post(DRAFT, {"text": "one"}, headers=HTMX).status_code == 503


def test_where_the_backend_keeps_no_drafts_the_page_posts_none(browser: Client, desk: MemoryBackend) -> None:
    assert 'id="draft-form"' in browser.get(CHAT).content.decode()
    desk.supports = frozenset(Capability) - {Capability.DRAFTS}  # type: ignore[misc]
    assert 'id="draft-form"' not in browser.get(CHAT).content.decode()

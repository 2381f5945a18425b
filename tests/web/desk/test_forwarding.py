"""Forwarding: whoever the messages go to is named before they go, and after."""

import re
from html import unescape

import pytest
from django.test import Client

from tgsdk import Chat, ChatKind, MemoryBackend, TelegramUnavailable, WriteForbidden

from ..conftest import ANNA, BORIS, TEAM

ENGLISH = {"Accept-Language": "en"}
FORWARD = f"/telegram/chats/{BORIS}/messages/forward/"
DRAFT = "a-form-of-mine"
POSTED = {"message_ids": "1,3", "to_chat_id": str(TEAM), "draft": DRAFT}
ASK = f"{FORWARD}?message_ids=1,3&draft={DRAFT}&to_chat_id={TEAM}&ask=yes"


def page(client: Client, url: str) -> str:
    return unescape(client.get(url, headers=ENGLISH).content.decode())


def form_in(html: str, name: str, method: str) -> str:
    """The form of this name, which must have this method."""
    found = re.search(rf'<form id="{name}"[^>]* method="{method}".*?</form>', html, re.DOTALL)
    assert found
    return found[0]


def test_no_chat_of_the_list_is_sent_to_but_saved_messages(htmx: Client, browser: Client, desk: MemoryBackend) -> None:
    for client in (htmx, browser):
        html = page(client, f"{FORWARD}?message_ids=1,3")
        places = form_in(html, "forward-places", "get")
        assert f'name="to_chat_id" value="{TEAM}"' in places
        assert "csrfmiddlewaretoken" not in places
        assert f'form="forward-saved" name="to_chat_id" value="{ANNA.id}"' in places
        assert 'name="message_ids" value="1,3"' in form_in(html, "forward-saved", "post")


def test_the_question_names_the_chat_and_how_many_go_there(htmx: Client, browser: Client, desk: MemoryBackend) -> None:
    for client in (htmx, browser):
        html = page(client, f"{ASK}&q=Back")
        assert "Forward 2 messages to “Backend team”?" in html
        question = form_in(html, "forward-question", "post")
        for name, value in POSTED.items():
            assert f'name="{name}" value="{value}"' in question
        assert "3 members" in question
        assert f'href="{FORWARD}?message_ids=1,3&draft={DRAFT}&q=Back"' in question


def test_what_was_forwarded_says_whom_to(htmx: Client, desk: MemoryBackend) -> None:
    done = unescape(htmx.post(FORWARD, POSTED, headers=ENGLISH).content.decode())
    assert "2 messages are forwarded to “Backend team”." in done
    assert f'href="/telegram/chats/{TEAM}/messages/"' in done
    desk.put_chat(ANNA.id, Chat(id=ANNA.id, kind=ChatKind.SAVED, title="Anna"))
    saved = unescape(htmx.post(FORWARD, POSTED | {"to_chat_id": ANNA.id}, headers=ENGLISH).content.decode())
    assert "2 messages are forwarded to “Saved Messages”." in saved


def test_a_refusal_names_whom_the_next_try_goes_to(htmx: Client, browser: Client, desk: MemoryBackend) -> None:
    desk.forbid_writing(ANNA.id, TEAM, WriteForbidden(telegram_name="CHAT_WRITE_FORBIDDEN", telegram_code=403))
    for client in (htmx, browser):
        response = client.post(FORWARD, POSTED, headers=ENGLISH)
        html = unescape(response.content.decode())
        assert (response.status_code, "Forward 2 messages to “Backend team”?" in html) == (403, True)
        assert f'name="draft" value="{DRAFT}"' in form_in(html, "forward-question", "post")


@pytest.mark.parametrize("is_posted", [False, True])
def test_nothing_goes_to_a_chat_that_could_not_be_named(htmx: Client, desk: MemoryBackend, is_posted: bool) -> None:
    desk.fail(TelegramUnavailable(), times=20)
    answer = htmx.post(FORWARD, POSTED, headers=ENGLISH) if is_posted else htmx.get(ASK, headers=ENGLISH)
    question = form_in(answer.content.decode(), "forward-question", "get")
    assert answer.status_code == 503
    for name, value in {**POSTED, "ask": "yes"}.items():
        assert f'name="{name}" value="{value}"' in question


def test_topics_that_could_not_be_read_are_read_again_and_nothing_goes_to_their_group(
    htmx: Client, desk: MemoryBackend
) -> None:
    desk.fail(TelegramUnavailable(), times=20)
    html = htmx.get(f"{FORWARD}?message_ids=1&to_chat_id={TEAM}", headers=ENGLISH).content.decode()
    assert 'name="ask"' not in form_in(html, "forward-question", "get")


def test_people_of_one_name_are_told_apart_in_the_list(htmx: Client, desk: MemoryBackend) -> None:
    for number in (61, 62):
        chat = Chat(id=number, kind=ChatKind.PRIVATE, title="Anna", username=f"anna_{number}")
        desk.put_chat(ANNA.id, chat)
    places = page(htmx, f"{FORWARD}?message_ids=1&q=Anna")
    assert all(f"@anna_{number}" in places for number in (61, 62))


def test_saved_messages_have_one_face(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_chat(ANNA.id, Chat(id=ANNA.id, kind=ChatKind.SAVED, title="Anna"))
    shown = page(htmx, f"/telegram/chats/{ANNA.id}/messages/")
    asked = page(htmx, f"{FORWARD}?message_ids=1&to_chat_id={ANNA.id}&ask=yes")
    assert all(re.search(r'id="avatar-\w+-\d+" class="avatar saved"', html) for html in (shown, asked))

"""Reacting to messages: at the page, by a program, and without scripts."""

import json

import pytest
from django.test import Client

from tgsdk import Capability, MemoryBackend

from ..conftest import BORIS

CHAT = f"/telegram/chats/{BORIS}/messages/"
REACTION = f"{CHAT}reaction/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def message_id(program: Client, desk: MemoryBackend) -> int:
    number: int = program.get(CHAT).json()["messages"][0]["id"]
    return number


def given(program: Client) -> list[tuple[str, int, bool]]:
    reactions = program.get(CHAT).json()["messages"][0]["reactions"]
    return [(each["emoji"], each["count"], each["is_own"]) for each in reactions]


def test_a_program_gives_a_reaction_and_takes_it_away(program: Client, message_id: int) -> None:
    answer = program.post(REACTION, {"message_id": message_id, "emoji": "👍"})
    assert [each["emoji"] for each in answer.json()["message"]["reactions"]] == ["👍"]
    assert given(program) == [("👍", 1, True)]
    body = json.dumps({"message_id": message_id})
    assert program.post(REACTION, body, content_type="application/json").json()["message"]["reactions"] == []
    assert given(program) == []


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"emoji": "👍"}, 400, "invalid_input"),
        ({"message_id": "x", "emoji": "👍"}, 400, "invalid_input"),
        ({"message_id": 2**31 - 1, "emoji": "👍"}, 404, "not_found"),
        ({"emoji": "no emoji"}, 403, "reaction_forbidden"),
        ({"emoji": "x" * 33}, 400, "invalid_input"),
    ],
)
def test_what_is_refused_is_said(
    program: Client, htmx: Client, message_id: int, fields: dict[str, object], status: int, code: str
) -> None:
    named = fields if len(fields) > 1 or code == "invalid_input" else {"message_id": message_id, **fields}
    answer = program.post(REACTION, named)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    beside = htmx.post(REACTION, named, headers=ENGLISH)
    assert (beside.status_code, 'class="field-error"' in beside.content.decode()) == (status, True)
    assert given(program) == []


def test_the_page_shows_the_reaction_with_its_news(htmx: Client, program: Client, message_id: int) -> None:
    fields = {"message_id": message_id, "emoji": "🔥", "after": message_id, "shown": ""}
    html = htmx.post(REACTION, fields, headers=ENGLISH).content.decode()
    page = htmx.get(CHAT, headers={"HX-Target": "chat"}).content.decode()
    assert 'data-reaction="🔥" aria-pressed="true">🔥 1</button>' in page
    assert "HX" not in html
    assert given(program) == [("🔥", 1, True)]


def test_a_browser_without_scripts_reacts_on_the_page_of_the_message(
    browser: Client, program: Client, message_id: int
) -> None:
    page = browser.get(f"{CHAT}{message_id}/").content.decode()
    assert f'action="{REACTION}"' in page
    answer = browser.post(REACTION, {"message_id": message_id, "emoji": "👍"})
    assert answer.status_code == 302
    assert given(program) == [("👍", 1, True)]


def test_where_the_backend_does_not_react_reactions_are_only_shown(
    browser: Client, program: Client, desk: MemoryBackend, message_id: int
) -> None:
    program.post(REACTION, {"message_id": message_id, "emoji": "👍"})
    desk.supports = frozenset(Capability) - {Capability.REACT}  # type: ignore[misc]
    html = browser.get(CHAT).content.decode() + browser.get(f"{CHAT}{message_id}/").content.decode()
    assert "👍 1" in html
    assert "data-reaction" not in html
    assert REACTION not in html
    assert program.post(REACTION, {"message_id": message_id, "emoji": "👍"}).status_code == 501

"""Marking a chat as read, which only a POST does."""

import pytest
from django.test import Client

from tgsdk import (
    MemoryBackend,
)

from ..conftest import BORIS
from .test_messages_list import CHAT, MESSAGES, READ


def test_what_was_seen_is_marked_as_read_by_a_post_of_its_own(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get(MESSAGES, headers=CHAT)
    assert "mark_as_read" not in desk.calls  # a GET changes nothing
    assert f'hx-post="{READ}"' in shown.content.decode()
    assert (shown.context["chat"].unread.up_to, shown.context["chat"].unread.first) == (0, 1)
    assert htmx.post(READ, {"message_id": 1}).status_code == 204
    unread = htmx.get(MESSAGES, headers=CHAT).context["chat"].unread
    assert (unread.up_to, unread.first, unread.last) == (1, 3, 3)
    assert htmx.post(READ, {"message_id": 3}).status_code == 204
    unread = htmx.get(MESSAGES, headers=CHAT).context["chat"].unread
    assert (unread.up_to, unread.first) == (3, None)


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

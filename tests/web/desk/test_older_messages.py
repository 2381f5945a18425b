"""Messages before those on the page."""

from datetime import timedelta

from django.test import Client

from tgsdk import (
    Forbidden,
    MemoryBackend,
)

from ..conftest import ANNA, NOON, message
from .test_messages_list import CHAT, MESSAGES


def test_older_messages_come_page_by_page_with_their_days(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(8, "later", date=NOON + timedelta(days=1)))
    first = htmx.get(MESSAGES, {"limit": "2", "at": "end"}, headers=CHAT)
    assert [row.id for row in first.context["chat"].messages.rows] == [3, 8]
    assert [bool(row.day) for row in first.context["chat"].messages.rows] == [True, True]
    older = htmx.get(first.context["chat"].messages.older_url, headers=CHAT)
    assert [row.id for row in older.context["messages"].rows] == [1, 2]
    assert older.context["messages"].repeated_day == "day-2026-03-04"
    assert older.context["messages"].older_url is None
    assert "<html" not in older.content.decode() and 'name="text"' not in older.content.decode()
    assert desk.calls[-1] == "messages"


def test_older_messages_that_fail_do_not_ask_again_by_themselves(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, {"limit": "2", "at": "end"}, headers=CHAT).context["chat"].messages.older_url
    desk.fail(Forbidden())
    response = htmx.get(url)
    assert response.status_code == 403
    assert "intersect" not in response.content.decode()


def test_on_a_page_of_older_messages_the_list_looks_for_news_as_ever(
    htmx: Client, browser: Client, desk: MemoryBackend
) -> None:
    older_url = htmx.get(MESSAGES, {"limit": "2", "at": "end"}, headers=CHAT).context["chat"].messages.older_url
    assert 'id="chats-poll"' in browser.get(older_url).content.decode()

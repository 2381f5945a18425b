"""Messages before those on the page."""

from datetime import timedelta

from django.test import Client

from tgsdk import (
    Forbidden,
    MemoryBackend,
    Sender,
)

from ..conftest import ANNA, NOON, TEAM, message
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


def test_a_run_goes_on_above_the_page_in_a_group(htmx: Client, desk: MemoryBackend) -> None:
    for number in (11, 12, 13, 14):
        desk.put_message(ANNA.id, message(number, "text", chat_id=TEAM))
    address = f"/telegram/chats/{TEAM}/messages/"
    first = htmx.get(address, {"limit": "2", "at": "end"}, headers=CHAT)
    rows = first.context["chat"].messages.rows
    assert [(row.id, row.starts_group, row.by) for row in rows] == [(13, True, "BS"), (14, False, "BS")]
    older = htmx.get(first.context["chat"].messages.older_url, headers=CHAT)
    assert [(row.id, row.starts_group) for row in older.context["messages"].rows] == [(11, True), (12, False)]
    assert older.context["messages"].joins_below and 'class="joins"' in older.content.decode()


def test_no_run_goes_on_where_somebody_else_or_hours_stand_between(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(11, "text", chat_id=TEAM))
    desk.put_message(ANNA.id, message(12, "other", chat_id=TEAM, sender=Sender(id=8, name="Clara")))
    desk.put_message(ANNA.id, message(13, "late", chat_id=TEAM, date=NOON + timedelta(hours=1)))
    for at in ("12", "13"):
        page = htmx.get(f"/telegram/chats/{TEAM}/messages/", {"limit": "1", "around": at}, headers=CHAT)
        older = htmx.get(page.context["chat"].messages.older_url, headers=CHAT)
        assert not older.context["messages"].joins_below

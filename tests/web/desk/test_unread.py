"""A chat opens at its first unread message, and its later messages follow page by page."""

from django.test import Client
from django.utils.html import escape

from tgsdk import Chat, ChatKind, MemoryBackend, Page
from web.desk.unread import Unread

from ..conftest import ANNA, BORIS, message
from .test_messages_list import CHAT, MESSAGES

DIVIDER = 'id="unread"'


def write(desk: MemoryBackend, first: int, last: int, *, read: int = 0) -> None:
    """Have Boris write messages of which those up to ``read`` are read."""
    for number in range(first, last + 1):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    desk.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris", unread_count=last - read))


def test_a_chat_opens_at_the_first_of_many_unread_messages(htmx: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 300, read=50)
    shown = htmx.get(MESSAGES, headers=CHAT)
    pane = shown.context["chat"]
    assert [row.id for row in pane.messages.rows] == list(range(26, 76))
    assert (pane.messages.first_unread, pane.messages.place, pane.unread.beyond) == (51, 51, 225)
    assert (pane.poll.after, pane.composer.can_write) == (None, True)
    html = shown.content.decode()
    assert html.index('id="message-50"') < html.index(DIVIDER) < html.index('id="message-51"')


def test_few_unread_messages_are_shown_at_the_end_below_a_line(htmx: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 100, read=90)
    shown = htmx.get(MESSAGES, headers=CHAT)
    pane = shown.context["chat"]
    assert (pane.messages.rows[-1].id, pane.messages.first_unread, pane.messages.newer) == (100, 91, None)
    assert pane.poll and DIVIDER in shown.content.decode()


def test_a_conversation_of_nothing_but_unread_messages_begins_with_a_line() -> None:
    page = Page(items=(message(3, "two"), message(2, "one")), next="Telegram never says that this is all")
    for unread_count, first in ((2, 2), (3, None)):
        chat = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris", unread_count=unread_count)
        assert Unread.of(chat, page, is_past=False).first == first


def test_what_is_read_has_no_line_and_opens_at_its_end(htmx: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 100, read=100)
    shown = htmx.get(MESSAGES, headers=CHAT)
    assert shown.context["chat"].messages.place is None
    assert DIVIDER not in shown.content.decode() and shown.content.decode().count("begins") == 1


def test_the_end_is_shown_on_demand_whatever_is_unread(htmx: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 300, read=50)
    pane = htmx.get(htmx.get(MESSAGES, headers=CHAT).context["chat"].end_url, headers=CHAT).context["chat"]
    assert (pane.messages.rows[-1].id, pane.messages.place, pane.unread.up_to) == (300, None, 50)


def test_later_messages_follow_up_to_the_end_which_brings_the_poll(htmx: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 130, read=50)
    newer = htmx.get(MESSAGES, headers=CHAT).context["chat"].messages.newer
    first = htmx.get(newer.url, headers=CHAT)
    assert [row.id for row in first.context["messages"].rows] == list(range(76, 125))
    assert (newer.unread, first.context["messages"].newer.unread, first.context["poll"]) == (55, 6, None)
    assert not any(row.day for row in first.context["messages"].rows)
    last = htmx.get(first.context["messages"].newer.url, headers=CHAT)
    assert [row.id for row in last.context["messages"].rows] == list(range(125, 131))
    assert (last.context["messages"].newer, last.context["poll"].after) == (None, 130)
    assert not last.context["messages"].rows[0].starts_group
    assert 'id="news" hx-swap-oob="true"' in last.content.decode()
    assert htmx.get(last.context["poll"].url).status_code == 204


def test_an_address_keeps_the_search_and_the_place(browser: Client, desk: MemoryBackend) -> None:
    write(desk, 4, 130, read=130)
    page = browser.get(f"{MESSAGES}?q=boris&around=60")
    pane = page.context["chat"]
    assert (pane.messages.place, page.context["list"].query) == (60, "boris")
    assert "?q=boris&around=" in pane.messages.newer.href and pane.end_url.endswith("?q=boris&at=end")
    assert escape(pane.end_url) in page.content.decode()


def test_a_page_of_earlier_messages_knows_the_way_to_the_end(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get(MESSAGES, headers=CHAT).content.decode()
    assert f'hx-get="{MESSAGES}?at=end" hx-trigger="click, end"' in shown


def test_the_place_of_no_chat_is_given_without_asking_telegram(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get("/telegram/chats/?q=boris", headers={"HX-Target": "chat"})
    assert "no-chat" in shown.content.decode() and desk.calls == []

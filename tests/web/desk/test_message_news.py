"""News of an open chat: what is new, edited, gone or read is told once."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    MemoryBackend,
    NotFound,
    Photo,
)

from ..conftest import ANNA, BORIS, NOON, TEAM, message
from .test_chats_list import ENGLISH
from .test_messages_list import CHAT, IN_TEAM, MESSAGES


def test_news_are_204_until_there_are_some(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    assert htmx.get(url).status_code == 204
    desk.put_message(ANNA.id, message(4, "Are you there?"))
    news = htmx.get(url, headers=ENGLISH)
    (row,) = news.context["news"].rows
    assert (row.id, row.day, row.starts_group) == (4, None, False)  # its day and its sender stand above it already
    assert "Are you there?" in news.content.decode()
    assert parse_qs(urlsplit(news.context["news"].poll.url).query)["after"] == ["4"]
    assert htmx.get(news.context["news"].poll.url).status_code == 204


def test_an_edited_message_and_one_that_is_gone_are_news_once(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    desk.put_message(ANNA.id, message(1, "Hello, I saw <b>both</b> vacancies", edited_at=NOON))
    desk.delete_message(ANNA.id, BORIS, 2)
    news = htmx.get(url, headers=ENGLISH)
    html = news.content.decode()
    assert (news.context["news"].rows, [row.id for row in news.context["news"].changed]) == ([], [1, 3])
    assert '<li id="message-1" hx-swap-oob="true"' in html
    assert "I saw &lt;b&gt;both&lt;/b&gt; vacancies" in html and "edited" in html
    assert '<li id="message-2" hx-swap-oob="delete"></li>' in html
    assert 'id="day-' not in html  # it stands on the page still
    assert htmx.get(news.context["news"].poll.url).status_code == 204


def test_what_is_below_a_message_that_is_gone_says_who_wrote_it(htmx: Client, desk: MemoryBackend) -> None:
    for number in (1, 2, 3):
        desk.put_message(ANNA.id, message(number, f"number {number}", chat_id=TEAM))
    shown = htmx.get(IN_TEAM, headers=CHAT)
    assert [row.starts_group for row in shown.context["chat"].messages.rows] == [True, False, False]
    desk.delete_message(ANNA.id, TEAM, 1)
    (row,) = htmx.get(shown.context["chat"].poll.url).context["news"].changed
    assert (row.id, row.starts_group) == (2, True)


def test_changes_come_with_the_answer_to_a_message_too(htmx: Client, desk: MemoryBackend) -> None:
    shown = htmx.get(MESSAGES, headers=CHAT)
    beside = {"after": shown.context["chat"].poll.after, "read": "0", "shown": shown.context["chat"].poll.versions}
    desk.put_message(ANNA.id, message(1, "Hello again", edited_at=NOON))
    sent = htmx.post(MESSAGES, {"text": "See you at 3", **beside}, headers=CHAT)
    assert [row.id for row in sent.context["news"].rows] == [4]
    assert [row.id for row in sent.context["news"].changed] == [1]
    assert htmx.get(sent.context["news"].poll.url).status_code == 204


def test_the_picture_of_a_changed_message_is_fetched_too(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    photo = Attachment(
        kind=AttachmentKind.PHOTO,
        size=100,
        mime_type="image/jpeg",
        location="photo",
        thumbnail=Photo(id=77, location="thumb", width=90, height=60),
    )
    desk.put_message(ANNA.id, message(3, attachment=photo, edited_at=NOON))
    news = htmx.get(url)
    assert [row.id for row in news.context["news"].changed] == [3]
    assert re.search(r'<li class="wanted"[^>]*id=77\.m-3\.90x60', news.content.decode())


def test_messages_are_looked_at_only_when_something_happened(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    desk.calls.clear()
    assert htmx.get(url).status_code == 204
    assert desk.calls == ["chat"]
    desk.put_message(ANNA.id, message(1, "elsewhere", chat_id=TEAM))
    assert htmx.get(url).status_code == 204
    assert desk.calls == ["chat", "chat", "messages"]


def test_more_news_than_a_page_holds_come_page_by_page_from_the_oldest(htmx: Client, desk: MemoryBackend) -> None:
    url = htmx.get(MESSAGES, headers=CHAT).context["chat"].poll.url
    for number in range(4, 134):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    given: list[int] = []
    while (news := htmx.get(url)).status_code == 200:
        given += [row.id for row in news.context["news"].rows]
        url = news.context["news"].poll.url
    assert given == list(range(4, 134))


def test_what_a_page_does_not_say_itself_is_a_bad_request(program: Client, desk: MemoryBackend) -> None:
    for wrong in ("shown=1x", "shown=1s.", f"shown={'.'.join(map(str, range(1, 60)))}", "pts=-1", "pts=x"):
        assert program.get(f"{MESSAGES}?after=3&{wrong}").status_code == 400
    assert desk.calls == []


def test_that_messages_were_read_is_news(htmx: Client, desk: MemoryBackend) -> None:
    chat = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", read_outbox_max_id=1)
    desk.put_chat(ANNA.id, chat)
    shown = htmx.get(MESSAGES, headers=CHAT)
    assert [row.is_read for row in shown.context["chat"].messages.rows if row.is_own] == [False]
    desk.put_chat(ANNA.id, replace(chat, read_outbox_max_id=2))
    news = htmx.get(shown.context["chat"].poll.url)
    assert news.context["news"].rows == []
    assert 'data-read="2"' in news.content.decode()
    assert htmx.get(news.context["news"].poll.url).status_code == 204


def test_news_that_fail_say_nothing(htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(NotFound())
    assert htmx.get(f"{MESSAGES}?part=news&after=3").status_code == 204

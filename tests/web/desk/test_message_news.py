"""News of an open chat: what is new, edited, gone or read is told once."""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    FloodWait,
    MemoryBackend,
    NotFound,
    Photo,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
)
from tgsdk.contrib.django.models import TelegramAccount

from ..conftest import ANNA, BORIS, NOON, TEAM, message
from .test_chats_list import CHATS, ENGLISH, state_in
from .test_messages_list import CHAT, IN_TEAM, MESSAGES

UNREAD = 2  # of Boris, on the desk of these tests


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
    url = htmx.get(url).context["news"].poll.url
    assert desk.calls == ["chat", "chat", "messages"]
    assert htmx.get(url).status_code == 204  # and not for the same event again
    assert desk.calls == ["chat", "chat", "messages", "chat"]


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


def test_an_edit_further_up_than_the_newest_messages_is_news(htmx: Client, desk: MemoryBackend) -> None:
    for number in range(4, 201):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    pane = htmx.get(f"{MESSAGES}?at=end", headers=CHAT).context["chat"]
    assert pane.poll.lowest == pane.messages.rows[0].id == 151
    rows = htmx.get(pane.messages.older_url).context["messages"].rows
    earlier = ".".join(f"{row.id}{row.version}" for row in rows)
    desk.put_message(ANNA.id, message(120, "number 120, mended", edited_at=NOON))
    desk.put_message(ANNA.id, message(101, "number 101, mended", edited_at=NOON))
    desk.delete_message(ANNA.id, BORIS, 130)
    news = htmx.get(f"{pane.poll.url}&earlier={earlier}").context["news"]
    assert [row.id for row in news.changed] == [101, 120]
    assert news.gone == ["message-130"]
    assert news.rows == []


def test_news_of_the_chat_bring_those_of_the_list_over_one_connection(htmx: Client, desk: MemoryBackend) -> None:
    html = htmx.get(CHATS, headers={"HX-Target": "chats"}).content.decode()
    url = f"{htmx.get(MESSAGES, headers=CHAT).context['chat'].poll.url}&state={state_in(html)}&unread_listed={UNREAD}"
    assert htmx.get(url).status_code == 204
    desk.put_chat(ANNA.id, Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", unread_count=2))
    news = htmx.get(url)
    assert news.context["news"].rows == []
    assert [row.unread for row in news.context["listed"].list.rows if row.id == TEAM] == [2]
    assert re.search(rf'id="unread-listed" hx-swap-oob="true" [^>]*value="{UNREAD + 2}"', news.content.decode())
    assert [row.id for row in news.context["listed"].list.rows if row.is_current] == [BORIS]


def test_beside_a_search_the_number_of_the_unread_is_news_and_the_list_stays(htmx: Client, desk: MemoryBackend) -> None:
    desk.put_chat(ANNA.id, Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", unread_count=2))
    news = htmx.get(f"{CHATS}?part=top&unread_listed={UNREAD}")
    assert (news.context["listed"].list, news.context["listed"].unread) == (None, UNREAD + 2)
    assert "#chats" not in news.content.decode()


def test_muted_chats_are_not_counted_as_unread(htmx: Client, desk: MemoryBackend) -> None:
    chat = Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", unread_count=2, is_muted=True)
    desk.put_chat(ANNA.id, chat)
    assert htmx.get(f"{CHATS}?part=top&unread_listed={UNREAD}").status_code == 204


def test_a_chat_that_is_gone_does_not_keep_the_list_from_its_news(htmx: Client, desk: MemoryBackend) -> None:
    news = htmx.get(f"{CHATS}404/messages/?part=news&after=3&unread_listed=7&state=old")
    assert news.context["news"] is None and news.context["listed"].list.rows


def test_an_operator_reads_why_news_did_not_come(
    htmx: Client, desk: MemoryBackend, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "web")
    htmx.get(f"{CHATS}404/messages/?part=news&after=3&unread_listed=7&state=old")
    desk.fail(TelegramUnavailable())
    htmx.get(f"{CHATS}?part=top")
    assert "News of a chat were not read: NotFound" in caplog.text
    assert "/telegram/chats/: TelegramUnavailable" in caplog.text


def test_whoever_goes_offline_is_not_said_to_be_online_any_more(htmx: Client, desk: MemoryBackend) -> None:
    chat = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", is_online=True)
    desk.put_chat(ANNA.id, chat)
    shown = htmx.get(MESSAGES, headers=CHAT | ENGLISH)
    assert shown.context["chat"].head.subtitle == "online"
    desk.put_chat(ANNA.id, replace(chat, is_online=False, was_online_at=NOON))
    news = htmx.get(shown.context["chat"].poll.url, headers=ENGLISH)
    assert '<p id="chat-subtitle" hx-swap-oob="innerHTML">was online on 4 Mar</p>' in news.content.decode()
    assert htmx.get(news.context["news"].poll.url, headers=ENGLISH).status_code == 204


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (TelegramUnavailable(), "away"),
        (Timeout(), "away"),
        (TelegramFailure(), "away"),
        (FloodWait(30), "paused"),
        (NotFound(), "failure"),
    ],
)
def test_a_poll_that_fails_says_in_a_word_why(
    htmx: Client, desk: MemoryBackend, error: TelegramError, word: str
) -> None:
    desk.fail(error)
    answer = htmx.get(f"{MESSAGES}?part=news&after=3")
    assert (answer.status_code, answer["HRHelper-Answer"]) == (204, word)


@pytest.mark.parametrize("path", [f"{MESSAGES}?part=news&after=3", f"{CHATS}?part=top&unread_listed=0"])
def test_a_poll_never_waits_for_another_piece_of_work_and_says_so(htmx: Client, desk: MemoryBackend, path: str) -> None:
    TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    answer = htmx.get(path)
    assert (answer.status_code, answer["HRHelper-Answer"]) == (204, "busy")
    assert desk.calls == []


@pytest.mark.parametrize("path", [f"{MESSAGES}?part=news&after=3", f"{CHATS}?part=top&unread_listed=0"])
def test_a_poll_keeps_nobody_signed_in(htmx: Client, desk: MemoryBackend, path: str) -> None:
    before = list(Session.objects.values_list("session_key", "expire_date"))
    assert "sessionid" not in htmx.get(path).cookies
    assert list(Session.objects.values_list("session_key", "expire_date")) == before


def test_a_page_of_earlier_messages_is_told_of_changes_and_of_the_head_but_not_of_new_messages(
    htmx: Client, desk: MemoryBackend
) -> None:
    for number in range(4, 201):
        desk.put_message(ANNA.id, message(number, f"number {number}"))
    pane = htmx.get(f"{MESSAGES}?around=20", headers=CHAT).context["chat"]
    assert (pane.poll.after, htmx.get(pane.poll.url).status_code) == (None, 204)
    desk.put_message(ANNA.id, message(20, "number 20, mended", edited_at=NOON))
    desk.put_message(ANNA.id, message(201, "new"))
    earlier = ".".join(f"{row.id}{row.version}" for row in pane.messages.rows)
    answer = htmx.get(f"{pane.poll.url}&earlier={earlier}")
    news = answer.context["news"]
    assert ([row.id for row in news.changed], news.rows, news.gone, news.poll.after) == ([20], [], [], None)
    assert 'name="after"' not in answer.content.decode()

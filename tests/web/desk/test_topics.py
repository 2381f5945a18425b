"""Topics of a forum: their list in the place of the chat, and each as a chat of its own."""

import re

import pytest
from django.test import Client

from tgsdk import Capability, Chat, ChatKind, MemoryBackend, Sender, Topic

from ..conftest import ANNA, HTMX, TEAM, message

ENGLISH = {"Accept-Language": "en"}
FORUM, OFFERS, CLOSED = -1_000_000_000_999, 10, 20
TOPICS, MESSAGES = f"/telegram/chats/{FORUM}/topics/", f"/telegram/chats/{FORUM}/messages/"
OFFERS_URL = f"{MESSAGES}?topic={OFFERS}"


@pytest.fixture
def forum(desk: MemoryBackend) -> MemoryBackend:
    """Anna's desk with a forum of three topics, one of which is closed."""
    desk.put_chat(ANNA.id, Chat(id=FORUM, kind=ChatKind.FORUM, title="Recruiters", members_count=4))
    desk.put_topic(ANNA.id, Topic(id=OFFERS, chat_id=FORUM, title="<b>Offers</b>", icon_color=0x8EEE98))
    closed = Topic(id=CLOSED, chat_id=FORUM, title="Archive", is_closed=True, can_write=False, is_pinned=True)
    desk.put_topic(ANNA.id, closed)
    for number, topic_id in ((30, OFFERS), (31, Topic.GENERAL), (32, CLOSED), (33, OFFERS)):
        desk.put_message(ANNA.id, message(number, f"text {number}", chat_id=FORUM), topic_id=topic_id)
    desk.calls.clear()
    return desk


def topics_in(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="topic-(\d+)"', html)]


def messages_in(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="message-(\d+)"', html)]


def shown_ids(htmx: Client, url: str) -> list[int]:
    return messages_in(htmx.get(url).content.decode())


@pytest.mark.parametrize("headers", [ENGLISH, HTMX | ENGLISH])
def test_a_forum_shows_its_topics(browser: Client, forum: MemoryBackend, headers: dict[str, str]) -> None:
    html = browser.get(TOPICS, headers=headers).content.decode()
    assert topics_in(html) == [CLOSED, OFFERS, Topic.GENERAL]
    assert f'href="{OFFERS_URL}"' in html
    assert "&lt;b&gt;Offers&lt;/b&gt;" in html
    assert "2 unread messages" in html
    assert f'href="{MESSAGES}"' in html  # all of them together


def test_the_list_of_chats_leads_to_the_topics_of_a_forum(htmx: Client, forum: MemoryBackend) -> None:
    html = htmx.get("/telegram/chats/").content.decode()
    assert f'href="{TOPICS}"' in html
    assert f'href="/telegram/chats/{TEAM}/messages/"' in html


def test_a_topic_is_a_chat_with_the_names_of_both(htmx: Client, forum: MemoryBackend) -> None:
    html = htmx.get(OFFERS_URL, headers=ENGLISH).content.decode()
    assert "&lt;b&gt;Offers&lt;/b&gt; · Recruiters" in html
    assert messages_in(html) == [30, 33]
    assert f'href="{TOPICS}"' in html
    assert f'action="{OFFERS_URL}"' in html
    assert f'action="/telegram/chats/{FORUM}/read/?topic={OFFERS}"' in html
    assert f"topic={OFFERS}&amp;part=news" in html


def test_a_topic_opens_on_a_page_of_its_own_beside_the_list(browser: Client, forum: MemoryBackend) -> None:
    html = browser.get(OFFERS_URL).content.decode()
    assert messages_in(html) == [30, 33]
    assert re.search(rf'id="chat-l-{FORUM}-link"[^>]*aria-current="page"', html)


def test_what_is_written_in_a_topic_stands_there(htmx: Client, browser: Client, forum: MemoryBackend) -> None:
    answer = browser.post(OFFERS_URL, {"text": "An offer", "draft": "a-form-of-mine"})
    assert answer.headers["Location"] == OFFERS_URL
    assert shown_ids(htmx, OFFERS_URL) == [30, 33, 34]
    shown = {"text": "Another", "draft": "another-form", "after": 34, "shown": "30.33.34"}
    html = htmx.post(OFFERS_URL, shown, headers={"HX-Target": "outgoing-answer-x"}).content.decode()
    assert set(messages_in(html)) <= {30, 33, 34, 35}
    assert 35 in messages_in(html)
    assert shown_ids(htmx, f"{MESSAGES}?topic=1") == [31]


def test_news_of_a_topic_have_nothing_of_the_others(htmx: Client, forum: MemoryBackend) -> None:
    url = re.search(r'id="news"[^>]*\s+hx-get="([^"]+)"', htmx.get(OFFERS_URL).content.decode())
    assert url
    news = url[1].replace("&amp;", "&")
    assert htmx.get(news).status_code == 204
    forum.put_message(ANNA.id, message(40, "elsewhere", chat_id=FORUM))
    assert messages_in(htmx.get(news).content.decode()) == []
    forum.put_message(ANNA.id, message(41, "here", chat_id=FORUM), topic_id=OFFERS)
    assert messages_in(htmx.get(news).content.decode()) == [41]


def test_an_act_in_a_topic_brings_news_of_that_topic_alone(htmx: Client, forum: MemoryBackend) -> None:
    own = message(50, "mine", chat_id=FORUM, is_outgoing=True, sender=Sender(id=ANNA.id, name="A"))
    forum.put_message(ANNA.id, own, topic_id=OFFERS)
    forum.put_message(ANNA.id, message(51, "elsewhere", chat_id=FORUM))
    shown = {"message_ids": "50", "for_everyone": "yes", "after": "50", "shown": "30.33.50"}
    html = htmx.post(
        f"/telegram/chats/{FORUM}/messages/delete/", shown, headers={"HX-Current-URL": f"http://testserver{OFFERS_URL}"}
    ).content.decode()
    assert 51 not in messages_in(html)


def test_a_topic_has_a_draft_of_its_own(htmx: Client, program: Client, forum: MemoryBackend) -> None:
    draft_url = f"/telegram/chats/{FORUM}/draft/?topic={OFFERS}"
    assert htmx.post(draft_url, {"text": "Dear Boris,"}).status_code == 204
    assert "Dear Boris," in htmx.get(TOPICS).content.decode()
    html = htmx.get(OFFERS_URL).content.decode()
    assert f'hx-post="{draft_url}"' in html
    assert 'data-saved="Dear Boris,"' in html
    assert "Dear Boris," not in htmx.get(MESSAGES).content.decode()
    htmx.post(OFFERS_URL, {"text": "Dear Boris,", "draft": "a-form-of-mine", "saved": "yes"})
    assert {each["id"]: each["draft"] for each in program.get(TOPICS).json()["topics"]}[OFFERS] is None


def test_words_are_found_within_a_topic(htmx: Client, program: Client, forum: MemoryBackend) -> None:
    html = htmx.get(f"{OFFERS_URL}&find=text").content.decode()
    assert f'<input type="hidden" name="topic" value="{OFFERS}">' in html
    assert "1 из 2" in html
    assert f"topic={OFFERS}&amp;find=text&amp;around=30#message-30" in html
    found = program.get(f"{OFFERS_URL}&find=text").json()
    assert ([each["message"]["id"] for each in found["found"]], found["count"]) == ([33, 30], 2)
    assert program.get(f"{OFFERS_URL}&date=2026-03-04").json()["messages"]


def test_a_topic_is_marked_as_read_by_itself(htmx: Client, program: Client, forum: MemoryBackend) -> None:
    assert htmx.post(f"/telegram/chats/{FORUM}/read/?topic={OFFERS}", {"message_id": 33}).status_code == 204
    unread = {each["id"]: each["unread_count"] for each in program.get(TOPICS).json()["topics"]}
    assert unread == {OFFERS: 0, CLOSED: 1, Topic.GENERAL: 1}


def test_a_closed_topic_says_that_nobody_can_write(htmx: Client, browser: Client, forum: MemoryBackend) -> None:
    html = htmx.get(f"{MESSAGES}?topic={CLOSED}", headers=ENGLISH).content.decode()
    assert "This topic is closed: nobody can write in it now." in html
    assert 'id="message-form"' not in html
    refused = browser.post(f"{MESSAGES}?topic={CLOSED}", {"text": "too late"}, headers=ENGLISH)
    assert refused.status_code == 403
    assert "This topic is closed" in refused.content.decode()


def test_a_text_for_a_topic_that_was_deleted_meanwhile_is_not_lost(browser: Client, forum: MemoryBackend) -> None:
    forum.delete_topic(ANNA.id, FORUM, OFFERS)
    refused = browser.post(OFFERS_URL, {"text": "my long letter"}, headers=ENGLISH)
    assert refused.status_code == 403
    html = refused.content.decode()
    assert "my long letter" in html
    assert "This topic was deleted" in html


def test_a_topic_that_is_gone_leads_to_the_others(htmx: Client, forum: MemoryBackend) -> None:
    for number in (999, 2**31 - 1):
        answer = htmx.get(f"{MESSAGES}?topic={number}", headers=ENGLISH)
        assert answer.status_code == 404
        assert "There is no such topic any more." in answer.content.decode()
        assert f'href="{TOPICS}"' in answer.content.decode()


@pytest.mark.parametrize("wrong", ["0", "x", "99999999999"])
def test_what_is_no_topic_is_refused(program: Client, forum: MemoryBackend, wrong: str) -> None:
    assert program.get(f"{MESSAGES}?topic={wrong}").status_code == 400
    assert program.post(f"{MESSAGES}?topic={wrong}", {"text": "hello"}).status_code == 400
    assert "send_message" not in forum.calls


def test_a_group_without_topics_is_shown_in_their_place(browser: Client, program: Client, desk: MemoryBackend) -> None:
    url = f"/telegram/chats/{TEAM}/topics/"
    assert browser.get(url).headers["Location"] == f"/telegram/chats/{TEAM}/messages/"
    refused = program.get(url)
    assert refused.status_code == 404


def test_whoever_knows_no_topics_shows_the_group_as_ever(
    htmx: Client, browser: Client, forum: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryBackend, "supports", MemoryBackend.supports - {Capability.TOPICS})
    assert f'href="{TOPICS}"' not in htmx.get("/telegram/chats/").content.decode()
    assert browser.get(TOPICS).headers["Location"] == MESSAGES
    assert shown_ids(htmx, MESSAGES) == [30, 31, 32, 33]


def test_whoever_looks_at_the_topics_takes_the_mark_of_the_forum_away(
    htmx: Client, program: Client, forum: MemoryBackend
) -> None:
    form = f'hx-post="/telegram/chats/{FORUM}/unread/"'
    assert form not in htmx.get(TOPICS).content.decode()
    program.post(f"/telegram/chats/{FORUM}/unread/", {"unread": "yes"})
    assert form in htmx.get(TOPICS).content.decode()
    htmx.post(f"/telegram/chats/{FORUM}/unread/")
    assert form not in htmx.get(TOPICS).content.decode()


def test_news_of_the_topics(htmx: Client, forum: MemoryBackend) -> None:
    url = re.search(r'id="news"[^>]*\s+hx-get="([^"]+)"', htmx.get(TOPICS).content.decode())
    assert url
    news = url[1].replace("&amp;", "&")
    assert htmx.get(news).status_code == 204
    forum.put_message(ANNA.id, message(60, "newest", chat_id=FORUM), topic_id=OFFERS)
    html = htmx.get(news).content.decode()
    assert topics_in(html) == [CLOSED, OFFERS, Topic.GENERAL]
    assert 'id="news" hx-swap-oob="true"' in html


def test_topics_come_page_by_page(htmx: Client, program: Client, forum: MemoryBackend) -> None:
    first = program.get(f"{TOPICS}?limit=2").json()
    assert [each["id"] for each in first["topics"]] == [CLOSED, OFFERS]
    rows = htmx.get(TOPICS, {"limit": 2, "cursor": first["next"], "part": "rows"}).content.decode()
    assert topics_in(rows) == [Topic.GENERAL]
    assert htmx.get(TOPICS, {"cursor": "nonsense", "part": "rows"}).status_code == 400


def test_programs_read_and_write_in_a_topic(program: Client, forum: MemoryBackend) -> None:
    (closed, offers, general) = program.get(TOPICS).json()["topics"]
    assert (closed["is_closed"], closed["can_write"], general["title"]) == (True, False, "General")
    assert offers["last_message"]["id"] == 33
    sent = program.post(OFFERS_URL, {"text": "hello", "reply_to": 30}).json()["message"]
    assert sent["reply_to"] == 30
    assert [each["id"] for each in program.get(OFFERS_URL).json()["messages"]] == [sent["id"], 33, 30]

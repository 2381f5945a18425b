"""What is done from within a topic of a forum: it leads back there, and what is sent somewhere names its topic."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import Capability, Chat, ChatKind, MemoryBackend, Sender, TelegramUnavailable, Topic

from ..conftest import ANNA, BORIS, TEAM, message

ENGLISH = {"Accept-Language": "en"}
FORUM, OFFERS, CLOSED = -1_000_000_000_999, 10, 20
MESSAGES, SCHEDULED = f"/telegram/chats/{FORUM}/messages/", f"/telegram/chats/{FORUM}/scheduled/"
OFFERS_URL, GENERAL_URL = f"{MESSAGES}?topic={OFFERS}", f"{MESSAGES}?topic={Topic.GENERAL}"
FORWARD = f"/telegram/chats/{BORIS}/messages/forward/"
MINE = 34


@pytest.fixture
def forum(desk: MemoryBackend) -> MemoryBackend:
    """Anna's desk with a forum, one of whose topics is closed, and a message of hers in another one."""
    desk.put_chat(ANNA.id, Chat(id=FORUM, kind=ChatKind.FORUM, title="Recruiters", members_count=4))
    desk.put_topic(ANNA.id, Topic(id=OFFERS, chat_id=FORUM, title="Offers"))
    closed = Topic(id=CLOSED, chat_id=FORUM, title="Archive", is_closed=True, can_write=False)
    desk.put_topic(ANNA.id, closed)
    for number, topic_id in ((30, OFFERS), (31, Topic.GENERAL), (32, CLOSED)):
        desk.put_message(ANNA.id, message(number, f"text {number}", chat_id=FORUM), topic_id=topic_id)
    by_anna: dict[str, Any] = {"is_outgoing": True, "sender": Sender(id=ANNA.id, name="A"), "date": timezone.now()}
    own = message(MINE, "mine", chat_id=FORUM, **by_anna)
    desk.put_message(ANNA.id, own, topic_id=OFFERS)
    desk.calls.clear()
    return desk


def page(client: Client, url: str) -> str:
    return unescape(client.get(url, headers=ENGLISH).content.decode())


def tomorrow() -> str:
    return (timezone.now() + timedelta(days=1)).isoformat()


# Back to the topic


def test_each_message_of_a_topic_leads_to_its_page_with_the_topic(
    htmx: Client, browser: Client, forum: MemoryBackend
) -> None:
    for client in (htmx, browser):
        assert f'class="acts" href="{MINE}/?topic={OFFERS}"' in page(client, OFFERS_URL)
    assert f'class="acts" href="{MINE}/"' in page(htmx, MESSAGES)
    news: dict[str, Any] = {"part": "news", "topic": OFFERS, "after": 30, "shown": "30", "pts": 1}
    assert f'class="acts" href="{MINE}/?topic={OFFERS}"' in unescape(htmx.get(MESSAGES, news).content.decode())


def test_all_ways_of_the_page_of_a_message_keep_its_topic(browser: Client, forum: MemoryBackend) -> None:
    html = page(browser, f"{MESSAGES}{MINE}/?topic={OFFERS}")
    ways = re.findall(rf'(?:href|action)="({re.escape(MESSAGES)}[^"]*)"', html)
    assert sorted(ways) == sorted(
        [
            f"{OFFERS_URL}&reply_to={MINE}",
            f"{MESSAGES}{MINE}/edit/?topic={OFFERS}",
            f"{MESSAGES}forward/?topic={OFFERS}&message_ids={MINE}",
            f"{MESSAGES}delete/?topic={OFFERS}",
            f"{MESSAGES}reaction/?topic={OFFERS}",
            f"{OFFERS_URL}#message-{MINE}",
        ]
    )
    assert f'value="{MINE}"' in page(browser, f"{OFFERS_URL}&reply_to={MINE}")


def test_nobody_is_led_to_answer_in_a_closed_topic(browser: Client, forum: MemoryBackend) -> None:
    assert "reply_to" not in page(browser, f"{MESSAGES}32/?topic={CLOSED}")
    assert browser.get(f"{MESSAGES}32/?topic=999").status_code == 404


def test_an_edit_leads_back_to_the_topic(browser: Client, forum: MemoryBackend) -> None:
    url = f"{MESSAGES}{MINE}/edit/?topic={OFFERS}"
    html = page(browser, url)
    assert f'action="{url}"' in html
    assert f'href="{OFFERS_URL}"' in html
    refused = browser.post(url, {"text": " "}, headers=ENGLISH)
    assert f'href="{OFFERS_URL}"' in refused.content.decode()
    saved = browser.post(url, {"text": "ours"})
    assert saved.headers["Location"] == f"{OFFERS_URL}&around={MINE}#message-{MINE}"


def test_deleting_leads_back_to_the_topic(browser: Client, forum: MemoryBackend) -> None:
    done = browser.post(f"{MESSAGES}delete/?topic={OFFERS}", {"message_ids": MINE, "for_everyone": "yes"})
    assert done.headers["Location"] == OFFERS_URL


def test_the_acts_of_an_open_topic_name_it(htmx: Client, forum: MemoryBackend) -> None:
    html = page(htmx, OFFERS_URL)
    assert f'hx-post="{MESSAGES}delete/?topic={OFFERS}"' in html
    assert f'hx-get="{MESSAGES}forward/?topic={OFFERS}"' in html


def test_an_act_brings_news_of_the_topic_that_its_address_names(htmx: Client, forum: MemoryBackend) -> None:
    forum.put_message(ANNA.id, message(51, "elsewhere", chat_id=FORUM))
    shown = {"message_ids": MINE, "for_everyone": "yes", "after": MINE, "shown": f"30.{MINE}"}
    html = htmx.post(f"{MESSAGES}delete/?topic={OFFERS}", shown).content.decode()
    assert 'id="news"' in html
    assert "message-51" not in html


# Planning


def test_a_message_is_planned_in_the_topic_that_is_open(htmx: Client, browser: Client, forum: MemoryBackend) -> None:
    html = page(htmx, OFFERS_URL)
    assert 'id="later-opener"' in html
    assert f'hx-post="{SCHEDULED}?topic={OFFERS}"' in html
    planned = {"text": "An offer", "at": tomorrow(), "draft": "a-form-of-mine", "saved": "yes"}
    listed = htmx.post(f"{SCHEDULED}?topic={OFFERS}", planned, headers=ENGLISH).content.decode()
    assert "An offer" in listed
    assert f'action="{SCHEDULED}1/send/?topic={OFFERS}"' in listed
    assert "Nothing is planned in this topic." in page(htmx, f"{SCHEDULED}?topic=1")
    assert "An offer" in page(htmx, SCHEDULED)
    assert f'href="{OFFERS_URL}"' in page(browser, f"{SCHEDULED}?topic={OFFERS}")


def test_a_plan_without_a_script_leads_to_what_is_planned_in_the_topic(browser: Client, forum: MemoryBackend) -> None:
    url = f"{SCHEDULED}?topic={OFFERS}"
    made = browser.post(url, {"text": "An offer", "at": tomorrow(), "draft": "a-form-of-mine"})
    assert made.headers["Location"] == url
    assert browser.post(f"{SCHEDULED}1/delete/?topic={OFFERS}").headers["Location"] == url
    assert "An offer" not in page(browser, url)


def test_a_plan_takes_the_draft_of_its_topic_away(htmx: Client, program: Client, forum: MemoryBackend) -> None:
    for topic_id in (OFFERS, Topic.GENERAL):
        htmx.post(f"/telegram/chats/{FORUM}/draft/?topic={topic_id}", {"text": "Dear Boris,"})
    planned = {"text": "Dear Boris,", "at": tomorrow(), "draft": "a-form-of-mine", "saved": "yes"}
    htmx.post(f"{SCHEDULED}?topic={OFFERS}", planned)
    topics = program.get(f"/telegram/chats/{FORUM}/topics/").json()["topics"]
    assert {each["id"]: bool(each["draft"]) for each in topics} == {OFFERS: False, Topic.GENERAL: True, CLOSED: False}


def test_programs_plan_in_a_topic_and_read_what_is_planned_there(program: Client, forum: MemoryBackend) -> None:
    made = program.post(f"{SCHEDULED}?topic={OFFERS}", {"text": "An offer", "at": tomorrow()}).json()["message"]
    program.post(SCHEDULED, {"text": "Hello all", "at": tomorrow()})
    assert made["topic_id"] == OFFERS

    def planned(query: str) -> list[str]:
        return [each["text"] for each in program.get(f"{SCHEDULED}{query}").json()["messages"]]

    assert (planned(f"?topic={OFFERS}"), planned("?topic=1")) == (["An offer"], ["Hello all"])
    assert planned("") == ["An offer", "Hello all"]
    assert program.post(f"{SCHEDULED}?topic={CLOSED}", {"text": "No", "at": tomorrow()}).status_code == 403
    assert program.get(f"{SCHEDULED}?topic=0").status_code == 400
    program.post(f"{SCHEDULED}{made['id']}/send/?topic={OFFERS}")
    assert program.get(OFFERS_URL).json()["messages"][0]["text"] == "An offer"


# Forwarding


def test_a_forum_leads_to_its_topics_which_messages_are_forwarded_to(
    htmx: Client, browser: Client, forum: MemoryBackend
) -> None:
    url = f"{FORWARD}?message_ids=1&to_chat_id={FORUM}"
    for client in (htmx, browser):
        html = page(client, f"{FORWARD}?message_ids=1")
        assert f'href="{url}"' in html
        assert f'name="to_chat_id" value="{FORUM}"' not in html
        assert f'name="to_chat_id" value="{TEAM}"' in html
        topics = page(client, url)
        assert re.findall(r'name="to_topic_id" value="(\d+)"', topics) == [str(OFFERS), "1"]
        assert f'name="to_chat_id" value="{FORUM}"' in topics
        assert f'href="{FORWARD}?message_ids=1"' in topics  # another chat


def test_messages_are_forwarded_into_a_topic_once(htmx: Client, browser: Client, forum: MemoryBackend) -> None:
    chosen = {"message_ids": "1", "to_chat_id": FORUM, "to_topic_id": OFFERS, "draft": "a-form-of-mine"}
    done = htmx.post(FORWARD, chosen)
    assert f'href="{OFFERS_URL}"' in done.content.decode()
    again = browser.post(FORWARD, chosen)
    assert again.headers["Location"] == OFFERS_URL
    assert len(re.findall(r'<li id="message-', page(htmx, OFFERS_URL))) == 3
    browser.post(FORWARD, chosen | {"to_topic_id": Topic.GENERAL})
    assert len(re.findall(r'<li id="message-', page(htmx, GENERAL_URL))) == 2


def test_programs_forward_into_a_topic(program: Client, forum: MemoryBackend) -> None:
    chosen: dict[str, Any] = {"message_ids": [1], "random_ids": [5], "to_chat_id": FORUM, "to_topic_id": OFFERS}
    sent = program.post(FORWARD, chosen, content_type="application/json").json()["messages"]
    assert [each["topic_id"] for each in sent] == [OFFERS]
    refused = program.post(
        FORWARD, chosen | {"to_topic_id": CLOSED, "random_ids": [6]}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["telegram"]) == (403, "TOPIC_CLOSED")


def test_a_search_for_a_place_keeps_the_topic_that_it_began_in(browser: Client, forum: MemoryBackend) -> None:
    html = page(browser, f"{MESSAGES}forward/?topic={OFFERS}&message_ids=30")
    assert f'<input type="hidden" name="topic" value="{OFFERS}">' in html
    assert f'href="{OFFERS_URL}"' in html  # to leave it
    assert f'action="{MESSAGES}forward/?topic={OFFERS}"' in html


def test_many_topics_come_page_by_page(htmx: Client, forum: MemoryBackend) -> None:
    for number in range(120):
        forum.put_topic(ANNA.id, Topic(id=1000 + number, chat_id=FORUM, title=f"Topic {number}"))
    first = page(htmx, f"{FORWARD}?message_ids=1&to_chat_id={FORUM}")
    more = re.search(r'more-places" href="([^"]+)"', first)
    assert more
    found = [re.findall(r'name="to_topic_id" value="(\d+)"', html) for html in (first, page(htmx, more[1]))]
    assert len({*found[0], *found[1]}) == 122


def test_whoever_cannot_name_a_topic_forwards_to_the_forum(htmx: Client, forum: MemoryBackend) -> None:
    forum.supports = forum.supports - {Capability.FORWARD_TO_TOPICS}  # type: ignore[misc]
    assert f'name="to_chat_id" value="{FORUM}"' in page(htmx, f"{FORWARD}?message_ids=1")


@pytest.mark.parametrize("where", [f"to_chat_id={FORUM}", f"to_chat_id={FORUM}&cursor=2", "q=Recr"])
def test_places_that_could_not_be_read_are_said_in_the_dialog_and_asked_for_nothing_else(
    htmx: Client, forum: MemoryBackend, where: str
) -> None:
    forum.fail(TelegramUnavailable(), times=20)
    answer = htmx.get(f"{FORWARD}?message_ids=1&{where}", headers=ENGLISH | {"HX-Target": "forward-places"})
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (503, "#forward-body", "unset")
    html = answer.content.decode()
    assert "There is no connection to Telegram." in html
    assert 'hx-trigger="load' not in html


def test_what_was_refused_can_be_forwarded_there_again_with_the_same_draft(htmx: Client, forum: MemoryBackend) -> None:
    posted = {"message_ids": "1", "to_chat_id": FORUM, "to_topic_id": CLOSED, "draft": "a-form-of-mine"}
    html = htmx.post(FORWARD, posted, headers=ENGLISH).content.decode()
    assert "Forward 1 message to “Archive · Recruiters”?" in html
    places = html[html.index('id="forward-question" method="post"') :]
    for name in ("to_chat_id", "to_topic_id", "draft"):
        assert f'name="{name}" value="{posted[name]}"' in places
    search = page(htmx, f"{FORWARD}?message_ids=1&q=Back&draft=a-form-of-mine")
    assert 'name="draft" value="a-form-of-mine"' in search[search.index('id="forward-places"') :]


def test_what_is_asked_for_beside_a_chat_never_takes_its_place(htmx: Client, forum: MemoryBackend) -> None:
    forum.fail(TelegramUnavailable(), times=20)
    answer = htmx.get(f"{MESSAGES}{MINE}/edit/", headers=ENGLISH | {"HX-Target": "editing"})
    assert answer.status_code == 503
    assert "#chat" not in answer.content.decode()


def test_a_group_that_is_no_forum_any_more_has_no_topics_to_choose(browser: Client, forum: MemoryBackend) -> None:
    answer = browser.get(f"{FORWARD}?message_ids=1&to_chat_id={TEAM}", headers=ENGLISH)
    assert answer.status_code == 404
    assert "This group has no topics" in answer.content.decode()


# One topic


def test_a_program_reads_one_topic(program: Client, browser: Client, forum: MemoryBackend) -> None:
    url = f"/telegram/chats/{FORUM}/topics/{OFFERS}/"
    topic = program.get(url).json()["topic"]
    assert (topic["title"], topic["last_message"]["topic_id"]) == ("Offers", OFFERS)
    gone = program.get(f"/telegram/chats/{FORUM}/topics/999/")
    assert (gone.status_code, gone.json()["telegram"]) == (404, "TOPIC_ID_INVALID")
    assert browser.get(url).headers["Location"] == OFFERS_URL

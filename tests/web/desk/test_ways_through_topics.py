"""Ways into a topic of a forum, through it and back: each keeps the topic, and the list that the forum was found in."""

import re
from html import unescape

import pytest
from django.test import Client

from tgsdk import Attachment, AttachmentKind, Chat, ChatKind, MemoryBackend, Profile, TelegramUnavailable, Topic

from ..conftest import ANNA, BORIS, message

ENGLISH = {"Accept-Language": "en"}
FORUM, OFFERS = -1_000_000_000_999, 10
CHAT = f"/telegram/chats/{FORUM}/"
TOPICS, MESSAGES = f"{CHAT}topics/", f"{CHAT}messages/"
OFFERS_URL = f"{MESSAGES}?topic={OFFERS}"
FILE = Attachment(kind=AttachmentKind.DOCUMENT, name="offer.pdf", mime_type="application/pdf", size=9, location="offer")


@pytest.fixture
def forum(desk: MemoryBackend) -> MemoryBackend:
    """Anna's desk with a forum, whose newest message is in its topic."""
    desk.put_chat(ANNA.id, Chat(id=FORUM, kind=ChatKind.FORUM, title="Recruiters", username="recruiters"))
    desk.put_topic(ANNA.id, Topic(id=OFFERS, chat_id=FORUM, title="Offers"))
    desk.put_message(ANNA.id, message(31, "hello quokka", chat_id=FORUM, attachment=FILE), topic_id=Topic.GENERAL)
    desk.put_message(ANNA.id, message(32, "an offer quokka", chat_id=FORUM, attachment=FILE), topic_id=OFFERS)
    return desk


def page(client: Client, url: str) -> str:
    return unescape(client.get(url, headers=ENGLISH).content.decode())


def row_of(html: str, element_id: str) -> str:
    found = re.search(rf'<li id="{element_id}".*?</li>', html, re.DOTALL)
    assert found, html
    return found[0]


@pytest.mark.parametrize("way", ["folder=archive", "q=Recru", "q=quokka&in=messages"])
def test_topics_keep_the_list_that_their_forum_was_found_in(
    htmx: Client, browser: Client, forum: MemoryBackend, way: str
) -> None:
    for client in (htmx, browser):
        html = page(client, f"{TOPICS}?{way}")
        assert f'href="{OFFERS_URL}&{way}"' in html
        assert f'href="{MESSAGES}?{way}"' in html  # all messages together
        assert re.search(rf'class="icon-link back[^"]*" href="/telegram/chats/\?{re.escape(way)}"', html)
        topic = page(client, f"{OFFERS_URL}&{way}")
        assert f'href="{TOPICS}?{way}"' in topic
    more = page(htmx, f"{TOPICS}?limit=1&{way}")
    assert f"{way}&" in re.findall(rf'href="{TOPICS}\?([^"]*cursor[^"]*)"', more)[0]
    news = re.findall(rf'hx-get="({TOPICS}[^"]*part=news[^"]*)"', page(htmx, f"{TOPICS}?{way}"))
    forum.put_message(ANNA.id, message(34, "another offer", chat_id=FORUM), topic_id=OFFERS)
    assert f'href="{OFFERS_URL}&{way}"' in page(htmx, news[0])


@pytest.mark.parametrize("way", ["folder=archive", "q=Recru"])
def test_news_of_topics_leave_the_list_that_is_beside_them_by_now(htmx: Client, forum: MemoryBackend, way: str) -> None:
    """It may be another one than the forum was found in."""
    state = re.findall(r'name="state" value="(\w+)"', page(htmx, "/telegram/chats/"))[0]
    (news,) = re.findall(rf'hx-get="({TOPICS}[^"]*part=news[^"]*)"', page(htmx, f"{TOPICS}?{way}"))
    unread = "&".join(f"{name}={value}" for name, value in {"unread_listed": 0, "state": state}.items())
    assert "#chats" not in page(htmx, f"{news}&{unread}")


def test_a_topic_that_is_gone_leads_back_to_the_same_list(htmx: Client, forum: MemoryBackend) -> None:
    assert f'href="{TOPICS}?folder=archive"' in page(htmx, f"{MESSAGES}?topic=999&folder=archive")


@pytest.mark.parametrize("where", [OFFERS_URL, f"{CHAT}draft/?topic={OFFERS}", f"{CHAT}read/?topic={OFFERS}"])
def test_what_could_not_be_done_in_a_topic_is_tried_again_there(
    browser: Client, forum: MemoryBackend, where: str
) -> None:
    forum.fail(TelegramUnavailable(), times=20)
    refused = browser.post(where, {"text": "hello", "message_id": 32, "draft": "a-form-of-mine"}, headers=ENGLISH)
    assert refused.status_code == 503
    html = unescape(refused.content.decode())
    assert re.search(rf'class="button[^"]*" href="{re.escape(OFFERS_URL)}"', html)


def test_topics_that_could_not_be_read_lead_back_to_the_same_list(browser: Client, forum: MemoryBackend) -> None:
    forum.fail(TelegramUnavailable(), times=20)
    html = page(browser, f"{TOPICS}?folder=archive")
    assert re.search(r'class="icon-link back[^"]*" href="/telegram/chats/\?folder=archive"', html)


def test_a_message_that_was_found_leads_into_its_topic(htmx: Client, forum: MemoryBackend) -> None:
    html = page(htmx, "/telegram/chats/?q=quokka&in=messages")
    way = "q=quokka&in=messages"
    assert f'href="{OFFERS_URL}&{way}&around=32#message-32"' in row_of(html, f"found-{FORUM}-32")
    assert f'href="{MESSAGES}?topic=1&{way}&around=31#message-31"' in row_of(html, f"found-{FORUM}-31")
    found = page(htmx, f"{OFFERS_URL}&{way}&around=32")
    assert "message-32" in found
    assert "message-31" not in found


def test_news_of_a_forum_say_in_which_topic_they_are(htmx: Client, forum: MemoryBackend) -> None:
    assert f'data-at="{OFFERS_URL}"' in row_of(page(htmx, "/telegram/chats/"), f"chat-l-{FORUM}")
    forum.put_message(ANNA.id, message(33, "all of you", chat_id=FORUM))
    assert f'data-at="{MESSAGES}?topic=1"' in row_of(page(htmx, "/telegram/chats/"), f"chat-l-{FORUM}")
    assert "data-at" not in row_of(page(htmx, "/telegram/chats/"), f"chat-l-{BORIS}")


def test_the_card_that_is_opened_in_a_topic_leads_back_to_it(
    htmx: Client, browser: Client, forum: MemoryBackend
) -> None:
    card = f"{CHAT}person/?topic={OFFERS}"
    assert f'hx-get="{card}"' in page(htmx, OFFERS_URL)
    html = page(browser, card)
    assert f'href="{OFFERS_URL}"' in html
    assert f'href="{CHAT}shared/?topic={OFFERS}&kind=files"' in html
    files = page(browser, f"{CHAT}shared/?topic={OFFERS}&kind=files")
    assert f'href="{OFFERS_URL}&around=32#message-32"' in files
    assert f'href="{MESSAGES}?topic=1&around=31#message-31"' in files
    assert f'href="{card}"' in files
    assert f'href="{MESSAGES}?around=32#message-32"' in page(htmx, f"{CHAT}shared/?kind=files")


def test_a_forum_in_common_leads_to_its_topics(htmx: Client, forum: MemoryBackend) -> None:
    boris = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov")
    common = Chat(id=FORUM, kind=ChatKind.FORUM, title="Recruiters")
    forum.put_profile(ANNA.id, Profile(chat=boris, common_chats=(common,), common_chats_count=1))
    assert f'href="{TOPICS}"' in page(htmx, f"/telegram/chats/{BORIS}/person/")


def test_the_link_to_a_message_names_its_topic(htmx: Client, browser: Client, forum: MemoryBackend) -> None:
    assert f'data-link="https://t.me/recruiters/{OFFERS}/"' in page(htmx, OFFERS_URL)
    assert f"https://t.me/recruiters/{OFFERS}/32<" in page(browser, f"{MESSAGES}32/?topic={OFFERS}")
    assert 'data-link="https://t.me/recruiters/"' in page(htmx, MESSAGES)

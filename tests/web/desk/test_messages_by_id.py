"""Messages by their ids: for programs as they are, for the page the words that others on it answer."""

import re

import pytest
from django.test import Client

from tgsdk import Attachment, AttachmentKind, MemoryBackend, Sender, Service, ServiceKind
from tgsdk.contrib.django.errors import AccountBusy

from ..conftest import ANNA, BORIS, FACE, TEAM, message
from .test_messages_list import CHAT, MESSAGES

ENGLISH = {"Accept-Language": "en"}
BY_ID = f"{MESSAGES}by-id/"
WANTED = re.compile(r'<li class="wanted" hidden hx-get="([^"]+by-id[^"]+)" hx-trigger="load, every 15s"')


@pytest.fixture
def many(desk: MemoryBackend) -> MemoryBackend:
    """Sixty messages in Boris' chat; the last ones answer the first, each other, and one that is gone."""
    for number in range(4, 58):
        desk.put_message(ANNA.id, message(number, f"Number {number}"))
    desk.put_message(ANNA.id, message(58, "I did", reply_to=2))
    desk.put_message(ANNA.id, message(59, "And here", reply_to=1))
    desk.put_message(ANNA.id, message(60, "And this", reply_to=1))
    desk.delete_message(ANNA.id, BORIS, 4)
    desk.put_message(ANNA.id, message(61, "What was it?", reply_to=4))
    desk.put_message(ANNA.id, message(62, "This", reply_to=1, quote="the vacancy"))
    return desk


def wanted_in(html: str) -> str:
    (url,) = WANTED.findall(html)
    return str(url).replace("&amp;", "&")


def test_a_program_gets_those_that_are_there_in_its_order(program: Client, many: MemoryBackend) -> None:
    said = program.get(BY_ID, {"message_ids": "60,4,2,999"}).json()["messages"]
    assert [(each["id"], each["text"]) for each in said] == [(60, "And this"), (2, "Please send your CV")]


@pytest.mark.parametrize("ids", ["", "x", "1,-2", ",".join(map(str, range(1, 102)))])
def test_what_are_no_numbers_is_refused(program: Client, desk: MemoryBackend, ids: str) -> None:
    answer = program.get(BY_ID, {"message_ids": ids})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert "messages_by_id" not in desk.calls


def test_the_page_asks_once_for_what_its_messages_answer(htmx: Client, many: MemoryBackend) -> None:
    html = htmx.get(f"{MESSAGES}?at=end", headers=CHAT).content.decode()
    assert re.findall(r'data-original="(\d+)"', html) == ["2", "1", "1", "4"]
    words = htmx.get(wanted_in(html), headers=ENGLISH).content.decode()
    assert re.findall(r"innerHTML:\[data-original='(\d+)'\] \.quote-words", words) == ["2", "1", "4"]
    assert re.findall(r"<b[^>]*>(.+?)</b>", words) == ["You", "Boris Sokolov"]
    assert re.findall(r'quote-text">(.+?)<', words) == [
        *("Please send your CV", "Hello, I saw the vacancy", "Deleted message")
    ]
    assert many.calls.count("messages_by_id") == 1


def test_nothing_is_asked_where_nothing_would_show_it(htmx: Client, many: MemoryBackend) -> None:
    photo = Attachment(
        kind=AttachmentKind.PHOTO, size=9, mime_type="image/jpeg", location="here", width=9, height=9, thumbnail=FACE
    )
    pinned = Service(kind=ServiceKind.MESSAGE_PINNED)
    many.put_message(ANNA.id, message(70, reply_to=5, service=pinned))
    for number in (71, 72):
        many.put_message(ANNA.id, message(number, reply_to=6, attachment=photo, album_id=3))
    html = htmx.get(f"{MESSAGES}?at=end", headers=CHAT).content.decode()
    assert "message_ids=2%2C1%2C4%2C6&" in wanted_in(html)
    assert html.count('data-original="6"') == 1


def test_older_messages_and_news_ask_for_theirs(htmx: Client, many: MemoryBackend) -> None:
    page = htmx.get(f"{MESSAGES}?at=end", headers=CHAT).context["chat"].messages
    older = htmx.get(page.older_url).content.decode()
    assert "data-original" not in older
    many.put_message(ANNA.id, message(63, "Once more", reply_to=3))
    news = htmx.get(f"{MESSAGES}?part=news&after=62").content.decode()
    assert "message_ids=3&" in wanted_in(news)


def test_words_are_shown_as_words(htmx: Client, desk: MemoryBackend) -> None:
    sender = Sender(id=7, name="<script>alert(1)</script>")
    desk.put_message(ANNA.id, message(5, "<b onclick=alert(2)>", chat_id=TEAM, sender=sender))
    words = htmx.get(BY_ID.replace(str(BORIS), str(TEAM)), {"message_ids": "5", "part": "originals"}).content.decode()
    assert "&lt;script&gt;" in words
    assert "&lt;b onclick" in words
    assert "<script" not in words


def test_a_busy_account_is_asked_again_and_nobody_is_told(htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(AccountBusy())
    answer = htmx.get(BY_ID, {"message_ids": "1", "part": "originals"})
    assert (answer.status_code, answer["HRHelper-Answer"]) == (204, "busy")


def test_a_person_is_led_to_the_first_of_them(browser: Client, desk: MemoryBackend) -> None:
    answer = browser.get(BY_ID, {"message_ids": "2,1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{MESSAGES}?around=2#message-2")
    assert not desk.calls

"""Messages by their ids: for programs as they are, for the page the words that others on it answer."""

import re

import pytest
from django.test import Client

from tgsdk import MemoryBackend, Sender
from tgsdk.contrib.django.errors import AccountBusy

from ..conftest import ANNA, BORIS, TEAM, message
from .test_messages_list import CHAT, MESSAGES

ENGLISH = {"Accept-Language": "en"}
BY_ID = f"{MESSAGES}by-id/"


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


def test_a_program_gets_those_that_are_there_in_its_order(program: Client, many: MemoryBackend) -> None:
    said = program.get(BY_ID, {"message_ids": "60,4,2,999"}).json()["messages"]
    assert [(each["id"], each["text"]) for each in said] == [(60, "And this"), (2, "Please send your CV")]


@pytest.mark.parametrize("ids", ["", "x", "1,-2", ",".join(map(str, range(1, 102)))])
def test_what_are_no_numbers_is_refused(program: Client, desk: MemoryBackend, ids: str) -> None:
    answer = program.get(BY_ID, {"message_ids": ids})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert "messages_by_id" not in desk.calls


def test_answers_on_the_page_say_of_what_they_want_the_words(htmx: Client, many: MemoryBackend) -> None:
    html = htmx.get(f"{MESSAGES}?at=end", headers=CHAT).content.decode()
    assert re.findall(r'data-original="(\d+)"( data-quoted)?', html) == [
        *(("2", ""), ("1", ""), ("1", ""), ("4", ""), ("1", " data-quoted"))
    ]
    assert f'<form id="originals" action="{BY_ID}"' in html
    words = htmx.get(BY_ID, {"message_ids": "2,1,4", "part": "originals"}, headers=ENGLISH).content.decode()
    unquoted = r"innerHTML:\[data-original='(\d+)'\]:not\(\[data-quoted\]\) \.quote-words"
    assert re.findall(unquoted, words) == ["2", "1", "4"]
    assert re.findall(r"\[data-quoted\] b\">(.*?)<", words) == ["You", "Boris Sokolov", ""]
    assert re.findall(r"<b[^>]*>(.+?)</b>", words) == ["You", "Boris Sokolov"]
    said = re.findall(r'quote-text">(.+?)<', words)
    assert said == ["Please send your CV", "Hello, I saw the vacancy", "Deleted message"]
    assert many.calls.count("messages_by_id") == 1


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
    in_topic = browser.get(BY_ID, {"message_ids": "2,1", "topic": "7"})
    assert in_topic["Location"] == f"{MESSAGES}?topic=7&around=2#message-2"
    assert not desk.calls

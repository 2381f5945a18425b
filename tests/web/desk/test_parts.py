"""A text that is too long for Telegram is cut into messages."""

import json
from typing import Any

import pytest
from django.test import Client

from tgsdk import MAX_MESSAGE_LENGTH, MemoryBackend
from web.desk.parts import length_of, over, parts_of

from .test_messages_list import CHAT, MESSAGES

GRIN = "\U0001f600"


def texts(program: Client) -> list[str]:
    return [each["text"] for each in program.get(MESSAGES).json()["messages"]]


def test_characters_count_as_telegram_counts_them() -> None:
    assert (length_of("aя" + GRIN), over("x" * 4096), over(GRIN * 2048), over(GRIN * 2049)) == (4, 0, 0, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("x" * 4096, "x" * 4097, GRIN * 5000, "x" + GRIN * 5000, "word " * 3000, "", " " * 5000),
        *("x" * 3000 + "\n\n" + "y" * 1000 + " " + "z" * 3000, "a" + " " * 3000 + "b" * 4000, "\n" * 4095 + GRIN),
    ],
    ids=range(10),
)
def test_parts_fit_and_are_the_text(text: str) -> None:
    parts = parts_of(text)
    assert all(length_of(part) <= MAX_MESSAGE_LENGTH for part in parts)
    assert "".join(parts).rstrip() == text.rstrip()
    assert len(parts) <= 2 * length_of(text) // MAX_MESSAGE_LENGTH + 1


def test_parts_end_where_a_reader_would_pause() -> None:
    assert [len(part) for part in parts_of("x" * 3000 + "\n\n" + "y" * 1000 + "\n" + "z" * 3000)] == [3002, 4001]
    assert [len(part) for part in parts_of("x" * 3000 + "\n" + "y" * 1000 + " " + "z" * 3000)] == [3001, 4001]
    assert [len(part) for part in parts_of("x " + "y" * 5000)] == [4096, 906]


def test_a_text_of_emoji_is_too_long_where_telegram_says_so(program: Client, desk: MemoryBackend) -> None:
    assert program.post(MESSAGES, {"text": GRIN * 2049}).json()["error"].endswith("лишние 2 символа.")
    assert program.post(MESSAGES, {"text": GRIN * 2048}).status_code == 200


def test_a_form_that_is_too_long_says_so_and_offers_parts(browser: Client, desk: MemoryBackend) -> None:
    html = browser.post(MESSAGES, {"text": "x" * 4100}, headers=CHAT).content.decode()
    assert 'name="in_parts"' in html and '<b id="text-over">4</b>' in html and '<span id="text-parts">2</span>' in html
    assert 'class="text-length" hidden' not in html
    assert 'class="text-length" hidden' in browser.get(MESSAGES, headers=CHAT).content.decode()


def test_without_our_scripts_parts_go_one_by_one(browser: Client, program: Client, desk: MemoryBackend) -> None:
    text, form = "a" * 4096 + "b" * 4096 + "c" * 10, {"in_parts": "yes", "draft": "the-first"}
    for _ in range(2):  # posted again, by a reload: it goes once
        response = browser.post(MESSAGES, {"text": text} | form, headers=CHAT)
        assert (response.status_code, "The beginning is sent" in response.content.decode()) == (200, True)
    assert f">{text[4096:]}</textarea>" in response.content.decode()
    assert [each[:1] for each in texts(program)].count("a") == 1
    second = browser.post(MESSAGES, {"text": text[4096:], "in_parts": "yes", "draft": "second-form"}, headers=CHAT)
    assert f">{text[8192:]}</textarea>" in second.content.decode()
    browser.post(MESSAGES, {"text": text[8192:], "in_parts": "yes", "draft": "third-form"}, headers=CHAT)
    assert [(each[0], len(each)) for each in texts(program)[:3]] == [("c", 10), ("b", 4096), ("a", 4096)]


def test_a_program_is_given_what_is_left(program: Client, desk: MemoryBackend) -> None:
    body = json.dumps({"text": "x" * 5000, "in_parts": "yes"})
    said = program.post(MESSAGES, body, content_type="application/json").json()
    assert (len(said["message"]["text"]), len(said["rest"])) == (4096, 904)
    assert "rest" not in program.post(MESSAGES, {"text": "hi", "in_parts": "yes"}).json()


def sent_entities(said: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(each["kind"], each["offset"], each["length"]) for each in said["entities"]]


def test_a_format_goes_on_in_the_next_part(program: Client, desk: MemoryBackend) -> None:
    source = f"**{'word ' * 1000}end**"
    said = program.post(MESSAGES, {"text": source, "markup": "telegram", "in_parts": "yes"}).json()
    assert len(said["message"]["text"]) == 4094  # without the blank that it ends with
    assert sent_entities(said["message"]) == [("bold", 0, 4094)]
    assert said["rest"] == f"**{'word ' * 181}end**"
    last = program.post(MESSAGES, {"text": said["rest"], "markup": "telegram"}).json()["message"]
    assert sent_entities(last) == [("bold", 0, 908)]


def test_a_page_without_a_script_is_given_the_marks_of_what_is_left(browser: Client, desk: MemoryBackend) -> None:
    fields = {"text": f"**{'a' * 4000} {'b' * 200}**", "markup": "telegram", "in_parts": "yes"}
    html = browser.post(MESSAGES, fields, headers=CHAT).content.decode()
    assert f">**{'b' * 200}**</textarea>" in html


def test_a_program_is_given_the_entities_of_what_is_left(program: Client, desk: MemoryBackend) -> None:
    bold = [{"kind": "bold", "offset": 4090, "length": 100}]
    body = json.dumps({"text": "x" * 5000, "in_parts": "yes", "entities": bold})
    said = program.post(MESSAGES, body, content_type="application/json").json()
    assert sent_entities(said["message"]) == [("bold", 4090, 6)]
    assert said["rest_entities"] == [{"kind": "bold", "offset": 0, "length": 94}]


def test_marks_do_not_count(browser: Client, program: Client, desk: MemoryBackend) -> None:
    source = "**a** " * 750  # 1,500 characters, and 3,000 of marks
    assert program.post(MESSAGES, {"text": source, "markup": "telegram"}).status_code == 200
    html = browser.post(
        MESSAGES, {"text": source, "markup": "telegram", "reply_to": "-1"}, headers=CHAT
    ).content.decode()
    assert 'class="text-length" hidden' in html

"""What was found is marked, and in view at the beginning of its line."""

from datetime import UTC, datetime

import pytest

from tgsdk import Message, Sender
from web.words.extracts import extract, found_in_words


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("I saw the vacancy", "SAW", "I <mark>saw</mark> the vacancy"),
        ("Hello, I have a question about the vacancy", "vacancy", "…about the <mark>vacancy</mark>"),
        ("the cat\nand the dog", "dog cat", "the <mark>cat</mark> and the <mark>dog</mark>"),
        ("<b>bold & brave</b>", "bold", "&lt;b&gt;<mark>bold</mark> &amp; brave&lt;/b&gt;"),
        ("a.b", ".", "a<mark>.</mark>b"),
        ("x" * 40 + "yes", "yes", "…<mark>yes</mark>"),
    ],
)
def test_an_extract_begins_shortly_before_what_was_found(text: str, query: str, shown: str) -> None:
    assert extract(text, query) == shown


def test_a_long_message_is_cut_on_both_sides() -> None:
    line = extract("word " * 400 + "here " + "word " * 400, "here")
    assert line and line.startswith("…word") and line.endswith("…") and "<mark>here</mark>" in line


def test_another_form_of_the_word_shows_the_beginning() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    message = Message(id=1, chat_id=5, date=at, text="We are hiring", is_outgoing=True)
    assert found_in_words(message, "hire", is_group=False) == "You: We are hiring"
    assert found_in_words(message, "hiring", is_group=False) == "You: We are <mark>hiring</mark>"


def test_a_long_name_leaves_the_found_word_in_sight() -> None:
    sender = Sender(id=7, name="Aleksei Konstantinovich Morozov")
    text = "As we have said before, we are hiring"
    at = datetime(2026, 1, 2, tzinfo=UTC)
    found = Message(id=1, chat_id=-5, date=at, text=text, is_outgoing=False, sender=sender)
    shown = found_in_words(found, "hiring", is_group=True)
    assert shown == "Aleksei Konstantinovich Morozov: …<mark>hiring</mark>"

"""Files in words, and what cannot be seen in their names."""

import pytest

from tgsdk import Attachment, AttachmentKind
from web.words.files import attachment_in_words, details_in_words, duration_in_words, size_in_words, visible

from ..conftest import CV


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1536, "1.5 KB"),
        (412 * 1024, "412 KB"),
        (3 * 1024**2, "3.0 MB"),
        (2 * 1024**3, "2.0 GB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (67, "1:07"), (3723, "1:02:03")])
def test_durations(seconds: int, words: str) -> None:
    assert duration_in_words(seconds) == words


def test_files_are_called_by_their_names_and_others_by_their_kind() -> None:
    voice = Attachment(
        kind=AttachmentKind.VOICE, size=2048, mime_type="audio/ogg", location="x", duration=7, name="a.ogg"
    )
    assert attachment_in_words(CV) == "CV.pdf"
    assert attachment_in_words(voice) == "Voice message"
    assert details_in_words(voice) == "0:07 · 2.0 KB"


def test_what_cannot_be_seen_is_left_out() -> None:
    assert visible("cv\u202efdp\u200b.exe\n x\0") == "cvfdp.exe x"


@pytest.mark.parametrize(
    "text", ["\u3164", "\u200d", "\u2800", "\u200b", " \u00a0\u115f", "\ufe0f\ufeff", "\u0301\u0301", "\U000e0041"]
)
def test_nothing_to_be_seen_is_nothing(text: str) -> None:
    assert visible(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "👩\u200d💻",
        "❤\ufe0f",
        "می\u200cخواهم",
        "葛\U000e0100城",
        "\u06dd",
    ],
)
def test_what_makes_a_flag_an_emoji_or_a_letter_what_it_is_stays(text: str) -> None:
    assert visible(text) == text

"""Answers are packed, and none whose length could tell a secret."""

import gzip
import random
import string

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.conftest import ANNA, BORIS, BROWSER, HTMX, TEAM, message
from tgsdk import MemoryBackend
from web.compression import APART, pack_apart

PACKS = {"Accept-Encoding": "br, gzip"}
CHATS, CHAT = "/telegram/chats/", f"/telegram/chats/{BORIS}/messages/"


@pytest.mark.parametrize("path", [CHATS, CHAT, f"{CHATS}?part=top&state=x"])
@pytest.mark.parametrize("reader", [BROWSER, HTMX])
def test_what_is_read_at_the_desk_is_packed(
    program: Client, desk: MemoryBackend, path: str, reader: dict[str, str]
) -> None:
    plain = program.get(path, headers=reader)
    packed = program.get(path, headers=reader | PACKS)
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 1.5
    assert "Boris Sokolov" in gzip.decompress(packed.content).decode()
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize("wish", ["", "br", "identity", "gzip;q=0", "br, gzip;q=0.000, *"])
def test_nothing_is_packed_for_who_cannot_unpack_it(program: Client, desk: MemoryBackend, wish: str) -> None:
    answer = program.get(CHATS, headers=BROWSER | {"Accept-Encoding": wish})
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/telegram/", BROWSER),
        ("/telegram/auth/qr/", HTMX),
        ("/telegram/auth/phone/", HTMX),
        ("/telegram/session/status/", HTMX),
        ("/accounts/login/", BROWSER),
        ("/admin/login/", BROWSER),
        (f"{CHATS}?q=Boris", BROWSER),
        (f"{CHATS}?q=Boris&in=messages", HTMX),
        (f"{CHAT}?q=Boris", BROWSER),
        (CHATS, {}),
        (CHAT, {}),
        (f"{CHAT}3/file/", {}),
        ("/telegram/pictures/901/chat/", {}),
        ("/telegram/nowhere/", BROWSER),
    ],
)
def test_what_may_hold_a_secret_is_not_packed(
    program: Client, desk: MemoryBackend, path: str, headers: dict[str, str]
) -> None:
    answer = program.get(path, headers=headers | PACKS)
    answer.close()
    assert "Content-Encoding" not in answer


def test_an_unsent_text_is_not_packed_with_what_others_have_written(
    htmx: Client, browser: Client, desk: MemoryBackend
) -> None:
    refused = {"text": "x" * 5000, "for": "another:account"}
    assert b"xxx" not in htmx.post(CHAT, refused, headers=PACKS).content  # the page has it
    assert b"x" * 5000 in browser.post(CHAT, refused, headers=PACKS).content


@pytest.mark.parametrize(
    "words", ["Login code: {}", '<b class="Login code: {}">'], ids=["plain", "as if it were markup"]
)
def test_a_guess_in_one_chat_packs_no_better_for_being_right(htmx: Client, desk: MemoryBackend, words: str) -> None:
    """The team's chat holds a code, and Boris writes guesses; somebody reads the lengths of the answers."""
    desk.put_message(ANNA.id, message(7, words.format("73915"), chat_id=TEAM))

    def lengths_after(guess: str) -> tuple[int, int]:
        desk.put_message(ANNA.id, message(9, words.format(guess)))
        content = htmx.get(CHATS, headers=PACKS).content
        return len(content), len(gzip.compress(gzip.decompress(content)))

    right, *wrong = [lengths_after(guess) for guess in ("73915", "93571", "51397", "19753")]  # of the same digits
    assert right[1] < min(packed_together for _, packed_together in wrong)  # so it would be
    assert right[0] >= min(packed_apart for packed_apart, _ in wrong)


def test_parts_are_packed_as_if_there_were_no_other() -> None:
    secret = string.ascii_letters.encode()
    together, apart = pack_apart(secret + b"-" + secret), pack_apart(secret + APART + secret)
    assert len(apart) - len(together) > 30
    assert gzip.decompress(apart) == secret + secret


LETTERS = "abcdefghijklmnopqrstuvwxyzабвгд \n"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.text(LETTERS, min_size=3, max_size=40), st.booleans()), min_size=2, max_size=5),
    st.randoms(use_true_random=False),
)
def test_a_part_packs_the_same_whatever_words_of_that_length_stand_before(
    rows: list[tuple[str, bool]], chance: random.Random
) -> None:
    before, last = [text for text, _ in rows[:-1]], rows[-1][0]
    others = ["".join(chance.choices(LETTERS[:26], k=len(text.encode()))) for text in before]

    def packed(words: list[str], last: str) -> int:
        page = APART.join(_row(text, is_muted) for text, (_, is_muted) in zip([*words, last], rows, strict=True))
        content = pack_apart(page)
        assert gzip.decompress(content) == page.replace(APART, b"")
        return len(content)

    assert packed(before, last) - packed(before, "") == packed(others, last) - packed(others, "")


def _row(text: str, is_muted: bool) -> bytes:
    mark = '<svg class="muted" width="16"><use href="#icon-bell"/></svg>' if is_muted else ""
    return f'<li id="{text}" class="row"><a title="{text}" href="/1/">{mark}<b dir="auto">{text}</b></a></li>'.encode()


STRANGE = ["", "\0", "a\0b" * 300, "<", "a < b > c", '"' * 9, "<!-- <b> -->", '<b class="', "x" * 70_000]


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_stands_in_a_part_is_there_again(text: str) -> None:
    row = _row("Anna", True)
    content = APART.join([row, text.encode(), row, text.encode() + row])
    assert gzip.decompress(pack_apart(content)) == content.replace(APART, b"")


def test_markup_is_remembered_from_one_part_to_the_next() -> None:
    rows = [_row(name, True) for name in ("Anna", "Boris", "Vera")]
    assert len(pack_apart(APART.join(rows))) < len(pack_apart(rows[0])) + 2 * 0.6 * len(pack_apart(rows[1]))


def test_whoever_writes_the_mark_into_a_text_parts_nothing(browser: Client, desk: MemoryBackend) -> None:
    desk.put_message(ANNA.id, message(9, f"a{APART.decode()}b"))
    html = gzip.decompress(browser.get(CHAT, headers=PACKS).content).decode()
    assert "a&lt;!--apart--&gt;b" in html

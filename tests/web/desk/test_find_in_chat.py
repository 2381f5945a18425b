"""Search inside a chat, and the jump to a day."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tgsdk import Capability, MemoryBackend

from ..conftest import ANNA, BORIS, BROWSER, HTMX, NOON, message

CHAT = f"/telegram/chats/{BORIS}/messages/"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def long_talk(desk: MemoryBackend) -> MemoryBackend:
    """A hundred days with a message each, of which every tenth is about a salary."""
    for number in range(10, 110):
        text = f"About the Salary, <b>{number}</b>" if number % 10 == 0 else f"Day {number}"
        desk.put_message(ANNA.id, message(number, text, date=NOON + timedelta(days=number)))
    desk.calls.clear()
    return desk


def found(html: str) -> list[str]:
    return re.findall(r'<li id="message-(\d+)"[^>]*class="message[^"]* found', html)


def step(html: str, name: str) -> str | None:
    link = re.search(rf'<a id="find-{name}"[^>]*', html)
    assert link
    href = re.search(r'href="([^"]+)"', link[0])
    return href[1].replace("&amp;", "&") if href else None


@pytest.mark.parametrize("headers", [ENGLISH, HTMX | ENGLISH])
def test_words_lead_to_the_newest_message_that_has_them(
    browser: Client, long_talk: MemoryBackend, headers: dict[str, str]
) -> None:
    html = browser.get(f"{CHAT}?find=salary", headers=headers).content.decode()
    assert found(html) == ["100"]
    assert "About the <mark>Salary</mark>, &lt;b&gt;100" in html
    assert "1 of 10" in html
    assert 'id="find-opener" class="find-opener" open' in html
    assert step(html, "newer") is None


def test_one_walks_from_one_message_to_the_next_and_back(browser: Client, long_talk: MemoryBackend) -> None:
    html = browser.get(f"{CHAT}?find=salary&folder=archive", headers=ENGLISH).content.decode()
    walked = []
    while url := step(html, "older"):
        assert url.startswith(f"{CHAT}?folder=archive&find=salary&around=")
        html = browser.get(url, headers=ENGLISH).content.decode()
        walked += found(html)
    assert walked == [str(number) for number in range(90, 0, -10)]
    assert "10 of 10" in html
    back = step(html, "newer")
    assert back
    assert back.endswith("#message-20")


def test_a_place_between_what_is_found_has_both_neighbours(browser: Client, long_talk: MemoryBackend) -> None:
    html = browser.get(f"{CHAT}?find=salary&around=55", headers=ENGLISH).content.decode()
    assert found(html) == []
    newer, older = step(html, "newer"), step(html, "older")
    assert newer
    assert older
    assert (newer[-3:], older[-3:]) == ("-60", "-50")


def test_nothing_found_is_said_and_the_chat_stays(browser: Client, long_talk: MemoryBackend) -> None:
    html = browser.get(f"{CHAT}?find=pension", headers=ENGLISH).content.decode()
    assert "Nothing found" in html
    assert 'class="message' in html


def test_a_search_is_kept_by_the_pages_after_it_and_is_not_packed(browser: Client, long_talk: MemoryBackend) -> None:
    answer = browser.get(f"{CHAT}?find=salary", headers=ENGLISH | {"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer
    older = re.search(r'more-messages">\s*<a href="([^"]+)"', answer.content.decode())
    assert older
    assert "find=salary" in older[1]
    part = browser.get(older[1].replace("&amp;", "&"), headers=HTMX).content.decode()
    assert "<mark>Salary</mark>" in part


@pytest.mark.parametrize(("day", "first"), [("2026-04-23", 50), ("2026-01-01", 1), ("2031-01-01", 109)])
def test_a_day_leads_to_its_first_message(browser: Client, long_talk: MemoryBackend, day: str, first: int) -> None:
    html = browser.get(f"{CHAT}?date={day}", headers=ENGLISH).content.decode()
    place = re.search(r'begins"[^>]*>.*?id="message-(\d+)"', html, re.DOTALL)
    assert place
    assert int(place[1]) == first
    assert f'value="{day}"' in html


EDGES = ["date=9999-12-31T23:59:59Z", "date=9999-12-31T23:59:59-12:00", "date=0001-01-01T00:00:00%2B14:00"]


@pytest.mark.parametrize("headers", [BROWSER, HTMX])
@pytest.mark.parametrize("query", EDGES)
def test_a_page_of_the_end_of_the_calendar_is_refused(
    browser: Client, long_talk: MemoryBackend, query: str, headers: dict[str, str]
) -> None:
    assert browser.get(f"{CHAT}?{query}", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "query", [*EDGES, "date=yesterday", "date=2026-03-04&around=5", f"find={'x' * 300}", "find=%00"]
)
def test_what_is_no_search_is_refused_in_words(program: Client, long_talk: MemoryBackend, query: str) -> None:
    answer = program.get(f"{CHAT}?{query}")
    assert (answer.status_code, "error" in answer.json()) == (400, True)
    assert long_talk.calls == []


def test_a_program_gets_what_is_found_with_its_number(program: Client, long_talk: MemoryBackend) -> None:
    said = program.get(f"{CHAT}?find=salary&limit=4").json()
    assert [each["message"]["id"] for each in said["found"]] == [100, 90, 80, 70]
    assert (said["count"], said["offset"]) == (10, 0)
    further = program.get(f"{CHAT}?find=salary&limit=4&cursor={said['next']}").json()
    assert (further["found"][0]["message"]["id"], further["offset"]) == (60, 4)
    about = program.get(f"{CHAT}?find=salary&limit=3&around=50").json()
    assert [each["message"]["id"] for each in about["found"]] == [60, 50, 40]


def test_a_program_gets_the_messages_about_a_date(program: Client, long_talk: MemoryBackend) -> None:
    said = program.get(CHAT, {"date": (NOON + timedelta(days=50)).isoformat(), "limit": "4"}).json()
    assert [each["id"] for each in said["messages"]] == [51, 50, 49, 48]


def test_where_the_backend_cannot_search_in_a_chat_there_is_no_field(browser: Client, desk: MemoryBackend) -> None:
    assert 'id="id_find"' in browser.get(CHAT).content.decode()
    desk.supports = frozenset(Capability) - {Capability.FIND_IN_CHAT}  # type: ignore[misc]
    assert 'id="id_find"' not in browser.get(CHAT).content.decode()

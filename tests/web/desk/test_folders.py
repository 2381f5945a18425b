"""Tabs above the list: those that are unread, and the folders that the person has made."""

import re

import pytest
from django.test import Client

from tgsdk import Capability, ChatFolder, MemoryBackend, TelegramUnavailable

from ..conftest import ANNA, BORIS, HTMX, NEWS, TEAM, message

CHATS, FOLDERS = "/telegram/chats/", "/telegram/folders/"
ENGLISH = {"Accept-Language": "en"}
WORK = ChatFolder(id=2, title="<b>Work</b>", groups=True, included=(NEWS,), pinned=(NEWS,))
EMPTY = ChatFolder(id=3, title="Nobody", bots=True)


@pytest.fixture
def foldered(desk: MemoryBackend) -> MemoryBackend:
    """Anna's desk with two folders; of its chats only Boris has something unread."""
    desk.put_folders(ANNA.id, WORK, EMPTY)
    desk.calls.clear()
    return desk


def listed(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="chat-l-(-?\d+)"', html)]


@pytest.mark.parametrize("headers", [ENGLISH, HTMX | ENGLISH])
def test_the_tab_of_the_unread_has_no_others(browser: Client, foldered: MemoryBackend, headers: dict[str, str]) -> None:
    html = browser.get(f"{CHATS}?tab=unread", headers=headers).content.decode()
    assert listed(html) == [BORIS]
    assert '<input type="hidden" name="tab" value="unread"' in html


def test_a_folder_has_its_chats_pinned_ones_first(htmx: Client, foldered: MemoryBackend) -> None:
    assert listed(htmx.get(f"{CHATS}?tab=2").content.decode()) == [NEWS, TEAM]
    html = htmx.get(f"{CHATS}?tab=3", headers=ENGLISH).content.decode()
    assert "There are no chats in this folder." in html
    assert htmx.get(f"{CHATS}?tab=4").status_code == 404


def test_a_page_shows_the_tabs_that_everybody_has_and_asks_for_folders(
    browser: Client, foldered: MemoryBackend
) -> None:
    html = browser.get(f"{CHATS}?tab=unread", headers=ENGLISH).content.decode()
    tabs = re.findall(r'data-tab="(\w*)" href="([^"]+)"[^>]*?( aria-current="true")?>', html)
    assert tabs == [("", CHATS, ""), ("unread", f"{CHATS}?tab=unread", ' aria-current="true"')]
    assert f'hx-get="{FOLDERS}?tab=unread&part=tabs"' in html
    assert "folders" not in foldered.calls


def test_the_folders_are_tabs_whatever_they_are_called(htmx: Client, foldered: MemoryBackend) -> None:
    html = htmx.get(f"{FOLDERS}?tab=2", headers=ENGLISH).content.decode()
    assert re.findall(r">([^<>]+)</span></a>", html) == ["All", "Unread", "&lt;b&gt;Work&lt;/b&gt;", "Nobody"]
    assert re.search(r'data-tab="2"[^>]* aria-current="true"', html)


def test_the_tabs_stay_where_the_folders_cannot_be_read(htmx: Client, foldered: MemoryBackend) -> None:
    foldered.fail(TelegramUnavailable())
    response = htmx.get(f"{FOLDERS}?tab=&part=tabs")
    assert (response.status_code, response.content) == (204, b"")
    assert response["HRHelper-Answer"] == "away"


def test_what_happens_is_news_of_a_tab(htmx: Client, foldered: MemoryBackend) -> None:
    html = htmx.get(f"{CHATS}?tab=unread").content.decode()
    state = re.search(r'name="state" value="(\w+)"', html)
    assert state
    poll = f"{CHATS}?part=top&tab=unread&state={state[1]}"
    assert htmx.get(poll).status_code == 204
    foldered.put_message(ANNA.id, message(50, "Meeting at noon", chat_id=TEAM))
    assert set(listed(htmx.get(poll).content.decode())) == {TEAM, BORIS}


def test_a_program_reads_folders_and_their_chats(program: Client, foldered: MemoryBackend) -> None:
    folders = program.get(FOLDERS).json()["folders"]
    assert [(folder["id"], folder["title"], folder["pinned"]) for folder in folders] == [
        (2, "<b>Work</b>", [NEWS]),
        (3, "Nobody", []),
    ]
    assert [chat["id"] for chat in program.get(f"{CHATS}?tab=2").json()["chats"]] == [NEWS, TEAM]
    assert program.get(f"{CHATS}?tab=everything").status_code == 400


def test_a_search_is_of_all_chats(htmx: Client, foldered: MemoryBackend) -> None:
    assert listed(htmx.get(f"{CHATS}?tab=2&q=Boris").content.decode()) == [BORIS]


def test_where_the_backend_has_no_folders_there_are_no_tabs(browser: Client, desk: MemoryBackend) -> None:
    assert 'id="tabs"' in browser.get(CHATS).content.decode()
    desk.supports = frozenset(Capability) - {Capability.FOLDERS}  # type: ignore[misc]
    assert 'id="tabs"' not in browser.get(CHATS).content.decode()

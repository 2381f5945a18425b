"""The tabs above the list: one is chosen in the place of a search, and is there again after a reload."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_day_search import QUERY, search
from .test_desk import ROW, TITLE, maria

WRITTEN = "Есть новости?"


@pytest.fixture
def unread(candidate: int, telegram: LocalTelegram) -> int:
    """A chat that nobody has read yet."""
    telegram.write(maria(telegram), candidate, WRITTEN)
    return candidate


def tab(page: Page, name: str) -> Locator:
    return page.locator("#tabs").get_by_role("link", name=name, exact=True)


def said(page: Page, name: str) -> str:
    """What the address says of it."""
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def row(page: Page, chat_id: int) -> Locator:
    return page.locator(f"{ROW}[href*='/{chat_id}/']")


def expect_unread(page: Page, other: int) -> None:
    expect(page.locator(".tab[aria-current]")).to_have_text("Непрочитанные")
    expect(row(page, other)).to_have_count(0)


@pytest.mark.parametrize("name", ["Все", "Непрочитанные"])
def test_a_tab_ends_a_search(name: str, unread: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    search(page, "Анна")
    expect(page).to_have_url(re.compile("q="))
    tab(page, name).click()
    expect(page.locator(".tab[aria-current]")).to_have_text(name)
    expect(page.locator(QUERY)).to_have_value("")
    expect(row(page, unread)).to_be_visible()
    assert said(page, "q") == ""
    page.reload()
    expect(page.locator(".tab[aria-current]")).to_have_text(name)
    expect(page.locator(QUERY)).to_have_value("")
    search(page, "Анна")
    expect(page.locator(".tab[aria-current]")).to_have_count(0)
    expect(page.locator(ROW, has_text="Анна Смирнова").first).to_be_visible()


def test_the_same_is_searched_for_again_after_a_tab(unread: int, other: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    search(page, "Анна Смирнова")
    tab(page, "Непрочитанные").click()
    expect(page.locator(QUERY)).to_have_value("")
    page.locator(QUERY).fill("Анна Смирнова")
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")


def test_what_is_written_while_a_tab_is_on_its_way_stays(unread: int, other: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    tab(page, "Непрочитанные").evaluate("tab => { tab.click(); document.querySelector('#id_q').value = 'Ан'; }")
    expect_unread(page, other)
    expect(page.locator(QUERY)).to_have_value("Ан")


def test_a_tab_is_there_again_after_a_reload(
    unread: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk()
    entries = page.evaluate("history.length")
    tab(page, "Непрочитанные").click()
    expect_unread(page, other)
    assert (said(page, "tab"), page.evaluate("history.length")) == ("unread", entries)
    page.reload()
    expect_unread(page, other)
    row(page, unread).click()
    expect(page.locator("#messages")).to_contain_text(WRITTEN)
    expect(page).to_have_url(re.compile(f"/{unread}/messages/.*tab=unread"))
    page.reload()
    expect_unread(page, other)
    expect(page.locator("#messages")).to_contain_text(WRITTEN)
    newer = telegram.add_chat(maria(telegram), "Ещё Непрочитанный", "private")
    telegram.write(maria(telegram), newer, WRITTEN)
    expect(row(page, newer)).to_be_visible(timeout=15_000)
    expect_unread(page, other)
    page.go_back()
    expect(page.locator("#messages")).to_have_count(0)
    expect_unread(page, other)
    assert said(page, "tab") == "unread"
    tab(page, "Все").click()
    expect(row(page, other)).to_be_visible()
    assert said(page, "tab") == ""


def test_a_tab_beside_an_open_chat_keeps_both(unread: int, other: int, open_desk: OpenDesk) -> None:
    page = open_desk(f"/telegram/chats/{unread}/messages/")
    tab(page, "Непрочитанные").click()
    expect(page).to_have_url(re.compile(f"/{unread}/messages/.*tab=unread"))
    page.reload()
    expect_unread(page, other)
    expect(page.locator("#messages")).to_contain_text(WRITTEN)
    page.evaluate("document.querySelector('.chat-header .back').click()")
    expect(page.locator("#messages")).to_have_count(0)
    expect(page).to_have_url(re.compile("/chats/.*tab=unread"))


def test_a_tab_is_chosen_while_a_chat_is_on_its_way(unread: int, other: int, open_desk: OpenDesk) -> None:
    page, held = open_desk(), list[Route]()
    search(page, "Кандидат")
    expect(page).to_have_url(re.compile("q="))
    entries = page.evaluate("history.length")
    page.route(f"**/{unread}/messages/?q=*", lambda route: held.append(route))
    row(page, unread).click()
    tab(page, "Непрочитанные").click()
    expect_unread(page, other)
    for route in held:
        route.continue_()
    expect(page.locator("#messages")).to_contain_text(WRITTEN)
    expect(page).to_have_url(re.compile(rf"/{unread}/messages/\?tab=unread"))
    assert page.evaluate("history.length") == entries + 1

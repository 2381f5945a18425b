"""The archive, by mouse, keyboard and Back, at a desk and on a phone."""

import re

from playwright.sync_api import Page, expect

from .conftest import NARROW, OpenDesk

ARCHIVE = re.compile(r"/telegram/chats/\?folder=archive$")
ROWS = "#chats .chat-row:not(.folder-row)"


def listed(page: Page) -> list[str]:
    ids: list[str] = page.locator(ROWS).evaluate_all("rows => rows.map(row => row.id)")
    return ids


def test_the_archive_opens_and_closes_beside_a_chat(open_desk: OpenDesk) -> None:
    page = open_desk()
    main = listed(page)
    page.locator(f"{ROWS} a").nth(2).click()
    expect(page.locator("#messages .message").first).to_be_visible()
    chat = page.url
    folder = page.locator("#folder-link")
    expect(folder).to_contain_text("Архив")
    expect(folder.locator(".unread")).to_have_text(re.compile(r"^\d+$"))
    folder.focus()
    page.keyboard.press("Enter")
    expect(folder).to_contain_text("Ко всем чатам")
    expect(folder).to_be_focused()
    expect(page).to_have_url(f"{chat}?folder=archive")
    archive = listed(page)
    assert archive
    assert not set(archive) & set(main)
    page.reload()
    assert listed(page) == archive
    page.locator("#folder-link").click()
    expect(page).to_have_url(chat)
    assert listed(page) == main


def test_on_a_phone_the_archive_is_a_page_that_back_leaves(open_desk: OpenDesk) -> None:
    page = open_desk(viewport=NARROW, has_touch=True)
    page.locator("#folder-link").tap()
    expect(page).to_have_url(ARCHIVE)
    expect(page.locator("#folder-link[aria-current]")).to_have_count(0)  # only a chat is open or not
    archive = listed(page)
    page.locator(f"{ROWS} a").first.tap()
    expect(page.locator("#messages .message").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/messages/\?folder=archive"))
    page.locator(".chat-header a").first.tap()
    expect(page).to_have_url(ARCHIVE)
    assert listed(page) == archive
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    page.go_back()
    expect(page.locator("#folder-link")).to_contain_text("Архив")
    expect(page.locator("#folder-link")).not_to_contain_text("Ко всем чатам")
    expect(page).to_have_url(re.compile(r"/telegram/chats/$"))
    page.go_forward()
    expect(page.locator("#folder-link")).to_contain_text("Ко всем чатам")
    expect(page).to_have_url(ARCHIVE)

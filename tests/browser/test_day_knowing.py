"""Knowing and finding: search inside a chat, drafts, notifications, what is planned, folders, topics."""

import re

from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, OpenDesk, someone

ROWS = "#chats .chat-row:not(.folder-row)"


def new_chat(telegram: LocalTelegram, title: str, *texts: str) -> tuple[int, list[int]]:
    """A chat of Maria's on top of her list, and the ids of what was written there."""
    maria = someone(telegram, "Мария").user_id
    chat_id = telegram.add_chat(maria, title)
    return chat_id, [telegram.write(maria, chat_id, text) for text in texts]


def chat_address(chat_id: int) -> str:
    return f"/telegram/chats/{chat_id}/messages/"


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def test_words_in_a_chat_are_found_one_after_the_other(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    texts = [f"Зарплата {number}" if number % 20 == 0 else f"Сообщение {number}" for number in range(1, 81)]
    chat_id, ids = new_chat(telegram, "Ищущая Вера", *texts)
    page = open_desk(chat_address(chat_id))
    page.locator("#find-summary").click()
    field = page.locator("#id_find")
    expect(field).to_be_focused()
    field.fill("зарплата")
    field.press("Enter")
    found = page.locator(".message.found")
    expect(found).to_have_attribute("id", f"message-{ids[79]}")
    expect(found.locator("mark")).to_have_text("Зарплата")
    expect(page.locator("#find-said")).to_have_text("1 из 4")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(found).to_have_attribute("id", f"message-{ids[59]}")
    expect(found).to_be_in_viewport()
    page.locator("#find-older").click()
    expect(page.locator("#find-said")).to_have_text("3 из 4")
    expect(page).to_have_url(re.compile(rf"find=.*around={ids[39]}"))
    page.reload()
    expect(page.locator("#find-said")).to_have_text("3 из 4")
    page.locator("#find-newer").click()
    expect(found).to_have_attribute("id", f"message-{ids[59]}")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator("#find-summary")).to_be_focused()
    expect(page).not_to_have_url(re.compile("find="))


def test_a_day_is_jumped_to_on_a_phone(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    maria = someone(telegram, "Мария").user_id
    longest = max(telegram.chats(maria), key=lambda chat_id: len(telegram.message_ids(maria, chat_id)))
    page = open_desk(chat_address(longest), viewport=NARROW, has_touch=True)
    page.locator("#find-summary").tap()
    assert overflow(page) <= 0
    page.locator("#id_date").fill("2020-01-01")
    page.locator("#find-go").tap()
    first = telegram.message_ids(maria, longest)[-1]
    expect(page.locator(f"#message-{first}")).to_be_in_viewport()

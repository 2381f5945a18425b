"""Emoji that are chosen beside the field."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram
from web.words.emoji import count_emoji

from .conftest import OpenDesk
from .test_accessibility import inspect
from .test_day_actions import PHONE, own
from .test_desk import FIELD, TITLE, chat_address, chat_of_maria
from .test_desk_writing import sent

OPENER, PICKER = "#emoji-opener", "#emoji"


def button(page: Page, emoji: str) -> Locator:
    return page.locator(f"{PICKER} section:not(.emoji-last) button", has_text=emoji)


def last(page: Page) -> list[str]:
    return page.locator(f"{PICKER} .emoji-last button").all_inner_texts()


def test_emoji_are_chosen_with_the_mouse_while_one_writes(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Поздравляю!")
    page.locator(FIELD).press("Home")
    page.locator(OPENER).click()
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(f"{PICKER} .emoji-last")).to_be_hidden()
    inspect(page)
    button(page, "🎉").click()
    button(page, "🥂").click()
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(" ")
    expect(page.locator(FIELD)).to_have_value("🎉🥂 Поздравляю!")
    page.keyboard.press("Escape")
    expect(page.locator(PICKER)).to_be_hidden()
    expect(page.locator(TITLE)).to_be_visible()  # it closes before the chat
    page.keyboard.press("Enter")
    expect(own(page, "Поздравляю!")).to_be_visible()
    assert sent(telegram, candidate) == ["🎉🥂 Поздравляю!"]
    page.locator(OPENER).click()
    assert last(page) == ["🥂", "🎉"]


def test_emoji_are_chosen_with_keys(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).focus()
    page.keyboard.press("Tab")
    expect(page.locator(OPENER)).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "😀")).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(button(page, "😉")).to_be_focused()  # of rows of eight
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("😉➡️")


def test_each_is_an_emoji_and_stands_there_once(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"))
    page.locator(OPENER).click()
    shown = page.locator(f"{PICKER} button").all_inner_texts()
    assert [each for each in shown if count_emoji(each) != 1] == []
    assert len(shown) == len(set(shown)) > 150


@pytest.mark.parametrize("shape", [PHONE, {"java_script_enabled": False}])
def test_where_the_keyboard_has_its_own_or_no_script_runs_there_is_none(
    open_desk: OpenDesk, telegram: LocalTelegram, shape: dict[str, object]
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), **shape)
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(OPENER)).to_be_hidden()

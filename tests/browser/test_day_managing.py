"""A recruiter keeps order in the list of chats: pins, mutes, archives, and marks them from the list itself."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_accessibility import inspect
from .test_day_people import CARD, PANEL, PHONE_SIZE
from .test_desk import chat_address, maria

PEOPLE = itertools.count(1)
MENU, SAID = "#chat-menu", "#chats-said"


@pytest.fixture
def vera(telegram: LocalTelegram) -> int:
    """Somebody who has just written."""
    made = telegram.add_chat(maria(telegram), f"Вера Порядкова{next(PEOPLE)}")
    telegram.write(maria(telegram), made, "Здравствуйте")
    return made


@pytest.fixture
def nothing_pinned(telegram: LocalTelegram) -> Iterator[None]:
    """No chat is pinned, neither before nor after."""
    telegram.pin_chats(maria(telegram), [])
    yield
    telegram.pin_chats(maria(telegram), [])


def row_of(page: Page, chat_id: int) -> Locator:
    return page.locator(f"#chat-l-{chat_id}")


def do(page: Page, words: str) -> None:
    page.locator(MENU).get_by_role("menuitem", name=words, exact=True).click()


@pytest.mark.usefixtures("nothing_pinned")
def test_a_right_click_pins_and_lets_go(vera: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    newer = telegram.add_chat(maria(telegram), f"Глеб Порядков{next(PEOPLE)}")
    page, other = open_desk(), open_desk()
    expect(row_of(page, newer)).to_be_visible()
    row_of(page, vera).click(button="right")
    expect(page.locator(MENU)).to_be_visible()
    do(page, "Закрепить")
    expect(page.locator(SAID)).to_have_text("Чат закреплён.")
    expect(page.locator(MENU)).to_be_hidden()
    for each in (page, other):
        expect(each.locator("#chats .chat-row[id]").first).to_have_id(f"chat-l-{vera}")
        expect(row_of(each, vera)).to_have_attribute("data-is", re.compile("p"))
    row_of(page, vera).click(button="right")
    do(page, "Открепить")
    expect(page.locator("#chats .chat-row[id]").first).to_have_id(f"chat-l-{newer}")


@pytest.mark.usefixtures("nothing_pinned")
def test_too_many_pinned_chats_are_refused_in_words(vera: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    others = [chat for chat in telegram.chats(maria(telegram), 0) if chat != vera][:5]
    telegram.pin_chats(maria(telegram), others)
    page = open_desk()
    row_of(page, vera).click(button="right")
    do(page, "Закрепить")
    expect(page.locator(SAID)).to_contain_text("Telegram не даёт закрепить больше чатов")
    expect(row_of(page, vera)).not_to_have_attribute("data-is", re.compile("p"))


def test_by_keyboard_a_chat_is_muted_and_the_focus_stays(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    row_of(page, vera).locator(".chat-link").focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator(f"{MENU} :focus")).to_have_text(re.compile("Закрепить|Открепить"))
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{MENU} :focus")).to_contain_text("Без звука")
    page.keyboard.press("Enter")
    expect(row_of(page, vera)).to_have_class(re.compile("muted-chat"))
    expect(row_of(page, vera).locator(".chat-link")).to_be_focused()
    page.keyboard.press("Shift+F10")
    expect(page.locator(MENU)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(MENU)).to_be_hidden()
    expect(row_of(page, vera).locator(".chat-link")).to_be_focused()


def test_a_chat_is_read_and_marked_from_the_list(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    expect(row_of(page, vera).locator(".unread")).to_have_text("1")
    row_of(page, vera).click(button="right")
    do(page, "Отметить как прочитанное")
    expect(row_of(page, vera).locator(".unread")).to_have_count(0)
    row_of(page, vera).click(button="right")
    do(page, "Отметить как непрочитанное")
    expect(row_of(page, vera).locator(".unread.marked")).to_have_count(1)


def test_a_chat_goes_into_the_archive_and_back(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    row_of(page, vera).click(button="right")
    do(page, "В архив")
    expect(row_of(page, vera)).to_have_count(0)
    page.locator(".folder-row a").click()
    row_of(page, vera).click(button="right")
    do(page, "Из архива")
    expect(page.locator(SAID)).to_have_text("Чат снова в списке.")
    expect(row_of(page, vera)).to_have_count(0)


def test_a_long_press_opens_the_menu_and_not_the_chat(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk(viewport=PHONE_SIZE, has_touch=True)
    box = row_of(page, vera).bounding_box()
    assert box is not None
    client = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 80, "y": box["y"] + 20}
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator(MENU)).to_be_visible()
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(MENU)).to_be_visible()
    expect(page).not_to_have_url(re.compile(str(vera)))


def test_axe_finds_nothing_in_the_menu_and_the_card(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(vera), reduced_motion="reduce")
    row_of(page, vera).click(button="right")
    expect(page.locator(MENU)).to_be_visible()
    inspect(page, MENU)
    page.keyboard.press("Escape")
    page.locator(CARD).click()
    expect(page.locator(f"{PANEL} .chat-act")).to_have_count(4)
    inspect(page, PANEL)


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_card_of_a_chat_has_the_same_acts(
    java_script_enabled: bool, vera: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(vera), java_script_enabled=java_script_enabled)
    page.locator(CARD).click()
    card = page.locator(PANEL if java_script_enabled else "#person")
    card.get_by_role("button", name="Без звука").click()
    expect(card.get_by_role("button", name="Со звуком")).to_be_visible()
    card.get_by_role("button", name="В архив").click()
    expect(card.get_by_role("button", name="Из архива")).to_be_visible()
    assert vera in telegram.chats(maria(telegram), 1)
    if java_script_enabled:
        expect(row_of(page, vera)).to_have_count(0)


def test_on_a_page_of_its_own_a_card_has_them_too(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(vera))
    page.goto(page.url.replace("/messages/", "/person/"))
    page.get_by_role("button", name="Без звука").click()
    expect(page.get_by_role("button", name="Со звуком")).to_be_visible()
    expect(page.get_by_role("link", name="Назад в чат")).to_be_visible()


def test_the_menu_of_a_row_far_below_opens_upwards_from_the_pointer(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    expect(row_of(page, vera)).to_be_visible()
    assert page.viewport_size
    x, y = 150, page.viewport_size["height"] - 60
    page.mouse.click(x, y, button="right")
    place = page.locator(MENU).bounding_box()
    assert place
    assert (round(place["x"]), round(place["y"] + place["height"])) == (x, y)
    page.mouse.move(x + 40, y - 30, steps=4)
    expect(page.locator(f"{MENU} .menu-item:hover")).to_be_focused()


def test_without_a_connection_it_is_said_that_nothing_was_done(vera: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    expect(row_of(page, vera)).to_be_visible()
    page.context.set_offline(True)
    row_of(page, vera).click(button="right")
    do(page, "Без звука")
    expect(page.locator(SAID)).to_contain_text("Нет связи")
    page.context.set_offline(False)
    expect(row_of(page, vera)).not_to_have_attribute("data-is", re.compile("m"))

"""What is planned: files too, and changed afterwards, with the button, the keyboard and a finger."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, WIDE, OpenDesk
from .test_accessibility import inspect
from .test_day_files import CAPTION, ITEM, PANEL, open_from_list, sent
from .test_day_files_on_their_way import hold_files, let_go
from .test_desk import FIELD, chat_address, maria
from .test_desk_writing import OUTGOING

LINE = "#scheduled li"


def plan(page: Page, text: str) -> None:
    page.locator(FIELD).fill(text)
    page.locator("#later-opener").click()
    page.locator("#later-send").click()
    expect(page.locator(LINE)).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_an_offer_is_planned_with_its_caption_and_sent_then(
    viewport: dict[str, int], candidate: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.set_input_files("#id_files", offer)
    page.locator(CAPTION).fill("Ваш **оффер**")
    page.locator("#files-later-opener").click()
    page.locator("#later-send").click()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(LINE)).to_contain_text("завтра в 09:00")
    expect(page.locator(LINE)).to_contain_text("Ваш оффер")
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert telegram.scheduled(maria(telegram), candidate) == ("Ваш оффер",)
    assert sent(telegram, candidate) == []
    page.locator(f"{LINE} form button").first.click()
    expect(page.locator("#scheduled")).to_contain_text("ничего не запланировано")
    page.keyboard.press("Escape")
    expect(page.locator("#messages .message.own")).to_contain_text("Оффер для Анны.pdf")


def test_files_that_wait_say_when_they_will_be_sent_and_nothing_opens_in_another_chat(
    candidate: int, other: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    page.set_input_files("#id_files", offer)
    page.locator("#files-later-opener").click()
    page.locator("#later-send").click()
    expect(page.locator(f"{OUTGOING} .outgoing-later")).to_contain_text("9:00")
    open_from_list(page, other)
    row = page.locator(f".chat-link[href^='{chat_address(candidate)}']")
    expect(row).to_contain_text("отправляется")
    let_go(page, held)
    expect(row).not_to_contain_text("отправляется")
    expect(page.locator("#later")).to_be_hidden()
    assert telegram.scheduled(maria(telegram), candidate) == ("",)


def test_without_a_time_nothing_is_planned_and_the_files_stay(
    candidate: int, offer: Path, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    page.locator("#files-later-opener").click()
    page.locator("#id_at").fill("")
    page.locator("#later-send").click()
    expect(page.locator("#id_at")).to_be_focused()
    expect(page.locator(ITEM)).to_have_count(1)
    page.locator("#id_at").fill("2020-01-01T09:00")
    page.locator("#later-send").click()
    expect(page.locator(ITEM)).to_have_count(1)
    assert telegram.scheduled(maria(telegram), candidate) == ()


def test_a_planned_message_is_changed_by_keys(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    plan(page, "Доброе **утро**")
    page.locator(f"{LINE} a").focus()
    page.keyboard.press("Enter")
    field = page.locator("#id_planned")
    expect(field).to_be_focused()
    expect(field).to_have_value("Доброе **утро**")
    field.fill("Добрый вечер")
    at = page.locator("#id_planned_at").input_value()
    page.locator("#id_planned_at").fill("2020-01-01T09:00")
    page.locator("#scheduled .primary").press("Enter")
    expect(page.locator("#planned-at-error")).to_contain_text("Это время уже прошло")
    expect(page.locator("#id_planned_at")).to_be_focused()
    expect(page.locator("#id_planned_at")).to_have_attribute("aria-invalid", "true")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("Добрый вечер")
    page.locator("#id_planned_at").fill(at.replace("09:00", "19:00"))
    page.locator("#scheduled .primary").press("Enter")
    expect(page.locator(LINE)).to_contain_text("завтра в 19:00")
    expect(page.locator("#later-send")).to_be_focused()
    assert telegram.scheduled(maria(telegram), candidate) == ("Добрый вечер",)


def test_a_change_that_is_begun_outlasts_a_click_beside_it(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=NARROW, has_touch=True)
    plan(page, "Доброе утро")
    page.locator(f"{LINE} a").tap()
    page.locator("#id_planned").fill("Добрый вечер")
    page.touchscreen.tap(NARROW["width"] / 2, 120)
    expect(page.locator("#later")).to_be_hidden()
    page.locator("#later-opener").tap()
    expect(page.locator("#id_planned")).to_have_value("Добрый вечер")
    page.locator(".scheduled-ways a").tap()
    expect(page.locator(LINE)).to_contain_text("Доброе утро")
    assert telegram.scheduled(maria(telegram), candidate) == ("Доброе утро",)


def test_what_is_planned_is_shown_as_it_is_each_time(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    first, second = (open_desk(chat_address(candidate)) for _ in range(2))
    plan(first, "Доброе утро")
    second.locator("#later-opener").click()
    expect(second.locator(LINE)).to_contain_text("Доброе утро")
    expect(second.locator("#later-opener b")).to_have_text("1")
    second.locator(f"{LINE} .ask summary").click()
    assert telegram.scheduled(maria(telegram), candidate) == ("Доброе утро",)  # it is asked first
    second.get_by_role("button", name="Удалить", exact=True).click()
    expect(second.locator("#scheduled")).to_contain_text("ничего не запланировано")
    expect(second.locator("#later-opener b")).to_be_hidden()
    first.keyboard.press("Escape")
    first.locator("#later-opener").click()
    expect(first.locator("#scheduled")).to_contain_text("ничего не запланировано")
    assert telegram.scheduled(maria(telegram), candidate) == ()


def test_a_wrong_time_is_said_at_its_field(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Доброе утро")
    page.locator("#later-opener").click()
    at = page.locator("#id_at")
    right = at.input_value()
    at.fill("2020-01-01T09:00")
    page.locator("#later-send").click()
    expect(page.locator("#id_at + #later-error")).to_contain_text("Это время уже прошло")
    expect(at).to_be_focused()
    expect(at).to_have_attribute("aria-invalid", "true")
    inspect(page, "#later")
    expect(page.locator(FIELD)).to_have_value("Доброе утро")
    at.fill(right)
    page.locator("#later-send").click()
    expect(page.locator(LINE)).to_be_visible()
    expect(page.locator("#later-error")).to_have_text("")
    expect(at).not_to_have_attribute("aria-invalid", "true")
    page.locator(f"{LINE} .ask summary").click()
    inspect(page, "#later")

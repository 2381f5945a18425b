"""Back, the browser's and the page's own: what lies on top closes first, and the list is there at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_day_actions import PHONE, act, row
from .test_desk import CHATS, FIELD, MESSAGE, ROW, TITLE, chat_address, maria

NO_CHAT = "#chat .no-chat"


def tap_back(page: Page) -> None:
    page.locator(".back").tap()


def go_back(page: Page) -> None:
    page.evaluate("history.back()")  # which waits for no page to load


@pytest.mark.parametrize("back", [tap_back, go_back])
def test_without_a_connection_a_phone_leads_back_to_the_list(back: Callable[[Page], None], open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, **PHONE)
    page.locator(ROW).nth(2).tap()
    expect(page.locator(MESSAGE).first).to_be_attached()
    page.context.set_offline(True)
    back(page)
    expect(page.locator(NO_CHAT)).to_be_attached()
    expect(page.locator(ROW).nth(2)).to_be_in_viewport()
    expect(page.locator(f"{ROW}[aria-current]")).to_have_count(0)
    expect(page).to_have_title(re.compile("Чаты · HR Helper"))
    assert page.url.endswith(CHATS)
    page.context.set_offline(False)
    page.locator(ROW).nth(3).tap()
    expect(page.locator(FIELD)).to_be_attached()


def test_the_way_back_from_a_chat_that_was_opened_by_its_address_leads_to_the_list(
    candidate: int, open_desk: OpenDesk
) -> None:
    page = open_desk(chat_address(candidate), **PHONE)
    page.context.set_offline(True)
    tap_back(page)
    expect(page.locator(ROW).first).to_be_in_viewport()
    assert page.url.endswith(CHATS)
    page.context.set_offline(False)
    page.go_back()
    expect(page.locator(FIELD)).to_be_attached()


def test_the_arrow_leads_to_the_list_whatever_lies_on_top(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, **PHONE)
    page.locator(ROW).nth(1).tap()
    page.locator("#find-summary").tap()
    expect(page.locator("#find-bar")).to_be_visible()
    tap_back(page)
    expect(page.locator(NO_CHAT)).to_be_attached()
    assert page.url.endswith(CHATS)


def test_without_the_navigation_api_arrow_and_back_lead_to_the_list_too(open_desk: OpenDesk) -> None:
    page, errors = open_desk(CHATS, **PHONE), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "delete globalThis.navigation; Object.defineProperty(globalThis, 'navigation', { value: undefined })"
    )
    page.reload()
    for back in (tap_back, go_back):
        page.locator(ROW).nth(1).tap()
        expect(page.locator(FIELD)).to_be_attached()
        back(page)
        expect(page.locator(NO_CHAT)).to_be_attached()
        assert page.url.endswith(CHATS)
    assert errors == []


def test_chats_that_were_left_by_the_arrow_are_no_step_of_the_way_back(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, **PHONE)
    length = page.evaluate("history.length")
    for number in (1, 2, 3):
        page.locator(ROW).nth(number).tap()
        expect(page.locator(FIELD)).to_be_attached()
        tap_back(page)
        expect(page.locator(NO_CHAT)).to_be_attached()
    assert page.evaluate("history.length") == length + 1  # the last of them is a step forward
    page.go_forward()
    expect(page.locator(FIELD)).to_be_attached()


def test_back_closes_what_lies_on_top_of_a_chat_first(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, "Вопрос")
    page = open_desk(CHATS, **PHONE)
    page.locator(f"#chat-l-{candidate}-link").tap()
    expect(row(page, asked)).to_be_visible()
    address = page.url

    def closes(selector: str) -> None:
        expect(page.locator(selector)).to_be_visible()
        go_back(page)
        expect(page.locator(selector)).to_be_hidden()
        page.wait_for_function("address => location.href === address", arg=address)
        expect(row(page, asked)).to_be_visible()

    row(page, asked).locator(".acts").tap()
    closes("#message-menu")
    page.locator("#chat-card").tap()
    closes("#person-panel")
    page.locator("#find-summary").tap()
    closes("#find-bar")
    row(page, asked).locator(".acts").tap()
    act(page, "select").tap()
    closes("#selection-bar")
    go_back(page)
    expect(page.locator(NO_CHAT)).to_be_attached()


def test_a_search_in_a_chat_is_one_step_of_the_way_back(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(CHATS)
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    page.locator("#find-summary").click()
    page.keyboard.type("а")
    page.keyboard.press("Enter")
    expect(page.locator("#find-said")).to_contain_text("из")
    for _ in range(2):
        said = page.locator("#find-said").inner_text()
        page.locator("#find-older").click()
        expect(page.locator("#find-said")).not_to_have_text(said)
    go_back(page)
    expect(page.locator("#find-bar")).to_be_hidden()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    go_back(page)
    expect(page.locator(NO_CHAT)).to_be_visible()


def test_back_ends_a_search_in_the_list(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, **PHONE)
    page.locator("#id_q").fill("Анна")
    expect(page.locator(ROW).nth(20)).to_have_count(0)
    page.locator("#id_q").fill("Анна Смирнова")
    expect(page.locator(ROW)).to_have_count(1)
    go_back(page)
    expect(page.locator("#id_q")).to_have_value("")
    expect(page.locator(ROW).nth(20)).to_be_attached()
    assert page.url.endswith(CHATS)


def test_back_from_a_search_beside_a_chat_leaves_the_chat_as_it_is(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Пишу")
    page.locator("#chat-name").evaluate("each => { each.dataset.same = 'yes'; }")
    page.locator("#id_q").fill("Команда")
    expect(page.locator(ROW).nth(20)).to_have_count(0)
    go_back(page)
    expect(page.locator(ROW).nth(20)).to_be_attached()
    expect(page.locator("#chat-name[data-same]")).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("Пишу")

"""A recruiter reacts to a message: by its menu, by the reactions below it, with the keyboard and a finger."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, OpenDesk
from .test_day_knowing import overflow
from .test_desk import chat_address, maria


@pytest.fixture
def asked(candidate: int, telegram: LocalTelegram) -> int:
    return telegram.write(maria(telegram), candidate, "Подойдёт в среду?")


def row_of(page: Page, message_id: int) -> Locator:
    return page.locator(f"#message-{message_id}")


def test_a_reaction_is_given_by_the_menu_and_taken_away_by_a_click_on_it(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    row = row_of(page, asked)
    row.click(button="right")
    expect(page.locator("#message-menu [data-act=reply]")).to_be_focused()
    page.locator("#message-menu [data-reaction='🔥']").click()
    pill = row.locator(".reaction")
    expect(pill).to_have_text("🔥 1")
    expect(pill).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#message-menu")).to_be_hidden()
    expect(page.locator("#act-answer")).to_be_empty()
    expect(page.locator("#act-answer")).to_have_css("padding-top", "0px")  # nothing is to be seen of it
    pill.press("Enter")
    expect(pill).to_have_count(0)


def test_the_other_reaction_takes_the_place_of_the_own_one_on_a_phone(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=NARROW, has_touch=True)
    row = row_of(page, asked)
    for emoji in ("👍", "❤"):
        row.locator(".acts").tap()
        page.locator(f"#message-menu [data-reaction='{emoji}']").tap()
        expect(row.locator(".reaction")).to_have_text(f"{emoji} 1")
    assert overflow(page) <= 0
    page.reload()
    expect(row.locator(".reaction")).to_have_text("❤ 1")


def test_what_is_refused_is_said_and_the_message_stays_as_it_is(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    row = row_of(page, asked)
    row.click(button="right")
    button = page.locator("#message-menu [data-reaction='👍']")
    button.evaluate("element => { element.dataset.reaction = '🦄'; }")
    page.locator("#message-menu [data-reaction='🦄']").click()
    expect(page.locator("#act-answer")).to_contain_text("Эту реакцию здесь поставить нельзя")
    expect(row.locator(".reaction")).to_have_count(0)


def test_without_a_connection_it_is_said_and_nothing_is_given(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    row = row_of(page, asked)
    page.context.set_offline(True)
    row.click(button="right")
    page.locator("#message-menu [data-reaction='👍']").click()
    expect(page.locator("#act-said")).to_contain_text("Нет связи")
    page.context.set_offline(False)
    expect(row.locator(".reaction")).to_have_count(0)

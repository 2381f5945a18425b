"""Forwarding: nothing goes anywhere by one slip, and the dialog says whom to."""

import re

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_accessibility import inspect
from .test_day_actions import FORWARD, PHONE, QUESTION, act, colleague, row, sent
from .test_desk import chat_address, maria

__all__ = ["colleague"]

SEARCH, PLACE, ASKED, TITLE = "#id_forward_q", "#forward-places .place", "[data-forwards]", "#forward-title"


@pytest.fixture
def asked(telegram: LocalTelegram, candidate: int) -> int:
    return telegram.write(maria(telegram), candidate, QUESTION)


def open_places(page: Page, message_id: int) -> None:
    row(page, message_id).locator(".acts").click()
    act(page, "forward").click()
    expect(page.locator(SEARCH)).to_be_focused()


def test_enter_among_several_chats_leads_to_the_first_and_sends_nothing(
    candidate: int, other: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page, before = open_desk(chat_address(candidate)), len(telegram.sent(maria(telegram)))
    open_places(page, asked)
    page.keyboard.type("Кандидат")
    page.keyboard.press("Enter")  # sooner than it is searched for
    expect(page.locator(PLACE).first).to_be_focused()
    assert page.locator(PLACE).count() > 1
    page.keyboard.press("Enter")
    name = page.locator(f"{FORWARD} .forward-to b").inner_text()
    expect(page.locator(TITLE)).to_have_text(f"Переслать 1 сообщение в «{name}»?")
    expect(page.locator(ASKED)).to_be_focused()
    assert len(telegram.sent(maria(telegram))) == before


def test_the_question_leads_back_to_what_was_searched_for(
    candidate: int, colleague: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    open_places(page, asked)
    for back in ("Escape", "Выбрать другой чат"):
        page.locator(SEARCH).fill("Коллега")
        expect(page.locator(PLACE, has_text="Кандидат")).to_have_count(0)
        page.locator(f".place[value='{colleague}']").click()
        expect(page.locator(ASKED)).to_be_focused()
        if back == "Escape":
            page.keyboard.press(back)
        else:
            page.locator("[data-places]").click()
        expect(page.locator(SEARCH)).to_be_focused()
        expect(page.locator(SEARCH)).to_have_value("Коллега")
    page.locator(SEARCH).clear()
    page.keyboard.press("Escape")
    expect(page.locator(FORWARD)).to_be_hidden()
    assert sent(telegram, colleague) == []


def test_a_double_click_and_a_long_enter_send_nothing(
    candidate: int, colleague: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    open_places(page, asked)
    page.locator(f".place[value='{colleague}']").click()
    page.locator(ASKED).dispatch_event("click", {"detail": 2})
    page.locator(f"{ASKED}:focus").dispatch_event("keydown", {"key": "Enter", "repeat": True})
    page.keyboard.down("Enter")  # held: the browser repeats it
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_be_visible()
    assert sent(telegram, colleague) == [QUESTION]


def test_a_refused_forwarding_is_tried_again_from_the_question(
    candidate: int, colleague: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    open_places(page, asked)
    page.locator(f".place[value='{colleague}']").click()
    telegram.refuse_writing(maria(telegram), colleague, 420, "SLOWMODE_WAIT_30")
    page.locator(ASKED).click()
    expect(page.locator(f"{FORWARD} #forward-error")).to_be_visible()
    expect(page.locator(TITLE)).to_contain_text("Коллега")
    telegram.allow_writing(maria(telegram), colleague)
    page.get_by_role("button", name=re.compile("Попробовать")).click()
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_contain_text("Коллега")
    assert sent(telegram, colleague) == [QUESTION]


def test_saved_messages_are_not_asked_about(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), **PHONE)
    open_places(page, asked)
    page.locator(".place[form=forward-saved]").tap()
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_contain_text("Переслано 1 сообщение в «Избранное».")
    assert QUESTION in sent(telegram, maria(telegram))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_question_can_be_read_by_everybody(
    candidate: int, colleague: int, asked: int, open_desk: OpenDesk, scheme: str
) -> None:
    page = open_desk(chat_address(candidate), color_scheme=scheme)
    open_places(page, asked)
    page.locator(f".place[value='{colleague}']").click()
    expect(page.locator(ASKED)).to_be_focused()
    inspect(page, FORWARD)


def test_a_name_that_is_long_covers_no_other_chat(
    candidate: int, asked: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    telegram.add_chat(maria(telegram), "Анна " + "Долгоимянная " * 12)
    page = open_desk(chat_address(candidate))
    open_places(page, asked)
    expect(page.locator(".place").nth(3)).to_be_visible()
    assert (
        page.locator(".place").evaluate_all("all => all.filter(each => each.scrollHeight > each.clientHeight).length")
        == 0
    )

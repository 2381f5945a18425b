"""A day at the list of chats: it has room in each window, and its search stays where it is."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_desk import ROW, TITLE, chat_of_maria

QUERY, SWITCH = "#id_q", "label[for=id_in]"


def width(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["width"]


@pytest.mark.parametrize(("window", "least", "most", "field"), [(1280, 320, 340, 185), (1920, 440, 450, 300)])
def test_the_list_grows_with_the_window(
    open_desk: OpenDesk, telegram: LocalTelegram, window: int, least: int, most: int, field: int
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), viewport={"width": window, "height": 800})
    assert least <= width(page.locator(".chats")) <= most
    assert width(page.locator(QUERY)) >= field


@pytest.mark.parametrize("window", [320, 375, 1280])
def test_the_switch_of_the_search_stands_on_one_line(open_desk: OpenDesk, window: int) -> None:
    page = open_desk(viewport={"width": window, "height": 740})
    search(page, "Анна")
    line = page.locator(f"{SWITCH} span").evaluate("each => each.getClientRects().length")
    assert line == 1
    box, field = page.locator(SWITCH).bounding_box(), page.locator(QUERY).bounding_box()
    assert box and field and box["y"] >= field["y"] + field["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= window


def search(page: Page, text: str) -> None:
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator(QUERY).fill(text)


def test_escape_at_the_switch_ends_the_search_and_not_the_chat(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"))
    search(page, "Анна")
    with page.expect_response(lambda answer: "in=messages" in answer.url):
        page.locator(SWITCH).click()
    page.keyboard.press("Escape")
    expect(page.locator(QUERY)).to_have_value("")
    expect(page.locator(QUERY)).to_be_focused()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")


def test_the_list_does_not_move_under_the_pointer_when_nothing_is_searched_for_any_more(open_desk: OpenDesk) -> None:
    page = open_desk()
    search(page, "Анна")
    with page.expect_response(lambda answer: "in=messages" in answer.url):
        page.locator(SWITCH).click()
    search(page, "")
    first = page.locator(ROW).first
    expect(first).to_be_visible()
    before = first.bounding_box()
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator(SWITCH).click()
    first.hover()
    assert first.bounding_box() == before
    page.mouse.move(1000, 20)
    expect(page.locator(SWITCH)).to_be_hidden()


def test_a_search_without_a_connection_is_made_when_it_is_back(open_desk: OpenDesk) -> None:
    page = open_desk()
    expect(page.locator(ROW, has_text="Анна Смирнова").first).to_be_visible()
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(QUERY).press_sequentially("Анна")
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(r"\?q=%D0%90"))
    expect(page.locator(ROW).filter(has_not_text="Анна")).to_have_count(0)
    expect(page.locator(QUERY)).to_be_focused()


def test_a_search_that_came_at_last_is_not_made_again(open_desk: OpenDesk) -> None:
    page = open_desk()
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(QUERY).fill("Анна")
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("q="))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda answer: "part=" in answer.url):
        page.evaluate("htmx.trigger('#chats-poll', 'poll')")
    page.wait_for_timeout(500)
    assert not [url for url in asked if "q=" in url]

"""What is asked for and does not come is said where one looks, and asked for again with one click."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_day_actions import DELETE, FORWARD, MENU, act, own
from .test_desk import FIELD, ROW, TITLE, chat_address, chat_of_maria, maria

SAID = ".unanswered [role=alert]"
TEXT = "Никуда не уйдёт"
CHAT = re.compile("/messages/$")


@pytest.fixture
def page(open_desk: OpenDesk, telegram: LocalTelegram) -> Iterator[Page]:
    """An own message, and no connection."""
    chat_id = telegram.add_chat(maria(telegram), "Кандидат Безответный", "private")
    page = open_desk(chat_address(chat_id), locale="en-US")
    page.locator(FIELD).fill(TEXT)
    page.locator(FIELD).press("Enter")
    expect(own(page, TEXT)).to_be_visible()
    page.context.set_offline(True)
    yield page
    page.context.set_offline(False)


def open_menu(page: Page) -> None:
    own(page, TEXT).click(button="right")
    expect(page.locator(MENU)).to_be_visible()


def test_chats_to_forward_to_that_do_not_come_are_asked_for_again(page: Page) -> None:
    open_menu(page)
    act(page, "forward").click()
    expect(page.locator(f"{FORWARD} {SAID}")).to_contain_text("There is no connection.")
    page.context.set_offline(False)
    page.locator(FORWARD).get_by_role("button", name="Try again").click()
    expect(page.locator(f"{FORWARD} .place").first).to_be_visible()
    expect(page.locator(SAID)).to_have_count(0)


def test_a_chat_to_forward_to_that_was_searched_for_is_found_when_there_is_a_connection(page: Page) -> None:
    page.context.set_offline(False)
    open_menu(page)
    act(page, "forward").click()
    expect(page.locator(f"{FORWARD} .place").nth(1)).to_be_visible()
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: "q=" in request.url):
        page.locator("#id_forward_q").fill("Анна Смирнова")
    page.context.set_offline(False)
    expect(page.locator(f"{FORWARD} .place").first).to_contain_text("Анна Смирнова")


def test_a_message_that_was_not_deleted_is_said_beside_the_question(page: Page) -> None:
    open_menu(page)
    act(page, "delete").click()
    page.locator(DELETE).get_by_role("button", name=re.compile("^Delete for me$")).click()
    expect(page.locator(f"{DELETE} {SAID}")).to_contain_text("There is no connection.")
    page.locator(DELETE).get_by_role("button", name="Cancel").click()
    open_menu(page)
    act(page, "delete").click()
    expect(page.locator(f"{DELETE} {SAID}")).to_have_count(0)
    expect(own(page, TEXT)).to_have_count(1)


def test_an_edit_and_a_card_that_do_not_come_are_said_above_the_field(page: Page) -> None:
    open_menu(page)
    act(page, "edit").click()
    expect(page.locator("#act-said")).to_contain_text("There is no connection.")
    expect(page.locator("#act-said")).to_be_hidden()
    page.locator("#chat-card").click()
    expect(page.locator("#act-said")).to_be_visible()


def test_what_nobody_asked_for_is_not_missed(page: Page) -> None:
    for element, event in (("#chat-read", "seen"), (".preview", "preview")):
        with page.expect_event("requestfailed"):
            page.evaluate(f"htmx.trigger('{element}', '{event}')")
    expect(page.locator("#offline")).to_contain_text("There is no connection.")
    expect(page.locator("#act-said")).to_be_hidden()


def test_a_plan_that_did_not_go_is_said_in_its_window(page: Page) -> None:
    page.locator(FIELD).fill("Завтра в десять")
    page.locator("#later-opener").click()
    page.locator("#later-send").click()
    expect(page.locator(f"#later {SAID}").last).to_contain_text("There is no connection.")
    expect(page.locator(FIELD)).to_have_value("Завтра в десять")


def test_a_server_that_hangs_is_told_of_long_before_it_is_given_up(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    held: list[Route] = []
    page.route(re.compile("/telegram/chats/-?[0-9]+/messages/"), lambda route: held.append(route), times=1)
    page.locator(ROW, has_text="Команда подбора").click()
    page.clock.run_for(3_500)
    expect(page.get_by_text("There is no answer yet.")).to_be_visible()
    for route in held:
        route.continue_()
    expect(page.locator(TITLE)).to_have_text("Команда подбора")
    expect(page.get_by_text("There is no answer yet.")).to_be_hidden()


def is_sent(request: Request) -> bool:
    return request.method == "POST" and CHAT.search(request.url) is not None


def test_files_take_as_long_as_they_take(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), locale="en-US", has_clock=True)
    held: list[Route] = []
    page.route(CHAT, lambda route: held.append(route) if is_sent(route.request) else route.fallback())
    page.set_input_files("#id_files", {"name": "Offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    with page.expect_request(is_sent):
        page.locator("#files-send").click()
    page.clock.run_for(3_500)
    expect(page.locator(".outgoing")).to_contain_text("Offer.pdf")
    expect(page.get_by_text("There is no answer yet.")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.locator(".outgoing")).to_have_count(0)

"""The place of a recruiter: Back, a reload and a new tab lead to what was looked at, in the list and in a chat."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import OpenDesk, someone
from .test_connect import CODE
from .test_desk import (
    CHATS,
    FOUND,
    MESSAGE,
    MORE_CHATS,
    OLDER,
    SCROLLER,
    TITLE,
    TWO_FRAMES,
    chat_address,
    is_in_view,
    numbers,
    scroll_through,
)

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 667}
LIST, ROW = ".chats-scroller", "#chats .chat-link:not(#folder-link)"
SWAPPED = """() => document.querySelector("#chats").dispatchEvent(
    new CustomEvent("htmx:afterSwap", { bubbles: true, detail: { target: document.querySelector("#chats") } }))"""
TOP_MESSAGE = """element => { const top = element.getBoundingClientRect().top;
    return [...element.querySelectorAll(".message")].find(each => each.getBoundingClientRect().top >= top - 1).id }"""


@pytest.fixture
def james(telegram: LocalTelegram) -> int:
    return someone(telegram, "James").user_id


@pytest.fixture
def candidate(telegram: LocalTelegram, james: int) -> int:
    """A new chat with 160 messages."""
    number = len(telegram.chats(james))
    chat_id = telegram.add_chat(james, f"Place Number{number}", "private")
    for each in range(160):
        telegram.write(james, chat_id, f"Message {each}")
    return chat_id


def scroll_to_the_90th(page: Page) -> int:
    """Scrolls the list until the 90th chat is in view, and returns how far that is."""
    page.locator(LIST).hover()
    while page.locator(ROW).count() < 90:
        page.mouse.wheel(0, 1_500)
        page.evaluate(TWO_FRAMES)
        expect(page.locator(f"{MORE_CHATS}.htmx-request")).to_have_count(0)
    page.locator(ROW).nth(89).scroll_into_view_if_needed()
    return list_place(page)


def list_place(page: Page) -> int:
    place: int = page.locator(LIST).evaluate("element => Math.round(element.scrollTop)")
    return place


@pytest.mark.parametrize("way", ["the browser's", "the page's"])
def test_on_a_phone_the_way_back_from_the_90th_chat_leads_to_the_90th_chat(way: str, open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(MORE_CHATS).scroll_into_view_if_needed()
    expect(page.locator(ROW).nth(89)).to_be_attached()
    page.locator(ROW).nth(89).scroll_into_view_if_needed()
    place, rows = list_place(page), numbers(page, ROW, "href")
    page.locator(ROW).nth(89).tap()
    expect(page.locator(TITLE)).to_be_visible()
    if way == "the browser's":
        page.go_back()
    else:
        page.locator(".back").tap()
    expect(page.locator(ROW).nth(89)).to_be_in_viewport()
    expect(page.locator("#chat")).to_be_hidden()
    assert page.url.endswith(CHATS)
    assert (list_place(page), numbers(page, ROW, "href")[:90]) == (place, rows[:90])
    expect(page).to_have_title(re.compile("Чаты"))


def test_a_reload_keeps_the_place_in_the_list(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James")
    place = scroll_to_the_90th(page)
    page.locator(ROW).nth(89).click()
    expect(page.locator(MESSAGE).first).to_be_visible()
    page.reload()
    expect(page.locator(ROW).nth(89)).to_be_in_viewport()
    assert list_place(page) == place
    expect(page.locator(ROW).nth(89)).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_back_and_a_reload_keep_the_place_in_a_chat(
    viewport: dict[str, int], candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(f"{chat_address(candidate)}?at=end", "James", viewport=viewport)
    scroll_through(page, SCROLLER, OLDER, -3_000)
    middle = telegram.message_ids(james, candidate)[80]
    page.locator(f"#message-{middle}").evaluate("element => element.scrollIntoView({ block: 'start' })")
    top = page.locator(SCROLLER).evaluate(TOP_MESSAGE)
    page.wait_for_url(re.compile(f"around={top.removeprefix('message-')}$"))
    page.reload()
    expect(page.locator(f"#{top}")).to_be_in_viewport()
    assert page.locator(SCROLLER).evaluate(TOP_MESSAGE) == top
    if viewport == PHONE:
        page.locator(".back").click()
        expect(page.locator("#chat")).to_be_hidden()
    else:
        page.locator(ROW).nth(3).click()
        expect(page.locator(TITLE)).not_to_contain_text("Place")
    page.go_back()
    expect(page.locator(TITLE)).to_contain_text("Place")
    expect(page.locator(f"#{top}")).to_be_in_viewport()
    assert page.locator(SCROLLER).evaluate(TOP_MESSAGE) == top


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_the_way_back_from_a_found_message_leads_to_what_was_found(
    viewport: dict[str, int], candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    words = f"needle{candidate}"
    telegram.edit(james, candidate, telegram.message_ids(james, candidate)[120], f"{words} in a haystack")
    page = open_desk(CHATS, "James", viewport=viewport)
    page.locator("#id_q").fill(words)
    page.locator("label[for=id_in]").click()
    expect(page.locator(FOUND)).to_have_count(1)
    page.locator(FOUND).locator("a").click()
    expect(page.locator(MESSAGE, has_text=words)).to_be_in_viewport(ratio=1)
    assert is_in_view(page, f"{MESSAGE}:has-text('{words}')", SCROLLER)
    page.reload()
    expect(page.locator(MESSAGE, has_text=words)).to_be_in_viewport(ratio=1)
    page.go_back()
    expect(page.locator(MESSAGE)).to_have_count(0)
    for _ in range(2):  # and a reload of what was found
        expect(page.locator(FOUND)).to_be_visible()
        expect(page.locator("#id_q")).to_have_value(words)
        expect(page.locator("#id_in")).to_be_checked()
        page.reload()
    page.go_forward()
    expect(page.locator(MESSAGE, has_text=words)).to_be_in_viewport(ratio=1)


def test_back_leads_to_the_search_of_its_address(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James")
    page.locator("#id_q").fill("Emma")
    expect(page.locator(ROW).nth(20)).to_have_count(0)
    page.wait_for_url(re.compile(r"chats/\?q=Emma"))
    page.locator(ROW, has_text="Emma Clarke").click()
    expect(page.locator(TITLE)).to_have_text("Emma Clarke")
    page.locator("#id_q").fill("")
    expect(page.locator(ROW).nth(20)).to_be_visible()
    assert page.url.endswith("/messages/")
    page.go_back()
    expect(page.locator("#id_q")).to_have_value("Emma")
    expect(page.locator(ROW).nth(20)).to_have_count(0)
    expect(page.locator(".no-chat")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_back_from_a_slow_chat_leads_to_what_was_before(
    viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(CHATS, "James", viewport=viewport)
    with telegram.commit(faults.Delay(1.5), method="messages.GetHistory"):
        with page.expect_request(re.compile("/messages/")) as asked:
            page.locator(ROW).nth(2).click()
        page.wait_for_url(re.compile("/messages/"))
        page.evaluate(SWAPPED)  # something else of the page is renewed meanwhile
        expect(page.locator(f"{ROW}[aria-current]")).to_have_count(1)
        with page.expect_event("requestfailed", lambda request: request.url == asked.value.url):  # given up
            page.go_back()
        expect(page.locator("#chat.htmx-request")).to_have_count(0)
        if viewport == PHONE:
            expect(page.locator(ROW).first).to_be_in_viewport()
    expect(page.locator(".no-chat")).to_be_attached()
    assert page.url.endswith(CHATS)
    expect(page.locator(f"{ROW}[aria-current]")).to_have_count(0)


def test_the_last_of_two_slow_chats_stays(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(CHATS, "James")
    with telegram.commit(faults.Delay(1), method="messages.GetHistory"):
        page.locator(ROW).nth(2).click()
        page.locator(ROW).nth(3).click()
    expect(page.locator(TITLE)).to_have_text(page.locator(ROW).nth(3).locator("b").inner_text())
    assert page.url.endswith(page.locator(ROW).nth(3).get_attribute("href") or "?")
    page.go_back()
    expect(page.locator(".no-chat")).to_be_visible()
    assert page.url.endswith(CHATS)


def test_a_chat_that_no_line_brings_leaves_address_and_chat_as_they_were(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James")
    page.locator(ROW).nth(1).click()
    expect(page.locator(MESSAGE).first).to_be_attached()
    title, url = page.locator(TITLE).inner_text(), page.url
    page.context.set_offline(True)
    page.locator(ROW).nth(2).click()
    expect(page.get_by_text("Нет связи").first).to_be_visible()
    page.wait_for_url(url)
    page.context.set_offline(False)
    page.locator(ROW).nth(2).click()
    expect(page.locator(TITLE)).not_to_have_text(title)
    assert page.url != url


def test_a_late_answer_to_a_search_does_not_change_the_address_of_a_chat(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James")
    held: list[Route] = []
    page.route(re.compile("q=Emma"), lambda route: held.append(route))  # Playwright cannot take a built-in
    with page.expect_request(re.compile("q=Emma")):
        page.locator("#id_q").fill("Emma")
    page.locator(ROW).nth(1).click()
    expect(page.locator(MESSAGE).first).to_be_attached()
    held[0].continue_()
    page.wait_for_url(re.compile(r"/messages/\?q=Emma"))


@pytest.mark.parametrize("way", ["Control", "Shift", "middle"])
def test_a_click_for_a_new_tab_is_left_to_the_browser(way: str, open_desk: OpenDesk) -> None:
    page = open_desk(f"{CHATS}?limit=50", "James")
    page.locator(ROW).first.click()
    expect(page.locator(MESSAGE).first).to_be_attached()
    url = page.url
    with page.context.expect_page() as opened:
        if way == "middle":
            page.locator(ROW).nth(2).click(button="middle")
        else:
            page.locator(ROW).nth(2).click(modifiers=[way])  # type: ignore[list-item]
    expect(opened.value.locator(TITLE)).to_be_visible()
    assert page.url == url
    assert page.evaluate(UNTAKEN) == []


UNTAKEN = """() => [...document.querySelectorAll("a[hx-get]")].filter(link => {
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
    let isTaken = false;
    link.addEventListener("htmx:confirm", event => { isTaken = true; event.preventDefault() }, { once: true });
    const stop = event => event.preventDefault();
    link.addEventListener("click", stop, { once: true });
    const reached = !link.dispatchEvent(click);
    link.removeEventListener("click", stop);
    return isTaken || reached;
}).map(link => link.outerHTML.slice(0, 200))"""


def test_links_of_the_login_page_open_in_new_tabs_too(page: Page) -> None:
    page.locator(CODE).wait_for()
    with page.context.expect_page() as opened:
        page.locator("a[href$='way=phone']").click(modifiers=["Control"])
    expect(opened.value.locator("#id_phone")).to_be_visible()
    expect(page.locator(CODE)).to_be_visible()

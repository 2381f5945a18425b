"""The desk by keys alone, the days that stay in view, and what a walk through the page had left."""

import re

import pytest
from playwright.sync_api import expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_accessibility import inspect
from .test_desk import CHATS, DAY, FIELD, FOUND, ROW, SCROLLER, SEND, TITLE, chat_address, chat_of_maria, maria

VISIBLE_DAYS = """() => {
    const top = document.querySelector("#messages-scroller").getBoundingClientRect().top;
    return [...document.querySelectorAll("#messages > .day")].filter(day => {
        const box = day.getBoundingClientRect();
        return box.top < top + 20 && box.bottom > top && getComputedStyle(day).visibility === "visible";
    }).map(day => day.innerText.trim());
}"""

OVERLAPPING = """() => {
    const shown = [...document.querySelectorAll("#messages > .day > span")].filter(each => each.checkVisibility({
        visibilityProperty: true, opacityProperty: true }));
    const boxes = shown.map(each => each.getBoundingClientRect());
    return boxes.some((box, number) => boxes.slice(number + 1).some(other => other.top < box.bottom));
}"""

# Pressed once it stands, sooner than any finger.
AT_FIRST_SIGHT = """selector => new MutationObserver((_, observer) => {
    const found = document.querySelector(selector);
    if (found) observer.disconnect(), found.click();
}).observe(document.body, { childList: true, subtree: true })"""

# The moment between the swap and what follows it.
BEFORE_ANYTHING_ELSE = """() => {
    htmx.config.defaultSettleDelay = 60000;
    const stop = event => event.stopImmediatePropagation();
    document.addEventListener("htmx:beforeSwap", () => addEventListener("scroll", stop, true));
}"""


def test_keys_lead_to_the_search_between_chats_and_back(open_desk: OpenDesk) -> None:
    page = open_desk()
    first, second = (page.locator(ROW).nth(number).locator("b").inner_text() for number in (0, 1))
    for key in ("Control+k", "/"):
        page.keyboard.press(key)
        expect(page.locator("#id_q")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#id_q")).not_to_be_focused()
    expect(page.locator("#id_q")).to_have_value("")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(TITLE)).to_have_text(first)
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(TITLE)).to_have_text(second)
    page.keyboard.type("/?")
    expect(page.locator(FIELD)).to_have_value("/?")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(TITLE)).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator("#chat .no-chat")).to_be_visible()
    expect(page.locator(ROW).first).to_be_focused()
    assert page.url.endswith(CHATS)


def test_what_comes_can_be_pressed_at_once(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk()
    page.evaluate("() => { window.stays = true; }")
    page.evaluate(AT_FIRST_SIGHT, "#chat-card")
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator("#person-panel")).to_contain_text("Анна Смирнова")
    assert page.evaluate("() => window.stays")  # the browser did not load a page of its own


def test_a_question_mark_shows_the_keys_which_escape_closes_first(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"))
    page.locator(SCROLLER).focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    page.get_by_role("button", name="Клавиши").click()
    expect(page.locator("#keys")).to_contain_text("поиск")


def test_skip_links_lead_to_the_chats_the_messages_and_the_field(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"))
    page.locator(FIELD).evaluate("field => field.blur()")
    page.evaluate("document.body.focus()")
    for name in ("К чатам", "К сообщениям", "К полю сообщения"):
        page.get_by_role("link", name=name).focus()
        expect(page.get_by_role("link", name=name)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_focused()


def test_the_day_of_the_topmost_message_stays_in_view(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    page.locator(SCROLLER).hover()
    seen = set()
    for _ in range(6):
        page.mouse.wheel(0, -700)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        days = page.evaluate(VISIBLE_DAYS)
        assert len(days) <= 1, days
        seen.update(days)
    assert seen


def test_the_day_above_the_messages_fades_when_nobody_scrolls(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    page.locator(SCROLLER).hover()
    page.mouse.wheel(0, -700)
    above = page.locator(f"{DAY}.above > span")
    expect(above).to_have_css("opacity", "1")
    expect(above).to_have_css("opacity", "0")
    page.mouse.wheel(0, -50)
    expect(page.locator(f"{DAY}.above > span")).to_have_css("opacity", "1")
    page.mouse.wheel(0, -100_000)
    expect(page.locator("#messages.resting")).to_be_attached()
    in_the_flow = page.locator(f"{DAY}:not(.above, .passed) > span").first
    expect(in_the_flow).to_have_css("opacity", "1")


def test_a_day_gives_way_to_the_next_one_that_comes_up_to_it(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    days = page.locator(DAY)
    for distance in (4, 8, 16, 24, 30):
        days.last.evaluate(
            """(day, distance) => {
                const scroller = document.querySelector("#messages-scroller");
                const message = day.nextElementSibling;
                const box = message.getBoundingClientRect(), top = scroller.getBoundingClientRect().top;
                scroller.scrollTop += box.top - top - distance - 36;
            }""",
            distance,
        )
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert not page.evaluate(OVERLAPPING), distance


def test_days_that_come_with_older_messages_are_not_piled_up_for_a_moment(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    before = page.locator(DAY).count()
    page.evaluate(BEFORE_ANYTHING_ELSE)
    page.locator(SCROLLER).hover()
    page.mouse.wheel(0, -10_000)
    expect(page.locator(DAY)).not_to_have_count(before)
    assert len(page.evaluate(VISIBLE_DAYS)) <= 1


def test_days_of_two_chats_are_not_piled_up_once_one_is_back(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    for title in ("Анна Смирнова", "Команда подбора", "Анна Смирнова", "Команда подбора"):
        page.locator("#chats .chat-link", has_text=title).click()
        expect(page.locator(TITLE)).to_have_text(title)
        expect(page.locator(".htmx-settling, .htmx-added")).to_have_count(0)
        page.evaluate("() => new Promise(done => setTimeout(done, 100))")
        assert len(page.evaluate(VISIBLE_DAYS)) <= 1, title


def test_on_paper_a_day_has_its_date(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"))
    page.emulate_media(media="print")
    day = page.locator(f"{DAY} span").last
    assert day.evaluate("day => getComputedStyle(day).fontSize") == "0px"
    title = day.get_attribute("title") or ""
    assert re.search(r"\d{4}", title)
    assert title in day.evaluate("day => getComputedStyle(day, '::after').content")


def test_the_language_changes_where_one_is(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    address = chat_of_maria(telegram, "Анна Смирнова")
    page = open_desk(address)
    page.locator(".menu-opener").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    assert address in page.url


def test_a_found_word_is_marked_and_in_view(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    chat = telegram.add_chat(maria(telegram), "Находка Длинная", "private")
    telegram.write(maria(telegram), chat, "Долгая присказка, прежде чем дойти до слова абракадабра и дальше")
    page = open_desk(f"{CHATS}?q=абракадабра&in=messages")
    mark = page.locator(f"{FOUND} mark")
    expect(mark).to_have_text("абракадабра")
    row = page.locator(FOUND).evaluate("row => row.getBoundingClientRect().right")
    assert mark.evaluate("mark => mark.getBoundingClientRect().right") < row


def test_a_chat_clicked_without_a_line_opens_when_it_is_back(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"), has_clock=True)
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(".missed")).to_have_count(1)
    page.context.set_offline(False)
    page.clock.run_for(10_000)
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(".missed")).to_have_count(0)


def test_a_new_token_is_copied_by_a_button(open_desk: OpenDesk) -> None:
    page = open_desk("/telegram/tokens/", viewport={"width": 375, "height": 667})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#id_name").fill("Для проверки")
    page.locator("[name=scopes]").first.check()
    page.locator("form[action$='/tokens/'] .primary").click()
    page.get_by_role("button", name="Скопировать").click()
    expect(page.get_by_role("button", name="Скопировано")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#token-secret").input_value()


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 640, "height": 400}], ids=["320", "200 %"])
def test_what_was_refused_fits(open_desk: OpenDesk, telegram: LocalTelegram, size: dict[str, int]) -> None:
    chat = telegram.add_chat(maria(telegram), "שלום مرحبا", "private")
    page = open_desk(chat_address(chat), viewport=size)
    telegram.refuse_writing(maria(telegram), chat, 403, "CHAT_WRITE_FORBIDDEN")
    for text in ("ш" * 200, "مرحبا بالعالم"):
        page.locator(FIELD).fill(text)
        page.locator(SEND).click()
    expect(page.get_by_role("button", name="Повторить")).to_be_visible()
    assert page.locator(SCROLLER).evaluate("element => element.scrollWidth <= element.clientWidth")
    page.keyboard.press("?")
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_new_states(open_desk: OpenDesk, telegram: LocalTelegram, scheme: str) -> None:
    chat = telegram.add_chat(maria(telegram), f"Состояния {scheme}", "private")
    page = open_desk(chat_address(chat), color_scheme=scheme)
    telegram.refuse_writing(maria(telegram), chat, 403, "CHAT_WRITE_FORBIDDEN")
    for text in ("Отказано", "Ждёт"):
        page.locator(FIELD).fill(text)
        page.locator(FIELD).press("Enter")
    expect(page.get_by_role("button", name="Повторить")).to_be_visible()
    inspect(page)
    page.locator(SCROLLER).focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    inspect(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{CHATS}?q=вакансия&in=messages")
    expect(page.locator(f"{FOUND} mark").first).to_be_visible()
    inspect(page)

"""A recruiter reads at the desk: finds a candidate, scrolls through chats and messages, opens files and pictures."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, WIDE, OpenDesk, someone

CHATS, ROW, FOUND = "/telegram/chats/", "#chats .chat-link:not(#folder-link)", "#chats > li[id^=found-]"
MESSAGE, SCROLLER, DAY = "#messages > .message", "#messages-scroller", "#messages > .day"
TITLE, FIELD, SEND = "#chat-title", "#id_text", "#message-form .send"
MORE_CHATS, OLDER = "li.more-chats", "li.more-messages"
SHIFTS = """window.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(each => each.value)))
    .observe({type: "layout-shift", buffered: true});"""
PLACES = "#messages > li, #messages .picture > *, #chats > li, .chat-header"
BOXES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.x, box.y, box.width, box.height])"
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
JUMPS = """() => {
    window.jumps = [];
    const scroller = document.querySelector("#messages-scroller"), top = element => element.getBoundingClientRect().top;
    const isOlder = event => event.detail.requestConfig.path.includes("part=rows");
    let kept, before;
    document.addEventListener("htmx:beforeSwap", event => {
        if (!isOlder(event)) return;
        kept = [...scroller.querySelectorAll(".message")].find(each => top(each) >= top(scroller));
        before = top(kept);
    });
    document.addEventListener("htmx:afterSettle", event => {
        if (isOlder(event)) requestAnimationFrame(() => jumps.push(top(kept) - before));
    });
}"""


def maria(telegram: LocalTelegram) -> int:
    return someone(telegram, "Мария").user_id


def chat_address(chat_id: int) -> str:
    return f"/telegram/chats/{chat_id}/messages/"


def chat_of_maria(telegram: LocalTelegram, title: str) -> str:
    return chat_address(telegram.find_chat(maria(telegram), title))


def numbers(page: Page, selector: str, attribute: str = "id") -> list[int]:
    """The numbers in the ids, or in another attribute, in the order of the page."""
    found = page.locator(selector).evaluate_all(f"all => all.map(each => each.getAttribute('{attribute}'))")
    return [int(re.findall(r"(?<![a-z])-?\d+", each)[0]) for each in found]


def listed(page: Page) -> list[int]:
    return numbers(page, ROW, "href")


def follow(link: Locator) -> None:
    """Click a link or a button, and wait for the page that it leads to; what is read then is that page's."""
    with link.page.expect_navigation():
        link.click()


def is_in_view(page: Page, selector: str, scroller: str) -> bool:
    inside: bool = page.locator(selector).evaluate(
        "(element, name) => { const box = element.getBoundingClientRect(),"
        " frame = document.querySelector(name).getBoundingClientRect();"
        " return box.height > 0 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1 }",
        scroller,
    )
    return inside


def scroll_through(page: Page, scroller: str, more: str, step: int) -> None:
    """Turns the wheel until there is nothing more to come, and waits where a person would: while rows are coming."""
    page.locator(scroller).hover()
    deadline = time.monotonic() + 60
    while page.locator(more).count() and time.monotonic() < deadline:
        page.mouse.wheel(0, step)
        page.evaluate(TWO_FRAMES)
        expect(page.locator(f"{more}.htmx-request")).to_have_count(0)
    expect(page.locator(more)).to_have_count(0)
    page.mouse.wheel(0, step * 50)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_candidate_is_found_by_name_and_the_chat_opens_at_its_newest_message(
    viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(viewport=viewport)
    page.locator("#id_q").press_sequentially("анна смир")
    expect(page.locator(ROW)).to_have_count(1)
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page).to_have_title("Анна Смирнова · HR Helper")
    expect(page).to_have_url(re.compile(re.escape(chat_address(anna))))
    shown = numbers(page, MESSAGE)
    assert shown == list(telegram.message_ids(maria(telegram), anna)[: len(shown)])[::-1]
    assert is_in_view(page, f"#message-{shown[-1]}", SCROLLER)
    expect(page.locator(ROW)).to_have_attribute("aria-current", "page")
    expect(page.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize(("place", "words"), [(30, "тридцатое с конца"), (200, "двухсотое с конца")])
def test_a_message_is_found_by_its_words_and_is_in_view_when_its_chat_opens(
    place: int, words: str, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    anna = telegram.find_chat(user_id, "Анна Смирнова")
    message_id = telegram.message_ids(user_id, anna)[place]
    telegram.edit(user_id, anna, message_id, words)
    page = open_desk()
    page.locator("#id_q").fill(words)
    page.locator("label[for=id_in]").click()
    expect(page.locator(FOUND)).to_have_count(1)
    expect(page.locator(FOUND)).to_contain_text(words)
    page.locator(FOUND).locator("a").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(f"#message-{message_id}")).to_contain_text(words)
    expect(page.locator(f"#message-{message_id}")).to_be_in_viewport()


def test_nothing_found_is_said_and_leads_on(open_desk: OpenDesk) -> None:
    page = open_desk(locale="en-US")
    page.locator("#id_q").fill("qqxyzzy")
    expect(page.locator("#chats")).to_contain_text("There is no chat like “qqxyzzy”.")
    page.get_by_role("link", name="Search in messages").click()
    expect(page.locator("#chats")).to_contain_text("No message contains “qqxyzzy”.")
    page.get_by_role("link", name="Show all chats").click()
    expect(page.locator(ROW).nth(20)).to_be_attached()


def test_older_messages_come_page_by_page_without_a_jump(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    everything = list(telegram.message_ids(maria(telegram), anna))[::-1]
    page = open_desk(chat_address(anna))
    page.evaluate(JUMPS)
    scroll_through(page, SCROLLER, OLDER, -900)
    assert numbers(page, MESSAGE) == everything
    jumps = page.evaluate("jumps")
    assert len(jumps) >= len(everything) // 50
    assert [jump for jump in jumps if abs(jump) > 1] == []
    days = page.locator(DAY).evaluate_all("all => all.map(each => each.id)")
    assert len(days) > 5 and days == sorted(set(days))
    dates = page.locator("#messages > li:not(.day) time").evaluate_all(
        "all => all.map(each => each.dateTime.slice(0, 10))"
    )
    assert days == list(dict.fromkeys(f"day-{date}" for date in dates))


def test_a_page_of_older_messages_is_laid_out_a_few_times_and_not_once_a_row(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(telegram.find_chat(maria(telegram), "Анна Смирнова")))
    expect(page.locator(MESSAGE)).to_have_count(50)
    chromium = page.context.new_cdp_session(page)
    chromium.send("Performance.enable")

    def layouts() -> float:
        metrics = chromium.send("Performance.getMetrics")["metrics"]
        return next(float(each["value"]) for each in metrics if each["name"] == "LayoutCount")

    before = layouts()
    page.locator(SCROLLER).evaluate("scroller => scroller.scrollTo(0, 0)")
    expect(page.locator(MESSAGE)).to_have_count(100)
    page.evaluate(TWO_FRAMES)
    assert layouts() - before < 40  # fifty rows have come


def test_the_list_is_scrolled_to_its_end_with_each_chat_once(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    everything = telegram.chats(maria(telegram), folder=0)
    page = open_desk()
    scroll_through(page, ".chats-scroller", MORE_CHATS, 1_500)
    assert listed(page) == list(everything)
    page.locator(ROW).last.click()
    expect(page.locator(TITLE)).to_be_visible()
    assert is_in_view(page, f"{ROW}[aria-current=page]", ".chats-scroller")


def test_the_cv_is_downloaded_whole_and_in_ranges(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    user_id = maria(telegram)
    anna = telegram.find_chat(user_id, "Анна Смирнова")
    page = open_desk(chat_address(anna))
    link = page.locator("a.file", has_text="Резюме Анна Смирнова.pdf")
    while not link.count():  # other tests have written in this chat
        count = page.locator(MESSAGE).count()
        page.locator(OLDER).scroll_into_view_if_needed()
        expect(page.locator(MESSAGE)).not_to_have_count(count)
    with page.expect_download() as caught:
        link.click()
    href = link.get_attribute("href") or ""
    file = telegram.file(user_id, anna, int(re.findall(r"\d+", href)[1]))
    content = file.read(0, file.size)
    assert caught.value.suggested_filename == "Резюме Анна Смирнова.pdf"
    assert caught.value.path().read_bytes() == content
    answer = page.request.get(href, headers={"Range": "bytes=300000-300999"})
    assert (answer.status, answer.body()) == (206, content[300_000:301_000])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-range"] == f"bytes 300000-300999/{len(content)}"
    assert page.request.get(href, headers={"Range": "bytes=9000000-"}).status == 416
    assert chat_address(anna) in page.url


def test_pictures_come_in_one_request_and_nothing_moves(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    emma = telegram.find_chat(someone(telegram, "James").user_id, "Emma Clarke")
    page = open_desk("/accounts/login/", "James", locale="en-US")
    page.context.add_init_script(SHIFTS)
    held: list[Route] = []
    page.route(re.compile(r"/pictures/\?"), lambda route: held.append(route))  # Playwright cannot take a built-in
    with page.expect_request(re.compile(r"/pictures/\?")):
        page.goto(chat_address(emma))
    wanted = page.locator("#messages svg[role=img]")
    count = wanted.count()
    assert count >= 5
    wanted.nth(count // 2).scroll_into_view_if_needed()
    places = page.locator(PLACES).evaluate_all(BOXES)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#messages img[id^='picture-']")).to_have_count(count)
    page.wait_for_function("() => [...document.images].every(each => each.complete)")
    assert wanted.count() == 0
    assert page.locator("#messages img, #chats img").evaluate_all("all => all.every(each => each.naturalWidth > 0)")
    assert page.locator(PLACES).evaluate_all(BOXES) == places
    assert page.evaluate("shifts.reduce((sum, each) => sum + each, 0)") < 0.02
    assert len(held) == 1


def test_a_chat_on_a_slow_line_is_shown_when_it_is_whole(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk("/accounts/login/")
    page.context.add_init_script(SHIFTS)
    line = {"offline": False, "latency": 0, "downloadThroughput": 60_000, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
    page.goto(chat_of_maria(telegram, "Анна Смирнова"))
    page.evaluate(TWO_FRAMES)
    assert page.evaluate("shifts.reduce((sum, each) => sum + each, 0)") < 0.02
    assert is_in_view(page, f"#message-{numbers(page, MESSAGE)[-1]}", SCROLLER)


def test_back_forward_and_reload_show_the_chat_of_the_address(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk()
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    page.locator(ROW, has_text="Команда подбора").click()
    expect(page.locator(TITLE)).to_have_text("Команда подбора")
    page.go_back()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(f"{ROW}[aria-current=page]")).to_contain_text("Анна Смирнова")
    assert page.url.endswith(chat_of_maria(telegram, "Анна Смирнова"))
    page.go_back()
    expect(page.locator(".no-chat")).to_be_visible()
    page.go_forward()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    page.reload()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(f"{ROW}[aria-current=page]")).to_contain_text("Анна Смирнова")
    expect(page.locator(MESSAGE).last).to_be_in_viewport()


def test_on_a_phone_list_and_chat_are_two_pages_with_a_way_back(open_desk: OpenDesk) -> None:
    page = open_desk(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    expect(page.locator("#chat")).to_be_hidden()
    page.locator(ROW, has_text="Анна Смирнова").tap()
    expect(page.locator(MESSAGE).last).to_be_in_viewport()
    expect(page.locator("#chats")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(SCROLLER).evaluate("element => element.scrollWidth <= element.clientWidth")
    page.locator(".back").tap()
    expect(page.locator(ROW, has_text="Анна Смирнова")).to_be_in_viewport()  # the list stands where it stood
    expect(page.locator("#chat")).to_be_hidden()
    assert page.url.endswith(CHATS)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator(ROW, has_text="Команда подбора").tap()
    expect(page.locator(MESSAGE).last).to_be_in_viewport()
    page.go_back()
    expect(page.locator(ROW, has_text="Команда подбора")).to_be_in_viewport()


def test_nothing_scrolls_sideways_at_320_pixels_through_every_kind_of_content(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), viewport={"width": 320, "height": 640})
    expect(page.locator(MESSAGE).nth(40)).to_be_attached()
    too_wide = page.locator("#chat *").evaluate_all(
        "all => all.filter(each => !each.closest('.hidden') && each.getBoundingClientRect().right > 321)"
        ".map(each => each.outerHTML.slice(0, 200))"
    )
    assert too_wide == []
    assert page.locator(SCROLLER).evaluate("element => element.scrollWidth <= element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_whoever_has_no_chats_is_told_so(open_desk: OpenDesk) -> None:
    page = open_desk(first_name="Olga", locale="en-US")
    expect(page.locator("#chats")).to_contain_text("There are no chats yet.")
    expect(page.locator(ROW)).to_have_count(0)
    expect(page.locator(".no-chat")).to_be_visible()


@pytest.mark.parametrize("chat_id", [123456789, -123456, -1001234567890])
def test_the_address_of_no_chat_says_so_and_shows_the_list(chat_id: int, open_desk: OpenDesk) -> None:
    page = open_desk("/accounts/login/", locale="en-US")
    response = page.goto(chat_address(chat_id))
    assert response and response.status == 404
    expect(page.locator("#chat")).to_contain_text("There is no such chat here.")
    assert page.locator(ROW).count() >= 50
    page.locator("#chat").get_by_role("link", name="Show all chats").click()
    expect(page.locator(".no-chat")).to_be_visible()


def test_the_desk_works_without_javascript(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    user_id = maria(telegram)
    anna = telegram.find_chat(user_id, "Анна Смирнова")
    page = open_desk(java_script_enabled=False)
    first = listed(page)
    follow(page.locator(f"{MORE_CHATS} a > span"))
    second = listed(page)
    assert first + second == list(telegram.chats(user_id, folder=0)[: len(first) + len(second)]) and len(second) >= 50
    page.locator("#id_q").fill("Анна Смирнова")
    page.locator("#id_q").press("Enter")
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    everything = telegram.message_ids(user_id, anna)
    assert numbers(page, MESSAGE)[-1] == everything[0]
    shown = numbers(page, MESSAGE)
    follow(page.locator(f"{OLDER} a > span"))
    older = numbers(page, MESSAGE)
    assert older + shown == list(everything[: len(older) + len(shown)])[::-1] and len(older) >= 40
    page.locator(FIELD).fill("Отправлено без скриптов")
    page.locator(SEND).click()
    expect(page.locator(MESSAGE).last).to_contain_text("Отправлено без скриптов")
    assert [sent.text for sent in telegram.sent(user_id)].count("Отправлено без скриптов") == 1
    page.reload()
    assert [sent.text for sent in telegram.sent(user_id)].count("Отправлено без скриптов") == 1
    letter = page.locator("a.file", has_text="Письмо.docx")
    while not letter.count():  # other tests have written in this chat
        follow(page.locator(f"{OLDER} a > span"))
    with page.expect_download() as caught:
        letter.click()
    assert caught.value.suggested_filename == "Письмо.docx"

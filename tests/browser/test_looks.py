"""How messages and names look, are copied and printed; any size of text; the system's colors; what asks before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tgsdk.testing import LocalTelegram
from tgsdk.testing.desks.markup import styled

from .chromium import find_chromium
from .conftest import ARGUMENTS, NARROW, WIDE, Connected, OpenDesk, Site, someone
from .test_accessibility import inspect_twice
from .test_connect import CODE, CONNECTED
from .test_desk import CHATS, FIELD, MESSAGE, ROW, chat_address

PHONE: ViewportSize = {"width": 375, "height": 740}
TINY: ViewportSize = {"width": 320, "height": 640}
HEBREW = "קהת אברהם בן ישראל מהמחלקה לגיוס עובדים"
NAMELESS = ["\u3164", "\u200d", "\u2800", "\u200b"]
MARKS = "".join(chr(0x300 + number % 80) for number in range(200))
DIRECTIONS = "שלום, ראיתי את המשרה שלכם\nHello\nمرحبا، رأيت إعلانكم اليوم\nДобрый день, я видела вашу вакансию на сайте"
MENU, OPENER, ASK = "#menu", ".menu-opener", ".ask"
# The part of a text node as a box, for what stands in one line of a message.
BOX_OF = """(element, part) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const start = node.data.indexOf(part), range = new Range();
        if (start < 0) continue;
        range.setStart(node, start);
        range.setEnd(node, start + part.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, top, bottom };
    }
}"""
STYLE = "(element, name) => getComputedStyle(element)[name]"
TOO_WIDE = """all => all.filter(each => !each.closest('.hidden, [hidden]') && each.getClientRects().length
    && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML.slice(0, 200))"""


@dataclass(frozen=True, slots=True)
class Chats:
    """James's chats for these tests: one whose messages are hard to show, and those of people without a name."""

    hard: int
    nameless: tuple[int, ...]
    hebrew: int


@pytest.fixture(scope="module")
def chats(site: Site) -> Chats:
    telegram, user_id = site.telegram, someone(site.telegram, "James").user_id
    nameless = tuple(telegram.add_chat(user_id, name, "private") for name in NAMELESS)
    hebrew = telegram.add_chat(user_id, HEBREW, "private")
    hard = telegram.add_chat(user_id, "Hard Candidate", "private", username="hard")

    def write(*pieces: object) -> None:
        text, entities = styled(*pieces)  # type: ignore[arg-type]
        telegram.write(user_id, hard, text, entities=entities)

    write("Above the marks")
    write(f"o{MARKS} marks")
    write(DIRECTIONS)
    write("Before", "\n", ("Pre", "code", {"language": "python"}), "\nbetween\n", ("Blockquote", "quote"), "\nafter")
    write(("TextUrl", "https://mybank.example", {"url": "https://evil.example/sign-in"}), " a disguise")
    write(("TextUrl", "our vacancy", {"url": "https://company.example/jobs"}), " honest")
    for number in range(40):
        write(f"Message number {number}. " + "It goes on for a while, so that it takes lines. " * 4)
    return Chats(hard=hard, nameless=nameless, hebrew=hebrew)


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site, connected: Connected, chats: Chats) -> Iterator[Page]:
    """One page of the hard chat for all who only look at it."""
    options = {"viewport": WIDE, "base_url": site.url, "storage_state": connected("James"), "locale": "en-US"}
    with browser.new_context(**options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(chat_address(chats.hard))
        yield page


def bubble(page: Page, text: str) -> Locator:
    return page.locator(".bubble", has_text=text).first


def box_of(place: Locator, part: str) -> dict[str, float]:
    place.evaluate("element => element.scrollIntoViewIfNeeded()")  # at once: news may put another in its place
    box: dict[str, float] = place.evaluate(BOX_OF, part)
    return box


def style(place: Locator, name: str) -> str:
    return str(place.evaluate(STYLE, name))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    shares = [int(number) / 255 for number in re.findall(r"\d+", color)[:3]]
    linear = [share / 12.92 if share <= 0.04 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(share * weight for share, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


# What asks, and what closes


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_the_menu_closes_on_escape_and_on_a_click_elsewhere(
    viewport: dict[str, int], has_script: bool, open_desk: OpenDesk
) -> None:
    page = open_desk("/telegram/", viewport=viewport, java_script_enabled=has_script)
    expect(page.locator(MENU)).to_be_hidden()
    page.locator(OPENER).click()
    expect(page.locator(f"{MENU} button", has_text="English")).to_be_in_viewport(ratio=1)
    menu, opener = page.locator(MENU).bounding_box(), page.locator(OPENER).bounding_box()
    assert menu and opener and menu["y"] >= opener["y"] + opener["height"] - 1 and menu["width"] <= 260
    page.keyboard.press("Escape")
    expect(page.locator(MENU)).to_be_hidden()
    page.locator(OPENER).click()
    expect(page.locator(MENU)).to_be_visible()
    page.mouse.click(20, viewport["height"] - 20)
    expect(page.locator(MENU)).to_be_hidden()


def test_disconnecting_asks_first(open_desk: OpenDesk) -> None:
    page = open_desk("/telegram/", locale="en-US")
    page.locator(f"{ASK} summary").click()
    expect(page.locator(ASK)).to_contain_text("Disconnect Telegram?")
    expect(page.locator(CONNECTED)).to_be_visible()
    page.locator(f"{ASK} a").click()
    expect(page.locator(f"{ASK} button")).to_be_hidden()
    page.reload()
    expect(page.locator(CONNECTED)).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_who_says_yes_is_disconnected(has_script: bool, open_desk: OpenDesk) -> None:
    name = "Anna" if has_script else "Дмитрий"
    page = open_desk("/telegram/", name, java_script_enabled=has_script, viewport=NARROW)
    expect(page.locator(f"{ASK} button")).to_be_hidden()
    page.locator(f"{ASK} summary").click()
    page.locator(f"{ASK} button").click()
    expect(page.locator(CODE if has_script else "#qr-start")).to_be_visible()


def test_a_link_in_disguise_says_where_it_leads_before_it_is_followed(desk: Page) -> None:
    link = bubble(desk, "a disguise").locator("a")
    beside = "element => element.dataset.host + getComputedStyle(element, '::after').content"
    assert "evil.example" in link.evaluate(beside)
    assert "company.example" in bubble(desk, "honest").locator("a").evaluate(beside)
    assert bubble(desk, "honest").locator("a").get_attribute("href") == "https://company.example/jobs"
    with desk.expect_popup() as opened:
        link.click()
    page = opened.value
    expect(page.locator("#link")).to_contain_text("The message says mybank.example, but evil.example would open.")
    assert page.locator("#link .danger").get_attribute("href") == "https://evil.example/sign-in"
    inspect_twice(page)


# Text as it is read, copied and printed


def test_several_messages_are_copied_as_their_text_alone(desk: Page) -> None:
    desk.locator(FIELD).fill("Ours, copied too")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"{MESSAGE}.own")).to_have_count(1)
    desk.evaluate(
        """() => { const texts = [...document.querySelectorAll("#messages .text")];
        getSelection().setBaseAndExtent(texts[0], 0, texts.at(-1), texts.at(-1).childNodes.length);
        document.activeElement.blur(); }"""
    )
    desk.keyboard.press("Control+C")
    desk.locator(FIELD).focus()
    desk.keyboard.press("Control+V")
    copied = desk.locator(FIELD).input_value()
    desk.locator(FIELD).fill("")
    shown = desk.locator("#messages .text").all_text_contents()
    assert [line for line in copied.split("\n") if line] == [
        line for text in shown for line in text.split("\n") if line
    ]
    assert "\n\n\n" not in copied


def test_all_messages_of_the_page_are_printed(open_desk: OpenDesk, chats: Chats) -> None:
    page = open_desk(chat_address(chats.hard), "James", color_scheme="dark")
    messages = page.locator(MESSAGE)
    count = messages.count()
    assert count >= 45
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 4 <= sheets <= 12
    page.emulate_media(media="print")
    height = page.evaluate("document.documentElement.scrollHeight")
    places = messages.evaluate_all(
        "all => all.map(each => each.getBoundingClientRect()).map(box => [box.top + scrollY, box.bottom + scrollY])"
    )
    assert [place for place in places if not 0 <= place[0] < place[1] <= height] == []
    assert [place[0] for place in places] == sorted(place[0] for place in places)
    for part in (".composer", ".bar", ".chats", ".to-end", ".chat-skeleton"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("#chat-title")).to_be_visible()
    assert luminance(style(bubble(page, "Above the marks"), "color")) < 0.1  # though the screen is dark


def test_the_list_is_printed_whole_too(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James")
    page.emulate_media(media="print")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert page.locator(ROW).last.evaluate("element => element.getBoundingClientRect().bottom + scrollY") <= height
    assert height > 72 * page.locator(ROW).count()


def test_code_and_quotes_bring_no_empty_lines(desk: Page) -> None:
    place = bubble(desk, "between")
    lines = [box_of(place, words) for words in ("Before", "code", "between", "quote", "after")]
    assert [
        below["top"] - above["bottom"] for above, below in pairwise(lines) if below["top"] - above["bottom"] > 20
    ] == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_own_messages_stand_out_from_the_ground_and_times_are_small(
    color_scheme: str, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    james = someone(telegram, "James").user_id
    page = open_desk(chat_address(telegram.find_chat(james, "Emma Clarke")), "James", color_scheme=color_scheme)
    own = page.locator(".own .bubble").last
    assert contrast(style(own, "backgroundColor"), style(page.locator("body"), "backgroundColor")) > 1.2
    assert style(own.locator(".meta"), "fontSize") == "12px"


def test_a_picture_with_a_caption_has_the_same_margin_on_both_sides(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    james = someone(telegram, "James").user_id
    page = open_desk(chat_address(telegram.find_chat(james, "Emma Clarke")), "James")
    place = page.locator(".with-picture:not(.bare, .with-album)", has=page.locator("a.picture > *")).last
    margins = place.evaluate(
        """element => { const frame = element.querySelector(".bubble").getBoundingClientRect(),
        picture = element.querySelector(".picture > *").getBoundingClientRect();
        return [picture.left - frame.left, frame.right - picture.right]; }"""
    )
    assert margins[0] == pytest.approx(margins[1], abs=1)


def test_each_line_has_the_direction_of_its_own_letters(desk: Page) -> None:
    place = bubble(desk, "Hello")
    hebrew, latin = box_of(place, "שלום, ראיתי את המשרה שלכם"), box_of(place, "Hello")
    arabic, russian = box_of(place, "مرحبا، رأيت إعلانكم اليوم"), box_of(place, "Добрый день")
    assert latin["left"] == pytest.approx(russian["left"], abs=1)
    assert hebrew["right"] == pytest.approx(arabic["right"], abs=1)
    assert hebrew["left"] > latin["left"] + 20


def test_a_name_that_is_too_long_is_cut_at_its_own_end(desk: Page, chats: Chats) -> None:
    name = desk.locator(f"{ROW}[href='{chat_address(chats.hebrew)}'] b")
    beginning = box_of(name, HEBREW[:4])
    frame = name.bounding_box()
    assert frame and frame["x"] <= beginning["left"] < beginning["right"] <= frame["x"] + frame["width"] + 1
    assert name.evaluate("element => element.scrollWidth > element.clientWidth")


def test_stacked_marks_are_drawn_within_their_own_message(desk: Page) -> None:
    above = bubble(desk, "Above the marks")
    above.scroll_into_view_if_needed()
    with_marks = above.screenshot()
    marked = desk.locator(".bubble", has_text="o\u0300").first
    marked.evaluate("element => element.style.setProperty('visibility', 'hidden')")
    without_marks = above.screenshot()
    marked.evaluate("element => element.style.removeProperty('visibility')")
    assert without_marks == with_marks


# Names


def test_a_name_that_cannot_be_seen_has_a_stand_in(chats: Chats, open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, "James", locale="en-US")
    for chat_id in chats.nameless:
        row = page.locator(f"{ROW}[href='{chat_address(chat_id)}']")
        expect(row.locator("b")).to_have_text(f"No name (ID {chat_id})")
        expect(row.locator(".avatar")).to_have_text("?")


def test_names_are_not_translated(desk: Page) -> None:
    for part in ("#chats [id^=chat-l-] b", "#chat-name", ".menu-name", "span[id^=avatar-l-]"):
        assert desk.locator(part).first.get_attribute("translate") == "no"


# Settings of the browser and of the system


ROWS_WITH_BUBBLES = "#messages > .message:not(.service, .sticker, .with-round)"
TAILS = """selector => [...document.querySelectorAll(selector)].map(row => {
    let below = row.nextElementSibling;
    while (below && !below.matches(".message, .day, .unread-line")) below = below.nextElementSibling;
    const ends = !below?.matches(".message:not(.starts, .service)");
    return [ends, getComputedStyle(row, "::after").display !== "none", row.id, below?.id, below?.className];
})"""


def test_the_last_bubble_of_a_run_has_a_tail(desk: Page) -> None:
    tails = desk.evaluate(TAILS, ROWS_WITH_BUBBLES)
    assert {(ends, has_tail) for ends, has_tail, *_ in tails} == {(True, True), (False, False)}, tails


@pytest.fixture(scope="module")
def magnified(browser: Browser) -> Iterator[Browser]:
    """Chromium for somebody who has set its text size to 32 pixels, in place of 16."""
    settings = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    bigger = browser.browser_type.launch(executable_path=find_chromium(), args=settings)
    yield bigger
    bigger.close()


@pytest.mark.parametrize("viewport", [WIDE, TINY], ids=["desktop", "phone"])
def test_the_text_size_of_the_browser_changes_everything(
    viewport: ViewportSize, magnified: Browser, site: Site, connected: Connected, chats: Chats
) -> None:
    with magnified.new_context(viewport=viewport, base_url=site.url, storage_state=connected("James")) as context:
        page = context.new_page()
        page.goto("/telegram/")
        page.locator(f"{ASK} summary").click()
        holds(page, {"#user-info h1": 40, f"{ASK} p": 32, ".facts": 28, OPENER: 32})
        page.locator(OPENER).click()
        holds(page, {f"{MENU} button": 32})
        page.goto(CHATS)
        holds(page, {".chat-name": 32, ".chat-preview": 28, "#id_q": 32})
        row = page.locator(f"{ROW}[href='{chat_address(chats.hard)}']")
        assert row.evaluate("element => element.scrollHeight <= element.clientHeight")
        assert row.locator("b").evaluate("element => element.clientWidth") > 150
        page.goto(chat_address(chats.hard))
        holds(page, {"#chat-title": 32, ".text": 32, ".meta": 24, FIELD: 32})
        expect(page.locator(FIELD)).to_be_in_viewport(ratio=1)
        expect(bubble(page, "Above the marks")).to_be_attached()


def holds(page: Page, sizes: dict[str, int]) -> None:
    """The parts have these sizes of text, and nothing is wider than the window."""
    assert {part: style(page.locator(part).first, "fontSize") for part in sizes} == {
        part: f"{size}px" for part, size in sizes.items()
    }
    assert page.locator("body *").evaluate_all(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_colors_of_the_system_leave_everything_told_apart(
    color_scheme: str, open_desk: OpenDesk, telegram: LocalTelegram, chats: Chats
) -> None:
    james = someone(telegram, "James").user_id
    emma = telegram.find_chat(james, "Emma Clarke")
    settings = {"forced_colors": "active", "color_scheme": color_scheme, "locale": "en-US"}
    page = open_desk(chat_address(emma), "James", **settings)
    pressed, other = page.locator(".segments [aria-pressed]"), page.locator(".segments button:not([aria-pressed])")
    assert contrast(style(pressed, "backgroundColor"), style(other, "backgroundColor")) > 3
    assert contrast(style(pressed, "backgroundColor"), style(pressed, "color")) > 4.5
    unread = page.locator(".unread").first
    assert contrast(style(unread, "backgroundColor"), style(page.locator(".chats"), "backgroundColor")) > 3
    assert style(page.locator(f"{ROW}[aria-current]"), "outlineStyle") == "solid"
    assert style(page.locator(f"{ROW}:not([aria-current])").first, "outlineStyle") == "none"
    assert style(page.locator(".own .bubble").last, "borderRightWidth") == "6px"
    assert style(page.locator(".message:not(.own) .bubble").last, "borderRightWidth") == "1px"


def test_what_is_opened_has_no_faults_for_axe(open_desk: OpenDesk) -> None:
    page = open_desk("/telegram/", locale="en-US", reduced_motion="reduce")
    page.locator(f"{ASK} summary").click()
    inspect_twice(page)
    page.locator(OPENER).click()
    inspect_twice(page)


def test_the_desk_holds_at_twice_the_zoom(open_desk: OpenDesk, chats: Chats) -> None:
    page = open_desk(chat_address(chats.hard), "James", viewport={"width": 640, "height": 400}, device_scale_factor=2)
    expect(page.locator(FIELD)).to_be_in_viewport(ratio=1)
    assert page.locator("#chat *").evaluate_all(TOO_WIDE) == []

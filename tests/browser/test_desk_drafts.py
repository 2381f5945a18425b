"""What a recruiter writes is never lost, never sent twice, and never sent as somebody else."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tgsdk import parse_markdown
from tgsdk.testing import LocalTelegram, faults
from web.desk.parts import parts_of

from .conftest import NARROW, WIDE, OpenDesk, Site, post_to, sign_in_to, someone
from .test_desk import FIELD, MESSAGE, ROW, SEND, TITLE, chat_address, maria
from .test_desk_writing import OUTGOING, own, sent

BANNER, LENGTH, IN_PARTS = "#offline", "#text-length", "[name=in_parts]"
CHATS = re.compile("/telegram/chats/")
FAILED, WAITING = (f"{OUTGOING}[data-state={state}]" for state in ("failed", "waiting"))
GRIN = "\N{GRINNING FACE}"
PARTS_OF = "async text => (await import('/static/web/desk/parts.js')).partsOf(text)"
SOUP = [
    "**",
    "__",
    "~~",
    "||",
    "`",
    "```",
    "[",
    "](",
    "](https://a.bc/d)",
    "](a.bc)",
    ")",
    " ",
    "\n",
    "a",
    "Я",
    "1",
    "*",
    "_",
    "!",
    GRIN,
]
READ = """async soups => {
    const { parseMarkdown, writeEntities } = await import("/static/web/desk/markdown.js");
    return soups.map(parseMarkdown).map(read => ({text: read.text, entities: JSON.parse(writeEntities(read))}));
}"""
OpenContext = Callable[..., BrowserContext]
ENTER_OF_SAFARI = """field => field.dispatchEvent(new KeyboardEvent(
    "keydown", {key: "Enter", keyCode: 229, isComposing: false, bubbles: true, cancelable: true}))"""


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_what_is_entered_while_another_message_is_on_its_way_goes_in_its_turn(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, viewport: dict[str, int]
) -> None:
    is_phone = viewport == NARROW
    page = open_desk(chat_address(candidate), viewport=viewport, has_touch=is_phone, is_mobile=is_phone)
    with telegram.commit(faults.Delay(0.6), method="messages.SendMessage"):
        page.locator(FIELD).click()
        for text in ("Раз", "Два", "Три"):
            page.keyboard.type(text)
            page.locator(SEND).click() if is_phone else page.keyboard.press("Enter")
        expect(page.locator(own("Три"))).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(telegram, candidate) == ["Раз", "Два", "Три"]


def test_what_is_typed_on_and_not_entered_stays(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Delay(0.5), method="messages.SendMessage"):
        page.locator(FIELD).fill("Первое")
        page.keyboard.press("Enter")
        page.keyboard.type("Второе")
        page.keyboard.press("Enter")
        page.keyboard.type("Начало треть")
        expect(page.locator(own("Второе"))).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("Начало треть")
    assert sent(telegram, candidate) == ["Первое", "Второе"]


def test_what_was_entered_after_a_refused_message_waits_for_it(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    telegram.refuse_writing(maria(telegram), candidate, 420, "SLOWMODE_WAIT_30")
    with telegram.commit(faults.Delay(0.4), method="messages.SendMessage"):
        for text in ("Раз", "Два"):
            page.locator(FIELD).fill(text)
            page.keyboard.press("Enter")
        expect(page.locator(FAILED)).to_contain_text("Раз")
    telegram.allow_writing(maria(telegram), candidate)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("Два"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Раз", "Два"]


def test_what_is_entered_without_a_line_goes_when_it_is_back_and_once(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US", has_clock=True)
    page.context.set_offline(True)
    page.locator(FIELD).fill("Из метро")
    page.keyboard.press("Enter")
    expect(page.locator(BANNER)).to_contain_text("There is no connection.")
    expect(page.locator(WAITING)).to_contain_text("Из метро")
    expect(page.locator(FIELD)).to_have_value("")
    page.clock.run_for(20_000)
    page.context.set_offline(False)
    page.clock.run_for(2_000)
    expect(page.locator(own("Из метро"))).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("")
    page.clock.run_for(30_000)
    assert sent(telegram, candidate) == ["Из метро"]


def test_a_text_whose_answer_was_lost_goes_again_by_itself_and_is_there_once(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.route(CHATS, lose)
    page.locator(FIELD).fill("Дошло ли?")
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    page.unroute(CHATS)
    page.clock.run_for(30_000)
    expect(page.locator(own("Дошло ли?"))).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(telegram, candidate) == ["Дошло ли?"]


def test_what_was_entered_before_another_chat_was_opened_goes_too(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Delay(0.5), method="messages.SendMessage"):
        page.locator(FIELD).fill("Раз")
        page.keyboard.press("Enter")
        page.keyboard.type("Два")
        page.keyboard.press("Enter")
        page.locator(ROW, has_text="Анна Смирнова").click()
        expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
        expect(page.locator(f"{ROW}[href^='{chat_address(candidate)}']")).to_contain_text("Два", timeout=30_000)
    assert sent(telegram, candidate) == ["Раз", "Два"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_draft_survives_a_reload(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, viewport: dict[str, int]
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(FIELD).fill("Длинное письмо")
    page.reload()
    expect(page.locator(FIELD)).to_have_value("Длинное письмо")
    page.goto("/telegram/")
    page.goto(chat_address(candidate))
    expect(page.locator(FIELD)).to_have_value("Длинное письмо")
    page.locator(FIELD).press("End")
    page.locator(SEND).click()
    expect(page.locator(own("Длинное письмо"))).to_have_count(1)
    page.reload()
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(telegram, candidate) == ["Длинное письмо"]


def alone(context: BrowserContext, site: Site, telegram: LocalTelegram, first_name: str) -> Page:
    """A page of a recruiter of the test's own, who is connected to the Telegram of whoever has this first name."""
    sign_in_to(context, site)
    page = context.new_page()
    page.goto("/telegram/")
    connect(page, telegram, first_name)
    return page


def stored(page: Page) -> str | None:
    """All that the browser keeps in the name of this tab."""
    found: str | None = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    return found


def test_a_draft_ends_with_a_sign_out_in_every_tab(
    candidate: int, open_context: OpenContext, site: Site, telegram: LocalTelegram
) -> None:
    page = alone(open_context(), site, telegram, "Мария")
    page.goto(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(FIELD).fill("Тайна для всех")
    assert "Тайна" in (stored(page) or "")
    other = page.context.new_page()
    other.goto("/telegram/")
    other.evaluate("document.querySelector('form[action$=\"/logout/\"]').requestSubmit()")
    other.wait_for_url("**/accounts/login/**")
    page.goto("/accounts/login/")
    assert "Тайна" not in (stored(page) or "")


def test_a_draft_is_not_shown_to_whoever_signs_in_next(candidate: int, open_desk: OpenDesk, site: Site) -> None:
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(FIELD).fill("Тайна для всех")
    sign_in_to(page.context, site)
    page.goto("/telegram/")
    assert "Тайна" not in (stored(page) or "")


def connect(page: Page, telegram: LocalTelegram, first_name: str) -> None:
    """Connect this person's Telegram in another tab, in place of whatever was connected."""
    account = someone(telegram, first_name)
    post_to(page.context, "/telegram/session/reset/")
    post_to(page.context, "/telegram/auth/phone/", phone=f"+{account.phone}")
    post_to(page.context, "/telegram/auth/verify/", code=account.code)
    if account.password:
        post_to(page.context, "/telegram/auth/verify/", password=account.password)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_page_sends_nothing_as_another_account(
    open_context: OpenContext, site: Site, telegram: LocalTelegram, viewport: dict[str, int]
) -> None:
    page = alone(open_context(viewport=viewport, locale="en-US"), site, telegram, "Дмитрий")
    dmitry, maria_id = someone(telegram, "Дмитрий").user_id, maria(telegram)
    page.goto(chat_address(telegram.add_chat(dmitry, "Кандидат Дмитрия", "private")))
    page.locator(FIELD).fill("Не от Марии")
    before = len(telegram.sent(dmitry)), len(telegram.sent(maria_id))
    connect(page, telegram, "Мария")
    page.locator(SEND).click()
    expect(page.locator(BANNER)).to_contain_text("Another Telegram account is connected here now.")
    expect(page.locator(FAILED)).to_contain_text("Не от Марии")
    expect(page.locator(FAILED)).to_contain_text("Nothing was done")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(FAILED)).to_contain_text("Nothing was done")
    assert (len(telegram.sent(dmitry)), len(telegram.sent(maria_id))) == before
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Open the chats").click()
    expect(page.locator(ROW, has_text="Анна Смирнова")).to_be_visible()
    assert "Марии" not in (stored(page) or "")


def test_a_page_sends_nothing_as_another_person(candidate: int, open_desk: OpenDesk, site: Site) -> None:
    page = open_desk(chat_address(candidate), locale="en-US", has_clock=True)
    page.locator(FIELD).fill("Не от меня")
    sign_in_to(page.context, site)
    page.clock.run_for(4_000)
    expect(page.locator(BANNER)).to_contain_text("Somebody else has signed in")
    page.locator(FIELD).press("Enter")
    expect(page.locator(FAILED)).to_contain_text("Somebody else has signed in")
    expect(page.locator(FAILED)).to_contain_text("Не от меня")


def test_whoever_has_signed_in_again_sends_the_same_text_once_more(
    candidate: int, open_desk: OpenDesk, site: Site, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    page.locator(FIELD).fill("Не потеряется")
    page.context.add_cookies([{"name": "csrftoken", "value": "z" * 32, "url": site.url}])
    page.locator(FIELD).press("Enter")
    expect(page.locator(FAILED)).to_contain_text("You have signed in again in another tab")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("Не потеряется"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Не потеряется"]


def test_the_enter_of_an_input_method_sends_nothing(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("日本")
    page.locator(FIELD).evaluate(ENTER_OF_SAFARI)
    expect(page.locator(FIELD)).to_have_value("日本")
    page.locator(FIELD).press("End")
    page.keyboard.type("語")
    page.keyboard.press("Enter")
    expect(page.locator(own("日本語"))).to_have_count(1)
    assert sent(telegram, candidate) == ["日本語"]


def test_the_page_cuts_a_text_as_the_server_does(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    words = ("word " * 3000, "x " + "y" * 5000, "a\n\n" * 3000, " " * 5000)
    for text in ("x" * 4096, GRIN * 5000, "x" + GRIN * 5000, *words):
        assert page.evaluate(PARTS_OF, text) == parts_of(text)


def test_the_page_reads_marks_as_the_server_does(candidate: int, open_desk: OpenDesk) -> None:
    page, chance = open_desk(chat_address(candidate)), random.Random(7)
    soups = ["".join(chance.choices(SOUP, k=chance.randint(2, 16))) for _ in range(3000)]
    wrong = [
        soup for soup, read in zip(soups, page.evaluate(READ, soups), strict=True) if ordered(read) != as_read(soup)
    ]
    assert wrong == []


def ordered(read: dict[str, Any]) -> dict[str, Any]:
    return read | {"entities": sorted(read["entities"], key=lambda each: json.dumps(each, sort_keys=True))}


def as_read(source: str) -> dict[str, Any]:
    """What the server reads, as programs tell it."""
    text, entities = parse_markdown(source)
    told = [{name: value for name, value in asdict(each).items() if value is not None} for each in entities]
    return ordered({"text": text, "entities": told})


def test_a_format_goes_on_in_the_next_part(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill(f"**{'жирное ' * 700}конец**")
    expect(page.locator(LENGTH)).to_contain_text("2")
    page.locator(IN_PARTS).click()
    bubbles = page.locator(f"{MESSAGE}.own[id^=message-]")
    expect(bubbles).to_have_count(2)
    for number in range(2):
        expect(bubbles.nth(number).locator(".text > b")).to_have_text(bubbles.nth(number).locator(".text").inner_text())
    assert not any("*" in text for text in sent(telegram, candidate))


def test_marks_do_not_count(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill(f"[а](https://example.org/{'d' * 60}) " * 50)
    expect(page.locator(LENGTH)).to_be_hidden()
    page.locator(FIELD).press("Enter")
    expect(page.locator(f"{MESSAGE}.own[id^=message-]")).to_have_count(1)
    assert sent(telegram, candidate) == [("а " * 50).strip()]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_too_long_a_text_is_said_while_one_types_and_goes_in_parts(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, viewport: dict[str, int]
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US", viewport=viewport)
    first, second = "a" * 4000, "b" * 95
    page.locator(FIELD).fill(f"{first}\n{second}")
    expect(page.locator(LENGTH)).to_be_hidden()
    page.locator(FIELD).press("End")
    page.keyboard.type("bb")
    expect(page.locator(LENGTH)).to_contain_text("Too long for one message.")
    expect(page.locator(LENGTH)).to_contain_text("2")
    expect(page.locator(LENGTH)).to_be_in_viewport()
    page.locator(FIELD).press("Enter")
    expect(page.locator(OUTGOING)).to_have_count(0)
    page.locator(IN_PARTS).click()
    expect(page.locator(f"{MESSAGE}.own")).to_have_count(2)
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(LENGTH)).to_be_hidden()
    assert [text.strip() for text in sent(telegram, candidate)] == [first, f"{second}bb"]

"""What a recruiter has seen: where a chat opens, what stays in view, and what counts as read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk, Site, someone
from .test_desk import (
    FIELD,
    JUMPS,
    MESSAGE,
    OLDER,
    SCROLLER,
    SEND,
    TWO_FRAMES,
    chat_address,
    follow,
    numbers,
    scroll_through,
)

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 667}
DIVIDER, TO_END, COUNT, NEWER = "#unread", "#to-end", "#to-end-count", "li.more-newer"
ANOTHER_FONT = "* { font-family: monospace !important; } body { font-size: 16.7px !important; line-height: 1.63; }"
LINES = "\n".join(f"Строка {number}" for number in range(7))
FOCUS = "hasFocus => { document.hasFocus = () => hasFocus; }"
BELOW = """element => [...element.querySelectorAll(".message")].pop().getBoundingClientRect().bottom
    - element.getBoundingClientRect().bottom"""  # pixels of the newest message that are out of view
STYLES = re.compile(r"/web/desk(\.\w+)?\.css")


@pytest.fixture(scope="module")
def james(site: Site) -> int:
    return someone(site.telegram, "James").user_id


@pytest.fixture(scope="module")
def people(site: Site, james: int) -> list[int]:
    """Private chats of James's with a few screens of messages each."""
    found = [chat for chat in site.telegram.chats(james) if chat > 0]
    return [chat for chat in found if len(site.telegram.message_ids(james, chat)) > 15][:20]


@pytest.fixture
def candidate(telegram: LocalTelegram, james: int) -> int:
    """A new chat in which 90 messages were read."""
    number = len(telegram.chats(james))
    chat_id = telegram.add_chat(james, f"Reader Number{number}", "private")
    for each in range(90):
        telegram.write(james, chat_id, f"Read {each}")
    return chat_id


def mark_all(page: Page, telegram: LocalTelegram, user_id: int, chat_id: int) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    newest = telegram.message_ids(user_id, chat_id)[0]
    page.request.post(
        f"/telegram/chats/{chat_id}/read/", form={"message_id": str(newest)}, headers={"X-CSRFToken": token}
    )


def unread(page: Page, chat_id: int) -> int:
    chats = page.request.get("/telegram/chats/?limit=100", headers={"Accept": "application/json"}).json()["chats"]
    return int(next(chat["unread_count"] for chat in chats if chat["id"] == chat_id))


def give_another_font(page: Page) -> None:
    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + ANOTHER_FONT)

    page.context.route(STYLES, lambda route: answer(route))


@pytest.mark.parametrize(("viewport", "own_font", "part"), [(DESKTOP, False, 0), (PHONE, True, 1), (DESKTOP, True, 2)])
def test_the_newest_answer_is_in_view_after_sending_in_every_chat(
    viewport: dict[str, int],
    own_font: bool,
    part: int,
    open_desk: OpenDesk,
    people: list[int],
    james: int,
    telegram: LocalTelegram,
) -> None:
    page = open_desk("/accounts/login/", "James", viewport=viewport, has_clock=True)
    if own_font:
        give_another_font(page)
    below: list[float] = []
    for chat_id in people[part:20:7]:
        page.goto(chat_address(chat_id))
        page.locator(FIELD).fill(LINES)
        page.locator(SEND).click()
        expect(page.locator(MESSAGE).last).to_contain_text(LINES[-8:])
        below.append(how_far_below(page))
        telegram.write(james, chat_id, "Yes")
        page.clock.run_for(6_000)
        expect(page.locator(MESSAGE).last).to_contain_text("Yes")
        below.append(how_far_below(page))
    assert [each for each in below if each > 0] == []


def how_far_below(page: Page) -> float:
    """Pixels of the newest message that are out of view."""
    page.evaluate(TWO_FRAMES)
    below: float = page.locator(SCROLLER).evaluate(BELOW)
    return below


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_a_field_that_grows_covers_nothing(viewport: dict[str, int], open_desk: OpenDesk, people: list[int]) -> None:
    page = open_desk(chat_address(people[0]), "James", viewport=viewport)
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    page.locator(FIELD).press_sequentially("Раз")
    for _ in range(5):
        page.keyboard.press("Shift+Enter")
        assert how_far_below(page) <= 0
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": viewport["width"], "height": 500})
    assert how_far_below(page) <= 0


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_a_chat_with_250_unread_messages_opens_at_the_first_of_them_and_is_not_read(
    viewport: dict[str, int], candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk("/accounts/login/", "James", viewport=viewport, has_clock=True)
    mark_all(page, telegram, james, candidate)
    ids = [telegram.write(james, candidate, f"Unread {number}") for number in range(250)]
    page.goto(chat_address(candidate))
    expect(page.locator(DIVIDER)).to_be_in_viewport(ratio=1)
    expect(page.locator(f"#message-{ids[0]}")).to_be_in_viewport(ratio=1)
    expect(page.locator(f"{DIVIDER} + .day + .message, {DIVIDER} + .message")).to_have_id(f"message-{ids[0]}")
    page.clock.run_for(6_000)
    told = wait_for_unread(page, candidate, lambda left: left < 250)
    assert 225 < told < 250
    expect(page.locator(COUNT)).to_have_text(str(told))
    assert last_in_view(page) == ids[249 - told]
    scroll_down(page, NEWER)
    assert numbers(page, MESSAGE)[-250:] == ids
    page.clock.run_for(2_000)
    wait_for_unread(page, candidate, lambda left: left == 0)
    expect(page.locator(COUNT)).to_be_hidden()
    telegram.write(james, candidate, "And one more")
    page.clock.run_for(12_000)
    expect(page.locator(MESSAGE).last).to_contain_text("And one more")
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)


def last_in_view(page: Page) -> int:
    found: int = page.locator(SCROLLER).evaluate(
        "element => { const end = element.getBoundingClientRect().bottom + 1;"
        " const shown = [...element.querySelectorAll('.message:not(.own)')].filter(each =>"
        " each.getBoundingClientRect().bottom <= end); return Number(shown.pop().id.replace('message-', '')) }"
    )
    return found


def wait_for_unread(page: Page, chat_id: int, is_right: Callable[[int], bool]) -> int:
    for _ in range(40):
        page.clock.run_for(500)
        if is_right(left := unread(page, chat_id)):
            return left
    pytest.fail(f"{left} are unread")


def scroll_down(page: Page, more: str) -> None:
    page.locator(SCROLLER).hover()
    for _ in range(60):
        if not page.locator(more).count():
            break
        page.mouse.wheel(0, 900)
        page.evaluate(TWO_FRAMES)
        expect(page.locator(f"{more}.htmx-request")).to_have_count(0)
    expect(page.locator(more)).to_have_count(0)
    page.mouse.wheel(0, 50_000)


def test_nothing_is_read_in_a_window_that_nobody_looks_at(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), "James", has_clock=True)
    mark_all(page, telegram, james, candidate)
    page.reload()
    page.evaluate(FOCUS, False)
    telegram.write(james, candidate, "Are you there?")
    page.clock.run_for(12_000)
    expect(page.locator(MESSAGE).last).to_contain_text("Are you there?")
    page.clock.run_for(6_000)
    assert unread(page, candidate) == 1
    page.evaluate(FOCUS, True)
    wait_for_unread(page, candidate, lambda left: left == 0)


def test_what_comes_below_the_eyes_of_somebody_who_has_scrolled_up_is_counted_and_not_read(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), "James", has_clock=True)
    mark_all(page, telegram, james, candidate)
    page.reload()
    page.locator(SCROLLER).hover()
    page.mouse.wheel(0, -900)
    page.evaluate(TWO_FRAMES)
    seen = last_in_view(page)
    for text in ("One", "Two"):
        telegram.write(james, candidate, text)
    page.clock.run_for(12_000)
    expect(page.locator(MESSAGE).last).to_contain_text("Two")
    page.clock.run_for(2_000)
    expect(page.locator(COUNT)).to_have_text("2")
    assert last_in_view(page) == seen
    assert unread(page, candidate) == 2
    page.locator(TO_END).click()
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    wait_for_unread(page, candidate, lambda left: left == 0)
    expect(page.locator(TO_END)).to_be_hidden()


def test_the_button_leads_to_the_end_of_a_chat_that_is_not_all_here(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    ids = telegram.message_ids(james, candidate)
    page = open_desk(f"{chat_address(candidate)}?around={ids[80]}#message-{ids[80]}", "James")
    expect(page.locator(f"#message-{ids[80]}")).to_be_in_viewport(ratio=1)
    page.locator(TO_END).click()
    expect(page.locator(f"#message-{ids[0]}")).to_be_in_viewport(ratio=1)
    assert page.url.endswith(chat_address(candidate))


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_after_a_jump_to_an_old_message_one_reads_on_in_both_directions_and_writes(
    viewport: dict[str, int], candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    for number in range(60):
        telegram.write(james, candidate, f"Later {number}")
    ids = list(telegram.message_ids(james, candidate))[::-1]
    page = open_desk(f"{chat_address(candidate)}?around={ids[70]}#message-{ids[70]}", "James", viewport=viewport)
    expect(page.locator(f"#message-{ids[70]}")).to_be_in_viewport(ratio=1)
    scroll_through(page, SCROLLER, OLDER, -2_000)
    assert numbers(page, MESSAGE)[0] == ids[0]
    scroll_down(page, NEWER)
    assert numbers(page, MESSAGE) == ids
    page.goto(f"{chat_address(candidate)}?around={ids[70]}")
    written = f"From the past, {viewport['width']} wide"  # the other size has the same candidates
    page.locator(FIELD).fill(written)
    page.locator(SEND).click()
    expect(page.locator(MESSAGE).last).to_contain_text(written)
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    expect(page.locator(FIELD)).to_have_value("")
    assert [each.text for each in telegram.sent(james)].count(written) == 1


def test_newer_messages_come_page_by_page_without_a_jump(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    ids = list(telegram.message_ids(james, candidate))[::-1]
    page = open_desk(f"{chat_address(candidate)}?around={ids[10]}", "James")
    page.evaluate(JUMPS)
    scroll_down(page, NEWER)
    assert [jump for jump in page.evaluate("jumps") if abs(jump) > 1] == []
    assert numbers(page, MESSAGE) == ids
    days = page.locator("#messages > .day").evaluate_all("all => all.map(each => each.id)")
    assert days == sorted(set(days))


def test_without_javascript_a_chat_is_read_in_both_directions(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    ids = list(telegram.message_ids(james, candidate))[::-1]
    page = open_desk(f"{chat_address(candidate)}?around={ids[30]}", "James", java_script_enabled=False)
    follow(page.locator(f"{NEWER} a > span"))
    shown = numbers(page, MESSAGE)
    assert ids[30] < shown[-1] and shown == ids[ids.index(shown[0]) : ids.index(shown[-1]) + 1]
    page.locator(TO_END).click()
    expect(page.locator(f"#message-{ids[-1]}")).to_be_in_viewport(ratio=1)


def test_of_many_messages_that_come_at_once_the_first_is_in_view_and_the_others_are_not_read(
    candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), "James", has_clock=True)
    mark_all(page, telegram, james, candidate)
    page.reload()
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    page.evaluate(FOCUS, False)
    ids = [telegram.write(james, candidate, f"Meanwhile {number}") for number in range(40)]
    page.clock.run_for(12_000)
    expect(page.locator(f"#message-{ids[-1]}")).to_be_attached()
    page.evaluate(FOCUS, True)
    left = wait_for_unread(page, candidate, lambda left: left < 40)
    expect(page.locator(f"#message-{ids[0]}")).to_be_in_viewport(ratio=1)
    assert left == 39 - ids.index(last_in_view(page)) > 10


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1280", "375"])
def test_a_chat_is_where_it_should_be_before_any_script_has_run(
    viewport: dict[str, int], candidate: int, james: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk("/accounts/login/", "James", viewport=viewport)
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    mark_all(page, telegram, james, candidate)
    page.goto(chat_address(candidate))
    assert how_far_below(page) <= 0
    ids = [telegram.write(james, candidate, f"Unread {number}") for number in range(70)]
    page.goto(chat_address(candidate))
    expect(page.locator(DIVIDER)).to_be_in_viewport(ratio=1)
    expect(page.locator(f"#message-{ids[0]}")).to_be_in_viewport(ratio=1)

"""A message stands on the page as soon as it is entered, and stays there until Telegram has it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import NARROW, WIDE, OpenDesk, Site
from .test_desk import FIELD, MESSAGE, ROW, TITLE, chat_address, chat_of_maria, maria
from .test_desk_writing import OUTGOING, own, sent

FAILED, WAITING = (f"{OUTGOING}[data-state={state}]" for state in ("failed", "waiting"))
CHATS = re.compile("/telegram/chats/")
# What happens to a message, in the order in which it does, and when (ms since Enter); and where its bubble stood.
WATCH = """() => {
    window.happened = [];
    const note = (name) => happened.push([name, performance.now() - entered]);
    let entered = 0;
    document.addEventListener("keydown", ({key}) => { if (key === "Enter") entered = performance.now(); }, true);
    document.addEventListener("outbox:entered", ({detail: {bubble}}) => {
        if (bubble.isConnected && document.querySelector("#id_text").value === "") note("bubble");
        requestAnimationFrame(() => requestAnimationFrame(() => note("seen")));
    });
    document.addEventListener("htmx:beforeOnLoad", ({detail: {requestConfig: {verb}}}) => {
        if (verb === "post") note("answer");
    });
}"""
TOPS = """() => {
    window.tops = [];
    const look = () => {
        const all = [...document.querySelectorAll("#messages > .message, #outbox > .outgoing")];
        tops.push(all.at(-1).querySelector(".bubble").getBoundingClientRect().top);
    };
    const watch = () => { look(); window.watching = requestAnimationFrame(watch); };
    watch();
}"""


def enter(page: Page, *texts: str) -> None:
    for text in texts:
        page.locator(FIELD).fill(text)
        page.locator(FIELD).press("Enter")


def hold_back(page: Page) -> Callable[[], None]:
    """Keep the next that the page posts from going; gives what lets it go."""
    held: list[Route] = []
    page.route(CHATS, lambda route: held.append(route) if is_post(route) and not held else route.continue_())
    return lambda: held[0].continue_()


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_message_stands_before_telegram_knows_of_it(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, viewport: dict[str, int]
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    page.evaluate(WATCH)
    let_go = hold_back(page)
    enter(page, "Сразу видно")
    expect(page.locator(WAITING)).to_contain_text("Сразу видно")
    expect(page.locator(WAITING)).to_be_in_viewport(ratio=1)
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    assert sent(telegram, candidate) == []
    let_go()
    expect(page.locator(own("Сразу видно"))).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [name for name, _ in page.evaluate("happened")] == ["bubble", "seen", "answer"]


def test_the_message_takes_the_place_of_its_bubble_without_a_jump(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    for number in range(30):
        telegram.write(maria(telegram), candidate, f"Строка {number}")
    page = open_desk(chat_address(candidate))
    enter(page, "Первое")
    expect(page.locator(own("Первое"))).to_have_count(1)
    with telegram.commit(faults.Delay(0.3), method="messages.SendMessage"):
        enter(page, "Второе")
        page.evaluate(TOPS)
        expect(page.locator(own("Второе"))).to_have_count(1)
    tops = page.evaluate("cancelAnimationFrame(watching), tops")
    assert max(tops) - min(tops) < 1


def test_several_are_under_way_in_their_order_and_in_view(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    texts = ["Раз", "Два", "Три", "Четыре"]
    let_go = hold_back(page)
    enter(page, *texts)
    assert page.locator(f"{OUTGOING} .text").all_inner_texts() == texts
    let_go()
    expect(page.locator(own("Четыре"))).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert sent(telegram, candidate) == texts


def test_a_refused_message_can_be_deleted_and_lets_the_next_one_go(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    telegram.refuse_writing(maria(telegram), candidate, 420, "SLOWMODE_WAIT_30")
    enter(page, "Не надо", "Надо")
    expect(page.locator(FAILED)).to_contain_text("30 s")
    expect(page.locator(WAITING)).to_contain_text("Надо")
    telegram.allow_writing(maria(telegram), candidate)
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(own("Надо"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Надо"]


def test_a_reload_keeps_what_waits_and_what_was_refused(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    page.on("dialog", lambda dialog: dialog.accept())
    telegram.refuse_writing(maria(telegram), candidate, 403, "CHAT_WRITE_FORBIDDEN")
    enter(page, "Отказано", "Ждёт")
    expect(page.locator(FAILED)).to_contain_text("You may not write in this chat")
    page.reload()
    expect(page.locator(FAILED)).to_contain_text("You may not write in this chat")
    expect(page.locator(FAILED)).to_contain_text("Отказано")
    expect(page.locator(WAITING)).to_contain_text("Ждёт")
    telegram.allow_writing(maria(telegram), candidate)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("Ждёт"))).to_have_count(1)
    page.reload()
    expect(page.locator(own("Ждёт"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Отказано", "Ждёт"]


def test_a_reload_in_the_midst_of_sending_sends_once(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    page.route(CHATS, lambda route: route.fetch() and None if is_post(route) else route.continue_())
    with page.expect_request(lambda request: request.method == "POST"):
        enter(page, "Один раз")
    page.unroute(CHATS)
    page.reload()
    expect(page.locator(own("Один раз"))).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert sent(telegram, candidate) == ["Один раз"]


def test_what_waits_without_a_line_goes_when_it_is_back_in_its_order(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US", has_clock=True)
    page.context.set_offline(True)
    enter(page, "Раз", "Два")
    expect(page.locator("#offline")).to_contain_text("There is no connection.")
    expect(page.locator(WAITING)).to_have_count(2)
    page.clock.run_for(20_000)
    page.context.set_offline(False)
    page.clock.run_for(2_000)
    expect(page.locator(own("Два"))).to_have_count(1)
    page.clock.run_for(30_000)
    assert sent(telegram, candidate) == ["Раз", "Два"]


def test_what_nothing_answers_says_so_and_can_be_sent_again(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    """Something stands in the way that lets through all but what is sent."""
    page = open_desk(chat_address(candidate), locale="en-US", has_clock=True)
    page.route(CHATS, lambda route: route.abort() if is_post(route) else route.continue_())
    enter(page, "Куда-то")
    lost = page.locator(f"{OUTGOING}[data-state=lost]")
    for _ in range(40):
        page.clock.run_for(4_000)
        if lost.count():
            break
    expect(lost).to_contain_text("There was no answer")
    page.unroute(CHATS)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("Куда-то"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Куда-то"]


def test_a_message_of_a_chat_that_was_left_stays_with_it(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    telegram.refuse_writing(maria(telegram), candidate, 403, "CHAT_WRITE_FORBIDDEN")
    with telegram.commit(faults.Delay(0.4), method="messages.SendMessage"):
        enter(page, "Раз", "Два")
        page.locator(ROW, has_text="Анна Смирнова").click()
        expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
        expect(page.locator(OUTGOING)).to_have_count(0)
        expect(page.locator("#offline")).to_contain_text("A message was not sent.")
    enter(page, f"И Анне, {candidate}")
    expect(page.locator(own(f"И Анне, {candidate}"))).to_have_count(1)
    telegram.allow_writing(maria(telegram), candidate)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Look at it", exact=True).click()
    expect(page.locator(FAILED)).to_contain_text("Раз")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("Два"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Раз", "Два"]


def write(page: Page) -> None:
    enter(page, "Раз")


def send_a_file(page: Page) -> None:
    page.set_input_files("#id_files", FilePayload(name="CV.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4"))
    page.locator("#files-send").click()


def edit(page: Page) -> None:
    page.locator(FIELD).press("ArrowUp")
    page.locator("#id_edit").fill("Исправлено")
    page.locator("#id_edit").press("Enter")


@pytest.mark.parametrize("act", [write, send_a_file, edit])
def test_what_is_answered_after_another_chat_was_opened_changes_nothing_of_that_one(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, act: Callable[[Page], None]
) -> None:
    """The answer to what is sent brings the news of its chat, which are none of the one that is open by then."""
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(chat_address(candidate))
    enter(page, "Прежнее")
    expect(page.locator(own("Прежнее"))).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    telegram.write(maria(telegram), candidate, "Что нового?")
    let_go = hold_back(page)
    act(page)
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    before = page.locator(MESSAGE).evaluate_all("rows => rows.map(row => row.id)")
    poll = page.locator("#news").get_attribute("hx-get")
    with page.expect_response(lambda answer: answer.request.method == "POST" and f"/{candidate}/" in answer.url):
        let_go()
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    assert page.locator(MESSAGE).evaluate_all("rows => rows.map(row => row.id)") == before
    assert str(page.locator("#news").get_attribute("hx-get")).partition("?")[0] == str(poll).partition("?")[0]
    assert f"/{anna}/" in str(poll)


def test_from_earlier_messages_one_is_led_to_what_was_entered(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    team = telegram.find_chat(maria(telegram), "Команда подбора")
    first = telegram.message_ids(maria(telegram), team)[0]
    page = open_desk(f"{chat_of_maria(telegram, 'Команда подбора')}?around={first}")
    enter(page, "Из прошлого")
    expect(page.locator(own("Из прошлого"))).to_have_count(1)
    expect(page.locator(own("Из прошлого"))).to_be_in_viewport(ratio=1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert sent(telegram, team).count("Из прошлого") == 1


def test_two_tabs_send_each_their_own_and_a_copied_tab_sends_nothing_twice(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    first = open_desk(chat_address(candidate), has_clock=True)
    first.on("dialog", lambda dialog: dialog.accept())
    first.route(CHATS, lose_answers)
    with first.expect_event("requestfailed"):
        enter(first, "Одно на двоих")
    with first.context.expect_page() as opened:
        first.evaluate("open(location.href)")  # with a copy of what the tab keeps
    second = opened.value
    expect(second.locator(own("Одно на двоих"))).to_have_count(1)
    expect(second.locator(OUTGOING)).to_have_count(0)
    first.unroute_all(behavior="wait")  # an answer may be on its way to be lost
    first.clock.run_for(15_000)
    expect(first.locator(own("Одно на двоих"))).to_have_count(1)
    expect(first.locator(OUTGOING)).to_have_count(0)
    assert sent(telegram, candidate) == ["Одно на двоих"]


def lose_answers(route: Route) -> None:
    if is_post(route):
        route.fetch()
    route.abort()


def test_what_was_entered_ends_with_a_sign_out(candidate: int, open_desk: OpenDesk, site: Site) -> None:
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    enter(page, "Тайна для всех")
    expect(page.locator(WAITING)).to_have_count(1)
    assert "Тайна" in page.evaluate("sessionStorage.outbox")
    page.context.set_offline(False)
    page.context.add_cookies([{"name": "sessionid", "value": next(site.recruiters), "url": site.url}])
    page.goto("/telegram/")
    assert page.evaluate("sessionStorage.length") == 0

"""A day of writing: what is begun is never lost, keys lead where a hand expects, what is sent looks as written."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tgsdk.testing import LocalTelegram, faults
from web.words.emoji import count_emoji

from .conftest import OpenDesk
from .test_day_actions import BAR, EDIT, FORWARD, MENU, PHONE, QUESTION, SELECTION, act, own, row
from .test_desk import CHATS, FIELD, ROW, SCROLLER, TITLE, chat_address, maria
from .test_desk_writing import sent

ACTIVE = "document.activeElement"
FONT_SIZE = "each => parseFloat(getComputedStyle(each).fontSize)"


@pytest.fixture
def new_chat(telegram: LocalTelegram) -> Callable[..., int]:
    """Makes a private chat of Maria's, on top of her list."""

    def new_chat(name: str = "Кандидат Письма") -> int:
        return telegram.add_chat(maria(telegram), f"{name}{len(telegram.chats(maria(telegram)))}", "private")

    return new_chat


@pytest.fixture
def candidate(new_chat: Callable[..., int]) -> int:
    return new_chat()


@pytest.fixture
def other(candidate: int, new_chat: Callable[..., int]) -> int:
    return new_chat("Другой Кандидат")


def open_other(page: Page, chat_id: int) -> None:
    page.locator(f"#chat-l-{chat_id}-link").click()
    expect(page.locator(f"#message-form[action*='/{chat_id}/']")).to_be_attached()


def say(page: Page, text: str) -> None:
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    expect(own(page, text)).to_be_visible()


# Corrections


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_correction_waits_in_its_chat_and_over_a_reload(
    candidate: int, other: int, open_desk: OpenDesk, options: dict[str, object]
) -> None:
    page = open_desk(chat_address(candidate), **options)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(FIELD).fill("Предлагаем сто")
    page.locator("#message-send").click()
    own(page, "Предлагаем сто").locator(".acts").click()
    act(page, "edit").click()
    page.locator(EDIT).fill("Предлагаем двести, и вот почему")
    page.goto(chat_address(other))
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(EDIT)).to_have_count(0)
    page.goto(chat_address(candidate))
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести, и вот почему")
    page.reload()
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести, и вот почему")
    page.locator("#message-edit .send").click()
    expect(own(page, "Предлагаем двести")).to_be_visible()
    expect(page.locator(EDIT)).to_have_count(0)
    page.reload()
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(EDIT)).to_have_count(0)


def test_a_correction_waits_while_another_chat_is_open(candidate: int, other: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    say(page, "Предлагаем сто")
    page.locator(FIELD).press("ArrowUp")
    page.locator(EDIT).fill("Предлагаем двести")
    open_other(page, other)
    expect(page.locator(EDIT)).to_have_count(0)
    open_other(page, candidate)
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести")
    expect(page.locator(EDIT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    open_other(page, other)
    open_other(page, candidate)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(EDIT)).to_have_count(0)


def test_a_correction_of_what_was_deleted_meanwhile_goes_on_as_a_message(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    say(page, "Предлагаем сто")
    page.locator(FIELD).press("ArrowUp")
    page.locator(EDIT).fill("Предлагаем двести")
    open_other(page, other)
    telegram.delete_messages(maria(telegram), candidate, telegram.message_ids(maria(telegram), candidate)[:1])
    open_other(page, candidate)
    expect(page.locator(FIELD)).to_have_value("Предлагаем двести")
    expect(page.locator(EDIT)).to_have_count(0)


WHY_NOT, AGAIN = "#act-answer .field-error", "#act-answer [data-edit=again]"
PANE = """<div class="desk-failure" hx-get="/telegram/chats/" hx-trigger="load delay:1s" hx-target="#chat">
<p class="failure-text">Not now</p></div>"""


def begin_correction(page: Page, text: str) -> None:
    say(page, "Предлагаем сто")
    page.locator(FIELD).press("ArrowUp")
    page.locator(EDIT).fill(text)


def nothing_is_kept(page: Page, name: str) -> bool:
    return bool(page.wait_for_function(f"!sessionStorage.getItem('{name}')"))


def test_a_correction_outlasts_a_failure_of_telegram(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    begin_correction(page, "Предлагаем двести")
    open_other(page, other)
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.GetMessages"):
        open_other(page, candidate)
        expect(page.locator(WHY_NOT)).to_be_visible()
    expect(page.locator(EDIT)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("")
    page.locator(AGAIN).click()
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести")
    expect(page.locator(WHY_NOT)).to_have_count(0)


@pytest.mark.parametrize("status", [403, 409])
def test_a_correction_outlasts_an_answer_that_does_not_say_its_message_is_gone(
    candidate: int, other: int, open_desk: OpenDesk, status: int
) -> None:
    page = open_desk(chat_address(candidate))
    begin_correction(page, "Предлагаем двести")
    open_other(page, other)

    def fail(route: Route) -> None:
        route.fulfill(status=status, headers={"HRHelper-Answer": "failure", "Content-Type": "text/html"}, body=PANE)

    page.route(re.compile("/edit/"), fail)
    open_other(page, candidate)
    expect(page.locator(WHY_NOT)).to_have_text("Not now")
    expect(page.locator("#act-answer [hx-get]")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("")
    page.unroute(re.compile("/edit/"), fail)
    page.locator(AGAIN).click()
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести")


def test_a_correction_that_is_saved_in_another_chat_does_not_come_back(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    begin_correction(page, "Предлагаем двести")
    with telegram.commit(faults.Delay(0.5), method="messages.EditMessage"):
        page.locator("#message-edit .send").click()
        open_other(page, other)
        assert nothing_is_kept(page, "edits")
    open_other(page, candidate)
    expect(own(page, "Предлагаем двести")).to_be_visible()
    expect(page.locator(EDIT)).to_have_count(0)


def test_a_correction_that_its_message_says_by_now_is_over(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    begin_correction(page, "Предлагаем двести")
    open_other(page, other)
    telegram.edit(maria(telegram), candidate, telegram.message_ids(maria(telegram), candidate)[0], "Предлагаем двести")
    open_other(page, candidate)
    assert nothing_is_kept(page, "edits")
    expect(page.locator(EDIT)).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()


def test_a_refused_correction_is_kept_as_it_was_refused(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    begin_correction(page, "Предлагаем двести")
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.EditMessage"):
        page.locator("#message-edit .send").click()
        expect(page.locator("#editing .composer-failure")).to_be_visible()
    page.locator(EDIT).press("!")
    page.locator(EDIT).press("Backspace")
    open_other(page, other)
    open_other(page, candidate)
    expect(page.locator(EDIT)).to_have_value("Предлагаем двести")


def test_what_is_corrected_is_in_view_and_marked(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    say(page, "Поправьте меня")
    for number in range(30):
        telegram.write(maria(telegram), candidate, f"Сообщение {number}\n\nи ещё строка")
    page.goto(f"{chat_address(candidate)}?at=end")
    expect(own(page, "Поправьте меня")).not_to_be_in_viewport()
    page.locator(FIELD).press("ArrowUp")
    expect(page.locator(EDIT)).to_be_focused()
    expect(own(page, "Поправьте меня")).to_be_in_viewport()
    expect(page.locator(".message.edited-now")).to_contain_text("Поправьте меня")
    page.keyboard.press("Escape")
    expect(page.locator(".message.edited-now")).to_have_count(0)


# Answers


def test_what_is_answered_is_known_after_a_reload_and_elsewhere(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    row(page, asked).locator(".text").click(button="right")
    act(page, "reply").click()
    page.reload()
    expect(page.locator(f"{BAR} .reply-text")).to_have_text(QUESTION)
    page.locator(FIELD).fill("В три")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        page.evaluate("htmx.trigger('#draft-form', 'rest')")
    elsewhere = open_desk(chat_address(candidate))
    expect(elsewhere.locator(FIELD)).to_have_value("В три")
    expect(elsewhere.locator(f"{BAR} .reply-text")).to_have_text(QUESTION)
    page.reload()
    expect(page.locator(f"{BAR} .reply-text")).to_have_text(QUESTION)
    page.locator(FIELD).press("Enter")
    expect(own(page, "В три").locator("a.quote")).to_contain_text(QUESTION)
    page.reload()
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(BAR)).to_be_hidden()


def test_an_answer_that_was_given_up_stays_given_up(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    page.on("dialog", lambda dialog: dialog.accept())
    row(page, asked).locator(".text").click(button="right")
    act(page, "reply").click()
    page.locator(FIELD).fill("В три")
    with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
        page.evaluate("htmx.trigger('#draft-form', 'rest')")
    page.locator(f"{BAR} .reply-off").click()
    page.reload()
    expect(page.locator(FIELD)).to_have_value("В три")
    expect(page.locator(BAR)).to_be_hidden()


def test_what_was_answered_is_not_kept_for_ever(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    for text, is_saved in (("В три", False), ("В пять", True)):
        row(page, asked).locator(".text").first.click(button="right")
        act(page, "reply").click()
        page.locator(FIELD).fill(text)
        if is_saved:
            with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
                page.evaluate("htmx.trigger('#draft-form', 'rest')")
        page.locator(FIELD).press("Enter")
        expect(own(page, text).locator("a.quote")).to_contain_text(QUESTION)
        assert nothing_is_kept(page, "replies")


# Keys


def test_enter_opens_the_first_that_was_found(candidate: int, other: int, open_desk: OpenDesk) -> None:
    page = open_desk()
    for chat_id in (candidate, other):
        name = page.locator(f"#chat-l-{chat_id} .chat-name b").inner_text()
        page.keyboard.press("Control+k")
        page.keyboard.type(name)
        page.keyboard.press("Enter")  # sooner than it is searched for
        expect(page.locator(TITLE)).to_have_text(name)
        expect(page.locator(FIELD)).to_be_focused()
        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")
        expect(page.locator(ROW)).not_to_have_count(1)


def test_enter_begins_a_conversation_with_a_pasted_number(open_desk: OpenDesk) -> None:
    page = open_desk()
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("@nobody_is_called_so")
    with page.expect_request(lambda request: request.url.endswith("/resolve/")):
        page.keyboard.press("Enter")


def test_the_chat_to_forward_to_is_chosen_by_keys(
    candidate: int, other: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    row(page, asked).locator(".text").click(button="right")
    act(page, "forward").click()
    page.locator("#id_forward_q").press("ArrowDown")
    first = page.locator(".place").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".place").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#id_forward_q")).to_be_focused()
    page.keyboard.type(page.locator(f"#chat-l-{other} .chat-name b").inner_text())
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_be_visible()
    assert sent(telegram, other) == [QUESTION]


def test_alt_and_arrows_change_the_chat_from_the_list_too(open_desk: OpenDesk) -> None:
    page = open_desk()
    names = [page.locator(ROW).nth(number).locator("b").inner_text() for number in range(2)]
    page.locator("#id_q").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(TITLE)).to_have_text(names[0])
    page.locator(ROW).first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(TITLE)).to_have_text(names[1])


def test_letters_go_into_the_field_from_among_the_messages(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    for place in (SCROLLER, f"#message-{asked} .acts"):
        page.locator(place).focus()
        page.keyboard.type("Yes, ?")
        expect(page.locator(FIELD)).to_be_focused()
    page.evaluate(f"{ACTIVE}.blur()")
    page.keyboard.type("!")
    expect(page.locator(FIELD)).to_have_value("Yes, ?Yes, ?!")
    page.locator("#id_q").focus()
    page.keyboard.type("a")
    expect(page.locator(FIELD)).to_have_value("Yes, ?Yes, ?!")


def test_a_selection_keeps_the_focus_and_says_what_it_is(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked, more = (telegram.write(maria(telegram), candidate, text) for text in (QUESTION, "И ещё"))
    page = open_desk(chat_address(candidate))
    acts = row(page, asked).locator(".acts")
    for leave in ("Escape", "button"):
        acts.focus()
        page.keyboard.press("Enter")
        expect(page.locator(MENU)).to_be_visible()
        act(page, "select").click()
        expect(page.locator(SELECTION)).to_be_visible()
        boxes = page.get_by_role("checkbox", name=re.compile("^Выбрать: "))
        expect(boxes).to_have_count(2)
        expect(row(page, more).get_by_role("checkbox", checked=False)).to_have_count(1)
        expect(row(page, asked).get_by_role("checkbox", checked=True)).to_have_count(1)
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            page.locator(f"{SELECTION} [data-selected=cancel]").focus()
            page.keyboard.press("Enter")
        expect(page.locator(SELECTION)).to_be_hidden()
        expect(acts).to_be_focused()
        expect(acts).to_have_attribute("aria-haspopup", "menu")
        expect(boxes).to_have_count(0)


def test_the_list_of_keys_is_whole(open_desk: OpenDesk) -> None:
    page = open_desk(CHATS, locale="en-US")
    page.keyboard.press("?")
    for said in ("correct the last message", "bold", "link", "messages", "select"):
        expect(page.locator("#keys")).to_contain_text(said)
    expect(page.locator("#keys")).to_be_in_viewport(ratio=0.99)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_few_emoji_are_large(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram, options: dict[str, object]
) -> None:
    asked = telegram.write(maria(telegram), candidate, "\N{THUMBS UP SIGN}")
    page = open_desk(chat_address(candidate), **options)
    sizes = [page.locator(f"#message-{asked} .text").evaluate(FONT_SIZE)]
    page.locator(FIELD).fill("\N{WHITE HEAVY CHECK MARK}\N{PARTY POPPER}")
    page.locator("#message-send").click()
    expect(own(page, "\N{PARTY POPPER}")).to_be_visible()
    sizes.append(own(page, "\N{PARTY POPPER}").locator(".text").evaluate(FONT_SIZE))
    assert sizes == [56, 44]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_the_page_and_the_server_take_the_same_for_emoji(open_desk: OpenDesk) -> None:
    page = open_desk()
    signs = [chr(code) for code in range(0x2000, 0x3300)]
    texts = [*signs, *(f"{sign}\ufe0f" for sign in signs), *(f"{sign}\U0001f3fd" for sign in signs)]
    taken = page.evaluate(r"texts => texts.filter((text) => /^\p{RGI_Emoji}$/v.test(text))", texts)
    assert [text for text in texts if count_emoji(text) == 1] == taken


def test_without_a_script_nothing_is_offered_that_needs_one(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(f"/telegram/chats/{anna}/person/", java_script_enabled=False)
    expect(page.locator(".copy").first).to_be_attached()
    expect(page.locator(".copy").first).to_be_hidden()

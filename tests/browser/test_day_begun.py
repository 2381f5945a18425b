"""What is begun waits in its chat: a correction, and an answer; through other chats, failures and a reload."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import OpenDesk
from .test_day_actions import BAR, EDIT, PHONE, QUESTION, act, begin_answer, own
from .test_day_compose import open_other, say
from .test_desk import FIELD, chat_address, maria

WHY_NOT, AGAIN = "#act-answer .field-error", "#act-answer [data-edit=again]"
PANE = """<div class="desk-failure" hx-get="/telegram/chats/" hx-trigger="load delay:1s" hx-target="#chat">
<p class="failure-text">Not now</p></div>"""


def begin_correction(page: Page, text: str) -> None:
    say(page, "Предлагаем сто")
    page.locator(FIELD).press("ArrowUp")
    page.locator(EDIT).fill(text)


def nothing_is_kept(page: Page, name: str) -> bool:
    return bool(page.wait_for_function("name => !sessionStorage.getItem(name)", arg=name))


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
    begin_correction(page, "Предлагаем двести")
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
    begin_correction(page, "Предлагаем двести")
    open_other(page, other)
    telegram.delete_messages(maria(telegram), candidate, telegram.message_ids(maria(telegram), candidate)[:1])
    open_other(page, candidate)
    expect(page.locator(FIELD)).to_have_value("Предлагаем двести")
    expect(page.locator(EDIT)).to_have_count(0)


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
    begin_answer(page, asked)
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
    begin_answer(page, asked)
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
        begin_answer(page, asked)
        page.locator(FIELD).fill(text)
        if is_saved:
            with page.expect_response(lambda answer: answer.url.endswith("/draft/")):
                page.evaluate("htmx.trigger('#draft-form', 'rest')")
        page.locator(FIELD).press("Enter")
        expect(own(page, text).locator("a.quote")).to_contain_text(QUESTION)
        assert nothing_is_kept(page, "replies")

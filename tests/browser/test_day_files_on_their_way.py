"""Files on their way: in bubbles, while one goes on writing; late, lost, refused, cancelled, and sent once."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import WIDE, OpenDesk
from .test_accessibility import inspect
from .test_day_files import (
    CAPTION,
    CV,
    GIVE,
    ITEM,
    PANEL,
    PHONE,
    SUBMIT,
    open_from_list,
    own,
    sent,
)
from .test_desk import FIELD, MESSAGE, TITLE, chat_address, maria
from .test_desk_writing import OUTGOING, is_news

CANCEL, BAR = f"{OUTGOING} [data-outgoing=cancel]", f"{OUTGOING} progress"
FAILED, WAITING = (f"{OUTGOING}[data-state={state}]" for state in ("failed", "waiting"))
BUSY = {"HRHelper-Answer": "busy"}


def hold_files(page: Page) -> list[Route]:
    """Keep what brings files from going; gives each that was to go, oldest first."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        brings_files = "multipart" in route.request.headers.get("content-type", "")
        if brings_files:
            held.append(route)
        else:
            route.fallback()

    page.route("**/telegram/chats/**", hold)
    return held


def next_of(page: Page, held: list[Route], *, has_clock: bool = False) -> Route:
    """What is held first, once the page has asked for it; in a page with a clock of its own that goes on meanwhile."""
    deadline = time.monotonic() + 30
    while not held and time.monotonic() < deadline:
        page.clock.run_for(1_000) if has_clock else page.evaluate("0")
    return held.pop(0)


def answer_files(page: Page, status: int, headers: dict[str, str] | None = None) -> None:
    """Put this in the place of the site's next answer to files, which have come there with all their bytes."""
    line = page.context.new_cdp_session(page)

    def replace(paused: dict[str, Any]) -> None:
        said = [{"name": name, "value": value} for name, value in (headers or {}).items()]
        answer = {"requestId": paused["requestId"], "responseCode": status, "responseHeaders": said}
        line.send("Fetch.fulfillRequest", answer)
        line.send("Fetch.disable")

    line.on("Fetch.requestPaused", replace)
    line.send("Fetch.enable", {"patterns": [{"urlPattern": "*/messages/", "requestStage": "Response"}]})


def let_go(page: Page, held: list[Route]) -> None:
    next_of(page, held).continue_()


def send(page: Page, name: str, caption: str = "") -> None:
    page.set_input_files("#id_files", {**CV, "name": name})
    page.locator(CAPTION).fill(caption)
    page.locator(SUBMIT).click()


def test_a_refusal_is_said_at_the_bubble_and_loses_nothing(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.SendMedia"):
        send(page, "Оффер.pdf", "Ваш оффер")
        expect(page.locator(f"{FAILED} [role=alert]").first).to_contain_text(re.compile("Telegram"))
    expect(page.locator(FAILED)).to_contain_text("Оффер.pdf")
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    expect(page.locator(CANCEL)).to_be_hidden()
    inspect(page, "#outbox")
    page.get_by_role("button", name="Повторить").click()
    expect(own(page)).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [(text, name) for text, name, _ in sent(telegram, candidate)] == [("Ваш оффер", "Оффер.pdf")]


def test_a_lost_answer_sends_files_once(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Drop(), method="messages.SendMedia", times=1):
        send(page, "Оффер.pdf", "Один раз")
        expect(page.locator(f"{FAILED} [role=alert]").first).to_contain_text(re.compile(r"\w"))
    page.get_by_role("button", name="Повторить").click()
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(own(page)).to_have_count(1)
    assert len(sent(telegram, candidate)) == 1


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_chat_can_be_used_while_files_travel_and_more_of_them_follow(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), viewport=viewport)
    held = hold_files(page)
    send(page, "Первый.pdf", "Раз")
    expect(page.locator(WAITING)).to_contain_text("Первый.pdf")
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()
    page.evaluate(GIVE, ["drop", "Второй.pdf", "application/pdf", 40])
    page.locator(CAPTION).press("Enter")
    expect(page.locator(WAITING)).to_have_count(2)
    expect(page.locator(WAITING).last.locator("[role=status]")).to_have_text("Ждёт своей очереди.", use_inner_text=True)
    inspect(page, "#outbox")
    page.locator(FIELD).fill("А текст не ждёт")
    page.locator(FIELD).press("Enter")
    expect(own(page)).to_have_text(re.compile("А текст не ждёт"))
    assert (len(held), sent(telegram, candidate)) == (1, [])
    let_go(page, held)
    expect(own(page).filter(has_text="Первый.pdf")).to_have_count(1)
    expect(page.locator(WAITING)).to_have_count(1)
    let_go(page, held)
    expect(own(page).filter(has_text="Второй.pdf")).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [name for _, name, _ in sent(telegram, candidate)] == ["Первый.pdf", "Второй.pdf"]


def test_a_double_click_sends_files_once(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("я" * 2000)  # too long for a caption: it stays where it was
    page.set_input_files("#id_files", CV)
    page.locator(SUBMIT).dblclick()
    expect(own(page)).to_have_count(1)
    expect(own(page)).to_contain_text("CV.pdf")
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("я" * 2000)
    assert len(sent(telegram, candidate)) == 1


def test_an_upload_can_be_cancelled_and_its_caption_comes_back(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Не тот.pdf", "Ваш оффер")
    send(page, "Тот.pdf")
    expect(page.locator(BAR).first).to_be_visible()
    next_of(page, held)
    page.locator(CANCEL).first.click()
    expect(page.locator(OUTGOING)).to_have_count(1)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("Ваш оффер")
    let_go(page, held)
    expect(own(page)).to_contain_text("Тот.pdf")
    assert [(text, name) for text, name, _ in sent(telegram, candidate)] == [("", "Тот.pdf")]


def test_a_chat_that_was_left_and_opened_again_shows_the_upload_and_its_row_meanwhile(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Оффер.pdf", "Ваш оффер")
    expect(page.locator(BAR)).to_be_visible()
    row = page.locator(f".chat-link[href^='{chat_address(candidate)}']")
    expect(row.locator(".row-outgoing")).to_have_count(0)
    open_from_list(page, anna)
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(row).to_contain_text("отправляется")
    with telegram.commit(faults.RpcFault(500, "INTERNAL"), method="messages.SendMedia"):
        let_go(page, held)
        expect(row).to_contain_text("не отправлено")
        expect(page.locator("#offline")).to_contain_text("Одно сообщение не отправлено")
    telegram.write(maria(telegram), anna, "Новость, с которой приходит новый список")
    expect(own(page).or_(page.locator(MESSAGE)).last).to_contain_text("Новость")
    expect(row).to_contain_text("не отправлено")
    open_from_list(page, candidate)
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    expect(row.locator(".row-outgoing")).to_have_count(0)
    page.get_by_role("button", name="Повторить").click()
    let_go(page, held)
    expect(own(page)).to_contain_text("Оффер.pdf")
    assert [text for text, *_ in sent(telegram, candidate)] == ["Ваш оффер"]


def test_files_wait_without_a_line_and_go_once_when_it_is_back(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    page.context.set_offline(True)
    send(page, "Первый.pdf", "Раз")
    send(page, "Второй.pdf", "Два")
    expect(page.locator(WAITING)).to_have_count(2)
    expect(page.locator("#offline")).to_contain_text("и файлы тоже")
    for said in page.locator(f"{WAITING} [role=status]").all():
        expect(said).to_have_text("Ждёт связи и уйдёт само.", use_inner_text=True)
    page.clock.run_for(20_000)
    page.context.set_offline(False)
    page.clock.run_for(2_000)
    expect(own(page)).to_have_count(2)
    page.clock.run_for(30_000)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert [text for text, *_ in sent(telegram, candidate)] == ["Раз", "Два"]


def test_files_wait_for_those_of_another_tab(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    for _ in range(5):
        next_of(page, held, has_clock=True).fulfill(status=429, headers=BUSY | {"Retry-After": "1"}, body="")
    next_of(page, held, has_clock=True).continue_()
    expect(own(page)).to_contain_text("Оффер.pdf")
    assert len(sent(telegram, candidate)) == 1


def test_files_for_a_busy_account_are_not_sent_again_before_their_time(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    next_of(page, held, has_clock=True).fulfill(status=409, headers=BUSY | {"Retry-After": "120"}, body="")
    for _ in range(4):
        with page.expect_response(is_news):
            page.clock.fast_forward(6_000)
    assert held == []
    page.clock.fast_forward(120_000)
    next_of(page, held, has_clock=True).continue_()
    expect(page.locator(WAITING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_files_for_an_account_that_stays_busy_say_so_and_can_be_sent_again(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    held = hold_files(page)
    send(page, "Оффер.pdf", "Ваш оффер")
    for _ in range(6):
        next_of(page, held, has_clock=True).fulfill(status=409, headers=BUSY | {"Retry-After": "120"}, body="")
        expect(page.locator(f"{OUTGOING} .htmx-request")).to_have_count(0)
        page.clock.fast_forward(125_000)
    expect(page.locator(FAILED)).to_contain_text("слишком долго занят")
    expect(page.locator(FAILED)).to_contain_text("Ваш оффер")
    assert held == []
    page.get_by_role("button", name="Повторить").click()
    next_of(page, held, has_clock=True).continue_()
    expect(page.locator(WAITING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_files_that_came_to_a_busy_account_can_be_cancelled(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    answer_files(page, 409, BUSY | {"Retry-After": "600"})
    send(page, "Оффер.pdf", "Ваш оффер")
    expect(page.locator(f"{WAITING} [role=status]")).to_have_text("Ждёт своей очереди.", use_inner_text=True)
    page.locator(CANCEL).click()
    expect(page.locator(OUTGOING)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("Ваш оффер")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_files_that_telegram_may_have_are_not_taken_for_unsent_by_cancelling(
    viewport: dict[str, int], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    """Something stands before the site that does not wait for its answer."""
    page = open_desk(chat_address(candidate), viewport=viewport, has_clock=True)
    answer_files(page, 504)
    with page.expect_response(lambda answer: answer.status == 504):
        send(page, "Оффер.pdf", "Ваш оффер")
    held = hold_files(page)
    next_of(page, held, has_clock=True)
    page.locator(CANCEL).click()
    lost = page.locator(f"{OUTGOING}[data-state=lost]")
    expect(lost).to_contain_text("Ответа не было")
    expect(lost).to_contain_text("Ваш оффер")
    expect(page.locator(FIELD)).to_have_value("")
    page.get_by_role("button", name="Повторить").click()
    next_of(page, held, has_clock=True).continue_()
    expect(own(page)).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert len(sent(telegram, candidate)) == 1


def test_what_a_server_before_ours_does_not_take_says_so(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    held = hold_files(page)
    send(page, "Оффер.pdf")
    next_of(page, held).fulfill(status=413, body="<h1>413 Request Entity Too Large</h1>")
    expect(page.locator(FAILED)).to_contain_text("Это больше, чем принимает сервер.")


def test_a_file_that_is_gone_by_now_says_so(candidate: int, offer: Path, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    page.set_input_files("#id_files", offer)
    expect(page.locator(ITEM)).to_be_visible()
    offer.unlink()
    page.locator(SUBMIT).click()
    expect(page.locator(FAILED)).to_contain_text("Файл изменили или удалили")


def test_who_leaves_the_page_while_files_travel_is_asked(candidate: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(candidate))
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    held = hold_files(page)
    send(page, "Оффер.pdf")
    expect(page.locator(BAR)).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]
    assert len(held) == 1


def test_files_answer_what_the_text_would_have_answered(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    telegram.write(maria(telegram), candidate, "Где оффер?")
    page = open_desk(chat_address(candidate))
    page.locator(MESSAGE).last.locator(".bubble").click(button="right")
    page.locator("[data-act=reply]").click()
    held = hold_files(page)
    send(page, "Оффер.pdf", "Вот **он**")
    expect(page.locator(f"{WAITING} .quote")).to_contain_text("Где оффер?")
    expect(page.locator(".reply-bar")).to_be_hidden()
    let_go(page, held)
    expect(own(page).locator(".quote")).to_contain_text("Где оффер?")

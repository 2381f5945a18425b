"""Answers beside what they answer: its words wherever it stands, the way there and back, and what became of it."""

import re

import pytest
from playwright.sync_api import Route, expect

from tgsdk.testing import LocalTelegram
from tgsdk.testing.desks.markup import styled

from .conftest import OpenDesk
from .test_day_actions import QUESTION, act, begin_answer, own, row, sent
from .test_desk import FIELD, MESSAGE, OLDER, chat_address, maria
from .test_desk_news import pass_seconds

EARLIER = "Более раннее сообщение"


def test_the_answered_message_is_jumped_to_and_left_again(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    for number in range(30):
        telegram.write(maria(telegram), candidate, f"Сообщение {number}\n\nи ещё строка")
    page = open_desk(f"{chat_address(candidate)}?at=end")
    row(page, asked).locator(".acts").focus()
    page.keyboard.press("Enter")
    act(page, "reply").click()
    page.locator(FIELD).fill("На самое первое")
    page.locator(FIELD).press("Enter")
    answer = own(page, "На самое первое")
    answer.locator("a.quote").click()
    expect(row(page, asked)).to_be_in_viewport()
    expect(answer).not_to_be_in_viewport()
    page.locator("#jump-back").click()
    expect(answer).to_be_in_viewport()


SEES_WHAT_IS_UNKNOWN = """() => {
    window.unknown = 0;
    const look = () => {
        unknown += document.querySelector("#messages").innerText.includes("Более раннее сообщение");
        requestAnimationFrame(look);
    };
    look();
}"""


def test_the_words_of_an_answered_message_that_is_far_above_come_without_a_jump(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    begin_answer(page, asked)
    page.locator(FIELD).fill("В четыре")
    page.locator(FIELD).press("Enter")
    expect(own(page, "В четыре")).to_be_visible()
    for number in range(49):
        telegram.write(maria(telegram), candidate, f"Сообщение {number}")
    page.goto(f"{chat_address(candidate)}?at=end")
    expect(page.locator(".message").last).to_be_in_viewport()
    quote = own(page, "В четыре").locator("a.quote")
    expect(quote.locator("b")).to_have_text(re.compile("Номер"))
    expect(quote).to_contain_text(QUESTION)
    expect(page.locator(".message").last).to_be_in_viewport()
    page.evaluate(SEES_WHAT_IS_UNKNOWN)
    reply = int((own(page, "В четыре").get_attribute("id") or "").removeprefix("message-"))
    telegram.edit(maria(telegram), candidate, reply, "В четыре, как всегда")
    expect(own(page, "как всегда")).to_be_visible()
    expect(quote).to_contain_text(QUESTION)
    assert page.evaluate("unknown") == 0
    telegram.delete_messages(maria(telegram), candidate, [asked])
    page.reload()
    expect(quote).to_contain_text("Удалённое сообщение")


def test_what_somebody_has_covered_stays_covered_where_it_is_told_of(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    text, entities = styled("Хочу ", ("Spoiler", "двести тысяч"), " на руки")
    asked, hidden = telegram.write(maria(telegram), candidate, text, entities=entities), "Хочу ▒▒▒▒▒▒ ▒▒▒▒▒ на руки"
    page = open_desk(chat_address(candidate))
    expect(page.locator(f"#chat-l-{candidate} .chat-preview")).to_have_text(hidden)
    begin_answer(page, asked)
    expect(page.locator(".reply-text")).to_have_text(hidden)
    page.locator(FIELD).fill("Договорились")
    page.locator(FIELD).press("Enter")
    expect(own(page, "Договорились").locator(".quote-text")).to_have_text(hidden)


def test_an_answer_to_what_was_deleted_meanwhile_can_be_sent_by_itself(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    begin_answer(page, asked)
    telegram.delete_messages(maria(telegram), candidate, [asked])
    page.locator(FIELD).fill("Ответ")
    page.locator(FIELD).press("Enter")
    bubble = page.locator(".outgoing")
    expect(bubble).to_contain_text("больше нет")
    bubble.locator("[data-outgoing=again]").click()
    expect(own(page, "Ответ")).to_be_visible()
    assert sent(telegram, candidate) == ["Ответ"]


def test_what_is_answered_on_the_page_is_not_asked_for(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    for number in range(60):
        telegram.write(maria(telegram), candidate, f"Сообщение {number}")
    page, requests = open_desk(f"{chat_address(candidate)}?at=end"), list[str]()
    page.on("request", lambda request: requests.append(request.url))
    page.locator(OLDER).scroll_into_view_if_needed()
    expect(row(page, asked)).to_be_attached()
    page.locator("#to-end").click()
    expect(page.locator(MESSAGE).last).to_be_in_viewport()
    elsewhere = open_desk(f"{chat_address(candidate)}?around={asked}")
    begin_answer(elsewhere, asked)
    elsewhere.locator(FIELD).fill("В четыре")
    elsewhere.locator(FIELD).press("Enter")
    quote = own(page, "В четыре").locator("a.quote")
    expect(quote).to_contain_text(QUESTION)
    expect(quote.locator("b")).to_have_text(re.compile("Номер"))
    expect(quote).to_have_attribute("href", f"#message-{asked}")
    quote.click()
    expect(row(page, asked)).to_be_in_viewport()
    assert not [url for url in requests if "by-id" in url or "around=" in url]


@pytest.mark.parametrize(("answer", "shown", "times"), [("busy", QUESTION, 2), ("failure", EARLIER, 1)])
def test_the_words_are_asked_for_again_only_where_telegram_was_not_asked(
    answer: str, shown: str, times: int, candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page, answers = open_desk(chat_address(candidate)), [answer]
    begin_answer(page, asked)
    page.locator(FIELD).fill("В четыре")
    page.locator(FIELD).press("Enter")
    expect(own(page, "В четыре")).to_be_visible()
    for number in range(49):
        telegram.write(maria(telegram), candidate, f"Сообщение {number}")
    page = open_desk("/telegram/chats/", has_clock=True)
    requests: list[str] = []

    def respond(route: Route) -> None:
        requests.append(route.request.url)
        if answers:
            route.fulfill(status=204, headers={"HRHelper-Answer": answers.pop()})
        else:
            route.continue_()

    page.route("**/by-id/**", respond)
    page.goto(f"{chat_address(candidate)}?at=end")
    expect(own(page, "В четыре").locator("a.quote")).to_contain_text(EARLIER)
    pass_seconds(page, 12)
    expect(own(page, "В четыре").locator("a.quote")).to_contain_text(shown)
    assert len(requests) == times

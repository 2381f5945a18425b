"""A recruiter writes at the desk, is answered, and is told what is new."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, Response, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import NARROW, WIDE, OpenDesk
from .test_desk import (
    DAY,
    FIELD,
    MESSAGE,
    ROW,
    SCROLLER,
    SEND,
    TITLE,
    chat_address,
    chat_of_maria,
    follow,
    maria,
    numbers,
)

CLOSED, ERROR, READ, OUTGOING = ".composer-closed", "#text-error", ".ticks.read", "#outbox > .outgoing"
SOON = 5_000


def sent(telegram: LocalTelegram, chat_id: int) -> list[str]:
    return [each.text for each in telegram.sent(maria(telegram)) if each.chat_id == chat_id]


def row_of(page: Page, chat_id: int) -> Locator:
    return page.locator(f"{ROW}[href^='{chat_address(chat_id)}']")


def own(text: str) -> str:
    return f"{MESSAGE}.own:has-text('{text}')"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_an_answer_is_shown_at_once_and_once(
    viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    anna = telegram.find_chat(maria(telegram), "Анна Смирнова")
    text = f"Приходите в три, {viewport['width']}"
    page = open_desk(chat_address(anna), viewport=viewport, has_clock=True)
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    expect(page.locator(own(text))).to_have_count(1)
    expect(page.locator(MESSAGE).last).to_contain_text(text)
    expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(DAY).last).to_have_id(re.compile("day-"))
    expect(row_of(page, anna)).to_contain_text(text, timeout=SOON)
    with page.expect_response(is_news):
        page.clock.run_for(4_000)
    expect(page.locator(own(text))).to_have_count(1)
    assert sent(telegram, anna).count(text) == 1
    assert len(set(numbers(page, MESSAGE))) == page.locator(MESSAGE).count()


def test_the_first_own_message_after_scrolling_up_is_in_view(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Команда подбора"))
    page.locator(SCROLLER).hover()
    page.mouse.wheel(0, -1500)
    page.locator(FIELD).fill("Снизу видно")
    page.locator(SEND).click()
    expect(page.locator(own("Снизу видно"))).to_be_in_viewport(ratio=1)


def test_a_double_click_and_a_double_enter_send_once(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Delay(0.3), method="messages.SendMessage"):
        page.locator(FIELD).fill("Щелчок")
        page.locator(SEND).dblclick()
        expect(page.locator(own("Щелчок"))).to_have_count(1)
        expect(page.locator(FIELD)).to_have_value("")
        page.locator(FIELD).fill("Клавиша")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(own("Клавиша"))).to_have_count(1)
        expect(page.locator(FIELD)).to_have_value("")
    page.locator(FIELD).fill("Последнее")
    page.keyboard.press("Enter")
    expect(page.locator(own("Последнее"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Щелчок", "Клавиша", "Последнее"]


def test_two_different_messages_in_a_row_are_both_sent(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    """A text that is typed while the first is on its way is not lost."""
    page = open_desk(chat_address(candidate))
    with telegram.commit(faults.Delay(0.5), method="messages.SendMessage", times=1):
        page.locator(FIELD).fill("Первое")
        page.keyboard.press("Enter")
        page.keyboard.type("Второе")
        expect(page.locator(own("Первое"))).to_have_count(1)
    expect(page.locator(FIELD)).to_have_value("Второе")
    page.locator(FIELD).press("Enter")
    expect(page.locator(own("Второе"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Первое", "Второе"]


def test_a_form_that_is_posted_again_sends_once(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    """The answer to a form is lost on the way; the reload posts it again."""
    page = open_desk(chat_address(candidate), java_script_enabled=False)
    page.locator(FIELD).fill("Ответ потерялся")
    form = page.locator("#message-form input[type=hidden]").evaluate_all(
        "all => all.map(each => [each.name, each.value])"
    )
    fields = dict(form) | {"text": "Ответ потерялся"}
    address = chat_address(candidate)
    answers = [page.request.post(address, form=fields, headers={"Accept": "text/html"}) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    page.goto(address)
    expect(page.locator(own("Ответ потерялся"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Ответ потерялся"]


def test_whoever_goes_back_after_sending_finds_an_empty_field(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), java_script_enabled=False)
    page.locator(FIELD).fill("И ещё раз")
    page.locator(SEND).click()
    expect(page.locator(own("И ещё раз"))).to_have_count(1)
    page.go_back()
    expect(page.locator(FIELD)).to_have_value("")
    follow(page.locator(SEND))
    assert sent(telegram, candidate) == ["И ещё раз"]


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        (400, "USER_IS_BLOCKED", "This person has blocked you in Telegram"),
        (420, "SLOWMODE_WAIT_30", "30 s"),
        (403, "CHAT_WRITE_FORBIDDEN", "You may not write in this chat"),
    ],
)
def test_a_refusal_is_said_at_the_message_and_keeps_its_text(
    code: int, name: str, said: str, candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), locale="en-US")
    telegram.refuse_writing(maria(telegram), candidate, code, name)
    text = "Строка\nи ещё одна <b>"
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    expect(page.locator(OUTGOING)).to_contain_text(said)
    expect(page.locator(OUTGOING)).to_contain_text(text)
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    assert sent(telegram, candidate) == []
    telegram.allow_writing(maria(telegram), candidate)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(own("и ещё одна <b>"))).to_have_count(1)
    expect(page.locator(OUTGOING)).to_have_count(0)
    assert sent(telegram, candidate) == [text]


def test_shift_and_enter_begin_a_line(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).press_sequentially("Раз")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("два")
    expect(page.locator(FIELD)).to_have_value("Раз\nдва")
    assert sent(telegram, candidate) == []
    page.keyboard.press("Enter")
    expect(page.locator(own("два"))).to_have_count(1)
    assert sent(telegram, candidate) == ["Раз\nдва"]
    page.keyboard.press("Enter")
    page.keyboard.type("   ")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("   ")
    expect(page.locator(ERROR)).to_have_count(0)
    assert sent(telegram, candidate) == ["Раз\nдва"]


def test_where_one_may_not_write_there_is_a_sentence_and_no_form(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_of_maria(telegram, "Вакансии недели"), locale="en-US")
    expect(page.locator(CLOSED)).to_have_text("You cannot write in this chat.")
    expect(page.locator("#chat textarea, #message-form")).to_have_count(0)
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(FIELD)).to_be_visible()


def test_what_is_new_appears_by_itself_in_the_chat_and_in_the_list(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    page.locator(TITLE).evaluate("element => element.dataset.kept = 'yes'")
    page.locator(FIELD).fill("набираю")
    for text in ("Я согласна", "Когда выходить?"):
        telegram.write(maria(telegram), candidate, text)
        page.clock.run_for(4_000)
        expect(page.locator(MESSAGE).last).to_contain_text(text)
        expect(page.locator(MESSAGE).last).to_be_in_viewport(ratio=1)
        expect(page.locator("#live")).to_contain_text(text)
        expect(row_of(page, candidate)).to_contain_text(text, timeout=SOON)
    assert len(set(numbers(page, MESSAGE))) == page.locator(MESSAGE).count() == 3
    expect(page.locator(DAY)).to_have_count(1)
    expect(page.locator(TITLE)).to_have_attribute("data-kept", "yes")
    expect(page.locator(FIELD)).to_have_value("набираю")
    expect(page.locator(FIELD)).to_be_focused()


def test_another_chat_comes_to_the_top_of_the_list_when_somebody_writes_there(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), has_clock=True)
    quiet = telegram.chats(user_id)[25]
    telegram.write(user_id, quiet, "А вот и я")
    page.clock.run_for(4_000)
    row = row_of(page, quiet)
    expect(row).to_contain_text("А вот и я")
    expect(row).to_be_in_viewport()
    expect(page.locator(f"{ROW}[aria-current=page]")).to_contain_text("Анна Смирнова")


def test_what_is_edited_or_deleted_changes_in_the_open_chat(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    written = [telegram.write(user_id, candidate, text) for text in ("Приду в два", "Или нет", "До встречи")]
    page = open_desk(chat_address(candidate), has_clock=True)
    page.locator(FIELD).fill("Хорошо, жду")
    telegram.edit(user_id, candidate, written[0], "Приду в <b>три</b>")
    telegram.delete_messages(user_id, candidate, written[1:])
    with page.expect_response(is_news) as news:
        page.clock.run_for(4_000)
    assert news.value.status == 200
    expect(page.locator(f"#message-{written[0]}")).to_contain_text("Приду в <b>три</b>")
    expect(page.locator(f"#message-{written[0]}")).to_contain_text("изменено")
    for message_id in written[1:]:
        expect(page.locator(f"#message-{message_id}")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("Хорошо, жду")
    expect(page.locator(FIELD)).to_be_focused()
    telegram.delete_messages(user_id, candidate, telegram.message_ids(user_id, candidate))
    with page.expect_response(is_news) as news:
        page.clock.run_for(4_000)
    expect(page.locator(MESSAGE)).to_have_count(0)
    expect(page.locator(f"{DAY}:visible")).to_have_count(0)  # a day without messages says nothing
    page.locator(FIELD).press("Enter")
    expect(page.locator(own("Хорошо, жду"))).to_have_count(1)
    expect(page.locator(f"{DAY}:visible")).to_have_count(1)


def test_own_messages_become_read(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    page.locator(FIELD).fill("Прочитайте")
    page.keyboard.press("Enter")
    mine = page.locator(own("Прочитайте"))
    expect(mine.locator(".ticks")).to_have_count(1)
    expect(mine.locator(READ)).to_have_count(0)
    telegram.read_outbox(maria(telegram), candidate)
    page.clock.run_for(4_000)
    expect(mine.locator(READ)).to_have_count(1)
    page.reload()
    expect(mine.locator(READ)).to_have_count(1)


def test_a_conversation_goes_on_by_itself(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    telegram.answer_automatically(maria(telegram), 0.3)
    try:
        page = open_desk(chat_address(candidate))
        page.locator(FIELD).fill("Вы ещё ищете работу?")
        page.keyboard.press("Enter")
        expect(page.locator(f"{own('Вы ещё ищете')} {READ}")).to_have_count(1)
        expect(page.locator(MESSAGE)).to_have_count(3)
        expect(page.locator(MESSAGE).last).not_to_have_class(re.compile("own"))
    finally:
        telegram.answer_automatically(maria(telegram), None)


def is_news(about: Request | Response) -> bool:
    return "part=news" in about.url


def test_a_click_waits_for_one_call_of_a_poll_that_hangs_at_most(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate), has_clock=True)
    telegram.write(maria(telegram), candidate, "Для этого опросу нужен и второй вызов")
    with telegram.commit(faults.Delay(1.5), method="messages.GetPeerDialogs", times=1):
        with page.expect_request(is_news):
            page.clock.run_for(4_000)
        page.locator(ROW, has_text="Анна Смирнова").click()
        expect(page.locator(TITLE)).to_have_text("Анна Смирнова", timeout=4_000)


def test_two_tabs_on_two_chats_both_work(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    user_id = maria(telegram)
    anna = telegram.find_chat(user_id, "Анна Смирнова")
    first = open_desk(chat_address(candidate), has_clock=True)
    second = first.context.new_page()
    second.goto(chat_address(anna))
    for tab, text in ((first, "В первой вкладке"), (second, "Во второй вкладке")):
        tab.locator(FIELD).fill(text)
        tab.locator(FIELD).press("Enter")
    expect(first.locator(own("В первой вкладке"))).to_have_count(1)
    expect(second.locator(own("Во второй вкладке"))).to_have_count(1)
    telegram.write(user_id, candidate, "Ответ первой")
    telegram.write(user_id, anna, "Ответ второй")
    for tab in (first, second):
        tab.clock.run_for(4_000)
    expect(first.locator(MESSAGE).last).to_contain_text("Ответ первой")
    expect(second.locator(MESSAGE).last).to_contain_text("Ответ второй")
    assert sent(telegram, candidate) == ["В первой вкладке"]
    assert sent(telegram, anna).count("Во второй вкладке") == 1

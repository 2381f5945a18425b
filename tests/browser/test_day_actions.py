"""A day with messages: answered with a quote, corrected, forwarded, deleted; by mouse, by keys alone, by touch."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import OpenDesk
from .test_desk import FIELD, MESSAGE, chat_address, maria

PHONE = {"viewport": {"width": 375, "height": 740}, "has_touch": True, "is_mobile": True}
MENU, EDIT, BAR = "#message-menu", "#id_edit", "#message-form .reply-bar"
DELETE, FORWARD, SELECTION = "#delete-dialog", "#forward-dialog", "#selection-bar"
QUESTION = "Когда можно прийти на собеседование, и куда?"
LAST_CHARACTERS = """element => {
    const text = element.firstChild, range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, 19);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def colleague(new_chat: Callable[[str], int]) -> int:
    return new_chat("Коллега Отдела")


def name_of(telegram: LocalTelegram, chat_id: int, page: Page) -> str:
    return page.locator(f"#chat-l-{chat_id} .chat-name b").inner_text()


def sent(telegram: LocalTelegram, chat_id: int) -> list[str]:
    return [each.text for each in telegram.sent(maria(telegram)) if each.chat_id == chat_id]


def agree(page: Page, name: str) -> None:
    """Forward to whoever the dialog names."""
    expect(page.locator(f"{FORWARD} #forward-title")).to_contain_text(name)
    page.locator(f"{FORWARD} [data-forwards]").click()


def row(page: Page, message_id: int) -> Locator:
    return page.locator(f"#message-{message_id}")


def own(page: Page, text: str) -> Locator:
    return page.locator(f"{MESSAGE}.own[id^=message-]", has_text=text)


def act(page: Page, name: str) -> Locator:
    return page.locator(f"{MENU} [data-act={name}]")


def begin_answer(page: Page, message_id: int) -> None:
    row(page, message_id).locator(".text").first.click(button="right")
    act(page, "reply").click()


def press_long(page: Page, place: Locator) -> None:
    """Hold a finger on it, until the menu is there."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    finger: CDPSession = page.context.new_cdp_session(page)
    at = {"x": box["x"] + 30, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.locator(MENU)).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_day_by_mouse(candidate: int, colleague: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    # Answer it. A part of it is not offered: stock Pyrogram's layer would send the answer without the quote.
    row(page, asked).locator(".text").evaluate(LAST_CHARACTERS)
    row(page, asked).locator(".text").click(button="right", position={"x": 30, "y": 8})
    expect(act(page, "copy")).to_have_text("Скопировать выделенное", use_inner_text=True)
    expect(act(page, "reply")).to_have_text("Ответить")
    act(page, "reply").click()
    expect(page.locator(f"{BAR} .reply-text")).to_have_text(QUESTION)
    page.locator(FIELD).fill("Приходите **в три**")
    expect(page.locator("#message-form .preview b")).to_have_text("в три")
    page.locator(FIELD).press("Enter")
    expect(own(page, "Приходите в три").locator(".text b")).to_have_text("в три")
    expect(own(page, "Приходите в три").locator("a.quote")).to_be_visible()
    expect(page.locator(BAR)).to_be_hidden()
    # Correct it.
    own(page, "Приходите в три").hover()
    own(page, "Приходите в три").locator(".acts").click()
    act(page, "edit").click()
    expect(page.locator(EDIT)).to_have_value("Приходите **в три**")
    page.locator(EDIT).fill("Приходите **в четыре**")
    page.locator(EDIT).press("Enter")
    expect(own(page, "Приходите в четыре").locator(".text b")).to_have_text("в четыре")
    expect(own(page, "Приходите в четыре").locator(".meta")).to_contain_text("изменено")
    expect(page.locator(EDIT)).to_have_count(0)
    # Forward what was asked to a colleague.
    row(page, asked).locator(".bubble").click(button="right", position={"x": 5, "y": 5})
    act(page, "forward").click()
    name = name_of(telegram, colleague, page)
    page.locator("#id_forward_q").fill(name)
    page.locator(f".place[value='{colleague}']").click()
    agree(page, name)
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_have_text(re.compile(f"Переслано 1 сообщение в «{name}»"))
    page.locator(f"{FORWARD} button[data-close]").click()
    expect(page.locator(FORWARD)).to_be_hidden()
    assert sent(telegram, colleague) == [QUESTION]
    # Delete the answer for both.
    own(page, "Приходите в четыре").locator(".text").click(button="right")
    act(page, "delete").click()
    page.locator(f"{DELETE} [data-for-all]").click()
    expect(own(page, "Приходите")).to_have_count(0)
    expect(page.locator(DELETE)).to_be_hidden()
    assert [(each.chat_id, each.for_everyone) for each in telegram.deleted(maria(telegram))][-1:] == [(candidate, True)]


def test_a_day_by_keys_alone(candidate: int, colleague: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    acts = row(page, asked).locator(".acts")
    page.locator(FIELD).focus()
    # One message is in the way of Tab: the last one, or the one that was there before.
    _press_until(page, "Shift+Tab", lambda: acts.evaluate("each => each === document.activeElement"))
    page.keyboard.press("Enter")
    expect(act(page, "reply")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("Приходите в три")
    page.locator(FIELD).press("Control+a")
    page.keyboard.press("Control+b")
    expect(page.locator(FIELD)).to_have_value("**Приходите в три**")
    page.keyboard.press("Enter")
    expect(own(page, "Приходите в три").locator(".text b")).to_be_visible()
    # Arrow up corrects the last own message, Escape leaves it, Enter saves it.
    page.keyboard.press("ArrowUp")
    expect(page.locator(EDIT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(EDIT)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Приходите в четыре")
    page.keyboard.press("Enter")
    expect(own(page, "Приходите в четыре")).to_be_visible()
    expect(page.locator(FIELD)).to_be_focused()
    # Forward and delete, from the menu of the message that the focus is at.
    row(page, asked).locator(".acts").focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator(MENU)).to_be_visible()
    _press_until(page, "ArrowDown", lambda: act(page, "forward").evaluate("each => each === document.activeElement"))
    page.keyboard.press("Enter")
    expect(page.locator("#id_forward_q")).to_be_focused()
    page.keyboard.type(name_of(telegram, colleague, page))
    place = page.locator(f".place[value='{colleague}']")
    expect(page.locator(".place")).to_have_count(1)
    _press_until(page, "Tab", lambda: place.evaluate("each => each === document.activeElement"))
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORWARD} [data-forwards]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(FORWARD)).to_be_hidden()
    assert sent(telegram, colleague) == [QUESTION]
    row(page, asked).locator(".acts").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    expect(act(page, "delete")).to_be_focused()
    page.keyboard.press("Enter")
    _press_until(page, "Tab", lambda: page.locator("[data-for-me]").evaluate("each => each === document.activeElement"))
    page.keyboard.press("Enter")
    expect(row(page, asked)).to_have_count(0)


def _press_until(page: Page, key: str, is_there: Callable[[], Any]) -> None:
    for _ in range(30):
        if is_there():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there")


def test_a_day_on_a_phone(candidate: int, colleague: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate), **PHONE)
    press_long(page, row(page, asked).locator(".bubble"))
    act(page, "reply").tap()
    page.locator(FIELD).fill("Приходите в три")
    page.locator("#message-form .send").tap()
    expect(own(page, "Приходите в три").locator("a.quote")).to_be_visible()
    own(page, "Приходите в три").locator(".acts").tap()
    act(page, "edit").tap()
    page.locator(EDIT).fill("Приходите в четыре")
    page.locator("#message-edit .send").tap()
    expect(own(page, "Приходите в четыре")).to_be_visible()
    # Several at once.
    press_long(page, row(page, asked).locator(".bubble"))
    act(page, "select").tap()
    own(page, "Приходите в четыре").locator(".bubble").tap()
    expect(page.locator("#selection-count")).to_have_text("2")
    page.locator(f"{SELECTION} [data-selected=forward]").tap()
    page.locator("#id_forward_q").fill(f"Отдела{len(telegram.chats(maria(telegram))) - 1}")
    page.locator(f".place[value='{colleague}']").tap()
    page.locator(f"{FORWARD} [data-forwards]").tap(position={"x": 20, "y": 20})  # else it is a double tap
    page.locator(f"{FORWARD} button[data-close]").tap()
    assert sent(telegram, colleague) == [QUESTION, "Приходите в четыре"]
    expect(page.locator(SELECTION)).to_be_hidden()
    own(page, "Приходите в четыре").locator(".acts").tap()
    act(page, "delete").tap()
    page.locator(f"{DELETE} [data-for-all]").tap()
    expect(own(page, "Приходите")).to_have_count(0)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375


def test_the_menu_opens_beside_the_pointer_and_marks_one_item(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    for number in range(12):
        last = telegram.write(maria(telegram), candidate, f"Сообщение {number}")
    page = open_desk(chat_address(candidate))
    box = row(page, last).locator(".text").bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 8
    page.mouse.click(x, y, button="right")
    place = page.locator(MENU).bounding_box()
    assert place
    assert (round(place["x"]), round(place["y"] + place["height"])) == (round(x), round(y))
    page.mouse.move(x + 40, y - 60, steps=4)
    marked = page.locator(f"{MENU} .menu-item").evaluate_all(
        "all => all.filter(each => getComputedStyle(each).backgroundColor !== 'rgba(0, 0, 0, 0)').length"
    )
    assert marked == 1
    expect(page.locator(f"{MENU} .menu-item:hover")).to_be_focused()


def test_the_focus_goes_from_the_menu_to_its_message_or_back_to_the_field(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    page.locator("#messages-scroller").click(position={"x": 5, "y": 100})
    row(page, asked).locator(".text").click(button="right")
    page.keyboard.press("Escape")
    expect(row(page, asked).locator(".acts")).to_be_focused()
    page.locator(FIELD).focus()
    row(page, asked).locator(".text").dispatch_event("contextmenu", {"button": 2, "clientX": 500, "clientY": 300})
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize("shape", [{}, PHONE], ids=["desktop", "phone"])
def test_the_marks_of_a_selection_stand_in_one_column(
    shape: dict[str, Any], candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate), **shape)
    page.locator(FIELD).fill("Да")
    page.locator("#message-send").click()
    expect(own(page, "Да")).to_be_visible()
    row(page, asked).locator(".acts").click()
    act(page, "select").click()
    own(page, "Да").click()
    boxes = [mark.bounding_box() for mark in page.locator("#messages [role=checkbox]").all()]
    bubbles = [bubble.bounding_box() for bubble in page.locator("#messages .bubble").all()]
    assert len({box["x"] for box in boxes if box}) == 1
    assert all(box and box["x"] >= 0 for box in boxes)
    assert boxes[0] and max(box["x"] + box["width"] for box in boxes if box) <= min(
        each["x"] for each in bubbles if each
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_found_after_a_chat_was_chosen_takes_no_answer_away(
    candidate: int, colleague: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page, held = open_desk(chat_address(candidate)), list[Route]()
    row(page, asked).locator(".text").click(button="right")
    act(page, "forward").click()
    expect(page.locator(f".place[value='{colleague}']")).to_be_visible()
    page.route("**/forward/**", lambda route: held.append(route) if "ask=" in route.request.url else route.continue_())
    with page.expect_request(lambda request: "ask=" in request.url):
        page.locator(f".place[value='{colleague}']").click()
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("#id_forward_q").fill("Коллега")
    held[0].continue_()
    agree(page, "Коллега")
    expect(page.locator(f"{FORWARD} [data-forwarded]")).to_be_visible()
    assert sent(telegram, colleague) == [QUESTION]


def test_two_windows_that_edit_and_delete_the_same_lose_nothing(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    first = open_desk(chat_address(candidate))
    first.locator(FIELD).fill("Спорное")
    first.locator(FIELD).press("Enter")
    expect(own(first, "Спорное")).to_be_visible()
    second = open_desk(chat_address(candidate))
    first.locator(FIELD).press("ArrowUp")
    first.locator(EDIT).fill("Моя правка, которую жалко")
    own(second, "Спорное").locator(".text").click(button="right")
    act(second, "delete").click()
    second.locator(f"{DELETE} [data-for-all]").click()
    expect(own(second, "Спорное")).to_have_count(0)
    first.locator(EDIT).press("Enter")
    expect(first.locator("#message-edit [role=alert]")).to_contain_text("тем временем удалили")
    expect(first.locator(EDIT)).to_have_value("Моя правка, которую жалко")


def test_what_telegram_refuses_is_said_at_the_message(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Старое")
    page.locator(FIELD).press("Enter")
    expect(own(page, "Старое")).to_be_visible()
    number = re.sub(r"\D", "", own(page, "Старое").get_attribute("id") or "")
    telegram.age(maria(telegram), candidate, int(number), 49 * 3600)
    page.locator(FIELD).press("ArrowUp")
    page.locator(EDIT).fill("Новое")
    page.locator(EDIT).press("Enter")
    expect(page.locator("#message-edit [role=alert]")).to_contain_text("больше двух дней")
    expect(page.locator(EDIT)).to_have_value("Новое")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()


def test_a_chat_can_be_marked_as_unread_for_later(candidate: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate), has_clock=True)
    row(page, asked).locator(".text").click(button="right")
    act(page, "unread").click()
    expect(page.locator("#act-said")).to_have_text("Чат отмечен непрочитанным.")
    page.clock.run_for(4_500)
    expect(page.locator(f"#chat-l-{candidate} .unread.marked")).to_be_visible()


def test_the_text_and_the_link_of_a_message_are_copied(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    group = telegram.add_chat(maria(telegram), "Открытая группа", "supergroup", username="open_group_hr")
    message_id = telegram.write(maria(telegram), group, "Скопируйте меня")
    page = open_desk(chat_address(group), permissions=["clipboard-read", "clipboard-write"])
    for name, copied in (("copy", "Скопируйте меня"), ("link", f"https://t.me/open_group_hr/{message_id}")):
        row(page, message_id).locator(".text").click(button="right")
        act(page, name).click()
        expect(page.locator("#act-said")).to_have_text("Скопировано.")
        assert page.evaluate("navigator.clipboard.readText()") == copied


def test_a_message_can_be_acted_on_without_a_script(
    candidate: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate), java_script_enabled=False)
    row(page, asked).locator(".acts").click()
    page.locator("#message-acts").get_by_role("link", name="Ответить").click()
    page.locator(FIELD).fill("Без **скрипта**")
    page.locator("#message-form .send").click()
    expect(own(page, "Без скрипта").locator(".text b")).to_have_text("скрипта")
    own(page, "Без скрипта").locator(".acts").click()
    page.locator("#message-acts").get_by_role("link", name="Изменить").click()
    page.locator(EDIT).fill("Без скрипта и так")
    page.locator("#message-edit .send").click()
    expect(own(page, "Без скрипта и так")).to_be_visible()
    own(page, "Без скрипта и так").locator(".acts").click()
    page.locator("#message-acts summary").click()
    page.get_by_role("button", name="Удалить у всех").click()
    expect(page.locator(FIELD)).to_be_visible()
    expect(own(page, "Без скрипта и так")).to_have_count(0)

"""A day of writing: keys lead where a hand expects, and what is sent looks as written."""

import re

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram
from web.words.emoji import count_emoji

from .conftest import OpenDesk
from .test_day_actions import FORWARD, MENU, PHONE, QUESTION, SELECTION, act, own, row
from .test_desk import CHATS, FIELD, ROW, SCROLLER, TITLE, chat_address, maria
from .test_desk_writing import sent

ACTIVE = "document.activeElement"
FONT_SIZE = "each => parseFloat(getComputedStyle(each).fontSize)"


def open_other(page: Page, chat_id: int) -> None:
    page.locator(f"#chat-l-{chat_id}-link").click()
    expect(page.locator(f"#message-form[action*='/{chat_id}/']")).to_be_attached()


def say(page: Page, text: str) -> None:
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    expect(own(page, text)).to_be_visible()


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
    expect(page.locator(f"{FORWARD} [data-forwards]")).to_be_focused()
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
    for said in ("edit the last message", "bold", "link", "messages", "select"):
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


def test_how_it_will_look_goes_along_while_one_types_and_is_gone_once_it_is_sent(
    candidate: int, open_desk: OpenDesk
) -> None:
    page = open_desk(chat_address(candidate))
    preview = page.locator("#message-form .preview")
    preview.evaluate(
        "place => { window.seen = []; new MutationObserver(() => seen.push(place.textContent.trim()))"
        ".observe(place, { childList: true }); }"
    )
    page.locator(FIELD).press_sequentially("**Жду** вас в среду в три часа", delay=80)
    assert len(page.evaluate("seen")) > 1
    expect(preview).to_contain_text("Жду вас в среду в три часа")
    page.locator(FIELD).press("Enter")
    assert preview.is_hidden()
    expect(own(page, "Жду вас в среду в три часа")).to_be_visible()

"""Each page by axe and by a ruler, in both color schemes and at the narrowest width."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import WIDE, OpenDesk
from .test_connect import CODE, CONNECTED, person
from .test_desk import CHATS, FIELD, FOUND, MESSAGE, ROW, SEND, TITLE, chat_address, chat_of_maria, maria
from .test_desk_drafts import FAILED

TINY = {"width": 320, "height": 640}
FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
    const inside = element.querySelector("span");
    const shown = each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2;
    return element !== document.body && box.bottom > 0 && box.top < innerHeight
        && (shown(style) || (inside !== null && shown(getComputedStyle(inside))));
}"""


# A colour on its way to another is none of the page's; what never ends is as good now as later.
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
    .map(animation => animation.finished))"""


def inspect(page: Page, part: str | None = None, **options: object) -> None:
    page.evaluate(AT_REST)
    found = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in Axe().run(page, part, {"resultTypes": ["violations"], **options}).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_every_state_of_the_page(
    color_scheme: str,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext], Page],
    telegram: LocalTelegram,
) -> None:
    context = open_context(viewport=TINY, color_scheme=color_scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/accounts/login/")
    inspect(page)
    page.close()
    page = sign_in(context)
    page.locator(CODE).wait_for()
    inspect(page)
    with telegram.commit(faults.Refuse()):
        expect(page.locator("#error")).to_be_visible()
        inspect(page)
    page.locator("#error .button").click()
    page.locator(CODE).wait_for()
    account = person(telegram, has_password=True)
    page.locator("a[href$='way=phone']").click()
    expect(page.locator("#id_phone")).to_be_visible()
    inspect(page)
    page.locator("#id_phone").fill("12")
    page.keyboard.press("Enter")
    expect(page.locator("#phone-error")).to_be_visible()
    inspect(page)
    page.locator("#id_phone").fill(f"+{account.phone}")
    page.keyboard.press("Enter")
    expect(page.locator(".clock")).to_be_visible()
    inspect(page)
    telegram.expire_codes()
    page.locator("#id_code").fill(account.code)
    expect(page.locator("#auth-resend button")).to_be_visible()
    inspect(page)
    page.locator("#auth-resend button").click()
    expect(page.locator(".clock")).to_be_visible()
    page.locator("#id_code").fill(account.code)
    expect(page.locator("input[name=password]")).to_be_visible()
    inspect(page)
    page.locator("input[name=password]").fill(account.password or "")
    page.keyboard.press("Enter")
    expect(page.locator(CONNECTED)).to_be_visible()
    inspect(page)
    telegram.end_sessions(account.user_id)
    page.request.get("/telegram/session/status/")
    page.reload()
    expect(page.locator("#session-status")).to_be_visible()
    inspect(page)


def test_every_state_of_the_desk(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    user_id = maria(telegram)
    quiet = telegram.add_chat(user_id, "Немногословный Кандидат", "private")
    page = open_desk("/telegram/", reduced_motion="reduce")
    expect(page.locator(CONNECTED)).to_be_visible()
    inspect_twice(page)
    page.goto(CHATS)
    expect(page.locator(ROW).nth(40)).to_be_attached()
    inspect_twice(page)
    for title in ("Анна Смирнова", "Команда подбора", "Вакансии недели"):
        page.goto(chat_of_maria(telegram, title))
        expect(page.locator(MESSAGE).last).to_be_in_viewport()
        inspect_twice(page, "#chat")
    page.goto(f"{CHATS}?q=опечатку&in=messages")
    expect(page.locator(FOUND).first).to_be_visible()
    inspect_twice(page)
    page.goto(f"{CHATS}?q=qqxyzzy")
    expect(page.locator("#chats .state")).to_be_visible()
    inspect_twice(page)
    page.goto(chat_address(123456789))
    expect(page.locator("#chat .state")).to_be_visible()
    inspect_twice(page, "#chat")
    page.goto(chat_address(quiet))
    telegram.refuse_writing(user_id, quiet, 400, "USER_IS_BLOCKED")
    page.locator(FIELD).fill("Добрый день")
    page.locator(SEND).click()
    expect(page.locator(FAILED)).to_be_visible()
    inspect_twice(page, "#chat")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    with telegram.commit(faults.Refuse()):
        page.goto(chat_address(quiet))
    expect(page.locator("#chats .desk-failure")).to_be_visible()
    expect(page.locator("#chat .desk-failure")).to_be_visible()
    inspect_twice(page)


def test_a_desk_without_chats(open_desk: OpenDesk) -> None:
    page = open_desk(first_name="Olga", reduced_motion="reduce")
    expect(page.locator("#chats .state")).to_be_visible()
    inspect_twice(page)


def inspect_twice(page: Page, part: str | None = None) -> None:
    """All rules in the light on a wide screen, and what colour and width can change in the dark on a narrow one."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    inspect(page, part)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(TINY)  # type: ignore[arg-type]
    inspect(page, part, runOnly=["color-contrast", "scrollable-region-focusable", "target-size"])


def test_the_keyboard_is_enough_at_the_desk(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk()
    expect(page.locator(ROW).nth(40)).to_be_attached()
    tab_to(page, "#id_q")
    page.keyboard.type("Анна Смирнова")
    expect(page.locator(ROW)).to_have_count(1)
    tab_to(page, ROW)
    page.keyboard.press("Enter")
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Control+a")  # a draft, if there is one
    page.keyboard.type("Без мыши")
    tab_to(page, SEND)
    page.keyboard.press("Enter")
    expect(page.locator(f"{MESSAGE}.own[id^=message-]").last).to_contain_text("Без мыши")
    expect(page.locator(FIELD)).to_be_focused()
    assert [each.text for each in telegram.sent(maria(telegram))].count("Без мыши") == 1
    page.keyboard.press("Shift+Tab")
    tab_to(page, "#messages-scroller", "Shift+Tab", most=300)  # past all players, files and links in the messages
    page.keyboard.press("Home")
    expect(page.locator(MESSAGE).nth(60)).to_be_attached()


def test_the_focus_is_not_lost_with_what_was_pressed_to_show_more(open_desk: OpenDesk) -> None:
    page = open_desk()
    page.evaluate("document.querySelector('.more-chats a').focus({ preventScroll: true })")
    page.keyboard.press("Enter")
    expect(page.locator(ROW).nth(60)).to_be_attached()
    page.wait_for_function("() => document.activeElement.matches('.chat-link')")


def tab_to(page: Page, selector: str, key: str = "Tab", *, most: int = 80) -> None:
    """Each stop on the way shows that it has the focus; what is in the midst of being replaced, a little later.

    What leads to more is replaced by it, and hands the focus on.
    """
    is_there = f"""selector => document.querySelector(selector) === document.activeElement
        || (!document.activeElement.closest(".more") && ({FOCUS})())"""
    for _ in range(most):
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
        page.wait_for_function(is_there, arg=selector)
    pytest.fail(f"{selector} cannot be reached")

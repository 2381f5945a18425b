"""A recruiter connects Telegram by phone number, code and password, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.accounts import Account

from .conftest import NARROW, WIDE, Complaints
from .test_connect import CODE, CONNECTED, connect, person, scanned

BY_PHONE, BY_QR = "a[href$='way=phone']", ".ways form button"
PHONE_FIELD, CODE_FIELD, PASSWORD_FIELD = "#id_phone", "#id_code", "#id_password"
RESEND = "#auth-resend button"


def enter(page: Page, field: str, text: str) -> None:
    page.locator(field).fill(text)
    page.locator(field).press("Enter")


def enter_code(page: Page, code: str) -> None:
    """Type a code of the length that Telegram has said: it goes by itself."""
    page.locator(CODE_FIELD).fill(code)


def ask_for_the_code(page: Page, account: Account) -> None:
    page.locator(BY_PHONE).click()
    enter(page, PHONE_FIELD, f"+{account.phone}")
    expect(page.locator(CODE_FIELD)).to_be_focused()


@pytest.mark.parametrize(
    ("viewport", "dc_id", "locale"), [(WIDE, 1, "ru-RU"), (NARROW, 2, "en-US")], ids=["desktop, ru", "phone, en"]
)
@pytest.mark.parametrize("way", ["phone and code", "phone, code and password", "QR and password"])
def test_each_way_in_connects_the_account(
    viewport: dict[str, int],
    dc_id: int,
    locale: str,
    way: str,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext], Page],
    telegram: LocalTelegram,
    complaints: Complaints,
) -> None:
    page = sign_in(open_context(viewport=viewport, locale=locale))
    account = person(telegram, dc_id=dc_id, has_password="password" in way)
    if "QR" in way:
        connect(page, telegram, account)
    else:
        ask_for_the_code(page, account)
        said = "The code was sent to the Telegram app" if locale == "en-US" else "Код отправлен в приложение Telegram"
        expect(page.locator("#auth-verify")).to_contain_text(said)
        enter_code(page, f"{account.code[:3]} {account.code[3:]}")
    if account.password:
        expect(page.locator(PASSWORD_FIELD)).to_be_focused()
        enter(page, PASSWORD_FIELD, account.password)
    expect(page.locator(CONNECTED)).to_contain_text(account.first_name)
    assert page.url.endswith("/telegram/")
    assert complaints == []


def test_mistakes_are_said_at_the_field_and_the_focus_stays(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    page.locator(CODE).wait_for()  # until then the account is busy
    page.locator(BY_PHONE).click()
    expect(page.locator(PHONE_FIELD)).to_be_focused()
    enter(page, PHONE_FIELD, "8 900 123")
    expect(page.locator("#phone-error")).to_contain_text("В номере не хватает цифр.")
    expect(page.locator("#live")).to_contain_text("В номере не хватает цифр.")
    expect(page.locator(PHONE_FIELD)).to_be_focused()
    expect(page.locator(PHONE_FIELD)).to_have_value("8 900 123")
    enter(page, PHONE_FIELD, f"+{account.phone}")
    enter_code(page, "98765")
    expect(page.locator("#code-error")).to_contain_text("Код не подошёл.")
    expect(page.locator(CODE_FIELD)).to_be_focused()
    expect(page.locator(CODE_FIELD)).to_have_value("")
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()


def test_the_countdown_leads_to_sending_again_and_keeps_what_is_typed(page: Page, telegram: LocalTelegram) -> None:
    telegram.send_codes_by("app", "sms", timeout=3)
    account = person(telegram)
    ask_for_the_code(page, account)
    expect(page.locator(".clock")).to_contain_text("0:01")
    page.locator(CODE_FIELD).press_sequentially("12")
    expect(page.locator(RESEND)).to_have_text("Отправить код по SMS")
    expect(page.locator(CODE_FIELD)).to_have_value("12")
    expect(page.locator(CODE_FIELD)).to_be_focused()
    page.locator(RESEND).click()
    expect(page.locator("#auth-verify")).to_contain_text("Код отправлен по SMS")
    assert [code.type for code in telegram.codes_sent][-2:] == ["app", "sms"]
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()


def test_a_code_that_is_too_old_is_sent_anew(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    ask_for_the_code(page, account)
    telegram.expire_codes()
    enter_code(page, account.code)
    expect(page.locator("#code-error")).to_contain_text("Код устарел. Отправить новый?")
    page.locator(RESEND).click()
    expect(page.locator(".clock")).to_be_visible()
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()


def test_a_reload_at_each_step_goes_on_where_it_was(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram, dc_id=2, has_password=True)
    page.locator(BY_PHONE).click()
    expect(page.locator(PHONE_FIELD)).to_be_visible()
    page.reload()
    enter(page, PHONE_FIELD, f"+{account.phone}")
    expect(page.locator(CODE_FIELD)).to_be_visible()
    page.reload()
    enter_code(page, account.code)
    expect(page.locator(PASSWORD_FIELD)).to_be_visible()
    page.reload()
    enter(page, PASSWORD_FIELD, account.password or "")
    expect(page.locator(CONNECTED)).to_be_visible()


def test_the_back_button_leads_back_to_the_code_to_scan(page: Page) -> None:
    page.locator(CODE).wait_for()
    page.locator(BY_PHONE).click()
    expect(page.locator(PHONE_FIELD)).to_be_visible()
    page.go_back()
    expect(page.locator(CODE)).to_be_visible()
    page.go_forward()
    expect(page.locator(PHONE_FIELD)).to_be_visible()


def test_a_tab_that_waits_for_a_scan_moves_on_to_the_code(page: Page, telegram: LocalTelegram) -> None:
    page.locator(CODE).wait_for()
    other = page.context.new_page()
    other.goto("/telegram/")
    account = person(telegram)
    ask_for_the_code(other, account)
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()
    enter_code(other, account.code)
    expect(other.locator(CONNECTED)).to_be_visible()
    expect(other.locator("#notice")).to_have_count(0)


def test_the_scan_may_still_be_preferred_when_the_code_is_sent(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    ask_for_the_code(page, account)
    page.locator(BY_PHONE).click()
    expect(page.locator(PHONE_FIELD)).to_have_value(f"+{account.phone}")
    page.get_by_role("link", name="Вернуться к коду").click()
    expect(page.locator(CODE_FIELD)).to_be_focused()
    page.locator(BY_PHONE).click()
    page.locator(BY_QR).click()
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#live")).not_to_contain_text("отключён")
    connect(page, telegram, account)
    expect(page.locator(CONNECTED)).to_be_visible()
    assert page.url.endswith("/telegram/")


def test_no_look_at_the_qr_code_ends_a_login_that_waits_for_its_code(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    ask_for_the_code(page, account)
    other = page.context.new_page()
    for address in ("/telegram/auth/qr/", "/telegram/?way=qr"):
        other.goto(address)
        expect(other.locator(CODE_FIELD)).to_be_visible()
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()


def test_the_same_number_is_told_to_wait_for_its_code(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    ask_for_the_code(page, account)
    sent = telegram.called("auth.SendCode")
    page.locator(BY_PHONE).click()
    enter(page, PHONE_FIELD, f"+{account.phone}")
    expect(page.locator("#notice")).to_contain_text("Telegram сможет отправить другой код через")
    expect(page.locator(CODE_FIELD)).to_be_focused()
    assert telegram.called("auth.SendCode") == sent


def test_whoever_has_to_wait_keeps_the_field_and_the_way_by_qr_code(page: Page, telegram: LocalTelegram) -> None:
    page.locator(BY_PHONE).click()
    with telegram.commit(faults.FloodWait(2), method="auth.SendCode"):
        enter(page, PHONE_FIELD, "+999 66 1 10 01")
        expect(page.locator("#phone-error")).to_contain_text("2 с")
    expect(page.locator("#live")).to_contain_text("2 с")
    expect(page.locator(PHONE_FIELD)).to_be_focused()
    expect(page.locator(PHONE_FIELD)).to_have_value("+999 66 1 10 01")
    page.wait_for_timeout(3000)  # nothing is swapped by itself
    expect(page.locator(PHONE_FIELD)).to_have_value("+999 66 1 10 01")
    page.locator(".ways a").click()
    scanned(page)


def test_the_focus_is_with_the_failure_that_fills_the_panel(page: Page) -> None:
    page.locator(CODE).wait_for()
    page.locator(BY_PHONE).click()
    page.locator(PHONE_FIELD).wait_for()
    page.context.clear_cookies()
    page.locator(".ways a").click()
    expect(page.locator("#signed-out .failure-text")).to_be_focused()
    outline = page.locator(".failure-text").evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "none"


def test_a_double_click_sends_once(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    page.locator(BY_PHONE).click()
    page.locator(PHONE_FIELD).fill(f"+{account.phone}")
    sent, signed_in = telegram.called("auth.SendCode"), telegram.called("auth.SignIn")
    page.locator("#auth-phone button").dblclick()
    enter_code(page, account.code)
    expect(page.locator(CONNECTED)).to_be_visible()
    assert telegram.called("auth.SendCode") == sent + 1
    assert telegram.called("auth.SignIn") == signed_in + 1


def test_the_login_by_phone_works_without_javascript(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page], telegram: LocalTelegram
) -> None:
    telegram.send_codes_by("app", "sms", timeout=1)
    page = sign_in(open_context(java_script_enabled=False))
    account = person(telegram, has_password=True)
    page.locator(BY_PHONE).click()
    enter(page, PHONE_FIELD, "12")
    expect(page.locator("#phone-error")).to_be_visible()
    enter(page, PHONE_FIELD, f"+{account.phone}")
    while not page.locator(RESEND).count():
        page.get_by_role("link", name="Обновить").click()
    page.locator(RESEND).click()
    expect(page.locator("#auth-verify")).to_contain_text("Код отправлен по SMS")
    enter(page, CODE_FIELD, account.code)
    enter(page, PASSWORD_FIELD, account.password or "")
    expect(page.locator(CONNECTED)).to_contain_text(account.first_name)

"""The login helps with each of its entries."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tgsdk.testing import LocalTelegram

from .test_connect import CODE, CONNECTED, connect, person
from .test_phone import BY_PHONE, CODE_FIELD, PASSWORD_FIELD, PHONE_FIELD, ask_for_the_code, enter

MOBILE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile Safari/537.36"
)
IPHONE_SE = {"width": 375, "height": 667}


def test_the_code_goes_by_itself_once_and_again_when_it_was_changed(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    ask_for_the_code(page, account)
    tried = telegram.called("auth.SignIn")
    wrong = "98765" if account.code != "98765" else "98764"
    page.locator(CODE_FIELD).press_sequentially(wrong)
    expect(page.locator("#code-error")).to_be_visible()
    assert telegram.called("auth.SignIn") == tried + 1
    page.locator(CODE_FIELD).press_sequentially(account.code[:4])
    assert telegram.called("auth.SignIn") == tried + 1
    page.locator(CODE_FIELD).press_sequentially(account.code[4:])
    expect(page.locator(CONNECTED)).to_be_visible()
    assert telegram.called("auth.SignIn") == tried + 2


def test_a_password_can_be_looked_at_and_what_to_do_without_it_is_said(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram, has_password=True)
    connect(page, telegram, account)
    field, reveal = page.locator(PASSWORD_FIELD), page.get_by_role("button", name="Показать пароль")
    field.fill("не тот")
    reveal.click()
    expect(field).to_have_attribute("type", "text")
    expect(reveal).to_have_attribute("aria-pressed", "true")
    expect(field).to_be_focused()
    reveal.click()
    expect(field).to_have_attribute("type", "password")
    page.locator(".forgot summary").click()
    expect(page.locator(".forgot")).to_contain_text("Облачный пароль")
    field.fill(account.password or "")
    field.press("Enter")
    expect(page.locator(CONNECTED)).to_be_visible()


def test_a_number_is_entered_as_at_home(page: Page) -> None:
    page.locator(BY_PHONE).click()
    expect(page.get_by_label("Страна")).to_have_value("RU")
    page.get_by_label("Страна").select_option("BY")
    enter(page, PHONE_FIELD, "029 491")
    expect(page.locator("#phone-error")).to_be_visible()
    expect(page.get_by_label("Страна")).to_have_value("BY")  # the number is mended, and not the country


def test_on_a_phone_the_number_comes_first_and_the_app_is_a_link_away(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page]
) -> None:
    page = sign_in(open_context(viewport=IPHONE_SE, has_touch=True, is_mobile=True, user_agent=MOBILE))
    expect(page.locator(CODE)).to_be_attached()
    app = page.get_by_role("link", name="Подтвердить в Telegram на этом телефоне")
    in_force = page.request.get("/telegram/auth/qr/status/", headers={"Accept": "application/json"}).json()
    expect(app).to_have_attribute("href", in_force["url"])
    tops = [each.evaluate("element => element.getBoundingClientRect().top") for each in (page.locator(BY_PHONE), app)]
    assert tops[0] < page.locator(CODE).evaluate("element => element.getBoundingClientRect().top") < tops[1]
    expect(page.locator(BY_PHONE)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == IPHONE_SE["width"]


def test_after_the_scan_it_is_said_that_it_was_seen(page: Page, telegram: LocalTelegram) -> None:
    page.evaluate("""() => {
        window.said = [];
        new MutationObserver(() => said.push(document.querySelector("#qr-status")?.innerText ?? ""))
            .observe(document.querySelector("#index"), {childList: true, subtree: true});
    }""")
    account = person(telegram)
    connect(page, telegram, account)
    expect(page.locator(CONNECTED)).to_contain_text(account.first_name)
    assert any("Код отсканирован" in each for each in page.evaluate("said"))

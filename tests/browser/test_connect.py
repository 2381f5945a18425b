"""A recruiter connects Telegram by QR code, in a real browser."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.accounts import Account

from .conftest import NARROW, WIDE, Complaints

CODE = "#qr-status svg.qr-code"
CONNECTED = "#user-info"


def scanned(page: Page) -> str:
    """Read the code as a phone's camera does."""
    page.locator(CODE).wait_for()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
    return code.text


def person(telegram: LocalTelegram, *, dc_id: int = 1, has_password: bool = False) -> Account:
    return next(
        account
        for account in telegram.accounts
        if account.dc_id == dc_id and (account.password is not None) == has_password
    )


def connect(page: Page, telegram: LocalTelegram, account: Account) -> None:
    with Phone(telegram.options, account.phone, account.password) as phone:
        phone.scan(scanned(page))


@pytest.mark.parametrize(
    ("viewport", "locale", "color_scheme"),
    [(WIDE, "ru-RU", "light"), (WIDE, "en-US", "dark"), (NARROW, "ru-RU", "dark"), (NARROW, "en-US", "light")],
    ids=["desktop, ru, light", "desktop, en, dark", "phone, ru, dark", "phone, en, light"],
)
def test_the_code_on_the_screen_connects_the_account(
    viewport: dict[str, int],
    locale: str,
    color_scheme: str,
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext], Page],
    telegram: LocalTelegram,
    complaints: Complaints,
) -> None:
    page = sign_in(open_context(viewport=viewport, locale=locale, color_scheme=color_scheme))
    account = person(telegram)
    expect(page.locator("h1")).to_have_text("Connect Telegram" if locale == "en-US" else "Подключите Telegram")
    loads: list[str] = []
    page.on("load", lambda page: loads.append(page.url))
    connect(page, telegram, account)
    expect(page.locator(CONNECTED)).to_contain_text(f"{account.first_name} {account.last_name}")
    expect(page.locator("#live")).to_contain_text(account.first_name)
    page.locator(f"{CONNECTED} summary").click()
    page.locator(f"{CONNECTED} button").click()
    expect(page.locator(CODE)).to_be_visible()
    assert loads == []
    assert complaints == []


def test_an_account_of_another_data_centre_with_a_password_is_connected(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram, dc_id=2, has_password=True)
    connect(page, telegram, account)
    field = page.locator("input[name=password]")
    expect(page.locator("main")).to_contain_text(account.hint or "")
    expect(field).to_be_focused()
    field.fill("not it")
    field.press("Enter")
    expect(page.locator("#password-error")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    field.fill(account.password or "")
    field.press("Enter")
    expect(page.locator(CONNECTED)).to_contain_text(account.first_name)


def test_a_fresh_code_takes_the_place_of_an_old_one(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page], telegram: LocalTelegram
) -> None:
    telegram.token_lifetime = 4
    page = sign_in(open_context())
    first = scanned(page)
    page.locator("h1").evaluate("element => element.dataset.kept = 'yes'")
    telegram.token_lifetime = 60
    with page.expect_response(lambda response: "qr/status" in response.url and response.status == 200):
        pass
    second = scanned(page)
    in_force = page.request.get("/telegram/auth/qr/status/", headers={"Accept": "application/json"}).json()
    assert first != second == in_force["url"]
    expect(page.locator("h1")).to_have_attribute("data-kept", "yes")  # only the code was drawn anew


def test_nothing_moves_while_there_is_no_news(page: Page) -> None:
    scanned(page)
    page.locator(CODE).evaluate("element => element.dataset.kept = 'yes'")
    for _ in range(2):
        with page.expect_response("**/qr/status/**") as response:
            pass
        assert response.value.status == 204
    expect(page.locator(CODE)).to_have_attribute("data-kept", "yes")


def test_telegram_away_says_so_and_shows_the_way_on(page: Page, telegram: LocalTelegram) -> None:
    scanned(page)
    with telegram.commit(faults.Refuse()):
        expect(page.locator("#error")).to_be_visible()
        with pytest.raises(PlaywrightTimeout), page.expect_request("**/qr/status/**", timeout=3000):
            pass  # polling has ended
    page.locator("#error .button").click()
    scanned(page)


def test_signed_out_in_another_tab_ends_the_polling_and_says_where_to_sign_in(page: Page) -> None:
    scanned(page)
    other = page.context.new_page()
    other.goto("/telegram/")
    other.locator(".menu-opener").click()
    other.locator("form[action*=logout] button").click()
    expect(page.locator("#signed-out")).to_contain_text(
        "Вы не авторизованы в HR Helper. Пожалуйста, войдите в систему."
    )
    expect(page.locator("#signed-out a")).to_have_attribute("href", re.compile("/accounts/login/"))


def test_two_tabs_show_one_code_and_are_both_told(page: Page, telegram: LocalTelegram) -> None:
    other = page.context.new_page()
    other.goto("/telegram/")
    assert scanned(other) == scanned(page)
    connect(page, telegram, person(telegram))
    expect(page.locator(CONNECTED)).to_be_visible()
    expect(other.locator(CONNECTED)).to_be_visible()


def test_a_session_ended_from_the_phone_offers_to_connect_again(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram)
    connect(page, telegram, account)
    expect(page.locator(CONNECTED)).to_be_visible()
    telegram.end_sessions(account.user_id)
    page.request.get("/telegram/session/status/")
    page.reload()
    expect(page.locator("#session-status")).to_be_visible()
    page.locator("#session-status button").click()
    scanned(page)


def test_the_login_works_without_javascript(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[BrowserContext], Page], telegram: LocalTelegram
) -> None:
    page = sign_in(open_context(java_script_enabled=False))
    page.locator("#qr-status a").click()
    account = person(telegram)
    connect(page, telegram, account)
    page.locator("a[href$='/qr/status/']").click()
    expect(page.locator(CONNECTED)).to_contain_text(account.first_name)
    page.locator(f"{CONNECTED} summary").click()
    page.locator(f"{CONNECTED} button").click()
    expect(page.locator("h1")).to_have_text("Подключите Telegram")


def test_the_keyboard_is_enough(page: Page, telegram: LocalTelegram) -> None:
    connect(page, telegram, person(telegram))
    question, answer = page.locator(f"{CONNECTED} summary"), page.locator(f"{CONNECTED} button")
    question.wait_for()
    for _ in range(20):
        page.keyboard.press("Tab")
        if question.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(CODE)).to_be_visible()

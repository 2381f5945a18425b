"""What axe and a ruler say of each page, in both colours and at the narrowest width."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_connect import CODE, CONNECTED, person
from tgsdk.testing import LocalTelegram, faults

TINY = {"width": 320, "height": 640}


def inspect(page: Page) -> None:
    found = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
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
    page.keyboard.press("Enter")
    expect(page.locator("#auth-resend button")).to_be_visible()
    inspect(page)
    page.locator("#auth-resend button").click()
    expect(page.locator(".clock")).to_be_visible()
    page.locator("#id_code").fill(account.code)
    page.keyboard.press("Enter")
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

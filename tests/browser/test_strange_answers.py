"""An answer that is not the site's own (a network's login page, a proxy's maintenance) changes nothing, and is said."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, WIDE, OpenDesk
from .test_connect import CODE
from .test_desk import ROW, TITLE

STRANGE = "<html><body>Welcome to the network of this hotel</body></html>"
OURS = re.compile("/telegram/")
NOTICE = "#no-answer"


def be_strange(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body=STRANGE)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_step_of_the_login_stays_and_can_be_tried_again(
    viewport: dict[str, int],
    open_context: Callable[..., BrowserContext],
    sign_in: Callable[[BrowserContext], Page],
    telegram: LocalTelegram,
) -> None:
    page = sign_in(open_context(locale="en-US", viewport=viewport))
    expect(page.locator(CODE)).to_be_visible()
    page.route(OURS, be_strange)
    expect(page.locator(NOTICE)).to_contain_text("something else has answered")  # to the poll of the code
    page.get_by_role("link", name="Log in by phone number").click()
    expect(page.locator(CODE)).to_be_visible()
    page.unroute(OURS)
    expect(page.locator(NOTICE)).to_be_hidden()
    page.get_by_role("link", name="Log in by phone number").click()
    page.locator("#id_phone").fill(f"+{telegram.accounts[0].phone}")
    page.route(OURS, be_strange)
    page.locator("#id_phone").press("Enter")
    expect(page.locator(NOTICE)).to_be_visible()
    expect(page.locator("#id_phone")).to_have_value(f"+{telegram.accounts[0].phone}")
    page.unroute(OURS)
    page.context.set_offline(True)
    page.locator("#id_phone").press("Enter")
    expect(page.locator(NOTICE)).to_be_visible()
    page.context.set_offline(False)
    page.locator("#id_phone").press("Enter")
    expect(page.locator("#id_code")).to_be_visible()
    expect(page.locator(NOTICE)).to_be_hidden()


def test_the_list_a_search_and_the_way_back_stay(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(locale="en-US")
    page.locator(ROW, has_text="Анна Смирнова").click()
    expect(page.locator(TITLE)).to_have_text("Анна Смирнова")
    rows = page.locator(ROW).count()
    page.route(OURS, be_strange)
    page.locator("#id_q").fill("Иван")
    expect(page.locator("#offline")).to_contain_text("There is no connection.")
    expect(page.locator(ROW)).to_have_count(rows)
    page.go_back()  # to the list, which is there
    expect(page.locator(".no-chat")).to_be_visible()
    with page.expect_response(OURS):
        page.go_forward()
    expect(page.locator(".no-chat")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("of this hotel")

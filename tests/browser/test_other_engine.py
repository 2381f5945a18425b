"""The same journey on another engine, chosen in settings: connect by QR code, read, write, disconnect."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.backends.engines import BACKENDS, ENGINE
from tgsdk.testing import LocalTelegram

from .conftest import NARROW, WIDE, OpenDesk, Site, running_site
from .test_connect import CONNECTED, connect, person
from .test_day_actions import BAR, LAST_CHARACTERS, QUESTION, act, row
from .test_desk import FIELD, MESSAGE, ROW, SEND, TITLE, chat_address, chat_of_maria, maria

OTHER = next(engine for engine in BACKENDS if engine != ENGINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for this file, whose settings name the other engine."""
    with running_site(tmp_path_factory.mktemp("site"), TELEGRAM_BACKEND=BACKENDS[OTHER]) as site:
        yield site


def test_the_code_on_the_screen_connects_the_account(page: Page, telegram: LocalTelegram) -> None:
    account = person(telegram, dc_id=2)
    connect(page, telegram, account)
    expect(page.locator(CONNECTED)).to_contain_text(f"{account.first_name} {account.last_name}")


def test_a_part_of_a_message_is_answered(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    candidate = telegram.add_chat(maria(telegram), "Кандидат Цитаты", "private")
    asked = telegram.write(maria(telegram), candidate, QUESTION)
    page = open_desk(chat_address(candidate))
    row(page, asked).locator(".text").evaluate(LAST_CHARACTERS)
    row(page, asked).locator(".text").click(button="right", position={"x": 30, "y": 8})
    expect(act(page, "reply")).to_have_text("Ответить на выделенное", use_inner_text=True)
    act(page, "reply").click()
    expect(page.locator(f"{BAR} .reply-text")).to_have_text("Когда можно прийти")
    page.locator(FIELD).fill("Приходите в три")
    page.locator(FIELD).press("Enter")
    expect(page.locator(f"{MESSAGE}.own[id^=message-] a.quote")).to_contain_text("Когда можно прийти")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_a_chat_is_read_and_answered(viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(viewport=viewport)
    expect(page.locator(ROW).first).to_be_visible()
    page.goto(chat_of_maria(telegram, "Анна Смирнова"))
    expect(page.locator(TITLE)).to_contain_text("Анна Смирнова")
    page.locator(FIELD).fill("Ждём вас в три")
    page.locator(SEND).click()
    expect(page.locator(MESSAGE).last).to_contain_text("Ждём вас в три")

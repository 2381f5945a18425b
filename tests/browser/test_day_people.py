"""A recruiter begins conversations by number, name and link, and looks at the cards of people and groups."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import WIDE, OpenDesk
from .test_desk import FIELD, MESSAGE, SEND, chat_address, maria

PHONE_SIZE = {"width": 375, "height": 740}
SIZES = pytest.mark.parametrize("viewport", [WIDE, PHONE_SIZE], ids=["desktop", "phone"])
SEARCH, OFFER, BEGINNING, CLOSED = "#id_q", "#offer-button", ".beginning", ".composer-closed"
CARD, PANEL = "#chat-card", "#person-panel"


PEOPLE = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """Somebody by their id, and their number as it stands in a CV."""

    id: int
    number: str


@pytest.fixture
def vera(telegram: LocalTelegram) -> Iterator[Somebody]:
    """Somebody whom Maria has never written with."""
    telegram.limit_look_ups(seconds_between_phones=0)
    end = f"{next(PEOPLE):04}"
    vera = telegram.add_person(
        maria(telegram), "Вера Орлова", username=f"vera_{end}_day", phone=f"7900555{end}", bio="Пишу на Go"
    )
    yield Somebody(id=vera, number=f"+7 (900) 555-{end[:2]}-{end[2:]}")
    telegram.limit_look_ups()


def sent_to(telegram: LocalTelegram, chat_id: int) -> list[str]:
    return [each.text for each in telegram.sent(maria(telegram)) if each.chat_id == chat_id]


def has_no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@SIZES
def test_a_number_from_the_clipboard_begins_a_conversation(
    vera: Somebody, viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("number => navigator.clipboard.writeText(number)", vera.number)
    page.locator(SEARCH).focus()
    page.keyboard.press("Control+V")
    asked = telegram.called("contacts.ResolvePhone")
    expect(page.locator(OFFER)).to_contain_text("+7 900 555")
    assert telegram.called("contacts.ResolvePhone") == asked
    assert has_no_sideways_scroll(page)
    page.locator(OFFER).click()
    expect(page.locator("#chat-title")).to_contain_text("Вера Орлова")
    expect(page).to_have_url(re.compile(chat_address(vera.id)))
    expect(page.locator(BEGINNING)).to_contain_text("В контакты никто не добавляется")
    page.locator(FIELD).fill("Здравствуйте, Вера")
    page.locator(SEND).click()
    expect(page.locator(f"{MESSAGE}.own")).to_contain_text("Здравствуйте, Вера")
    expect(page.locator(BEGINNING)).to_be_hidden()
    assert sent_to(telegram, vera.id) == ["Здравствуйте, Вера"]
    assert has_no_sideways_scroll(page)


def test_a_conversation_begins_by_keyboard_alone(vera: Somebody, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk()
    page.locator(SEARCH).focus()
    page.keyboard.insert_text(vera.number)
    expect(page.locator(OFFER)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(OFFER)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.insert_text("Добрый день")
    page.keyboard.press("Enter")
    expect(page.locator(f"{MESSAGE}.own")).to_contain_text("Добрый день")
    assert sent_to(telegram, vera.id) == ["Добрый день"]


def test_a_refusal_stands_at_the_offer_and_the_chat_beside_it_stays(
    candidate: int, vera: Somebody, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(candidate))
    page.locator(FIELD).fill("Недописанное")
    page.locator(SEARCH).fill("@nobody_of_this_name")
    page.locator(OFFER).click()
    expect(page.locator("#offer-error")).to_contain_text("Такого имени в Telegram нет")
    expect(page.locator(FIELD)).to_have_value("Недописанное")
    page.locator(SEARCH).fill("https://t.me/+AbCdEf12")
    expect(page.locator("#offer")).to_contain_text("приглашает в группу")
    expect(page.locator(OFFER)).to_be_hidden()
    page.locator(SEARCH).fill(vera.number)
    expect(page.locator(OFFER)).to_be_visible()
    with telegram.commit(faults.FloodWait(1), method="contacts.ResolvePhone"):
        page.locator(OFFER).click()
        expect(page.locator("#offer-error")).to_contain_text("паузу")
    expect(page.locator(FIELD)).to_have_value("Недописанное")
    page.wait_for_timeout(1000)  # else the pause would last into the next test


def test_without_scripts_a_number_leads_to_the_chat(
    vera: Somebody, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(f"/telegram/chats/?q={quote(vera.number)}", java_script_enabled=False)
    page.locator(OFFER).click()
    expect(page.locator("#chat-title")).to_contain_text("Вера Орлова")
    page.locator(CARD).click()
    expect(page.locator("#person-title")).to_contain_text("Вера Орлова")
    expect(page.locator(".person-about")).to_contain_text("Пишу на Go")


# Cards


@pytest.fixture
def oleg(telegram: LocalTelegram) -> int:
    """A contact with a number, a bio and a group in common."""
    account = maria(telegram)
    group = telegram.add_chat(account, "Бэкенд и чай", "supergroup")
    end = f"{next(PEOPLE):04}"
    person = telegram.add_person(
        account,
        "Олег Карточкин",
        username=f"oleg_{end}_day",
        phone=f"7900777{end}",
        bio="Пишу на Python,\nпью чай",
        is_contact=True,
        groups=[group],
    )
    telegram.write(account, person, "Здравствуйте")
    return person


@SIZES
def test_a_click_at_the_head_opens_the_card(
    oleg: int, viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(oleg), viewport=viewport, permissions=["clipboard-read", "clipboard-write"])
    page.locator(CARD).press("Enter")
    panel = page.locator(PANEL)
    expect(panel).to_be_visible()
    for said in ("Олег Карточкин", "+7 900 777", "_day", "пью чай", "Бэкенд и чай"):
        expect(panel).to_contain_text(said)
    expect(panel.locator("a[href^='tel:+7900777']")).to_be_visible()
    panel.locator(".copy").first.click()
    expect(panel.locator(".copied").first).to_have_text("Скопировано")
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("+7900777")
    expect(panel).to_contain_text("Здесь ещё не отправляли файлов")
    assert has_no_sideways_scroll(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(CARD)).to_be_focused()


def test_a_number_is_copied_where_the_browser_lends_no_clipboard(oleg: int, open_desk: OpenDesk) -> None:
    """As on a page that did not come by a safe line."""
    page = open_desk(chat_address(oleg), permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    page.locator(CARD).press("Enter")
    button = page.locator(f"{PANEL} .copy").first
    button.click()
    expect(button.locator(".copied")).to_have_text("Скопировано")
    expect(button).to_be_focused()
    page.evaluate("() => { delete navigator.clipboard }")
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("+7900777")


def test_a_group_in_common_opens_in_place_of_the_card(oleg: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(oleg))
    page.locator(CARD).focus()
    page.keyboard.press("Enter")
    page.locator(f"{PANEL} .person-groups a").click()
    expect(page.locator("#chat-title")).to_contain_text("Бэкенд и чай")
    expect(page.locator(PANEL)).to_be_hidden()


def test_the_card_shows_photos_and_files_that_were_shared(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(chat_address(telegram.find_chat(maria(telegram), "Анна Смирнова")))
    page.locator(CARD).click()
    expect(page.locator(f"{PANEL} .shared-photo img").first).to_be_visible()
    expect(page.locator(f"{PANEL} .shared-file").first).to_be_visible()
    photo = page.locator(f"{PANEL} .shared-photo img").first.bounding_box()
    assert photo is not None
    assert abs(photo["width"] - photo["height"]) < 2

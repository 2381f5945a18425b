"""A recruiter meets the people of a group: from its card, and from what they write."""

import itertools

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import WIDE, OpenDesk
from .test_accessibility import inspect
from .test_day_people import CARD, PANEL, PHONE_SIZE, SIZES, has_no_sideways_scroll
from .test_desk import FIELD, SEND, chat_address, maria

GROUPS = itertools.count(1)
VERA, GLEB = "Вера Групповая", "Глеб Групповой"


@pytest.fixture
def group(telegram: LocalTelegram) -> int:
    """A group of two more, of whom one has written twice."""
    made = telegram.add_chat(maria(telegram), f"Группа {next(GROUPS)}", "supergroup", members=[VERA, GLEB])
    for text in ("Доброе утро", "Есть новости"):
        telegram.write(maria(telegram), made, text, sender=VERA)
    return made


def person_in(page: Page, name: str) -> None:
    expect(page.locator(f"{PANEL} #person-title")).to_contain_text(name)


@SIZES
def test_the_card_of_a_group_leads_to_its_people_and_to_writing(
    group: int, viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(group), viewport=viewport)
    page.locator(CARD).click()
    member = page.locator(f"{PANEL} .person-groups a", has_text=GLEB)
    expect(member).to_be_visible()
    expect(page.locator(f"{PANEL} .person-groups")).to_contain_text("владелец")
    assert has_no_sideways_scroll(page)
    member.click()
    person_in(page, GLEB)
    expect(page.locator(f"{PANEL} #person-title")).to_be_focused()
    page.locator(PANEL).get_by_role("link", name="Написать").click()
    expect(page.locator("#chat-title")).to_contain_text(GLEB)
    expect(page.locator(PANEL)).to_be_hidden()
    page.locator(FIELD).fill("Здравствуйте, Глеб")
    page.locator(SEND).click()
    expect(page.locator("#messages .own")).to_contain_text("Здравствуйте, Глеб")


def test_a_name_and_a_face_in_a_group_open_the_card(group: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(group))
    page.locator("#messages .sender a").first.click()
    person_in(page, VERA)
    page.keyboard.press("Escape")
    expect(page.locator("#messages a.by:visible")).to_have_count(1)  # at the end of the run
    page.locator("#messages a.by:visible").click()
    expect(page.locator(PANEL)).to_be_visible()
    person_in(page, VERA)


def test_axe_finds_nothing_among_the_people_of_a_group(group: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(group), reduced_motion="reduce")
    expect(page.locator("#messages .more")).to_have_count(0)
    inspect(page, "#messages")
    page.locator(CARD).click()
    expect(page.locator(f"{PANEL} .person-groups a")).to_have_count(3)
    inspect(page, PANEL)


def test_by_keyboard_the_menu_of_a_message_leads_to_whoever_wrote_it(group: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(group))
    assert page.locator("#messages .sender a").first.get_attribute("tabindex") == "-1"
    page.locator("#messages .acts").last.focus()
    page.keyboard.press("Enter")
    page.locator("#message-menu [data-act=author]").focus()
    page.keyboard.press("Enter")
    person_in(page, VERA)


def test_hidden_members_are_said_to_be_hidden(group: int, open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    telegram.hide_members(maria(telegram), group)
    page = open_desk(chat_address(group))
    page.locator(CARD).click()
    expect(page.locator(PANEL)).to_contain_text("Участники скрыты")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_on_pages_of_their_own_cards_lead_on_too(
    java_script_enabled: bool, group: int, open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_address(group), java_script_enabled=java_script_enabled, viewport=WIDE)
    page.goto(page.url.replace("/messages/", "/members/"))
    page.locator(".person-groups a", has_text=GLEB).click()
    expect(page.locator("#person-title")).to_contain_text(GLEB)
    page.get_by_role("link", name="Написать").click()
    expect(page.locator("#chat-title")).to_contain_text(GLEB)


def test_without_scripts_a_name_leads_to_a_page(group: int, open_desk: OpenDesk) -> None:
    page = open_desk(chat_address(group), java_script_enabled=False, viewport=PHONE_SIZE)
    page.locator("#messages .sender a").first.click()
    expect(page.locator("#person-title")).to_contain_text(VERA)

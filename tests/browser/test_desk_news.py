"""News at the desk: soon while somebody looks, in numbers while nobody does, and said where they cannot be had."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tgsdk.testing import LocalTelegram, faults

from .conftest import NARROW, WIDE, OpenDesk, Site, served
from .test_desk import (
    DAY,
    MESSAGE,
    MORE_CHATS,
    OLDER,
    ROW,
    SCROLLER,
    TWO_FRAMES,
    chat_address,
    chat_of_maria,
    listed,
    maria,
    numbers,
)

CONNECTING, BACK = "Connecting to Telegram…", "Telegram is there again."
HIDE = (
    "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
    " document.dispatchEvent(new Event('visibilitychange')) }"
)
IS_ASKING = "() => Boolean(document.querySelector('.htmx-request'))"
ICON = "() => document.querySelector('link[rel=icon]').getAttribute('href')"
# A person's scrolling is heard of in the next frame.
SCROLLS_BEFORE_THE_NEWS = """words => document.addEventListener("htmx:beforeOnLoad", ({detail: {xhr}}) => {
    if (!xhr.responseText.includes(words) || "scrolledTo" in window) return;
    const scroller = document.querySelector("#messages-scroller");
    scroller.scrollTop -= 400;
    window.scrolledTo = scroller.scrollTop;
})"""
TOP_OF = "element => element.getBoundingClientRect().top"
NEWS = re.compile("part=(top|news)")
MOSCOW = ZoneInfo("Europe/Moscow")


def pass_seconds(page: Page, seconds: int) -> None:
    """Let time pass, each look answered, and its answer settled, before the next."""
    for _ in range(seconds):
        page.clock.run_for(1_000)
        while page.evaluate(IS_ASKING):  # in real time, of which little is to pass here
            page.clock.run_for(2)


def pause(page: Page) -> None:
    """From now on time passes by ``pass_seconds`` alone."""
    page.clock.pause_at(datetime.fromtimestamp(page.evaluate("() => Date.now()") / 1000 + 1, UTC))


def looks(page: Page) -> list[str]:
    """The requests for news from now on, when time is paused."""
    pause(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if NEWS.search(request.url) else None)
    return asked


def row_of(page: Page, chat_id: int) -> Locator:
    return page.locator(f"{ROW}[href^='{chat_address(chat_id)}']")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_while_telegram_is_away_the_page_says_so_and_when_it_is_back(
    viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(chat_of_maria(telegram, "Анна Смирнова"), viewport=viewport, locale="en-US", has_clock=True)
    with telegram.commit(faults.Refuse()):
        pass_seconds(page, 5)
        expect(page.get_by_text(CONNECTING)).to_be_in_viewport()
        pass_seconds(page, 20)
        expect(page.get_by_text(CONNECTING)).to_be_in_viewport()
    pass_seconds(page, 30)
    expect(page.get_by_text(CONNECTING)).to_be_hidden()


def test_telegram_away_is_said_beside_the_list_alone_and_that_it_is_back(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    page = open_desk(locale="en-US", has_clock=True)
    with telegram.commit(faults.Refuse()):
        pass_seconds(page, 5)
        expect(page.get_by_text(CONNECTING)).to_be_in_viewport()
    while page.get_by_text(CONNECTING).is_visible():
        pass_seconds(page, 1)
    expect(page.get_by_text(BACK)).to_be_in_viewport()
    pass_seconds(page, 5)
    expect(page.get_by_text(BACK)).to_be_hidden()


def test_a_pause_that_telegram_asks_for_is_said(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    page = open_desk(locale="en-US", has_clock=True)
    with telegram.commit(faults.FloodWait(2), method="messages.GetDialogs", times=1):
        pass_seconds(page, 5)
        expect(page.get_by_text("Telegram asks for a pause.")).to_be_in_viewport()
    expect(page.get_by_text(CONNECTING)).to_be_hidden()
    while page.get_by_text("Telegram asks for a pause.").is_visible():  # else it would last into the next test
        pass_seconds(page, 1)


def test_news_of_a_chat_and_of_the_list_are_five_seconds_late_at_most(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    anna, other = telegram.find_chat(user_id, "Анна Смирнова"), telegram.chats(user_id)[30]
    page = open_desk(chat_address(anna), has_clock=True)
    pause(page)
    for number in range(3):
        telegram.write(user_id, anna, f"Здесь {number}")
        telegram.write(user_id, other, f"Там {number}")
        page.keyboard.press("Shift")
        pass_seconds(page, 5)
        expect(page.locator(MESSAGE).last).to_contain_text(f"Здесь {number}")
        expect(row_of(page, other)).to_contain_text(f"Там {number}")


def test_while_messages_come_and_go_the_chat_is_three_seconds_late_at_most(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    chat_id = telegram.add_chat(maria(telegram), "Живая Вера", "private")
    page = open_desk(chat_address(chat_id), has_clock=True)
    pause(page)
    telegram.write(maria(telegram), chat_id, "Здравствуйте")
    pass_seconds(page, 5)
    expect(page.locator(MESSAGE).last).to_contain_text("Здравствуйте")
    for number in range(3):
        telegram.write(maria(telegram), chat_id, f"И вот ещё {number}")
        pass_seconds(page, 3)
        expect(page.locator(MESSAGE).last).to_contain_text(f"И вот ещё {number}")
    pass_seconds(page, 30)
    asked = looks(page)
    pass_seconds(page, 20)
    assert len(asked) <= 5, asked  # nobody talks any more


def test_a_desk_that_nobody_touches_asks_every_ten_seconds(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    quiet = telegram.add_chat(maria(telegram), "Молчанова Ника", "private")
    page = open_desk(chat_address(quiet), has_clock=True)
    pass_seconds(page, 65)
    asked = looks(page)
    pass_seconds(page, 60)
    # A look waits for the answer to the one before it, which takes some real time.
    assert 5 <= len(asked) <= 8, asked


def test_a_hidden_tab_asks_twice_a_minute_and_shows_what_is_unread_in_its_title_and_icon(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    quiet = telegram.add_chat(user_id, "Тихонова Алла", "private")
    new = telegram.add_chat(user_id, "Вкладкина Вера", "private")  # nothing is unread in them
    page = open_desk(chat_address(new), has_clock=True)
    pass_seconds(page, 5)
    usual, title = page.evaluate(ICON), page.title()
    page.evaluate(HIDE, True)
    before = int(page.locator("#unread-listed").input_value())
    asked = looks(page)
    telegram.write(user_id, quiet, "Есть кто живой?")
    pass_seconds(page, 125)
    assert [("part=top" in each) for each in asked] == [True] * 4
    assert page.title() == f"({before + 1}) {title}"
    icon = page.request.get(page.evaluate(ICON))
    assert icon.headers["content-type"] == "image/svg+xml"
    assert f">{before + 1 if before < 99 else '99+'}</text>" in icon.text()
    telegram.write(user_id, new, "Вы тут?")
    page.evaluate(HIDE, False)
    expect(page.locator(MESSAGE).last).to_contain_text("Вы тут?")
    expect(page).to_have_title(title)
    assert page.evaluate(ICON) == usual


def test_news_of_a_list_that_is_scrolled_move_nothing_that_is_looked_at(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    page = open_desk(has_clock=True)
    page.locator(MORE_CHATS).scroll_into_view_if_needed()
    expect(page.locator(ROW).nth(70)).to_be_attached()
    row = page.locator(ROW).nth(60)
    row.scroll_into_view_if_needed()
    chat_id, top = row.get_attribute("href"), row.evaluate(TOP_OF)
    risen = telegram.chats(user_id)[55]
    telegram.write(user_id, risen, "Поднимаюсь")
    pass_seconds(page, 5)
    expect(page.locator(ROW).first.or_(row_of(page, risen)).filter(has_text="Поднимаюсь")).to_have_count(1)
    looked_at = page.locator(f"{ROW}[href='{chat_id}']")
    assert abs(looked_at.evaluate(TOP_OF) - top) < 2
    shown = listed(page)
    assert len(shown) == len(set(shown)) > 70 and risen in shown[:15]
    assert set(shown) <= set(telegram.chats(user_id)[: len(shown) + 30])


def test_who_scrolls_in_the_moment_when_news_come_stays_where_they_have_scrolled_to(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    chat_id = telegram.find_chat(user_id, "Команда подбора")
    page = open_desk(chat_address(chat_id))
    expect(page.locator(MESSAGE)).to_have_count(50)
    page.evaluate(SCROLLS_BEFORE_THE_NEWS, "Новое")
    message_id = telegram.write(user_id, chat_id, "Новое")
    expect(page.locator(f"#message-{message_id}")).to_be_attached()
    page.evaluate(TWO_FRAMES)
    assert page.locator(SCROLLER).evaluate("scroller => scroller.scrollTop") == page.evaluate("scrolledTo")


def test_a_search_stays_when_there_are_news_of_the_list(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    user_id = maria(telegram)
    page = open_desk("/telegram/chats/?q=Смирнова", has_clock=True)
    found = page.locator(ROW).count()
    telegram.write(user_id, telegram.chats(user_id)[40], "Не о том")
    pass_seconds(page, 5)
    expect(page.locator(ROW)).to_have_count(found)
    assert int(page.locator("#unread-listed").input_value()) > 0


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["desktop", "phone"])
def test_what_is_edited_or_deleted_far_above_changes_on_the_page(
    viewport: dict[str, int], open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    user_id = maria(telegram)
    chat_id = telegram.find_chat(user_id, "Кадровый резерв")
    page = open_desk(chat_address(chat_id), viewport=viewport, has_clock=True)
    for pages in (2, 3, 4):
        page.locator(OLDER).scroll_into_view_if_needed()
        expect(page.locator(MESSAGE).nth(50 * pages - 10)).to_be_attached()
    newest_first = telegram.message_ids(user_id, chat_id)
    edited, gone, oldest = newest_first[170], newest_first[130], newest_first[len(numbers(page, MESSAGE)) - 1]
    for message_id in (edited, oldest):
        telegram.edit(user_id, chat_id, message_id, f"Исправлено {viewport['width']}")
    telegram.delete_messages(user_id, chat_id, [gone])
    pass_seconds(page, 30)
    for message_id in (edited, oldest):
        expect(page.locator(f"#message-{message_id}")).to_contain_text(f"Исправлено {viewport['width']}")
    expect(page.locator(f"#message-{gone}")).to_have_count(0)
    asked = looks(page)
    pass_seconds(page, 10)
    assert asked and not any("earlier=" in each for each in asked)


@contextmanager
def near_midnight(site: Site, folder: Path) -> Iterator[tuple[str, datetime, Path]]:
    """A second process of the site, whose clock says that the day ends in Moscow in a minute."""
    now = datetime.now(MOSCOW)
    evening = now.replace(hour=23, minute=59, second=0)
    file = folder / "ahead"
    file.write_text(str((evening - now).total_seconds()))
    environment = site.environment | {"MOVED_CLOCK": str(file)}
    with served(environment, "--config=python:tests.browser.moved_clock") as (url, _):
        yield url, evening, file


def test_what_was_today_is_yesterday_after_midnight_and_a_date_after_the_next(
    site: Site, open_desk: OpenDesk, telegram: LocalTelegram, tmp_path: Path
) -> None:
    user_id = maria(telegram)
    chat_id = telegram.add_chat(user_id, "Полуночник Семён", "private")
    telegram.write(user_id, chat_id, "Сегодня или завтра?")
    with near_midnight(site, tmp_path) as (url, evening, file):
        ahead = float(file.read_text())
        options = {"timezone_id": "Europe/Moscow", "base_url": url}
        chat = open_desk("/accounts/login/", has_clock=False, **options)
        chat.context.clock.install(time=evening)
        search = chat.context.new_page()
        chat.goto(chat_address(chat_id))
        search.goto("/telegram/chats/?q=Сегодня или завтра&in=messages")
        time = f"#chats [href*='{chat_id}'] .chat-time span[aria-hidden]"
        expect(chat.locator(f"{DAY} > span").last).to_have_text("Сегодня")
        for days, (day, said) in enumerate([("Вчера", "вчера"), (f"{evening.day} ", f"{evening.day} ")]):
            file.write_text(str(ahead + 90 + days * 86_400))
            for page in (chat, search):
                page.clock.fast_forward(86_400_000 if days else 90_000)
                pass_seconds(page, 6)
            expect(chat.locator(f"{DAY} > span").last).to_contain_text(day)
            for page in (chat, search):
                expect(page.locator(time)).to_contain_text(said)

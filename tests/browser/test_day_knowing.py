"""Knowing and finding: search inside a chat, drafts, notifications, what is planned, folders, topics."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram, faults
from tgsdk.testing.desks.folders import DeskFolder

from .conftest import NARROW, OpenDesk, someone

ROWS = "#chats .chat-row:not(.folder-row)"


def new_chat(telegram: LocalTelegram, title: str, *texts: str) -> tuple[int, list[int]]:
    """A chat of Maria's on top of her list, and the ids of what was written there."""
    maria = someone(telegram, "Мария").user_id
    chat_id = telegram.add_chat(maria, title)
    return chat_id, [telegram.write(maria, chat_id, text) for text in texts]


def chat_address(chat_id: int) -> str:
    return f"/telegram/chats/{chat_id}/messages/"


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def test_words_in_a_chat_are_found_one_after_the_other(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    texts = [f"Зарплата {number}" if number % 20 == 0 else f"Сообщение {number}" for number in range(1, 81)]
    chat_id, ids = new_chat(telegram, "Ищущая Вера", *texts)
    page = open_desk(chat_address(chat_id))
    page.locator("#find-summary").click()
    field = page.locator("#id_find")
    expect(field).to_be_focused()
    field.fill("зарплата")
    field.press("Enter")
    found = page.locator(".message.found")
    expect(found).to_have_attribute("id", f"message-{ids[79]}")
    expect(found.locator("mark")).to_have_text("Зарплата")
    expect(page.locator("#find-said")).to_have_text("1 из 4")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(found).to_have_attribute("id", f"message-{ids[59]}")
    expect(found).to_be_in_viewport()
    page.locator("#find-older").click()
    expect(page.locator("#find-said")).to_have_text("3 из 4")
    expect(page).to_have_url(re.compile(rf"find=.*around={ids[39]}"))
    page.reload()
    expect(page.locator("#find-said")).to_have_text("3 из 4")
    page.locator("#find-newer").click()
    expect(found).to_have_attribute("id", f"message-{ids[59]}")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator("#find-summary")).to_be_focused()
    expect(page).not_to_have_url(re.compile("find="))


def test_a_day_is_jumped_to_on_a_phone(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    maria = someone(telegram, "Мария").user_id
    longest = max(telegram.chats(maria), key=lambda chat_id: len(telegram.message_ids(maria, chat_id)))
    telegram.write(maria, longest, "Новость, с которой он наверху стоит, сколько бы чатов другие тесты ни добавили")
    page = open_desk(chat_address(longest), viewport=NARROW, has_touch=True)
    page.locator("#find-summary").tap()
    assert overflow(page) <= 0
    page.locator("#id_date").fill("2020-01-01")
    page.locator("#find-go").tap()
    first = telegram.message_ids(maria, longest)[-1]
    expect(page.locator(f"#message-{first}")).to_be_in_viewport()


def draft_at_telegram(telegram: LocalTelegram, chat_id: int) -> str:
    return telegram.draft(someone(telegram, "Мария").user_id, chat_id)


def until(page: Page, said: Callable[[], bool]) -> None:
    """Wait for what the local Telegram is told, while the page works."""
    for _ in range(200):
        if said():
            return
        page.wait_for_timeout(50)
    raise AssertionError("Telegram was not told")


def test_what_rests_in_the_field_is_kept_at_telegram_until_it_is_sent(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    chat_id, _ = new_chat(telegram, "Черновая Вера", "Когда ответ?")
    other_id, _ = new_chat(telegram, "Соседняя Лена", "Привет")
    page = open_desk(chat_address(chat_id), has_clock=True)
    page.locator("#id_text").fill("Завтра")
    page.clock.run_for(6000)
    until(page, lambda: draft_at_telegram(telegram, chat_id) == "Завтра")
    page.locator("#id_text").fill("Завтра утром")
    page.locator(f"#chat-l-{other_id} a").click()
    expect(page.locator("#chat-name")).to_have_text("Соседняя Лена")
    until(page, lambda: draft_at_telegram(telegram, chat_id) == "Завтра утром")
    page.clock.run_for(10_000)
    expect(page.locator(f"#chat-l-{chat_id} .chat-preview")).to_have_text("Черновик: Завтра утром")
    page.locator(f"#chat-l-{chat_id} a").click()
    expect(page.locator("#id_text")).to_have_value("Завтра утром")
    page.locator("#id_text").press("Enter")
    expect(page.locator(".message.own .text").last).to_have_text("Завтра утром")
    until(page, lambda: draft_at_telegram(telegram, chat_id) == "")


def test_a_newer_draft_of_another_device_is_opened_and_nothing_is_lost(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    maria = someone(telegram, "Мария").user_id
    chat_id, _ = new_chat(telegram, "Телефонная Вера", "Когда ответ?")
    telegram.save_draft(maria, chat_id, "С телефона")
    page = open_desk(chat_address(chat_id))
    expect(page.locator("#id_text")).to_have_value("С телефона")
    page.locator("#id_text").fill("Отсюда")
    page.reload()  # what is newer here stays
    expect(page.locator("#id_text")).to_have_value("Отсюда")


# The browser's own notifications are the system's, which a test cannot see.
NOTIFICATIONS = """
window.shown = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() { return this.permission = "granted"; }
  constructor(title, { body, tag }) { window.shown.push([title, body, tag]); window.latest = this; }
  close() {}
};
"""
IS_HIDDEN = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s})"


def test_new_messages_are_told_once_and_lead_to_their_chat(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    maria = someone(telegram, "Мария").user_id
    first, _ = new_chat(telegram, "Пишущая Вера", "Здравствуйте")
    second, _ = new_chat(telegram, "Молчащая Лена", "Добрый день")
    page = open_desk("about:blank")
    page.context.add_init_script(NOTIFICATIONS)
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        tab.goto(chat_address(second))
    expect(page.locator("#notify")).to_be_hidden()  # nothing is asked by itself
    assert page.evaluate("Notification.permission") == "default"
    page.bring_to_front()
    page.locator("#notify-opener").click()
    page.locator("#notify-on").check()
    expect(page.locator("#desk")).to_have_class(re.compile("is-notifying"))
    tabs[1].evaluate("Notification.permission = 'granted'")
    for tab in tabs:
        tab.evaluate(IS_HIDDEN % "true")
    message = telegram.write(maria, first, "Вы <b>здесь</b>?")
    for tab in tabs:
        tab.evaluate("htmx.trigger('#chats-poll', 'poll')")
        expect(tab.locator(f"#chat-l-{first}")).to_have_attribute("data-news", str(message))
    until(page, lambda: any(tab.evaluate("shown.length") for tab in tabs))
    shown = [each for tab in tabs for each in tab.evaluate("shown")]
    assert shown == [["Пишущая Вера", "Вы <b>здесь</b>?", f"chat-l-{first} {message}"]]
    page.evaluate(IS_HIDDEN % "false")
    telling = next(tab for tab in tabs if tab.evaluate("shown.length"))
    telling.evaluate("latest.onclick()")
    expect(telling.locator("#chat-name")).to_have_text("Пишущая Вера")


def test_notifications_leave_out_what_is_muted_read_or_private(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    maria = someone(telegram, "Мария").user_id
    chat_id, _ = new_chat(telegram, "Тайная Вера", "Здравствуйте")
    page = open_desk("about:blank")
    page.context.add_init_script(NOTIFICATIONS)
    page.goto(chat_address(chat_id))
    page.locator("#notify-opener").click()
    page.locator("#notify-on").check()
    page.locator("#notify-text").uncheck()
    page.keyboard.press("Escape")
    seen = telegram.write(maria, chat_id, "Это видно")
    page.evaluate("htmx.trigger('#news', 'poll')")
    expect(page.locator(f"#message-{seen}")).to_be_visible()
    page.evaluate(IS_HIDDEN % "true")
    unseen = telegram.write(maria, chat_id, "А это нет")
    page.evaluate("htmx.trigger('#chats-poll', 'poll')")
    expect(page.locator(f"#chat-l-{chat_id}")).to_have_attribute("data-news", str(unseen))
    assert page.evaluate("shown") == [["Тайная Вера", "Новое сообщение", f"chat-l-{chat_id} {unseen}"]]
    page.reload()
    page.locator("#notify-opener").click()
    expect(page.locator("#notify-text")).not_to_be_checked()


def test_a_message_is_planned_for_tomorrow_and_sent_at_once_after_all(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    maria = someone(telegram, "Мария").user_id
    chat_id, _ = new_chat(telegram, "Завтрашняя Вера", "Напишите мне завтра")
    page = open_desk(chat_address(chat_id))
    page.locator("#id_text").fill("Доброе утро")
    page.locator("#later-opener").click()
    expect(page.locator("#scheduled")).to_contain_text("ничего не запланировано")
    page.locator("#later-send").click()
    expect(page.locator("#scheduled time")).to_have_text("завтра в 09:00")
    expect(page.locator("#later-send")).to_be_focused()
    expect(page.locator("#id_text")).to_have_value("")
    assert telegram.scheduled(maria, chat_id) == ("Доброе утро",)
    page.reload()
    expect(page.locator("#id_text")).to_have_value("")
    page.locator("#later-opener").click()
    page.locator("#scheduled button").first.click()
    expect(page.locator("#scheduled")).to_contain_text("ничего не запланировано")
    page.evaluate("htmx.trigger('#news', 'poll')")
    expect(page.locator(".message.own .text").last).to_have_text("Доброе утро")


def test_the_plans_fit_a_phone(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    chat_id, _ = new_chat(telegram, "Карманная Вера", "Напишите мне завтра")
    page = open_desk(chat_address(chat_id), viewport=NARROW, has_touch=True)
    page.locator("#id_text").fill("Очень длинное сообщение, которое не поместится в одну строку списка")
    page.locator("#later-opener").tap()
    page.locator("#later-send").tap()
    expect(page.locator("#scheduled time")).to_be_visible()
    assert overflow(page) <= 0


def test_folders_that_cannot_be_read_at_first_come_later_and_the_list_stays(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    maria = someone(telegram, "Мария").user_id
    telegram.put_folders(maria, DeskFolder(id=2, title="Кандидаты", pinned=(telegram.chats(maria)[0],)))
    asked = telegram.called("messages.GetDialogFilters")
    with telegram.commit(faults.FloodWait(2), method="messages.GetDialogFilters", times=1):
        page = open_desk()
        rows = page.locator(ROWS).count()
        expect(page.locator("#tabs")).to_contain_text("Кандидаты", timeout=30_000)
        expect(page.locator(ROWS)).to_have_count(rows)
    assert telegram.called("messages.GetDialogFilters") > asked + 1
    telegram.put_folders(maria)

"""Topics of a forum: their list, reading and writing in one, at a desk, on a phone and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, OpenDesk, someone
from .test_accessibility import TINY, inspect

ROW = "#chats .chat-row"


class Forum:
    """A forum on top of Maria's list, with two topics beside the general one. Its title ends with a number."""

    def __init__(self, telegram: LocalTelegram, title: str) -> None:
        self.telegram, self.maria = telegram, someone(telegram, "Мария").user_id
        self.title = f"{title} {len(telegram.chats(self.maria))}"
        self.id = telegram.add_chat(self.maria, self.title, "supergroup", members=["Вера"])
        self.offers, self.closed = (telegram.add_topic(self.maria, self.id, name) for name in ("Офферы", "Архив"))
        self.write(self.closed, "Больше ничего")
        telegram.close_topic(self.maria, self.id, self.closed)
        self.write(1, "Всем привет")
        self.write(self.offers, "Оффер готов?")

    @property
    def address(self) -> str:
        return f"/telegram/chats/{self.id}/topics/"

    def topic_address(self, topic_id: int) -> str:
        return f"/telegram/chats/{self.id}/messages/?topic={topic_id}"

    def write(self, topic_id: int, text: str) -> int:
        return self.telegram.write(self.maria, self.id, text, topic=topic_id)

    def texts_sent(self, topic_id: int) -> list[str]:
        sent = self.telegram.sent(self.maria)
        return [each.text for each in sent if (each.chat_id, each.topic) == (self.id, topic_id)]


def texts(page: Page) -> list[str]:
    return page.locator("#messages > .message .text").all_inner_texts()


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return width


def test_a_forum_is_a_list_of_topics_and_each_is_a_chat(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    forum = Forum(telegram, "Форум найма")
    page = open_desk(has_clock=True)
    row = page.locator(ROW, has_text=forum.title)
    row.locator("a").click()
    topics = page.locator("#topics .chat-row")
    expect(topics).to_have_count(3)
    expect(topics.first).to_contain_text("Офферы")
    expect(topics.first.locator(".unread:not(.hidden)")).to_have_text("1")
    expect(page).to_have_url(re.compile(re.escape(forum.address)))
    expect(row.locator("a")).to_have_attribute("aria-current", "page")
    topics.first.locator("a").click()
    expect(page.locator("#chat-name")).to_have_text(f"Офферы · {forum.title}")
    assert texts(page) == ["Оффер готов?"]
    field = page.locator("#id_text")
    field.fill("Да, отправляю")
    field.press("Enter")
    expect(page.locator("#messages > .message.own .text")).to_have_text("Да, отправляю")
    assert forum.texts_sent(forum.offers) == ["Да, отправляю"]
    forum.write(1, "Не сюда")
    forum.write(forum.offers, "Спасибо!")
    page.clock.run_for(10_000)
    expect(page.locator("#messages > .message")).to_have_count(3)
    assert texts(page)[-1] == "Спасибо!"
    page.get_by_role("link", name="Назад к темам").click()
    expect(topics.first).to_contain_text("Спасибо!")
    forum.write(forum.offers, "И ещё одно")
    page.clock.run_for(10_000)
    expect(topics.first).to_contain_text("И ещё одно")
    page.go_back()
    expect(page.locator("#chat-name")).to_have_text(f"Офферы · {forum.title}")


def test_a_closed_topic_says_so_and_all_messages_are_one_click_away(
    open_desk: OpenDesk, telegram: LocalTelegram
) -> None:
    forum = Forum(telegram, "Закрытый форум")
    page = open_desk(forum.address)
    page.locator("#topics .chat-row", has_text="Архив").locator("a").click()
    expect(page.locator(".composer-closed")).to_have_text("Тема закрыта: писать в неё сейчас нельзя.")
    expect(page.locator("#id_text")).to_have_count(0)
    page.get_by_role("link", name="Назад к темам").click()
    page.get_by_role("link", name="Все сообщения вместе").click()
    expect(page.locator("#chat-name")).to_have_text(forum.title)
    expect(page.locator("#messages")).to_contain_text("Больше ничего")
    expect(page.locator("#messages")).to_contain_text("Оффер готов?")
    page.get_by_role("link", name="Темы").click()
    expect(page.locator("#topics .chat-row")).to_have_count(3)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_topics_are_for_everybody(open_desk: OpenDesk, telegram: LocalTelegram, color_scheme: str) -> None:
    forum = Forum(telegram, "Форум для всех")
    page = open_desk(forum.address, viewport=TINY, color_scheme=color_scheme, reduced_motion="reduce")
    expect(page.locator("#topics .chat-row")).to_have_count(3)
    inspect(page)
    page.goto(forum.topic_address(forum.closed))
    expect(page.locator(".composer-closed")).to_be_visible()
    inspect(page)
    page.goto(forum.topic_address(9999))
    expect(page.get_by_role("link", name="Показать все темы")).to_be_visible()
    inspect(page)


def test_words_are_looked_for_within_a_topic(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    forum = Forum(telegram, "Форум с поиском")
    wanted = forum.write(forum.offers, "Зарплата от 300")
    forum.write(1, "Зарплата пришла")
    page = open_desk(forum.topic_address(forum.offers))
    page.locator("#find-summary").click()
    field = page.locator("#id_find")
    field.fill("зарплата")
    field.press("Enter")
    expect(page.locator("#find-said")).to_have_text("1 из 1")
    expect(page.locator(".message.found")).to_have_attribute("id", f"message-{wanted}")
    expect(page.locator("#chat-name")).to_have_text(f"Офферы · {forum.title}")


def test_on_a_phone_the_way_leads_through_the_topics_and_back(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    forum = Forum(telegram, "Форум с телефона")
    page = open_desk(viewport=NARROW, has_touch=True)
    page.locator(ROW, has_text=forum.title).locator("a").tap()
    topic = page.locator("#topics .chat-row", has_text="Офферы").locator("a")
    expect(topic).to_be_visible()
    assert overflow(page) <= 0
    box = topic.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    topic.tap()
    expect(page.locator("#chat-name")).to_have_text(f"Офферы · {forum.title}")
    assert overflow(page) <= 0
    page.locator(".back").tap()
    expect(topic).to_be_visible()
    page.locator(".back").tap()
    expect(page.locator(ROW, has_text=forum.title)).to_be_visible()


def test_topics_are_read_and_written_in_without_a_script(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    forum = Forum(telegram, "Форум без скриптов")
    page = open_desk(java_script_enabled=False)
    page.locator(ROW, has_text=forum.title).locator("a").click()
    page.locator("#topics .chat-row", has_text="Офферы").locator("a").click()
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?"])
    page.locator("#id_text").fill("Готов")
    page.locator("#message-send").click()
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?", "Готов"])
    assert page.url.endswith(forum.topic_address(forum.offers))
    assert forum.texts_sent(forum.offers) == ["Готов"]


def test_a_text_for_a_topic_that_was_deleted_stays(open_desk: OpenDesk, telegram: LocalTelegram) -> None:
    forum = Forum(telegram, "Удалённая тема")
    page = open_desk(forum.topic_address(forum.offers))
    telegram.delete_topic(forum.maria, forum.id, forum.offers)
    field = page.locator("#id_text")
    field.fill("Моё длинное письмо")
    field.press("Enter")
    bubble = page.locator(".outgoing")
    expect(bubble).to_contain_text("Эту тему удалили. Выберите другую.")
    expect(bubble).to_contain_text("Моё длинное письмо")
    bubble.get_by_role("button", name="Удалить").click()
    page.reload()
    expect(page.locator("#chat")).to_contain_text("Такой темы больше нет.")
    page.get_by_role("link", name="Показать все темы").click()
    expect(page.locator("#topics .chat-row")).to_have_count(2)

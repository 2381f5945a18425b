"""A day inside the topics of a forum: what is planned, forwarded, corrected and found there stays in its topic."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tgsdk.testing import LocalTelegram

from .conftest import NARROW, OpenDesk
from .test_accessibility import inspect
from .test_day_actions import DELETE, EDIT, FORWARD, SELECTION, act, agree, own, row
from .test_day_knowing import NOTIFICATIONS, until
from .test_day_topics import Forum, overflow, texts
from .test_desk import chat_address

FIELD, NAME = "#id_text", "#chat-name"


@pytest.fixture
def forum(telegram: LocalTelegram) -> Forum:
    """A forum of the test's own, on top of Maria's list."""
    return Forum(telegram, "Форум дня")


def is_in(page: Page, forum: Forum, topic_id: int, title: str = "Офферы") -> None:
    """See that the topic is open, at its own address."""
    expect(page.locator(NAME)).to_have_text(f"{title} · {forum.title}")
    expect(page).to_have_url(re.compile(rf"{forum.id}/messages/\?(?:.*&)?topic={topic_id}\b"))


def open_menu(page: Page, message: Locator) -> None:
    message.locator(".bubble").click(button="right")


def write(page: Page, text: str) -> Locator:
    """Write a message, and wait until it is one of the chat."""
    page.locator(FIELD).fill(text)
    page.locator(FIELD).press("Enter")
    message = own(page, text)
    expect(message).to_be_visible()
    return message


# Planning


def test_a_message_is_planned_in_a_topic_and_sent_there(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers))
    page.locator(FIELD).fill("Оффер завтра")
    page.locator("#later-opener").click()
    expect(page.locator("#scheduled")).to_contain_text("В этой теме ничего не запланировано.")
    page.locator("#later-send").click()
    expect(page.locator("#scheduled li")).to_contain_text("Оффер завтра")
    expect(page.locator(FIELD)).to_have_value("")
    assert telegram.scheduled(forum.maria, forum.id) == ("Оффер завтра",)
    page.locator("#scheduled button").first.click()
    expect(page.locator("#scheduled")).to_contain_text("ничего не запланировано")
    page.keyboard.press("Escape")
    expect(own(page, "Оффер завтра")).to_be_visible()
    is_in(page, forum, forum.offers)


def test_planning_in_a_topic_on_a_phone_and_without_a_script(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers), viewport=NARROW, has_touch=True)
    page.locator(FIELD).fill("С телефона")
    page.locator("#later-opener").tap()
    page.locator("#later-send").tap()
    expect(page.locator("#scheduled li")).to_contain_text("С телефона")
    assert overflow(page) <= 0
    page = open_desk(forum.topic_address(forum.offers), java_script_enabled=False)
    page.locator("#later-opener").click()
    page.locator("#scheduled a").click()
    expect(page.locator("#scheduled li")).to_contain_text("С телефона")
    page.locator("#scheduled .ask summary").click()  # it asks without a script too
    page.locator("#scheduled button").last.click()
    expect(page.locator("#scheduled")).to_contain_text("В этой теме ничего не запланировано.")
    page.get_by_role("link", name="Назад в чат").click()
    is_in(page, forum, forum.offers)


# Forwarding


@pytest.mark.parametrize("is_phone", [False, True])
def test_a_message_is_forwarded_into_a_topic_of_a_forum(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum, is_phone: bool
) -> None:
    candidate = telegram.add_chat(forum.maria, "Кандидат Пересылки", "private")
    message_id = telegram.write(forum.maria, candidate, "Моё резюме")
    shape = {"viewport": NARROW, "has_touch": True, "is_mobile": True} if is_phone else {}
    page = open_desk(chat_address(candidate), **shape)
    row(page, message_id).locator(".acts").click()
    act(page, "forward").click()
    dialog = page.locator(FORWARD)
    dialog.locator(".place", has_text=forum.title).click()
    expect(dialog.locator("#forward-title")).to_have_text(f"Выберите тему{forum.title}")
    topics = dialog.locator("button.place")
    expect(topics).to_have_text([re.compile("Офферы"), re.compile("General")])  # the closed one is none to choose
    box = topics.first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert overflow(page) <= 0
    if is_phone:
        inspect(page)
    expect(topics.first).to_be_focused()
    dialog.get_by_role("link", name="Выбрать другой чат").click()
    expect(dialog.locator("#id_forward_q")).to_be_focused()
    dialog.locator(".place", has_text=forum.title).click()
    expect(dialog.locator("#forward-title")).to_have_text(f"Выберите тему{forum.title}")
    topics.first.click()
    expect(dialog.locator("#forward-title")).to_contain_text(f"Офферы · {forum.title}")
    page.keyboard.press("Escape")
    expect(topics.first).to_be_focused()
    topics.first.click()
    agree(page, "Офферы")
    expect(dialog).to_contain_text(f"Переслано 1 сообщение в «Офферы · {forum.title}».")
    assert forum.texts_sent(forum.offers) == ["Моё резюме"]
    dialog.get_by_role("link", name="Открыть тот чат").click()
    is_in(page, forum, forum.offers)
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?", "Моё резюме"])


def test_a_message_is_forwarded_into_a_topic_without_a_script(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    candidate = telegram.add_chat(forum.maria, "Кандидат Бесскриптов", "private")
    message_id = telegram.write(forum.maria, candidate, "Моё письмо")
    page = open_desk(chat_address(candidate), java_script_enabled=False)
    row(page, message_id).locator(".acts").click()
    page.get_by_role("link", name="Переслать").click()
    page.locator(".place", has_text=forum.title).click()
    page.locator("button.place", has_text="General").click()
    expect(page.locator("#forward-title")).to_contain_text("General")
    page.get_by_role("button", name="Переслать").click()
    is_in(page, forum, 1, "General")
    assert forum.texts_sent(1) == ["Моё письмо"]


# What is done with messages


def test_what_is_done_with_messages_of_a_topic_stays_there(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    elsewhere = forum.write(1, "Не отсюда")
    page = open_desk(forum.topic_address(forum.offers))
    mine = write(page, "Да, готов")
    another = write(page, "И ещё два")
    forum.write(1, "Тоже не отсюда")
    open_menu(page, mine)
    act(page, "edit").click()
    page.locator(EDIT).fill("Да, готово")
    page.locator(EDIT).press("Enter")
    expect(own(page, "Да, готово")).to_contain_text("изменено")
    assert texts(page) == ["Оффер готов?", "Да, готово", "И ещё два"]
    open_menu(page, another)
    act(page, "delete").click()
    page.locator(f"{DELETE} [data-for-all]").click()
    expect(another).to_have_count(0)
    assert texts(page) == ["Оффер готов?", "Да, готово"]
    expect(page.locator(f"#message-{elsewhere}")).to_have_count(0)
    is_in(page, forum, forum.offers)


def test_several_messages_of_a_topic_are_forwarded_and_deleted_together(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers))
    first, second = write(page, "Первое"), write(page, "Второе")
    open_menu(page, first)
    act(page, "select").click()
    second.click()
    page.locator(f"{SELECTION} [data-selected=forward]").click()
    page.locator(f"{FORWARD} .place", has_text=forum.title).click()
    page.locator(f"{FORWARD} button.place", has_text="General").click()
    agree(page, "Переслать 2 сообщения в «General")
    expect(page.locator(FORWARD)).to_contain_text("Переслано 2 сообщения в «General")
    page.get_by_role("button", name="Остаться здесь").click()
    assert forum.texts_sent(1) == ["Первое", "Второе"]
    assert texts(page) == ["Оффер готов?", "Первое", "Второе"]
    open_menu(page, first)
    act(page, "select").click()
    second.click()
    page.locator(f"{SELECTION} [data-selected=delete]").click()
    page.locator(f"{DELETE} [data-for-all]").click()
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?"])
    is_in(page, forum, forum.offers)


def test_a_message_of_a_topic_is_acted_on_without_a_script(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers), java_script_enabled=False)
    page.locator(FIELD).fill("Да, готов")
    page.locator("#message-send").click()

    def open_page_of(text: str) -> None:
        page.locator("#messages > .message", has_text=text).locator(".acts").click()
        expect(page.locator("#message-title")).to_be_visible()

    open_page_of("Да, готов")
    page.get_by_role("link", name="Назад в чат").click()
    is_in(page, forum, forum.offers)
    open_page_of("Да, готов")
    page.get_by_role("link", name="Изменить").click()
    page.locator(EDIT).fill("Да, готово")
    page.get_by_role("button", name="Сохранить").click()
    is_in(page, forum, forum.offers)
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?", "Да, готово"])
    open_page_of("Оффер готов?")
    page.get_by_role("link", name="Ответить").click()
    is_in(page, forum, forum.offers)
    page.locator(FIELD).fill("Отвечаю")
    page.locator("#message-send").click()
    is_in(page, forum, forum.offers)
    assert forum.texts_sent(forum.offers) == ["Да, готов", "Отвечаю"]
    open_page_of("Отвечаю")
    page.locator("details.ask summary").click()
    page.get_by_role("button", name="Удалить", exact=False).last.click()
    is_in(page, forum, forum.offers)
    expect(page.locator("#messages > .message .text")).to_have_text(["Оффер готов?", "Да, готово"])


# Ways


def test_ways_inside_a_topic_stay_in_it(open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum) -> None:
    asked = forum.write(forum.offers, "Первый вопрос")
    for number in range(60):
        forum.write(forum.offers if number % 20 else 1, f"Слово {number}" if number % 20 else f"Мимо {number}")
    page = open_desk(f"{forum.topic_address(forum.offers)}&reply_to={asked}")
    write(page, "Мой ответ")
    page.reload()
    is_in(page, forum, forum.offers)
    own(page, "Мой ответ").locator("a.quote").click()  # which is far above
    expect(row(page, asked)).to_be_in_viewport()
    is_in(page, forum, forum.offers)
    page.locator("#to-end").click()
    expect(own(page, "Мой ответ")).to_be_in_viewport()
    is_in(page, forum, forum.offers)
    page.locator("#find-summary").click()
    page.locator("#id_date").fill("2020-01-01")
    page.locator("#find-go").click()
    expect(page.locator("#messages > .message").first).to_contain_text("Оффер готов?")
    is_in(page, forum, forum.offers)
    assert not any("Мимо" in text for text in texts(page))
    page.locator("#find-summary").click()
    page.locator(FIELD).focus()
    page.keyboard.press("Escape")
    expect(page.locator("#topics .chat-row")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator("#messages, #topics")).to_have_count(0)


def test_the_files_of_the_card_lead_into_their_topics(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers))
    page.locator("#id_files").set_input_files({"name": "offer.txt", "mimeType": "text/plain", "buffer": b"an offer"})
    forum.write(1, "Мимо")
    page.locator("#files-send").click()
    expect(page.locator("#messages > .message .file-name")).to_have_text("offer.txt")
    assert not any("Мимо" in text for text in texts(page))  # the answer to an upload brings news too
    page.locator("#chat-card").click()
    link = page.locator("#person .shared-file", has_text="offer.txt").get_by_role("link", name="Показать в чате")
    link.click()
    is_in(page, forum, forum.offers)
    expect(page.locator("#messages > .message .file-name")).to_have_text("offer.txt")


def test_a_message_that_is_found_opens_in_its_topic(open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum) -> None:
    word = f"Утконос{abs(forum.id) % 10_000}"
    wanted = forum.write(forum.offers, f"{word} ждёт")
    page = open_desk("/telegram/chats/?q=" + word + "&in=messages")
    page.locator(f"#found-{forum.id}-{wanted} a").click()
    is_in(page, forum, forum.offers)
    expect(row(page, wanted)).to_be_in_viewport()
    page.get_by_role("link", name="Назад к темам").click()
    expect(page.locator("#topics .chat-row")).to_have_count(3)
    expect(page).to_have_url(re.compile("q="))


def test_each_topic_keeps_its_own_unsent_text(open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum) -> None:
    page = open_desk(forum.topic_address(forum.offers), has_clock=True)
    page.locator(FIELD).fill("В офферы")
    page.get_by_role("link", name="Назад к темам").click()
    page.locator("#topics .chat-row", has_text="General").locator("a").click()
    is_in(page, forum, 1, "General")
    expect(page.locator(FIELD)).to_have_value("")
    page.locator(FIELD).fill("Всем")
    page.reload()
    expect(page.locator(FIELD)).to_have_value("Всем")
    page.get_by_role("link", name="Назад к темам").click()
    offers = page.locator("#topics .chat-row", has_text="Офферы")
    expect(offers.locator(".chat-preview")).to_have_text("Черновик: В офферы")
    offers.locator("a").click()
    expect(page.locator(FIELD)).to_have_value("В офферы")
    page.get_by_role("link", name="Назад к темам").click()
    page.get_by_role("link", name="Все сообщения вместе").click()
    expect(page.locator(NAME)).to_have_text(forum.title)
    expect(page.locator(FIELD)).to_have_value("")


def test_news_of_another_topic_are_told_and_lead_there(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk("about:blank")
    page.context.add_init_script(NOTIFICATIONS)
    page.goto(forum.topic_address(forum.offers))
    page.locator("#notify-opener").click()
    page.locator("#notify-on").check()
    expect(page.locator("#desk")).to_have_class(re.compile("is-notifying"))
    page.keyboard.press("Escape")
    shown: Callable[[], list[list[str]]] = lambda: page.evaluate("window.shown")  # noqa: E731
    forum.write(forum.offers, "Вижу и так")
    expect(page.locator("#messages")).to_contain_text("Вижу и так", timeout=20_000)
    forum.write(1, "В другой теме")
    until(page, lambda: bool(shown()))
    assert [title for title, *_ in shown()] == [forum.title]
    assert "В другой теме" in shown()[0][1]
    page.evaluate("window.latest.onclick()")
    is_in(page, forum, 1, "General")
    expect(page.locator("#messages")).to_contain_text("В другой теме")


def test_unread_messages_of_a_topic_begin_with_a_line_and_are_read_there_alone(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    for number in range(3):
        forum.write(forum.offers, f"Новое {number}")
    forum.write(1, "И здесь новое")
    page = open_desk(forum.address)
    page.locator("#topics .chat-row", has_text="Офферы").locator("a").click()
    is_in(page, forum, forum.offers)
    expect(page.locator("#unread ~ .message").first).to_contain_text("Оффер готов?")
    expect(page.locator("#to-end-count")).to_be_hidden()
    page.get_by_role("link", name="Назад к темам").click()
    expect(page.locator("#topics .chat-row", has_text="Офферы").locator(".unread")).to_have_count(0)
    expect(page.locator("#topics .chat-row", has_text="General").locator(".unread:not(.hidden)")).to_have_text("2")


def test_a_message_on_its_way_stands_in_its_topic_alone(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers))
    held: list[Request] = []

    def hold(route: object, request: Request) -> None:
        if request.method == "POST":
            held.append(request)
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route(re.compile(rf"{forum.id}/messages/"), hold)
    page.locator(FIELD).fill("В пути")
    page.locator(FIELD).press("Enter")
    expect(page.locator("#outbox .outgoing")).to_contain_text("В пути")
    page.get_by_role("link", name="Назад к темам").click()
    page.locator("#topics .chat-row", has_text="General").locator("a").click()
    is_in(page, forum, 1, "General")
    expect(page.locator("#outbox .outgoing")).to_have_count(0)
    page.unroute(re.compile(rf"{forum.id}/messages/"))
    page.goto(forum.topic_address(forum.offers))
    bubble = page.locator("#outbox .outgoing", has_text="В пути")
    expect(bubble.or_(own(page, "В пути")).first).to_be_visible()
    assert held
    assert all(f"topic={forum.offers}" in request.url for request in held)
    expect(page.locator("#messages > .message.own .text")).to_have_text(["В пути"], timeout=20_000)
    assert forum.texts_sent(forum.offers) == ["В пути"]
    assert forum.texts_sent(1) == []


def test_news_leave_further_topics_and_the_place_among_them(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    topics = [telegram.add_topic(forum.maria, forum.id, f"Тема {number}") for number in range(70)]
    page = open_desk(forum.address)
    rows, place = page.locator("#topics .chat-row"), page.locator(f"#topic-{topics[12]}")
    expect(rows).to_have_count(50)
    rows.last.scroll_into_view_if_needed()
    expect(rows).to_have_count(73)
    place.scroll_into_view_if_needed()
    before = place.bounding_box()
    newest = telegram.add_topic(forum.maria, forum.id, "Новее всех")
    expect(page.locator(f"#topic-{newest}")).to_have_count(1, timeout=20_000)
    expect(rows).to_have_count(74)
    assert place.bounding_box() == before


def test_arrows_lead_from_a_topic_to_the_next_chat_and_back_to_the_forum(
    open_desk: OpenDesk, telegram: LocalTelegram, forum: Forum
) -> None:
    page = open_desk(forum.topic_address(forum.offers))
    rows = page.locator("#chats .chat-row")
    place = [row.get_attribute("id") for row in rows.all()].index(f"chat-l-{forum.id}")
    following = rows.nth(place + 1)
    page.keyboard.press("Alt+ArrowDown")
    expect(following.locator("a")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#topics .chat-row")).to_have_count(3)

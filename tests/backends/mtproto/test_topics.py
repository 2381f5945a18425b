"""Topics of a forum, over the wire."""

from datetime import UTC, datetime, timedelta

import pytest

from tgsdk import NotFound, Topic, WriteForbidden

from .desk import Desk

FORUM = "Форум рекрутеров"


def test_the_topics_of_a_forum_are_read_with_their_marks(maria: Desk) -> None:
    topics = maria.telegram().topics(maria.find(FORUM)).items
    assert topics[0].title == "Собеседования"
    assert {topic.title for topic in topics} == {"Собеседования", "Офферы", "Архив", "General"}
    assert [topic.title for topic in topics if topic.is_pinned] == ["Собеседования"]
    assert [topic.title for topic in topics if topic.is_closed and not topic.can_write] == ["Архив"]
    assert {topic.id: topic.icon_color for topic in topics}[3] == 0x8EEE98
    assert all(topic.last_message for topic in topics)


def test_topics_of_a_forum_come_page_by_page_and_each_once(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Много тем", "supergroup", members=["Вера"])
    begun = {maria.server.add_topic(maria.user_id, forum, f"Тема {number}") for number in range(7)}
    telegram, found, cursor = maria.telegram(), [], None
    for _ in range(10):
        page = telegram.topics(forum, 3, cursor)
        found += [topic.id for topic in page.items]
        if (cursor := page.next) is None:
            break
    assert sorted(found) == sorted({*begun, Topic.GENERAL})


def test_an_answer_in_a_topic_names_the_topic_too(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Ответы", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    asked = maria.server.write(maria.user_id, forum, "Ждём?", topic=offers)
    telegram = maria.telegram()
    sent = telegram.send_message(forum, "Ждём", topic_id=offers, reply_to=asked)
    assert sent.reply_to == asked
    assert maria.server.sent(maria.user_id)[-1].topic == offers
    telegram.send_message(forum, "Всем привет", topic_id=Topic.GENERAL)
    assert maria.server.sent(maria.user_id)[-1].topic == Topic.GENERAL


def test_files_go_into_a_topic_together(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Файлы", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    telegram = maria.telegram()
    sent = telegram.send_album(forum, [b"one", b"two"], topic_id=offers)
    assert [message.id for message in telegram.messages(forum, topic_id=offers).items] == [sent[1].id, sent[0].id]


def test_a_forum_that_is_one_no_more_has_no_topics(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Был форум", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    maria.server.make_forum(maria.user_id, forum, is_forum=False)
    telegram = maria.telegram()
    for ask in (lambda: telegram.topics(forum), lambda: telegram.topic(forum, offers)):
        with pytest.raises(NotFound) as refused:
            ask()
        assert refused.value.telegram_name == "CHANNEL_FORUM_MISSING"


def test_an_administrator_writes_in_a_closed_topic(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Закрыто", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    maria.server.close_topic(maria.user_id, forum, offers)
    telegram = maria.telegram()
    with pytest.raises(WriteForbidden):
        telegram.send_message(forum, "Ещё?", topic_id=offers)
    maria.server.make_administrator(maria.user_id, forum)
    assert telegram.topic(forum, offers).can_write
    telegram.send_message(forum, "Да", topic_id=offers)


def test_an_answer_that_is_planned_in_a_topic_is_sent_there_in_time(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Планы", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    asked = maria.server.write(maria.user_id, forum, "Ждём?", topic=offers)
    telegram = maria.telegram()
    later = datetime.now(UTC) + timedelta(days=1)
    planned = telegram.send_message(forum, "Ждём", topic_id=offers, reply_to=asked, schedule_at=later)
    assert (planned.topic_id, planned.reply_to) == (offers, asked)
    telegram.send_scheduled_now(forum, [planned.id])
    newest = telegram.messages(forum, topic_id=offers).items[0]
    assert (newest.text, newest.reply_to, newest.topic_id) == ("Ждём", asked, offers)
    assert telegram.topic(forum, offers).unread_count == 0


def test_what_is_planned_in_a_topic_goes_with_it(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Планы без темы", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    telegram = maria.telegram()
    soon = datetime.now(UTC) + timedelta(days=1)
    planned = telegram.send_message(forum, "Ждём", topic_id=offers, schedule_at=soon)
    maria.server.delete_topic(maria.user_id, forum, offers)
    telegram.send_scheduled_now(forum, [planned.id])
    assert telegram.scheduled_messages(forum) == ()
    assert "Ждём" not in [message.text for message in telegram.messages(forum).items]


def test_nothing_is_forwarded_into_a_topic_that_there_is_none_of(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Пересылка", "supergroup", members=["Вера"])
    maria.server.make_forum(maria.user_id, forum)
    message_id = maria.server.write(maria.user_id, forum, "Ждём?")
    for number in (999, 0, 2**40):
        with pytest.raises(NotFound):
            maria.telegram().forward_messages(forum, [message_id], forum, to_topic_id=number)


def test_the_message_that_begins_a_topic_is_in_it(maria: Desk) -> None:
    forum = maria.server.add_chat(maria.user_id, "Начало", "supergroup", members=["Вера"])
    offers = maria.server.add_topic(maria.user_id, forum, "Офферы")
    newest = maria.telegram().messages(forum, 1).items[0]
    assert (newest.id, newest.topic_id) == (offers, offers)

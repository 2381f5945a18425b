"""Topics of a forum: their list, and one of them (https://core.telegram.org/api/forum)."""

from typing import Any

from tgsdk.errors import CursorInvalid, NotFound
from tgsdk.types import Page, Topic

from ..reading.guard import each_readable
from ..reading.peers import Known, is_channel
from ..reading.raw import expect, is_a, seconds_of
from ..reading.topics import topic_in
from ..wire.line import Line
from .cursors import read_cursor, write_cursor
from .input_peers import input_channel

__all__ = ["check_topic", "get_topic", "get_topics", "mark_topic_as_read"]

CURSOR = "topics"
LAST_ID = 2**31 - 1


def check_topic(topic_id: int) -> None:
    """Refuse a number that no topic can have. Raises NotFound."""
    if not 0 < topic_id <= LAST_ID:
        raise NotFound("there is no topic with such a number", "TOPIC_ID_INVALID")


async def get_topics(line: Line, chat_id: int, peer: Any, limit: int, cursor: str | None) -> Page[Topic]:
    """Call ``channels.getForumTopics``, which is of ``messages`` in later layers."""
    date, message_id, topic_id, given = 0, 0, 0, 0
    if cursor is not None:
        of_chat, date, message_id, topic_id, given = read_cursor(
            CURSOR, cursor, "chat", "date", "message", "topic", "given"
        )
        if of_chat != chat_id:
            raise CursorInvalid
    place = {"offset_date": date, "offset_id": message_id, "offset_topic": topic_id, "limit": limit}
    answer = await _ask(line, "GetForumTopics", chat_id, peer, **place)
    return Page(items=_topics_in(answer, chat_id), next=_next(answer, chat_id, given + len(answer.topics)))


async def get_topic(line: Line, chat_id: int, peer: Any, topic_id: int) -> Topic:
    """Call ``channels.getForumTopicsByID``, which is of ``messages`` in later layers."""
    answer = await _ask(line, "GetForumTopicsByID", chat_id, peer, topics=[topic_id])
    for topic in _topics_in(answer, chat_id):
        if topic.id == topic_id:
            return topic
    raise NotFound("there is no such topic in this chat", "TOPIC_ID_INVALID")


async def mark_topic_as_read(line: Line, peer: Any, topic_id: int, message_id: int) -> None:
    """Call ``messages.readDiscussion``."""
    query = line.engine.functions.messages.ReadDiscussion(
        peer=peer, msg_id=topic_id, read_max_id=min(message_id, LAST_ID)
    )
    await line.invoke(query)


async def _ask(line: Line, method: str, chat_id: int, peer: Any, **fields: Any) -> Any:
    if not is_channel(chat_id):
        raise NotFound("only supergroups have topics", "CHANNEL_FORUM_MISSING")
    functions = line.engine.functions
    ask = getattr(functions.messages, method, None)
    if ask is None:
        channel = input_channel(line.engine, chat_id, peer)
        query = getattr(functions.channels, method)(channel=channel, **fields)
    else:
        query = ask(peer=peer, **fields)
    return expect(await line.invoke(query), "ForumTopics")


def _topics_in(answer: Any, chat_id: int) -> tuple[Topic, ...]:
    """Read the topics that there are: deleted ones come too, as nothing but a number."""
    known = Known(answer)
    there = (topic for topic in answer.topics if is_a(topic, "ForumTopic"))
    return tuple(each_readable(lambda topic: topic_in(topic, chat_id, answer, known), there))


def _next(answer: Any, chat_id: int, given: int) -> str | None:
    """Return the cursor of the next page, which begins at the last topic of this one that is there."""
    there = [topic for topic in answer.topics if is_a(topic, "ForumTopic")]
    if not there or given >= answer.count:
        return None
    last = there[-1]
    dates = {message.id: seconds_of(message.date) for message in answer.messages if not is_a(message, "MessageEmpty")}
    created = seconds_of(last.date)
    date = created if answer.order_by_create_date else dates.get(last.top_message, created)
    return write_cursor(CURSOR, chat=chat_id, date=date, message=last.top_message, topic=last.id, given=given)

"""Conversations: a chat, or a topic of a forum, which is shown as a chat."""

import asyncio
from dataclasses import dataclass, fields
from typing import Any

from tgsdk import AsyncTelegram, Capability, Chat, ChatKind, Message, Page, Topic
from tgsdk.contrib.django.accounts import is_supported
from web.words.files import visible

from .asked import ChatAsked
from .calls import Desk, Question, raised

__all__ = [
    "TopicChat",
    "conversation_question",
    "has_topics",
    "messages_question",
    "read_conversation",
    "title_of_topic",
    "topic_id_of",
    "topic_in_chat",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChat(Chat):
    """A topic as a chat: its name, counts and last message are those of the topic, its face is that of the group."""

    topic: Topic
    group: str

    def link_to(self, message_id: int) -> str | None:
        """Return the link to a message, which names its topic too (https://core.telegram.org/api/links)."""
        return Chat.link_to(self, message_id) and f"{Chat.link_to(self, self.topic.id)}/{message_id}"


def topic_in_chat(chat: Chat, topic: Topic) -> TopicChat:
    """Show a topic as a chat."""
    own: dict[str, Any] = {
        "title": f"{title_of_topic(topic)} · {visible(chat.title)}",
        "last_message": topic.last_message,
        "unread_count": topic.unread_count,
        "read_outbox_max_id": topic.read_outbox_max_id,
        "read_inbox_max_id": topic.read_inbox_max_id,
        "can_write": chat.can_write and topic.can_write,
        "draft": topic.draft,
    }
    kept = {each.name: getattr(chat, each.name) for each in fields(Chat)}
    return TopicChat(**{**kept, **own}, topic=topic, group=chat.title)


def title_of_topic(topic: Topic) -> str:
    return visible(topic.title) or str(topic.id)


def topic_id_of(chat: Chat) -> int | None:
    """The topic that is shown as this chat."""
    return chat.topic.id if isinstance(chat, TopicChat) else None


def has_topics(chat: Chat) -> bool:
    """Tell whether a chat is shown as its topics."""
    return chat.kind is ChatKind.FORUM and is_supported(Capability.TOPICS)


def conversation_question(asked: ChatAsked) -> Question[Chat]:
    """Ask for a chat, or for a topic as one, both parts of which are asked for at once."""
    if asked.topic is None:
        return Question("chat", lambda t: t.chat(asked.id))
    topic_id = asked.topic

    async def ask(telegram: AsyncTelegram) -> Chat:
        return topic_in_chat(*await asyncio.gather(telegram.chat(asked.id), telegram.topic(asked.id, topic_id)))

    return Question("chat", ask)


def messages_question(asked: ChatAsked, after: int | None = None) -> Question[Page[Message]]:
    """Ask for the messages that an address names, or for those that came next ``after`` one."""
    if after is not None:
        return Question("messages", lambda t: t.messages(asked.id, asked.limit, after=after, topic_id=asked.topic))
    return Question(
        "messages",
        lambda t: t.messages(
            asked.id, asked.limit, asked.cursor, around=asked.around, date=asked.from_date, topic_id=asked.topic
        ),
    )


def read_conversation(desk: Desk, asked: ChatAsked) -> Chat:
    """Read a chat as it is now, or a topic as one."""
    if asked.topic is None:
        return desk.chat(asked.id)
    chat, topic = desk.together(
        Question("chat", lambda t: t.chat(asked.id)), Question("topics", lambda t: t.topic(asked.id, asked.topic or 0))
    )
    return topic_in_chat(raised(chat), raised(topic))

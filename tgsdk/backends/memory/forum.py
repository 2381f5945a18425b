"""The topics of one forum of a MemoryBackend, and which messages are in which."""

import dataclasses

from tgsdk.errors import NotFound, WriteForbidden
from tgsdk.types import Message, Topic

__all__ = ["Forum", "no_forum"]


def no_forum() -> NotFound:
    """Make the error for a chat without topics."""
    return NotFound("this chat has no topics", "CHANNEL_FORUM_MISSING", 400)


class Forum:
    """The topics of a forum. Those of messages that nobody has put elsewhere are in the general one."""

    def __init__(self, chat_id: int) -> None:
        self._topics = {Topic.GENERAL: Topic(id=Topic.GENERAL, chat_id=chat_id, title="General")}
        self._places: dict[int, int] = {}

    def put(self, topic: Topic) -> None:
        self._topics[topic.id] = topic

    def place(self, message_id: int, topic_id: int) -> None:
        """Put a message into a topic."""
        self.one(topic_id)
        self._places[message_id] = topic_id

    def remove(self, topic_id: int) -> list[int]:
        """Remove a topic, and return the ids of the messages that were in it."""
        self.one(topic_id)
        del self._topics[topic_id]
        return [message_id for message_id, place in self._places.items() if place == topic_id]

    def topic_of(self, message_id: int) -> int:
        return self._places.get(message_id, Topic.GENERAL)

    def one(self, topic_id: int) -> Topic:
        try:
            return self._topics[topic_id]
        except KeyError:
            raise NotFound(telegram_name="TOPIC_ID_INVALID", telegram_code=400) from None

    def all(self) -> list[Topic]:
        return list(self._topics.values())

    def count_unread(self, message_id: int, change: int = 1) -> None:
        """Count a message that came into its topic."""
        topic = self._topics[self.topic_of(message_id)]
        self.put(dataclasses.replace(topic, unread_count=topic.unread_count + change))

    def refuse_writing(self, topic_id: int) -> None:
        """Refuse to write in a topic that is closed or gone. Raises WriteForbidden."""
        topic = self._topics.get(topic_id)
        if topic is None:
            raise WriteForbidden(telegram_name="TOPIC_DELETED", telegram_code=400)
        if not topic.can_write:
            raise WriteForbidden(telegram_name="TOPIC_CLOSED", telegram_code=400)

    def as_it_is(self, topic: Topic, newest_first: list[Message]) -> Topic:
        """Return a topic with what follows from its messages."""
        incoming = [message.id for message in newest_first if not message.is_outgoing]
        read_up_to = next(iter(incoming[topic.unread_count :]), 0)
        last_message = newest_first[0] if newest_first else None
        return dataclasses.replace(topic, last_message=last_message, read_inbox_max_id=read_up_to)

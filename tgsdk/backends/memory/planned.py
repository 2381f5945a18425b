"""What one account has planned to send: its messages have numbers of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tgsdk.errors import MessageInvalid, NotFound
from tgsdk.types import Message

__all__ = ["Planned", "is_near"]

SOON = timedelta(seconds=10)  # what is sooner is sent at once
FARTHEST = timedelta(days=365)


def is_near(at: datetime) -> bool:
    """Whether a time is so near that a message is sent at once."""
    return at < datetime.now(UTC) + SOON


class Planned:
    """Planned messages of all chats, by their ids."""

    def __init__(self) -> None:
        self._messages: dict[int, Message] = {}
        self._last_id = 0

    def add(self, message: Message, at: datetime) -> Message:
        """Plan a message, and return it as it stands here."""
        self._last_id += 1
        self._messages[self._last_id] = planned = replace(message, id=self._last_id, date=_checked(at))
        return planned

    def of(self, chat_id: int) -> tuple[Message, ...]:
        """Return those of a chat, the next one first."""
        planned = (message for message in self._messages.values() if message.chat_id == chat_id)
        return tuple(sorted(planned, key=lambda message: (message.date, message.id)))

    def one(self, chat_id: int, message_id: int) -> Message:
        message = self._messages.get(message_id)
        if message is None or message.chat_id != chat_id:
            raise NotFound(telegram_name="MESSAGE_ID_INVALID", telegram_code=400)
        return message

    def change(self, message: Message, at: datetime) -> Message:
        """Put a message in the place of the one that has its id."""
        self._messages[message.id] = changed = replace(message, date=_checked(at))
        return changed

    def take(self, chat_id: int, message_ids: Sequence[int]) -> list[Message]:
        """Take planned messages away, and return those that there were."""
        return [self._messages.pop(message.id) for message in self.of(chat_id) if message.id in message_ids]


def _checked(at: datetime) -> datetime:
    if at > datetime.now(UTC) + FARTHEST:
        raise MessageInvalid(telegram_name="SCHEDULE_DATE_TOO_LATE", telegram_code=400)
    return at.astimezone(UTC).replace(microsecond=0)

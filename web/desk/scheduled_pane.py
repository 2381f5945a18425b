"""What is planned in a chat, and the field that plans more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Self

from django.utils import timezone

from tgsdk import Message
from web.failures.failure import Failure
from web.words.messages import content_in_words
from web.words.moments import Moment, planned_in_words

from .addresses import chat_url, scheduled_delete_url, scheduled_send_url, scheduled_url

MORNING = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPane:
    """The field for the time of a message: by the reader's clock, next morning where nothing else is chosen."""

    url: str
    at: datetime
    earliest: datetime

    @classmethod
    def of(cls, chat_id: int, topic: int | None = None) -> Self:
        now = timezone.localtime()
        tomorrow = datetime.combine(now.date() + timedelta(days=1), MORNING)
        return cls(url=scheduled_url(chat_id, topic), at=tomorrow, earliest=now.replace(tzinfo=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledRow:
    """A planned message on one line."""

    text: str = field(repr=False)
    at: str
    moment: Moment
    send_url: str
    delete_url: str

    @classmethod
    def of(cls, message: Message, topic: int | None = None) -> Self:
        """``topic`` is the one whose list it stands in."""
        return cls(
            text=content_in_words(message),
            at=planned_in_words(message.date),
            moment=Moment.of(message.date),
            send_url=scheduled_send_url(message.chat_id, message.id, topic),
            delete_url=scheduled_delete_url(message.chat_id, message.id, topic),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPane:
    """The planned messages of a chat or a topic, the next one first; or why they could not be read, or one not be
    planned.
    """

    chat_url: str
    is_topic: bool = False
    rows: Sequence[ScheduledRow] = ()
    failure: Failure | None = None
    news: str = ""

    @classmethod
    def of(
        cls,
        chat_id: int,
        topic: int | None,
        planned: Sequence[Message],
        *,
        failure: Failure | None = None,
        news: str = "",
    ) -> Self:
        rows = [ScheduledRow.of(message, topic) for message in planned]
        url = chat_url(chat_id, topic)
        return cls(chat_url=url, is_topic=topic is not None, rows=rows, failure=failure, news=news)

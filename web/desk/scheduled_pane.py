"""What is planned in a chat, the form that changes it, and the field that plans more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _

from tgsdk import Message
from web.failures.failure import Failure
from web.words.messages import content_in_words
from web.words.moments import Moment, planned_in_words

from .addresses import chat_url, scheduled_delete_url, scheduled_edit_url, scheduled_send_url, scheduled_url
from .composing import Editable

MORNING = time(9)
FIELD_FORMAT = "%Y-%m-%dT%H:%M"  # of an input for a day and a time


def planned_news(at: datetime) -> str:
    return _("Planned: %(when)s.") % {"when": planned_in_words(at)}


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
class ScheduledEdit:
    """The form that a planned message is changed in, in the place of its line; ``failure`` stands above it.

    ``text`` and ``at`` are what stands in its fields, ``is_plain`` is as with Editable.
    """

    message_id: int
    text: str = field(repr=False)
    at: str
    is_plain: bool
    failure: Failure | None = None

    @classmethod
    def of(cls, message: Message) -> Self:
        editable, at = Editable.of(message), timezone.localtime(message.date).strftime(FIELD_FORMAT)
        return cls(message_id=message.id, text=editable.text, at=at, is_plain=editable.is_plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledRow:
    """A planned message on one line."""

    text: str = field(repr=False)
    at: str
    moment: Moment
    edit_url: str
    send_url: str
    delete_url: str
    edit: ScheduledEdit | None = None

    @classmethod
    def of(cls, message: Message, topic: int | None, edit: ScheduledEdit | None) -> Self:
        """``topic`` is the one whose list it stands in."""
        return cls(
            text=content_in_words(message),
            at=planned_in_words(message.date),
            moment=Moment.of(message.date),
            edit_url=scheduled_edit_url(message.chat_id, message.id, topic),
            send_url=scheduled_send_url(message.chat_id, message.id, topic),
            delete_url=scheduled_delete_url(message.chat_id, message.id, topic),
            edit=edit if edit and edit.message_id == message.id else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledPane:
    """The planned messages of a chat or a topic, the next one first; or why they could not be read, or one not be
    planned. ``lost`` is a text that was written for one that is not planned any more. ``is_known`` says whether they
    were read.
    """

    url: str
    chat_url: str
    is_topic: bool = False
    rows: Sequence[ScheduledRow] = ()
    is_known: bool = False
    failure: Failure | None = None
    news: str = ""
    lost: str = field(default="", repr=False)

    @classmethod
    def of(
        cls,
        chat_id: int,
        topic: int | None,
        planned: Sequence[Message] | None,
        *,
        failure: Failure | None = None,
        news: str = "",
        edit: ScheduledEdit | None = None,
    ) -> Self:
        is_known, planned = planned is not None, planned or ()
        is_there = edit is not None and any(message.id == edit.message_id for message in planned)
        return cls(
            url=scheduled_url(chat_id, topic),
            chat_url=chat_url(chat_id, topic),
            is_topic=topic is not None,
            is_known=is_known,
            rows=[ScheduledRow.of(message, topic, edit) for message in planned],
            failure=None if is_there and edit and edit.failure else failure,
            news=news,
            lost=edit.text if edit and not is_there else "",
        )

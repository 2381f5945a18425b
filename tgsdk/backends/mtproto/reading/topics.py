"""Raw topics of forums, read (https://core.telegram.org/api/forum)."""

import time
from dataclasses import replace
from typing import Any

from tgsdk.types import Draft, Message, Topic

from .drafts import draft_in
from .guard import each_readable
from .messages import message_in
from .peers import Known, chat_id_of
from .raw import field, is_a, seconds_of

__all__ = ["topic_in"]


def topic_in(topic: Any, chat_id: int, answer: Any, known: Known) -> Topic:
    """Read a ``forumTopic``, with its last message from the same answer."""
    return Topic(
        id=topic.id,
        chat_id=chat_id,
        title=topic.title,
        icon_color=topic.icon_color & 0xFFFFFF,
        is_closed=bool(topic.closed),
        is_pinned=bool(topic.pinned),
        is_hidden=bool(topic.hidden),
        is_muted=seconds_of(topic.notify_settings.mute_until) > time.time(),
        can_write=not topic.closed or _may_manage(topic, known.get(chat_id)),
        unread_count=topic.unread_count,
        read_outbox_max_id=topic.read_outbox_max_id,
        read_inbox_max_id=topic.read_inbox_max_id,
        last_message=_last_message(topic, chat_id, answer, known),
        draft=_draft(topic),
    )


def _draft(topic: Any) -> Draft | None:
    """Read what is being written there; it does not answer the message that began the topic."""
    draft = draft_in(field(topic, "draft"))
    return replace(draft, reply_to=None) if draft and draft.reply_to == topic.id else draft


def _may_manage(topic: Any, channel: Any) -> bool:
    rights = field(channel, "admin_rights")
    return bool(topic.my or field(channel, "creator") or field(rights, "manage_topics"))


def _last_message(topic: Any, chat_id: int, answer: Any, known: Known) -> Message | None:
    top = (
        message
        for message in answer.messages
        if message.id == topic.top_message
        and not is_a(message, "MessageEmpty")
        and chat_id_of(message.peer_id) == chat_id
    )
    return next(each_readable(lambda message: message_in(message, known), top), None)

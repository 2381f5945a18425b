"""The topics of a forum as a list, in the place of the chat."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils import timezone
from django.utils.translation import get_language

from tgsdk import Chat, Page, Topic
from web.pictures.avatars import Avatar, initials
from web.pictures.store import Shown
from web.words.messages import on_one_line, preview
from web.words.moments import Moment

from .addresses import chat_unread_url, chat_url, chats_url, more_topics_url, search_query, topics_news_url
from .asked import TopicsAsked
from .chat_rows import ChatHead, ChatRow
from .conversations import title_of_topic
from .wanted_pictures import wanted_avatars

__all__ = ["TopicsPane", "avatar_of_topic", "topic_row"]

#: Our colours by the six that Telegram has for topics; others follow from the number of theirs.
COLORS = {0x6FB9F0: 5, 0xFFD67E: 1, 0xCB86DB: 2, 0x8EEE98: 3, 0xFF93B2: 6, 0xFB6F5F: 0}


def topic_row(topic: Topic, way: str = "") -> ChatRow:
    """Show a topic as a row of its list. ``way`` is the search_query() that its forum was found by."""
    last = topic.last_message
    return ChatRow(
        id=topic.id,
        element_id=f"topic-{topic.id}",
        url=chat_url(topic.chat_id, topic.id, way),
        title=title_of_topic(topic),
        kind_icon="lock-closed" if topic.is_closed else "",
        avatar=avatar_of_topic(topic),
        preview=preview(last, is_group=True) if last else "",
        draft=on_one_line(topic.draft.text) if topic.draft else "",
        time=Moment.of(last.date) if last else None,
        unread=topic.unread_count,
        is_muted=topic.is_muted,
        is_pinned=topic.is_pinned,
        is_marked=False,
        is_current=False,
        news=None,
    )


def avatar_of_topic(topic: Topic) -> Avatar:
    """The face of a topic: its first letter on its colour, a sign for the one that each forum has."""
    letter = "#" if topic.id == Topic.GENERAL else initials(title_of_topic(topic))[:1]
    color = COLORS.get(topic.icon_color, topic.icon_color % len(COLORS))
    return Avatar(element_id=f"avatar-t-{topic.id}", initials=letter, color=color)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPane:
    """The topics of a forum, below its head. ``whole_url`` shows all of its messages together.

    ``marked_url`` takes the mark away that the forum is to be read again, where it has one.
    """

    head: ChatHead
    back_url: str
    whole_url: str
    rows: Sequence[ChatRow]
    next_url: str | None
    news_url: str
    marked_url: str
    state: str
    wanted: Sequence[str]

    @classmethod
    def of(cls, asked: TopicsAsked, chat: Chat, page: Page[Topic], shown: Shown) -> Self:
        head, state = ChatHead.of(chat, shown), state_of(page.items)
        way = search_query(asked.query, in_messages=asked.in_messages, in_archive=asked.in_archive)
        return cls(
            head=head,
            back_url=chats_url() + way,
            whole_url=chat_url(chat.id, way=way),
            rows=[topic_row(topic, way) for topic in page.items if not topic.is_hidden],
            next_url=more_topics_url(chat.id, page.next, way) if page.next else None,
            news_url=topics_news_url(chat.id, state, way),
            marked_url=chat_unread_url(chat.id) if chat.is_marked_unread else "",
            state=state,
            wanted=wanted_avatars([head.avatar], shown),
        )


def state_of(topics: Sequence[Topic]) -> str:
    """Hash all that is shown of the topics. Texts depend on the day and the language too."""
    shown = [_shown(topic) for topic in topics]
    return hashlib.sha256(repr((timezone.localdate(), get_language(), shown)).encode()).hexdigest()[:16]


def _shown(topic: Topic) -> tuple[object, ...]:
    last = topic.last_message
    said = (last.id, last.edited_at, last.text) if last else None
    marks = topic.is_closed, topic.is_pinned, topic.is_hidden, topic.is_muted
    return topic.id, topic.title, topic.unread_count, marks, said, topic.draft.text if topic.draft else None

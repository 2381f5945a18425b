"""Forwarding: the places that messages can go to, chats and the topics of a forum, and the question before they go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from tgsdk import Capability, Chat, Topic
from tgsdk.contrib.django.accounts import is_supported
from web.failures.failure import Failure
from web.pictures.avatars import Avatar
from web.pictures.store import Shown

from .addresses import chat_url, messages_forward_url
from .chat_rows import ChatHead, ChatRow, subtitle_of
from .conversations import has_topics, title_of_topic
from .drafts import new_draft
from .topics_pane import avatar_of_topic

__all__ = ["ForwardPane", "ForwardPlace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardPlace:
    """A chat, or a topic of the forum that was chosen. ``topics_url`` leads to the topics of a forum, else it is ""."""

    id: int
    title: str
    avatar: Avatar
    subtitle: str = ""
    topics_url: str = ""

    @classmethod
    def of(cls, chat: Chat, shown: Shown, topics_url: str = "") -> Self:
        """A chat that may stand in the list of chats beside it too."""
        row = ChatRow.of(chat, shown)
        avatar = replace(row.avatar, element_id=f"avatar-w-{chat.id}")
        return cls(id=chat.id, title=row.title, avatar=avatar, subtitle=subtitle_of(chat), topics_url=topics_url)

    @classmethod
    def of_chat(cls, chat: Chat, shown: Shown, chosen: tuple[int, Sequence[int], int | None]) -> Self:
        """A chat, with the way to its topics. ``chosen`` are messages: their chat, their ids, the topic open."""
        leads_on = has_topics(chat) and is_supported(Capability.FORWARD_TO_TOPICS)
        return cls.of(chat, shown, messages_forward_url(*chosen, to_chat_id=chat.id) if leads_on else "")

    @classmethod
    def of_topic(cls, topic: Topic) -> Self:
        avatar = replace(avatar_of_topic(topic), element_id=f"avatar-wt-{topic.id}")
        return cls(id=topic.id, title=title_of_topic(topic), avatar=avatar)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardPane:
    """The chats that messages can be forwarded to: Saved Messages, and those of the list or of a search in it.

    They come from ``topic``, where one was open. ``chosen`` are the chat and the topic that they are to be forwarded
    to, and ``to`` is that chat as it was read: then whether to forward there is asked. Where it could not be read,
    ``asks`` says whether that was to be asked, or its topics to be shown. With ``forum`` the rows are its topics, and
    ``more_url`` leads to further ones. ``places_url`` leads from a question or from topics back to where it was chosen.
    """

    url: str
    back_url: str
    message_ids: str
    topic: int | None
    draft: str
    count: int
    chosen: tuple[int, int | None] | None
    to: ChatHead | None
    asks: bool
    query: str
    saved_id: int | None
    rows: Sequence[ForwardPlace] = ()
    failure: Failure | None = None
    forum: ForwardPlace | None = None
    places_url: str = ""
    more_url: str = ""

    @classmethod
    def of(
        cls,
        chat_id: int,
        message_ids: Sequence[int],
        topic: int | None,
        *,
        query: str = "",
        saved_id: int | None = None,
        rows: Sequence[ForwardPlace] = (),
        failure: Failure | None = None,
        draft: str | None = None,
        chosen: tuple[int, int | None] | None = None,
        to: ChatHead | None = None,
        asks: bool = True,
        forum: ForwardPlace | None = None,
        cursor: str | None = None,
    ) -> Self:
        """``cursor`` leads to further topics of the ``forum``."""
        more: dict[str, str | int] = {"to_chat_id": forum.id, "cursor": cursor} if forum and cursor else {}
        draft = draft or new_draft()
        back: dict[str, str | int] = {"draft": draft} if chosen else {}
        if chosen and chosen[1] is not None:
            back["to_chat_id"] = chosen[0]
        elif chosen and query:
            back["q"] = query
        return cls(
            url=messages_forward_url(chat_id, topic=topic),
            back_url=chat_url(chat_id, topic),
            message_ids=",".join(map(str, message_ids)),
            topic=topic,
            draft=draft,
            count=len(message_ids),
            chosen=chosen,
            to=to,
            asks=asks,
            query=query,
            saved_id=saved_id,
            rows=rows,
            failure=failure,
            forum=forum,
            places_url=messages_forward_url(chat_id, message_ids, topic, **back) if forum or chosen else "",
            more_url=messages_forward_url(chat_id, message_ids, topic, **more) if more else "",
        )

"""Chats as rows of the list and as the head of an open chat."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tgsdk import Archive, Chat, ChatKind, Found
from web.pictures.avatars import Avatar
from web.pictures.store import Shown
from web.words.extracts import found_in_words
from web.words.files import visible
from web.words.messages import on_one_line, preview
from web.words.moments import Moment, ReadersNow, online_in_words
from web.words.names import name_of, nameless

from .addresses import chat_url, chats_url, message_url, person_url, topics_url
from .conversations import TopicChat, has_topics, topic_id_of
from .managing import states_of

GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.FORUM)
KIND_ICONS = {
    ChatKind.PRIVATE: "",  # the face says it
    ChatKind.BOT: "cpu-chip",
    ChatKind.SAVED: "",
    ChatKind.GROUP: "users",
    ChatKind.SUPERGROUP: "users",
    ChatKind.FORUM: "users",
    ChatKind.CHANNEL: "megaphone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRow:
    """One chat of the list, or one message that was found, with its chat. ``preview`` is the message on one line, or
    without any what is known of the chat; ``draft`` what is being written in its place, but not of the chat that is
    open, whose field has it. ``news`` is the message that a notification may tell of, which stands in the topic at
    ``news_url`` where the chat has topics. ``last`` is the number of the last message, where it is known what the chat
    is: ``states``, for its menu.
    """

    id: int
    element_id: str
    url: str
    title: str
    kind_icon: str
    avatar: Avatar
    preview: str
    draft: str
    time: Moment | None
    unread: int
    is_muted: bool
    is_pinned: bool
    is_marked: bool
    is_current: bool
    news: int | None
    news_url: str = ""
    last: int | None = None
    states: str = ""

    @classmethod
    def of(
        cls,
        chat: Chat,
        shown: Shown,
        *,
        current: int | None = None,
        way: str = "",
        reader: ReadersNow | None = None,
    ) -> Self:
        """``current`` is the chat that is open; ``way`` is the search_query() that this one was found by."""
        last, title = chat.last_message, title_of(chat)
        return cls(
            id=chat.id,
            element_id=f"chat-l-{chat.id}",
            url=topics_url(chat.id, way) if has_topics(chat) else chat_url(chat.id) + way,
            title=title,
            kind_icon=KIND_ICONS[chat.kind],
            avatar=_avatar(f"avatar-l-{chat.id}", chat, title, shown),
            preview=preview(last, is_group=chat.kind in GROUPS) if last else subtitle_of(chat),
            draft=on_one_line(chat.draft.text) if chat.draft and chat.id != current else "",
            time=Moment.of(last.date, reader) if last else None,
            unread=chat.unread_count,
            is_muted=chat.is_muted,
            is_pinned=chat.is_pinned,
            is_marked=chat.is_marked_unread and not chat.unread_count,
            is_current=chat.id == current,
            news=_news_of(chat),
            last=last.id if last else None,
            states=states_of(chat),
            news_url=chat_url(chat.id, last.topic_id, way) if last and last.topic_id and has_topics(chat) else "",
        )

    @classmethod
    def all_of(cls, chats: Iterable[Chat], shown: Shown, *, current: int | None = None, way: str = "") -> list[Self]:
        """The rows of a list."""
        reader = ReadersNow.known()
        return [cls.of(chat, shown, current=current, way=way, reader=reader) for chat in chats]

    @classmethod
    def of_found(cls, found: Found, shown: Shown, *, query: str, current: int | None, way: str) -> Self:
        """A message that was found by ``query``, as a row of its chat that leads to it."""
        chat, message = found.chat, found.message
        row = cls.of(replace(chat, last_message=message), shown, current=current, way=way)
        return replace(
            row,
            element_id=f"found-{chat.id}-{message.id}",
            url=message_url(chat.id, message.id, way, message.topic_id if has_topics(chat) else None),
            last=None,
            preview=found_in_words(message, query, is_group=chat.kind in GROUPS),
            avatar=replace(row.avatar, element_id=f"avatar-f-{chat.id}-{message.id}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRow:
    """The archive as the first row of the main list. ``unread`` is the number of chats with unread messages."""

    url: str
    unread: int

    @classmethod
    def of(cls, archive: Archive) -> Self:
        return cls(url=chats_url(in_archive=True), unread=archive.unread_chats)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHead:
    """The head of an open chat. ``subtitle`` stands below its name, ``version`` changes with the two."""

    url: str
    person_url: str
    title: str
    subtitle: str
    kind_icon: str
    avatar: Avatar
    version: str

    @classmethod
    def of(cls, chat: Chat, shown: Shown, *, place: str = "h") -> Self:
        """``place`` tells the avatars of one chat on a page apart."""
        title, subtitle = title_of(chat), subtitle_of(chat)
        return cls(
            url=chat_url(chat.id, topic_id_of(chat)),
            person_url=person_url(chat.id, topic_id_of(chat)),
            title=title,
            subtitle=subtitle,
            version=hashlib.sha256(f"{title}\0{subtitle}".encode()).hexdigest()[:8],
            kind_icon=KIND_ICONS[chat.kind],
            avatar=_avatar(
                f"avatar-{place}-{chat.id}", chat, chat.group if isinstance(chat, TopicChat) else title, shown
            ),
        )

    @classmethod
    def of_unknown(cls, chat_id: int, topic: int | None = None) -> Self:
        """The head of a chat, or a topic, of which nothing could be read."""
        kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.GROUP
        head = cls.of(Chat(id=chat_id, kind=kind, title=_("this chat")), Shown())
        return replace(head, url=chat_url(chat_id, topic))


def title_of(chat: Chat) -> str:
    """The name of a chat, on one line."""
    if chat.kind is ChatKind.SAVED:
        return _("Saved Messages")
    is_person = chat.kind in (ChatKind.PRIVATE, ChatKind.BOT)
    return name_of(chat.title, chat.id) if is_person else visible(chat.title) or nameless(chat.id)


def is_saved_messages(query: str) -> bool:
    """Whether somebody who searches for this may mean Saved Messages, by the name that they have on the page."""
    names = _("Saved Messages").casefold().split()
    return all(any(name.startswith(word) for name in names) for word in query.casefold().split())


def subtitle_of(chat: Chat) -> str:
    """The line below the name of a chat: how many people it has, or when its one person was online."""
    match chat.kind:
        case ChatKind.BOT:
            return _("bot")
        case ChatKind.CHANNEL if chat.members_count is not None:
            number = chat.members_count
            return ngettext("%(number)d subscriber", "%(number)d subscribers", number) % {"number": number}
        case ChatKind.CHANNEL:
            return _("channel")
        case ChatKind.GROUP | ChatKind.SUPERGROUP | ChatKind.FORUM if chat.members_count is not None:
            number = chat.members_count
            return ngettext("%(number)d member", "%(number)d members", number) % {"number": number}
        case ChatKind.GROUP | ChatKind.SUPERGROUP | ChatKind.FORUM:
            return _("group")
        case ChatKind.PRIVATE if not chat.is_deleted:
            return _presence(chat)
    return ""


def _news_of(chat: Chat) -> int | None:
    """The last message, where somebody else wrote it, it is unread, and the chat is not muted."""
    last = chat.last_message
    is_news = last is not None and not last.is_outgoing and chat.unread_count and not chat.is_muted
    return last.id if last and is_news else None


def _avatar(element_id: str, chat: Chat, title: str, shown: Shown) -> Avatar:
    """The face of a chat; a name that cannot be seen has no initials, and neither has the word in its place."""
    if chat.kind is ChatKind.SAVED:
        return Avatar(element_id=element_id, is_saved=True)
    is_nameless = str(chat.id) in title and title == nameless(chat.id)
    return Avatar.of(element_id, chat.id, "" if is_nameless else title, chat.photo, shown)


def _presence(chat: Chat) -> str:
    name = f"@{visible(chat.username)}" if chat.username else ""
    online = _("online") if chat.is_online else online_in_words(chat.was_online_at) if chat.was_online_at else ""
    return " · ".join(filter(None, (name, online)))

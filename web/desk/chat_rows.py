"""Chats as rows of the list and as the head of an open chat."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tgsdk import Chat, ChatKind, Found
from web.pictures.avatars import Avatar
from web.pictures.store import Shown
from web.words.files import visible
from web.words.messages import deleted, preview
from web.words.moments import Moment, online_in_words

from .message_rows import chat_url

GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.FORUM)
ICONS = {
    ChatKind.PRIVATE: "",  # the face says it
    ChatKind.BOT: "cpu-chip",
    ChatKind.SAVED: "bookmark",
    ChatKind.GROUP: "users",
    ChatKind.SUPERGROUP: "users",
    ChatKind.FORUM: "users",
    ChatKind.CHANNEL: "megaphone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRow:
    """One chat, ready to be shown. ``preview`` is its last message on one line, ``subtitle`` stands below its name."""

    id: int
    element_id: str
    url: str
    title: str
    kind: ChatKind
    kind_icon: str
    avatar: Avatar
    preview: str
    time: Moment | None
    unread: int
    is_muted: bool
    is_pinned: bool
    is_current: bool
    subtitle: str

    @classmethod
    def of(cls, chat: Chat, shown: Shown, *, place: str = "l", current: int | None = None, way: str = "") -> Self:
        """``place`` tells this row from others of the same chat; ``way`` is the search that it was found by."""
        last, title = chat.last_message, title_of(chat)
        return cls(
            id=chat.id,
            element_id=f"chat-{place}-{chat.id}",
            url=chat_url(chat.id) + way,
            title=title,
            kind=chat.kind,
            kind_icon=ICONS[chat.kind],
            avatar=Avatar.of(f"avatar-{place}-{chat.id}", chat.id, title, chat.photo, shown),
            preview=preview(last, is_group=chat.kind in GROUPS) if last else "",
            time=Moment.of(last.date) if last else None,
            unread=chat.unread_count,
            is_muted=chat.is_muted,
            is_pinned=chat.is_pinned,
            is_current=chat.id == current,
            subtitle=subtitle_of(chat),
        )

    @classmethod
    def of_found(cls, found: Found, shown: Shown, *, current: int | None, way: str) -> Self:
        """A message that was found, as a row of its chat that leads to it."""
        chat, message = found.chat, found.message
        row = cls.of(replace(chat, last_message=message), shown, current=current, way=way)
        return replace(
            row,
            element_id=f"found-{chat.id}-{message.id}",
            url=f"{row.url}{'&' if way else '?'}around={message.id}#message-{message.id}",
            avatar=replace(row.avatar, element_id=f"avatar-f-{chat.id}-{message.id}"),
        )


def search_query(query: str, *, in_messages: bool) -> str:
    """The part of an address that keeps a search."""
    values = {"q": query} | ({"in": "messages"} if in_messages else {})
    return f"?{urlencode(values)}" if query else ""


def title_of(chat: Chat) -> str:
    if chat.kind is ChatKind.SAVED:
        return _("Saved Messages")
    return visible(chat.title) or deleted()


def subtitle_of(chat: Chat) -> str:
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


def _presence(chat: Chat) -> str:
    name = f"@{chat.username}" if chat.username else ""
    online = _("online") if chat.is_online else online_in_words(chat.was_online_at) if chat.was_online_at else ""
    return " · ".join(filter(None, (name, online)))

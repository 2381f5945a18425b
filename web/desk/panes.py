"""What the desk shows, made into rows."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from tgsdk import Chat, Message
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.store import Shown
from web.words.moments import day_of

from . import chat_changes
from .chat_changes import Changes, Versions
from .chat_rows import ChatRow, search_query
from .drafts import MessageDraft
from .message_rows import Above, MessageRow, chat_url, day_id, message_rows
from .reading import LIMIT, ChatAsked, DeskRead, ListAsked, _items


def list_context(read: DeskRead, asked: ListAsked, shown: Shown) -> dict[str, Any]:
    way = search_query(asked.query, in_messages=asked.in_messages)
    page = read.found or read.chats
    return {
        "q": asked.query,
        "in_messages": asked.in_messages,
        "chats": [ChatRow.of(chat, shown, current=asked.current, way=way) for chat in _items(read.chats)],
        "found": [ChatRow.of_found(each, shown, current=asked.current, way=way) for each in _items(read.found)],
        "chats_next": chats_url(asked, cursor=page.next, part="rows") if page and page.next else None,
        "chats_failure": read.chats_failure,
        "chats_read": page is not None,
        "chats_news_url": chats_url(asked, state=state_of(_items(read.chats)), part="top"),
    }


def chat_context(
    read: DeskRead, asked: ChatAsked, shown: Shown, *, draft: MessageDraft | None = None
) -> dict[str, Any]:
    chat = read.chat
    read_up_to = max(asked.read_up_to, chat.read_outbox_max_id if chat else 0)
    changes = _changes(read, asked, shown, read_up_to)
    newest = max([asked.after or 0, *(row.id for row in changes.new)])
    return {
        "chat": ChatRow.of(chat, shown, place="h", current=asked.id) if chat else None,
        "messages": changes.new,
        "changed": changes.changed,
        "gone": changes.gone,
        "older_url": _older_url(read, asked, read_up_to),
        "after": newest,
        "read_up_to": read_up_to,
        "versions": chat_changes.written(changes.versions),
        "news_url": _news_url(read, asked, newest, read_up_to, changes.versions),
        "can_write": chat.can_write if chat else False,
        "form": draft or MessageDraft(),
        "is_past": _is_past(read, asked),
        "read_url": _read_url(read, asked),
        "chat_failure": read.chat_failure,
        "repeated_day": _repeated_day(_items(read.messages), asked),
    }


def _changes(read: DeskRead, asked: ChatAsked, shown: Shown, read_up_to: int) -> Changes:
    if read.latest:
        rows = message_rows(read.latest.items, shown, read_up_to=read_up_to)
        is_whole = read.latest.next is None
        return Changes.between(asked.versions, rows, after=asked.after or 0, is_whole=is_whole)
    above = Above(read.above, day_of(read.above.date)) if read.above else Above(day=asked.day if asked.after else None)
    rows = message_rows(_items(read.messages), shown, read_up_to=read_up_to, above=above)
    return Changes(new=rows, versions=chat_changes.joined(asked.versions, rows))


def wanted_url(context: dict[str, Any], shown: Shown) -> str | None:
    """Where the pictures of these rows can be fetched that are not here yet, all together."""
    keys: list[str] = []
    rows: list[ChatRow] = [*context.get("chats", ()), *context.get("found", ())]
    rows += [context["chat"]] if context.get("chat") else []
    for row in rows:
        keys += _avatar_keys(row, shown)
    for message in [*context.get("messages", ()), *context.get("changed", ())]:
        keys += _picture_keys(message, shown)
    return pictures.pictures_url(keys)


def state_of(chats: Sequence[Chat]) -> str:
    """Tells one look at the top of the list from the next: what is seen of it, but not who is online."""
    seen = [_seen(chat) for chat in chats]
    return hashlib.sha256(repr((timezone.localdate(), get_language(), seen)).encode()).hexdigest()[:16]


def chats_url(asked: ListAsked, **values: str | None) -> str:
    values |= {"q": asked.query, "in": "messages" if asked.in_messages else ""}
    values["limit"] = str(asked.limit) if asked.limit != LIMIT else ""
    values["chat"] = str(asked.current or "")
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('telegram:chats_list')}?{query}"


def _seen(chat: Chat) -> tuple[object, ...]:
    last, photo = chat.last_message, chat.photo
    said: tuple[int, datetime | None, str] | None = (last.id, last.edited_at, last.text) if last else None
    marks = chat.is_pinned, chat.is_muted, chat.is_archived, chat.is_deleted
    return chat.id, chat.title, photo.id if photo else None, chat.unread_count, marks, said


def _older_url(read: DeskRead, asked: ChatAsked, read_up_to: int) -> str | None:
    messages = read.messages
    if messages is None or messages.next is None:
        return None
    values: dict[str, object] = {"cursor": messages.next, "part": "rows", "read": read_up_to}
    values["day"] = day_of(messages.items[-1].date).isoformat() if messages.items else ""
    if asked.limit != LIMIT:
        values["limit"] = asked.limit
    return f"{chat_url(asked.id)}?{urlencode(values)}"


def _news_url(read: DeskRead, asked: ChatAsked, after: int, read_up_to: int, versions: Versions) -> str:
    newest = _items(read.latest or read.messages)
    day = day_of(newest[0].date) if newest else asked.day
    values: dict[str, object] = {"part": "news", "after": after, "day": day.isoformat() if day else ""}
    values["read"] = (read.is_sent and asked.read_up_to) or read_up_to
    values["pts"] = read.pts
    values["shown"] = chat_changes.written(versions)
    return f"{chat_url(asked.id)}?{urlencode(values)}"


def _is_past(read: DeskRead, asked: ChatAsked) -> bool:
    """Whether there are newer messages than those on the page."""
    if asked.around is None or read.chat is None or read.chat.last_message is None:
        return False
    return read.chat.last_message.id > max((message.id for message in _items(read.messages)), default=0)


def _read_url(read: DeskRead, asked: ChatAsked) -> str | None:
    """Where the page says that what it shows was read; None where nothing of it is unread."""
    is_unread = read.chat is not None and read.chat.unread_count > 0 and not _is_past(read, asked)
    return reverse("telegram:chat_read", args=[asked.id]) if is_unread else None


def _repeated_day(messages: Sequence[Message], asked: ChatAsked) -> str | None:
    """The line of the day that the older messages bring along once more, so that the one below them can go."""
    is_same_day = asked.cursor is not None and bool(messages) and day_of(messages[0].date) == asked.day
    return day_id(asked.day) if is_same_day and asked.day else None


def _avatar_keys(row: ChatRow, shown: Shown) -> list[str]:
    photo_id = row.avatar.photo_id
    is_wanted = photo_id is not None and (photo_id, PictureSize.CHAT.value) in shown.wanted
    return [f"{photo_id}.{row.avatar.element_id.removeprefix('avatar-')}"] if is_wanted else []


def _picture_keys(row: MessageRow, shown: Shown) -> list[str]:
    picture = row.picture
    if picture is None or (picture.photo_id, PictureSize.MESSAGE.value) not in shown.wanted:
        return []
    return [f"{picture.photo_id}.m-{row.id}.{picture.width}x{picture.height}"]

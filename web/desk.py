"""What the desk shows: read from Telegram over one connection, then made into rows."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from tgsdk import Chat, Found, Message, NotLoggedIn, Page, Photo, TelegramError, TelegramUnavailable, Timeout

from . import chat_changes, pictures
from .chat_changes import Changes, Versions
from .chat_rows import ChatRow, search_query
from .desk_account import Desk
from .drafts import MessageDraft
from .errors import Failure, describe
from .message_rows import Above, MessageRow, chat_url, day_id, message_rows, thumbnails
from .models import PictureSize
from .moments import day_of
from .pictures import Shown

T = TypeVar("T")

LIMIT = 50
LASTING = (TelegramUnavailable, Timeout)  # what the next call would only meet again


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """Which part of the list of chats. ``current`` is the chat that is open beside it."""

    limit: int = LIMIT
    cursor: str | None = None
    query: str = ""
    in_messages: bool = False
    current: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAsked:
    """Which part of a chat; with ``around`` that about one message, with ``after`` what is newer than one.

    ``read_up_to``, ``day``, ``pts`` and ``versions`` are what a page that shows the chat knows already.
    """

    id: int
    limit: int = LIMIT
    cursor: str | None = None
    after: int | None = None
    around: int | None = None
    read_up_to: int = 0
    day: date | None = None
    pts: int = 0
    versions: Versions = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class DeskRead:
    """What Telegram said, or what went wrong instead.

    Of a chat that is shown already, ``latest`` are the newest messages, where something has changed. ``pts`` is the
    chat's when all was read that the page is to show, or an older one.
    """

    account_id: int = 0
    chats: Page[Chat] | None = None
    found: Page[Found] | None = None
    chats_failure: Failure | None = None
    chat: Chat | None = None
    messages: Page[Message] | None = None
    latest: Page[Message] | None = None
    pts: int = 0
    above: Message | None = None
    is_current: bool = False  # whether it is known what has changed
    is_sent: bool = False  # then what was read meanwhile is left to the next look for news
    sent: Message | None = None
    chat_failure: Failure | None = None

    def note_pictures(self) -> Shown:
        return pictures.note(self.account_id, [*self._chat_photos(), *self._thumbnails()])

    def _chat_photos(self) -> list[tuple[Photo, PictureSize]]:
        chats = [
            *_items(self.chats),
            *(found.chat for found in _items(self.found)),
            *([self.chat] if self.chat else []),
        ]
        return [(chat.photo, PictureSize.CHAT) for chat in chats if chat.photo]

    def _thumbnails(self) -> list[tuple[Photo, PictureSize]]:
        attachments = thumbnails(_items(self.latest or self.messages))
        return [(each.thumbnail, PictureSize.MESSAGE) for each in attachments if each.thumbnail]


def _items(page: Page[T] | None) -> Sequence[T]:
    return page.items if page else ()


def read_list(desk: Desk, asked: ListAsked) -> DeskRead:
    """The list alone. Raises what goes wrong."""
    read = DeskRead(account_id=desk.account.row.pk)
    if asked.in_messages and asked.query:
        read.found = desk.search_messages(asked.query, asked.limit, asked.cursor)
    else:
        read.chats = desk.chats(asked.limit, asked.cursor, asked.query or None)
    return read


def read_chat(desk: Desk, asked: ChatAsked) -> DeskRead:
    """The chat alone, with its head. Raises what goes wrong."""
    chat = desk.chat(asked.id)
    messages = desk.messages(asked.id, asked.limit, asked.cursor, asked.around)
    return DeskRead(account_id=desk.account.row.pk, chat=chat, messages=messages, pts=chat.pts)


def read_older(desk: Desk, asked: ChatAsked) -> DeskRead:
    """More of a chat that is shown already. Raises what goes wrong."""
    messages = desk.messages(asked.id, asked.limit, asked.cursor, asked.around)
    return DeskRead(account_id=desk.account.row.pk, messages=messages)


def read_news(desk: Desk, asked: ChatAsked) -> DeskRead:
    """What has changed in a chat that is shown already. Messages are asked for only where something happened. Raises
    what goes wrong."""
    read = DeskRead(account_id=desk.account.row.pk)
    read_changes(desk, asked, read)
    return read


def read_changes(desk: Desk, asked: ChatAsked, read: DeskRead) -> None:
    """Take into ``read`` what the chat is now and, where that may be something else than the page shows, its newest
    messages; or, where too many came at once, those next after it."""
    read.chat = desk.chat(asked.id)
    read.pts = read.chat.pts
    if _has_changed(read.chat, asked):
        latest = desk.latest_messages(asked.id, LIMIT)
        if latest.next is None or any(message.id <= (asked.after or 0) for message in latest.items):
            read.latest = latest
        else:
            _read_after(desk, asked, read)
    read.is_current = True


def _has_changed(chat: Chat, asked: ChatAsked) -> bool:
    if chat.pts and asked.pts:
        return chat.pts != asked.pts
    return chat.last_message is not None and chat.last_message.id > (asked.after or 0)


def _read_after(desk: Desk, asked: ChatAsked, read: DeskRead) -> None:
    """What came after ``after``, and the message itself, which stands above the new ones."""
    after = asked.after or 0
    page = desk.messages_after(asked.id, max(0, after - 1), asked.limit)
    read.messages = Page(items=tuple(message for message in page.items if message.id > after))
    read.above = next((message for message in page.items if message.id <= after), None)
    read.pts = asked.pts  # there is more to come


def read_page(desk: Desk, listed: ListAsked, opened: ChatAsked | None) -> DeskRead:
    """List and chat; where one of them fails the other is shown all the same. Raises NotLoggedIn."""
    read = DeskRead(account_id=desk.account.row.pk)
    error = _tried(lambda: _take(read, read_list(desk, listed)))
    if error:
        read.chats_failure = describe(error, "query" if listed.query else None)
    if opened is None:
        return read
    if not isinstance(error, LASTING):
        error = _tried(lambda: _take(read, read_chat(desk, opened)))
    if error:
        read.chat_failure = describe(error)
    return read


def _tried(work: Callable[[], None]) -> TelegramError | None:
    try:
        work()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return error
    return None


def _take(read: DeskRead, part: DeskRead) -> None:
    read.chats, read.found = part.chats or read.chats, part.found or read.found
    read.chat, read.messages = part.chat or read.chat, part.messages or read.messages
    read.pts = part.pts


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

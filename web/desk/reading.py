"""What the desk shows: read from Telegram over one connection, then made into rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from tgsdk import Chat, Found, Message, NotLoggedIn, Page, Photo, TelegramError, TelegramUnavailable, Timeout
from web.failures.failure import Failure, describe
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.store import Shown

from .calls import Desk
from .chat_changes import Versions
from .message_rows import thumbnails

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

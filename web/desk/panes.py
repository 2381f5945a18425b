"""The panes of the desk: the list of chats, an open chat, its news, and the form to write in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from tgsdk import Chat, Message, Page
from web.failures.failure import Failure
from web.pictures.store import Shown
from web.words.moments import day_of

from .addresses import (
    chat_read_url,
    chats_news_url,
    chats_url,
    message_news_url,
    more_chats_url,
    older_messages_url,
)
from .asked import ChatAsked, ListAsked
from .chat_changes import Changes, join_versions
from .chat_rows import ChatHead, ChatRow
from .drafts import MessageDraft
from .list_state import list_state
from .message_rows import Above, MessageRow, day_id, message_rows
from .parts import over, parts_of
from .versions import Versions, write_versions
from .wanted_pictures import wanted_avatars, wanted_thumbnails


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPane:
    """The list of chats, or what was found in it, or why it could not be read.

    ``news_url`` is polled; it is None for a search and for later pages. ``wanted`` are the pictures to fetch.
    """

    query: str = ""
    in_messages: bool = False
    rows: Sequence[ChatRow] = ()
    is_empty: bool = False
    next_url: str | None = None
    news_url: str | None = None
    failure: Failure | None = None
    retry_url: str = ""
    part_url: str = ""
    wanted: Sequence[str] = ()

    @classmethod
    def of(cls, asked: ListAsked, rows: Sequence[ChatRow], shown: Shown, *, cursor: str | None, state: str) -> Self:
        """``cursor`` leads to the next page, ``state`` is that of the chats."""
        return cls(
            query=asked.query,
            in_messages=asked.in_messages,
            rows=rows,
            is_empty=not rows and asked.cursor is None,
            next_url=more_chats_url(asked, cursor) if cursor else None,
            news_url=_list_news_url(asked, state),
            wanted=wanted_avatars((row.avatar for row in rows), shown),
        )

    @classmethod
    def failed(cls, asked: ListAsked, failure: Failure) -> Self:
        """On a page, whose other parts may have been read."""
        return cls(
            query=asked.query,
            in_messages=asked.in_messages,
            news_url=_list_news_url(asked, list_state(())),
            failure=failure,
            retry_url=asked.retry_url,
            part_url=chats_url(),
        )

    @property
    def message_search_url(self) -> str:
        """The same search, in messages."""
        return chats_url(self.query, in_messages=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPane:
    """Messages of a chat, oldest first, and the way to those before them.

    ``repeated_day`` is the element of a day that these messages bring along once more, for it to be taken away below.
    """

    rows: Sequence[MessageRow]
    is_empty: bool
    older_url: str | None
    repeated_day: str | None
    wanted: Sequence[str]

    @classmethod
    def of(cls, asked: ChatAsked, page: Page[Message], shown: Shown, *, read_up_to: int) -> Self:
        """``read_up_to`` is the last own message that the other side has read."""
        above = Above(day=asked.day if asked.after else None)
        rows = message_rows(page.items, shown, read_up_to=read_up_to, above=above)
        return cls(
            rows=rows,
            is_empty=not rows and page.next is None and asked.cursor is None,
            older_url=_older_url(asked, page, read_up_to),
            repeated_day=_repeated_day(asked, page),
            wanted=wanted_thumbnails(rows, shown),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPoll:
    """The poll of an open chat: for news after the message ``after``, and to mark it as read at ``read_url``.

    ``read_up_to`` is the last own message that the other side has read. ``read_url`` is None where all is read.
    """

    url: str
    after: int
    read_up_to: int
    versions: str
    read_url: str | None

    @classmethod
    def of(
        cls,
        asked: ChatAsked,
        chat: Chat,
        *,
        newest: Message | None,
        after: int,
        versions: Versions,
        pts: int,
        told_read_up_to: int | None = None,
    ) -> Self:
        """The poll after ``newest``, the newest message that was read. With ``told_read_up_to`` the page knows less of
        what the other side has read than is known here."""
        read_up_to = max(asked.read_up_to, chat.read_outbox_max_id)
        url = message_news_url(
            asked.id,
            after=after,
            day=day_of(newest.date) if newest else asked.day,
            read_up_to=told_read_up_to or read_up_to,
            pts=pts,
            versions=versions,
        )
        return cls(
            url=url,
            after=after,
            read_up_to=read_up_to,
            versions=write_versions(versions),
            read_url=chat_read_url(asked.id) if chat.unread_count > 0 else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """The form to write in. ``draft`` names the form, so that its text is sent once; ``failure`` stands above it."""

    url: str
    name: str
    draft: str
    text: str = field(repr=False)
    failure: Failure | None
    can_write: bool

    @classmethod
    def of(cls, head: ChatHead, draft: MessageDraft, *, can_write: bool = True) -> Self:
        return cls(
            url=head.url,
            name=head.title,
            draft=draft.draft,
            text=draft.text,
            failure=draft.failure,
            can_write=can_write,
        )

    @property
    def over(self) -> int:
        """How much of the text is too much for one message."""
        return over(self.text)

    @property
    def parts(self) -> int:
        """The messages that the text makes."""
        return len(parts_of(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPane:
    """An open chat. Where it is shown around an earlier message, it has neither ``composer`` nor ``poll``."""

    head: ChatHead
    back_url: str
    messages: MessagesPane
    composer: Composer | None
    poll: NewsPoll | None
    wanted: Sequence[str]

    @classmethod
    def of(cls, asked: ChatAsked, chat: Chat, page: Page[Message], shown: Shown, draft: MessageDraft) -> Self:
        head, is_past = ChatHead.of(chat, shown), _is_past(asked, chat, page)
        messages = MessagesPane.of(asked, page, shown, read_up_to=max(asked.read_up_to, chat.read_outbox_max_id))
        return cls(
            head=head,
            back_url=chats_url(asked.query, in_messages=asked.in_messages),
            messages=messages,
            composer=None if is_past else Composer.of(head, draft, can_write=chat.can_write),
            poll=None if is_past else _first_poll(asked, chat, page, messages),
            wanted=[*wanted_avatars([head.avatar], shown), *messages.wanted],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMissing:
    """In the place of a chat that could not be read: why, and what was being written there."""

    failure: Failure
    retry_url: str
    back_url: str
    head: ChatHead | None = None
    composer: Composer | None = None

    @classmethod
    def of(cls, asked: ChatAsked, failure: Failure, draft: MessageDraft | None = None) -> Self:
        head = ChatHead.of_unknown(asked.id) if draft else None
        return cls(
            failure=failure,
            retry_url=asked.retry_url,
            back_url=chats_url(asked.query, in_messages=asked.in_messages),
            head=head,
            composer=Composer.of(head, draft) if head and draft and draft.text else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPane:
    """News of an open chat: ``rows`` below, ``changed`` ones in their places, and the elements that are ``gone``."""

    head: ChatHead
    rows: Sequence[MessageRow]
    changed: Sequence[MessageRow]
    gone: Sequence[str]
    poll: NewsPoll
    has_news: bool
    wanted: Sequence[str]

    @classmethod
    def of(cls, asked: ChatAsked, chat: Chat, changes: Changes, poll: NewsPoll, shown: Shown) -> Self:
        head = ChatHead.of(chat, shown)
        rows = [*changes.new, *changes.changed]
        return cls(
            head=head,
            rows=changes.new,
            changed=changes.changed,
            gone=changes.gone,
            poll=poll,
            has_news=bool(changes) or poll.read_up_to > asked.read_up_to,
            wanted=[*wanted_avatars([head.avatar], shown), *wanted_thumbnails(rows, shown)],
        )


def _list_news_url(asked: ListAsked, state: str) -> str | None:
    return None if asked.query or asked.cursor else chats_news_url(asked, state)


def _first_poll(asked: ChatAsked, chat: Chat, page: Page[Message], messages: MessagesPane) -> NewsPoll:
    return NewsPoll.of(
        asked,
        chat,
        newest=page.items[0] if page.items else None,
        after=max([asked.after or 0, *(row.id for row in messages.rows)]),
        versions=join_versions(asked.versions, messages.rows),
        pts=chat.pts,
    )


def _older_url(asked: ChatAsked, page: Page[Message], read_up_to: int) -> str | None:
    if page.next is None:
        return None
    day = day_of(page.items[-1].date) if page.items else None
    return older_messages_url(asked, page.next, day=day, read_up_to=read_up_to)


def _repeated_day(asked: ChatAsked, page: Page[Message]) -> str | None:
    is_same_day = asked.cursor is not None and page.items and day_of(page.items[0].date) == asked.day
    return day_id(asked.day) if is_same_day and asked.day else None


def _is_past(asked: ChatAsked, chat: Chat, page: Page[Message]) -> bool:
    """Compare with the chat's last message: True if the chat has newer messages than these."""
    if asked.around is None or chat.last_message is None:
        return False
    return chat.last_message.id > max((message.id for message in page.items), default=0)

"""Readers: each asks Telegram for one pane of the desk, over the connection of an open account.

They raise what goes wrong, but for :func:`read_page`, which shows each pane that can be shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tgsdk import Chat, Found, Message, NotLoggedIn, Page, TelegramError, TelegramUnavailable, Timeout
from web.failures.failure import describe
from web.models import PictureSize
from web.pictures import store as pictures
from web.pictures.store import Shown
from web.words.moments import day_of

from .addresses import search_query
from .asked import PAGE_SIZE, ChatAsked, ListAsked
from .calls import Desk
from .chat_changes import Changes, join_versions
from .chat_rows import ChatRow
from .contexts import DeskContext
from .drafts import MessageDraft
from .list_state import list_state
from .message_rows import Above, message_rows, thumbnails
from .panes import ChatMissing, ChatPane, ListPane, MessagesPane, NewsPane, NewsPoll

T = TypeVar("T")
LASTING = (TelegramUnavailable, Timeout)  # the next call would only meet them again


def read_chats(desk: Desk, asked: ListAsked) -> tuple[Page[Chat], Shown]:
    """Read a page of chats. Its pictures are noted, so that they can be fetched afterwards."""
    page = desk.chats(asked.limit, asked.cursor, asked.query or None)
    return page, note_pictures(desk, page.items)


def read_found(desk: Desk, asked: ListAsked) -> tuple[Page[Found], Shown]:
    """Search in the messages of all chats. Pictures are noted as by read_chats()."""
    page = desk.search_messages(asked.query, asked.limit, asked.cursor)
    return page, note_pictures(desk, [found.chat for found in page.items])


def read_messages(desk: Desk, asked: ChatAsked) -> tuple[Page[Message], Shown]:
    """Read a page of messages, the newest first. Pictures are noted as by read_chats()."""
    page = desk.messages(asked.id, asked.limit, asked.cursor, asked.around)
    return page, note_pictures(desk, messages=page.items)


def note_pictures(desk: Desk, chats: Iterable[Chat] = (), messages: Iterable[Message] = ()) -> Shown:
    """Write down where the pictures of these are."""
    faces = [(chat.photo, PictureSize.CHAT) for chat in chats if chat.photo]
    return pictures.note(
        desk.account.row.pk, [*faces, *((photo, PictureSize.MESSAGE) for photo in thumbnails(messages))]
    )


def read_list(desk: Desk, asked: ListAsked) -> ListPane:
    """Read the list of chats, or what is found in it."""
    if not asked.is_message_search:
        return _list_of_chats(asked, *read_chats(desk, asked))
    page, shown = read_found(desk, asked)
    way = search_query(asked.query, in_messages=True)
    rows = [ChatRow.of_found(found, shown, current=asked.current, way=way) for found in page.items]
    return ListPane.of(asked, rows, shown, cursor=page.next, state=list_state(()))


def read_list_news(desk: Desk, asked: ListAsked) -> ListPane | None:
    """Read the top of the list; None where it is as the page has it."""
    page = desk.chats(asked.limit, asked.cursor, asked.query or None)
    if list_state(page.items) == asked.state:
        return None
    return _list_of_chats(asked, page, note_pictures(desk, page.items))


def read_chat(desk: Desk, asked: ChatAsked, draft: MessageDraft | None = None) -> ChatPane:
    """Read a chat with its head and its messages. ``draft`` is what is being written in it."""
    chat = desk.chat(asked.id)
    page = desk.messages(asked.id, asked.limit, asked.cursor, asked.around)
    return ChatPane.of(asked, chat, page, note_pictures(desk, [chat], page.items), draft or MessageDraft())


def read_older(desk: Desk, asked: ChatAsked) -> MessagesPane:
    """Read more messages of a chat that is shown already."""
    page, shown = read_messages(desk, asked)
    return MessagesPane.of(asked, page, shown, read_up_to=asked.read_up_to)


def read_news(desk: Desk, asked: ChatAsked, *, is_sent: bool = False) -> NewsPane:
    """Read what is new in a chat that is shown already. Messages are asked for only where something happened.

    With ``is_sent`` it goes along with what was just sent: what the other side has read is left to the next poll.
    """
    chat = desk.chat(asked.id)
    news = _read_new_messages(desk, asked, chat)
    shown = note_pictures(desk, [chat], news.messages)
    changes = _changes(asked, news, shown, read_up_to=max(asked.read_up_to, chat.read_outbox_max_id))
    poll = NewsPoll.of(
        asked,
        chat,
        news.messages,
        after=max([asked.after or 0, *(row.id for row in changes.new)]),
        versions=changes.versions,
        pts=news.pts,
        told_read_up_to=asked.read_up_to if is_sent else None,
    )
    return NewsPane.of(asked, chat, changes, poll, shown)


def read_page(
    desk: Desk, listed: ListAsked, opened: ChatAsked | None = None, draft: MessageDraft | None = None
) -> DeskContext:
    """Read list and chat; where one of them fails, the other is shown all the same. Raises NotLoggedIn only."""
    pane = _pane_or_error(lambda: read_list(desk, listed))
    if isinstance(pane, TelegramError):
        shown = ListPane.failed(listed, describe(pane, "query" if listed.query else None))
    else:
        shown = pane
    if opened is None:
        return DeskContext.of(shown)
    chat = pane if isinstance(pane, LASTING) else _pane_or_error(lambda: read_chat(desk, opened, draft))
    if isinstance(chat, TelegramError):
        return DeskContext.of(shown, missing=ChatMissing.of(opened, describe(chat), draft))
    return DeskContext.of(shown, chat)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewMessages:
    """Messages that were read for a page that shows the chat already, the newest first.

    They are the newest of the chat, all of it where ``is_whole``, and replace what the page knows; or, where
    ``follows``, they come right after the page's newest, which is ``above``. The next poll begins at ``pts``.
    """

    messages: Sequence[Message] = ()
    is_whole: bool = False
    follows: bool = True
    above: Message | None = None
    pts: int


def _list_of_chats(asked: ListAsked, page: Page[Chat], shown: Shown) -> ListPane:
    way = search_query(asked.query, in_messages=asked.in_messages)
    rows = [ChatRow.of(chat, shown, current=asked.current, way=way) for chat in page.items]
    return ListPane.of(asked, rows, shown, cursor=page.next, state=list_state(page.items))


def _read_new_messages(desk: Desk, asked: ChatAsked, chat: Chat) -> _NewMessages:
    """Read the newest messages; or, where too many came at once to see whether they follow, those next to the page."""
    if not _has_changed(asked, chat):
        return _NewMessages(pts=chat.pts)
    latest = desk.latest_messages(asked.id, PAGE_SIZE)
    if latest.next is None or any(message.id <= (asked.after or 0) for message in latest.items):
        return _NewMessages(messages=latest.items, is_whole=latest.next is None, follows=False, pts=chat.pts)
    return _read_following(desk, asked)


def _read_following(desk: Desk, asked: ChatAsked) -> _NewMessages:
    """Read what came next after the page, and the newest message on it, which stands above."""
    after = asked.after or 0
    page = desk.messages_after(asked.id, max(0, after - 1), asked.limit)
    return _NewMessages(
        messages=[message for message in page.items if message.id > after],
        above=next((message for message in page.items if message.id <= after), None),
        pts=asked.pts,  # there is more to come
    )


def _has_changed(asked: ChatAsked, chat: Chat) -> bool:
    if chat.pts and asked.pts:
        return chat.pts != asked.pts
    return chat.last_message is not None and chat.last_message.id > (asked.after or 0)


def _changes(asked: ChatAsked, news: _NewMessages, shown: Shown, *, read_up_to: int) -> Changes:
    if not news.follows:
        rows = message_rows(news.messages, shown, read_up_to=read_up_to)
        return Changes.between(asked.versions, rows, after=asked.after or 0, is_whole=news.is_whole)
    above = Above(news.above, day_of(news.above.date)) if news.above else Above(day=asked.day if asked.after else None)
    rows = message_rows(news.messages, shown, read_up_to=read_up_to, above=above)
    return Changes(new=rows, versions=join_versions(asked.versions, rows))


def _pane_or_error(read: Callable[[], T]) -> T | TelegramError:
    try:
        return read()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return error

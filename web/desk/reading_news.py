"""Readers of news: what has changed in a chat and in the list, for a page that shows both already."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from tgsdk import Chat, ChatPage, Folder, Message, NotLoggedIn, TelegramError
from web.pictures.store import Shown
from web.words.moments import day_of

from .asked import PAGE_SIZE, ChatAsked, ListAsked
from .calls import Desk
from .chat_changes import Changes, join_versions
from .chat_rows import ChatHead
from .conversations import read_conversation
from .list_state import list_state, unread_in
from .message_rows import Above, message_rows
from .panes import ListNews, NewsPane, NewsPoll
from .reading import LASTING, list_of_chats, note_pictures, read_list_of_tab

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessages:
    """Messages that were read for a page that shows the chat already, the newest first.

    They are the newest of the chat, all of it where ``is_whole``, and replace what the page knows; or, where
    ``follows``, they come right after the page's newest, which is ``above``. The next poll begins at ``pts``.
    ``earlier`` are those that the page wants to have looked at further up.
    """

    messages: Sequence[Message] = ()
    is_whole: bool = False
    follows: bool = True
    above: Message | None = None
    earlier: Sequence[Message] = ()
    pts: int


def read_list_news(desk: Desk, asked: ListAsked) -> ListNews | None:
    """Read the top of the list; None where it is as the page has it."""
    page = desk.chats(asked.limit, None, None, asked.folder)
    is_same = asked.state in ("", list_state(page.items, page.archive))
    unread = _unread(desk, asked, page)
    if is_same and asked.unread in (None, unread):
        return None
    pane = None
    if not is_same and asked.tab:
        pane = read_list_of_tab(desk, asked, page)
    elif not is_same:
        pane = list_of_chats(asked, page, note_pictures(desk, page.items))
    return ListNews(unread=unread, state=asked.state, list=pane)


def _unread(desk: Desk, asked: ListAsked, page: ChatPage) -> int:
    """Count what is unread in the main list, where the page shows the archive too."""
    main = desk.chats(asked.limit, None, None, Folder.MAIN) if asked.is_archive else page
    return unread_in(main.items)


def read_news_or_none(desk: Desk, asked: ChatAsked) -> NewsPane | None:
    """Read news of a chat; None too where Telegram refuses them, for the list may have some all the same."""
    try:
        return read_news(desk, asked)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        if error.code in LASTING:
            raise
        logger.info("News of a chat were not read: %s %s", type(error).__name__, error.telegram_name or "")
        return None


def read_news(desk: Desk, asked: ChatAsked) -> NewsPane | None:
    """Read what is new in a chat that is shown already; None where that is nothing.

    Messages are asked for only where something happened, or where the page wants some to be looked at.
    """
    chat = read_conversation(desk, asked)
    read = _read_new_messages(desk, asked, chat)
    is_known = _is_known(asked, chat, read)
    if is_known and not (read.messages or asked.earlier):
        return None
    news = _news(desk, asked, chat, read)
    return news if news.rows or news.changed or news.gone or not is_known else None


def read_news_beside(desk: Desk, asked: ChatAsked) -> NewsPane:
    """Read what is new together with what was just sent; what the other side has read is left to the next poll."""
    chat = read_conversation(desk, asked)
    return _news(desk, asked, chat, _read_new_messages(desk, asked, chat), is_sent=True)


def _is_known(asked: ChatAsked, chat: Chat, read: NewMessages) -> bool:
    """Compare all but the messages with what the page shows."""
    is_same = read.pts == asked.pts and chat.read_outbox_max_id <= asked.read_up_to
    return is_same and ChatHead.of(chat, Shown()).version == asked.head


def _news(desk: Desk, asked: ChatAsked, chat: Chat, read: NewMessages, *, is_sent: bool = False) -> NewsPane:
    shown = note_pictures(desk, [chat], [*read.messages, *read.earlier])
    changes = _changes(asked, read, shown, read_up_to=max(asked.read_up_to, chat.read_outbox_max_id))
    head = ChatHead.of(chat, shown)
    poll = NewsPoll.of(
        asked,
        chat,
        newest=read.messages[0] if read.messages else None,
        after=None if asked.after is None else max([asked.after, *(row.id for row in changes.new)]),
        versions=changes.versions,
        pts=read.pts,
        head=head.version,
        told_read_up_to=asked.read_up_to if is_sent else None,
    )
    return NewsPane.of(asked, head, changes, poll, shown)


def _read_new_messages(desk: Desk, asked: ChatAsked, chat: Chat) -> NewMessages:
    """Read the newest messages; or, where too many came at once to see whether they follow, those next to the page."""
    earlier = _read_earlier(desk, asked)
    if asked.after is None or not _has_changed(asked, chat):
        return NewMessages(earlier=earlier, pts=chat.pts)
    latest = desk.latest_messages(asked.id, PAGE_SIZE, topic_id=asked.topic)
    if latest.next is None or any(message.id <= (asked.after or 0) for message in latest.items):
        return NewMessages(
            messages=latest.items, is_whole=latest.next is None, follows=False, earlier=earlier, pts=chat.pts
        )
    return _read_following(desk, asked, earlier)


def _read_earlier(desk: Desk, asked: ChatAsked) -> Sequence[Message]:
    """Read the messages that the page names, and so many that none of them can be left out unless it is gone."""
    if not asked.earlier:
        return ()
    return desk.messages_after(asked.id, min(asked.earlier) - 1, len(asked.earlier), topic_id=asked.topic).items


def _read_following(desk: Desk, asked: ChatAsked, earlier: Sequence[Message]) -> NewMessages:
    """Read what came next after the page, and the newest message on it, which stands above."""
    after = asked.after or 0
    page = desk.messages_after(asked.id, max(0, after - 1), asked.limit, topic_id=asked.topic)
    return NewMessages(
        messages=[message for message in page.items if message.id > after],
        above=next((message for message in page.items if message.id <= after), None),
        earlier=earlier,
        pts=asked.pts,  # there is more to come
    )


def _has_changed(asked: ChatAsked, chat: Chat) -> bool:
    if chat.pts and asked.pts:
        return chat.pts != asked.pts
    return chat.last_message is not None and chat.last_message.id > (asked.after or 0)


def _changes(asked: ChatAsked, read: NewMessages, shown: Shown, *, read_up_to: int) -> Changes:
    further_up = Changes.further_up(
        asked.earlier, message_rows(read.earlier, shown, read_up_to=read_up_to, topic=asked.topic)
    )
    return _newest_changes(asked, read, shown, read_up_to=read_up_to).with_those(further_up)


def _newest_changes(asked: ChatAsked, read: NewMessages, shown: Shown, *, read_up_to: int) -> Changes:
    if not read.follows:
        rows = message_rows(read.messages, shown, read_up_to=read_up_to, topic=asked.topic)
        return Changes.between(asked.versions, rows, after=asked.after or 0, is_whole=read.is_whole)
    above = Above(read.above, day_of(read.above.date)) if read.above else Above(day=asked.day if asked.after else None)
    rows = message_rows(read.messages, shown, read_up_to=read_up_to, above=above, topic=asked.topic)
    return Changes(new=rows, versions=join_versions(asked.versions, rows))

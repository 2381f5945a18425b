"""The reader of news: what has changed in a chat that a page shows already."""

from collections.abc import Sequence
from dataclasses import dataclass

from tgsdk import Chat, Message
from web.pictures.store import Shown
from web.words.moments import day_of

from .asked import PAGE_SIZE, ChatAsked
from .calls import Desk
from .chat_changes import Changes, join_versions
from .message_rows import Above, message_rows
from .panes import NewsPane, NewsPoll
from .reading import note_pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessages:
    """Messages that were read for a page that shows the chat already, the newest first.

    They are the newest of the chat, all of it where ``is_whole``, and replace what the page knows; or, where
    ``follows``, they come right after the page's newest, which is ``above``. The next poll begins at ``pts``.
    """

    messages: Sequence[Message] = ()
    is_whole: bool = False
    follows: bool = True
    above: Message | None = None
    pts: int


def read_news(desk: Desk, asked: ChatAsked, *, is_sent: bool = False) -> NewsPane:
    """Read what is new in a chat that is shown already. Messages are asked for only where something happened.

    With ``is_sent`` it goes along with what was just sent: what the other side has read is left to the next poll.
    """
    chat = desk.chat(asked.id)
    read = _read_new_messages(desk, asked, chat)
    shown = note_pictures(desk, [chat], read.messages)
    changes = _changes(asked, read, shown, read_up_to=max(asked.read_up_to, chat.read_outbox_max_id))
    poll = NewsPoll.of(
        asked,
        chat,
        newest=read.messages[0] if read.messages else None,
        after=max([asked.after or 0, *(row.id for row in changes.new)]),
        versions=changes.versions,
        pts=read.pts,
        told_read_up_to=asked.read_up_to if is_sent else None,
    )
    return NewsPane.of(asked, chat, changes, poll, shown)


def _read_new_messages(desk: Desk, asked: ChatAsked, chat: Chat) -> NewMessages:
    """Read the newest messages; or, where too many came at once to see whether they follow, those next to the page."""
    if not _has_changed(asked, chat):
        return NewMessages(pts=chat.pts)
    latest = desk.latest_messages(asked.id, PAGE_SIZE)
    if latest.next is None or any(message.id <= (asked.after or 0) for message in latest.items):
        return NewMessages(messages=latest.items, is_whole=latest.next is None, follows=False, pts=chat.pts)
    return _read_following(desk, asked)


def _read_following(desk: Desk, asked: ChatAsked) -> NewMessages:
    """Read what came next after the page, and the newest message on it, which stands above."""
    after = asked.after or 0
    page = desk.messages_after(asked.id, max(0, after - 1), asked.limit)
    return NewMessages(
        messages=[message for message in page.items if message.id > after],
        above=next((message for message in page.items if message.id <= after), None),
        pts=asked.pts,  # there is more to come
    )


def _has_changed(asked: ChatAsked, chat: Chat) -> bool:
    if chat.pts and asked.pts:
        return chat.pts != asked.pts
    return chat.last_message is not None and chat.last_message.id > (asked.after or 0)


def _changes(asked: ChatAsked, read: NewMessages, shown: Shown, *, read_up_to: int) -> Changes:
    if not read.follows:
        rows = message_rows(read.messages, shown, read_up_to=read_up_to)
        return Changes.between(asked.versions, rows, after=asked.after or 0, is_whole=read.is_whole)
    above = Above(read.above, day_of(read.above.date)) if read.above else Above(day=asked.day if asked.after else None)
    rows = message_rows(read.messages, shown, read_up_to=read_up_to, above=above)
    return Changes(new=rows, versions=join_versions(asked.versions, rows))

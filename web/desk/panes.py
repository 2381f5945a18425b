"""The panes of the desk: the list of chats, an open chat, its news, and the form to write in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from tgsdk import MAX_MESSAGE_LENGTH, Capability, Chat, ChatPage, FoundPage, Message, Page
from tgsdk.contrib.django.accounts import is_supported
from web.failures.failure import Failure
from web.pictures.store import Shown
from web.words.moments import day_of

from .acts import ChatActs
from .addresses import (
    chats_news_url,
    chats_url,
    end_of_chat_url,
    main_list_url,
    message_news_url,
    more_chats_url,
    newer_messages_url,
    older_messages_url,
    originals_url,
    place_url,
    search_query,
    topics_url,
)
from .asked import ChatAsked, ListAsked
from .beginnings import BeginningPane
from .chat_changes import Changes, join_versions
from .chat_rows import ArchiveRow, ChatHead, ChatRow
from .composing import Written
from .conversations import has_topics
from .drafts import MessageDraft, SavedDraft, new_draft
from .files_composer import FilesComposer
from .find_pane import FindPane
from .forms import LARGEST_MESSAGE_ID
from .list_state import list_state, unread_in
from .message_rows import Above, MessageRow, day_id, goes_on, message_rows, run_of
from .offers import Offer, offer_in
from .parts import over, parts_of
from .scheduled_pane import LaterPane
from .tabs import Tab, usual_tabs
from .unread import Unread, unread_ids
from .versions import Versions, write_versions
from .wanted_pictures import wanted_avatars, wanted_in_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPane:
    """The list of chats, or what was found in it, or why it could not be read.

    ``state`` is what news are looked for from; it is None for a search and for later pages. ``unread`` counts the
    unread messages of the first page. ``wanted`` are the pictures to fetch. Above the main list stands the ``archive``,
    above the archive the way back: ``has_head`` at its beginning.
    """

    query: str = ""
    in_messages: bool = False
    is_archive: bool = False
    tab: str = ""
    has_head: bool = False
    archive: ArchiveRow | None = None
    rows: Sequence[ChatRow] = ()
    is_empty: bool = False
    next_url: str | None = None
    state: str | None = None
    unread: int = 0
    failure: Failure | None = None
    retry_url: str = ""
    part_url: str = ""
    wanted: Sequence[str] = ()
    offer: Offer | None = None

    @classmethod
    def of(
        cls,
        asked: ListAsked,
        rows: Sequence[ChatRow],
        shown: Shown,
        *,
        cursor: str | None,
        listed: ChatPage | None = None,
    ) -> Self:
        """``cursor`` leads to the next page; ``listed`` are the chats of the rows, where these are the list's own."""
        archive = listed.archive if listed and not asked.tab else None
        return cls(
            query=asked.query,
            in_messages=asked.in_messages,
            is_archive=asked.is_archive,
            tab=asked.tab,
            has_head=asked.is_archive and asked.cursor is None,
            archive=ArchiveRow.of(archive) if archive else None,
            rows=rows,
            is_empty=not rows and asked.cursor is None and archive is None,
            offer=offer_in(asked.query) if asked.cursor is None else None,
            next_url=more_chats_url(asked, cursor) if cursor else None,
            state=_state_of(asked, listed) if listed else None,
            unread=unread_in(listed.items) if listed else 0,
            wanted=wanted_avatars((row.avatar for row in rows), shown),
        )

    @classmethod
    def offered(cls, asked: ListAsked, offer: Offer) -> Self:
        """In the place of a search: whom it names, and nothing else can be meant."""
        return cls(query=asked.query, in_messages=asked.in_messages, offer=offer)

    @classmethod
    def failed(cls, asked: ListAsked, failure: Failure) -> Self:
        """On a page, whose other parts may have been read."""
        return cls(
            query=asked.query,
            in_messages=asked.in_messages,
            is_archive=asked.is_archive,
            tab=asked.tab,
            has_head=asked.is_archive,
            state=_state_of(asked, ChatPage(items=())),
            failure=failure,
            retry_url=asked.retry_url,
            part_url=chats_url(),
            offer=offer_in(asked.query),
        )

    @property
    def news_url(self) -> str:
        """The address of its news, whatever the list shows."""
        return chats_news_url()

    @property
    def tabs(self) -> Sequence[Tab]:
        """The tabs that everybody has; those of folders are asked for afterwards."""
        return usual_tabs(self.tab)

    @property
    def main_url(self) -> str:
        """The way back from the archive."""
        return main_list_url()

    @property
    def message_search_url(self) -> str:
        """The same search, in messages."""
        return chats_url(self.query, in_messages=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerMessages:
    """The way to the messages after those on the page, of which ``unread`` are unread. ``href`` is that of browsers."""

    url: str
    href: str
    unread: int

    @classmethod
    def of(
        cls,
        asked: ChatAsked,
        rows: Sequence[MessageRow],
        newest_first: Sequence[Message],
        *,
        read_up_to: int,
        unread: int,
    ) -> Self:
        last, day = (newest_first[0].id, day_of(newest_first[0].date)) if newest_first else (asked.around or 0, None)
        versions = join_versions(asked.versions, rows)
        url = newer_messages_url(asked, last, day=day, read_up_to=read_up_to, unread=unread, versions=versions)
        return cls(url=url, href=place_url(asked, last), unread=unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPane:
    """Messages of a chat, oldest first, and the ways to those before and after them.

    ``first_unread`` and ``place`` are messages before which a line, and the beginning of what is shown, stand.
    ``repeated_day`` is the element of a day that these messages bring along once more, for it to be taken away below.
    ``joins_below`` is True where the run of the newest of them goes on with the message below, which was taken for a
    beginning.
    """

    rows: Sequence[MessageRow]
    is_empty: bool
    older_url: str | None
    repeated_day: str | None
    wanted: Sequence[str]
    newer: NewerMessages | None = None
    first_unread: int | None = None
    place: int | None = None
    joins_below: bool = False

    @classmethod
    def of(cls, asked: ChatAsked, page: Page[Message], shown: Shown, *, read_up_to: int) -> Self:
        """``read_up_to`` is the last own message that the other side has read."""
        above = Above(day=asked.day if asked.after else None)
        rows = message_rows(page.items, shown, read_up_to=read_up_to, above=above, sought=asked.find, topic=asked.topic)
        return cls(
            rows=rows,
            is_empty=not rows and page.next is None and asked.cursor is None,
            older_url=_older_url(asked, page, read_up_to),
            repeated_day=_repeated_day(asked, page),
            joins_below=_joins_below(asked, page),
            wanted=wanted_in_messages(rows, shown),
        )

    @classmethod
    def of_newer(
        cls, asked: ChatAsked, following: Sequence[Message], shown: Shown, *, above: Message | None, is_end: bool
    ) -> Self:
        """The messages ``following`` those on the page, newest first; ``above`` is the newest of the page."""
        stands_above = Above(above, day_of(above.date)) if above else Above(day=asked.day)
        rows = message_rows(
            following, shown, read_up_to=asked.read_up_to, above=stands_above, sought=asked.find, topic=asked.topic
        )
        unread = max(0, asked.unread - len(unread_ids(following, asked.after or 0)))
        newer = None if is_end else NewerMessages.of(asked, rows, following, read_up_to=asked.read_up_to, unread=unread)
        wanted = wanted_in_messages(rows, shown)
        return cls(rows=rows, is_empty=False, older_url=None, repeated_day=None, wanted=wanted, newer=newer)

    def opened(self, asked: ChatAsked, page: Page[Message], unread: Unread, *, read_up_to: int, is_past: bool) -> Self:
        """The same as the beginning of a chat: with its unread messages, its place and the way to newer ones."""
        newer = NewerMessages.of(asked, self.rows, page.items, read_up_to=read_up_to, unread=unread.beyond)
        place = _place(asked, self.rows, unread)
        return replace(self, newer=newer if is_past else None, first_unread=unread.first, place=place)

    def with_found(self, message_id: int | None) -> Self:
        """The same with the message that was looked for marked, where it is here."""
        if message_id is None:
            return self
        return replace(self, rows=[replace(row, is_found=row.id == message_id) for row in self.rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPoll:
    """The poll of an open chat: for news after the message ``after``, None where the page does not reach its end.

    ``read_up_to`` is the last own message that the other side has read. The messages from ``lowest`` on are compared
    each time something happened, which ``pts`` tells; those above it in turns.
    """

    url: str
    after: int | None
    pts: int
    lowest: int
    read_up_to: int
    versions: str

    @classmethod
    def of(
        cls,
        asked: ChatAsked,
        chat: Chat,
        *,
        newest: Message | None,
        after: int | None,
        versions: Versions,
        pts: int,
        head: str,
        told_read_up_to: int | None = None,
    ) -> Self:
        """The poll after ``newest``, the newest message that was read, below this ``head``. With ``told_read_up_to``
        the page knows less of what the other side has read than is known here."""
        read_up_to = max(asked.read_up_to, chat.read_outbox_max_id)
        url = message_news_url(
            asked,
            after=after,
            day=day_of(newest.date) if newest else asked.day,
            read_up_to=told_read_up_to or read_up_to,
            pts=pts,
            head=head,
            versions=versions,
        )
        return cls(
            url=url,
            after=after,
            pts=pts,
            lowest=LARGEST_MESSAGE_ID if after is None else min(versions, default=0),
            read_up_to=read_up_to,
            versions=write_versions(versions),
        )

    @classmethod
    def before_end(cls, asked: ChatAsked, chat: Chat) -> Self:
        """The poll of a page that shows earlier messages: for what changes of them, and in the head."""
        head = ChatHead.of(chat, Shown()).version
        return cls.of(asked, chat, newest=None, after=None, versions={}, pts=chat.pts, head=head)

    @classmethod
    def at_end(cls, asked: ChatAsked, chat: Chat, page: Page[Message], messages: MessagesPane) -> Self:
        """The first poll of a page that shows the end of the chat, which is ``page`` and ``messages``."""
        return cls.of(
            asked,
            chat,
            newest=page.items[0] if page.items else None,
            after=max([asked.after or 0, *(row.id for row in messages.rows)]),
            versions=join_versions(asked.versions, messages.rows),
            pts=chat.pts,
            head=ChatHead.of(chat, Shown()).version,
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
    closed: str = ""
    reply_to: int | None
    quote: str = field(repr=False)

    @classmethod
    def of(cls, head: ChatHead, draft: MessageDraft, *, can_write: bool = True, closed: str = "") -> Self:
        """``closed`` is why nothing can be sent, where more is known than that."""
        return cls(
            url=head.url,
            name=head.title,
            draft=draft.draft,
            text=draft.text,
            failure=draft.failure,
            can_write=can_write and not closed,
            closed=closed,
            reply_to=draft.reply_to,
            quote=draft.quote,
        )

    @property
    def words(self) -> str:
        """What is sent of the text: without the marks of its formats."""
        is_short = not over(self.text) or not is_supported(Capability.FORMAT)
        return self.text if is_short else Written.of_markup(self.text).text

    @property
    def over(self) -> int:
        """How much of the text is too much for one message."""
        return over(self.words)

    @property
    def most(self) -> int:
        """The length of the longest message, in UTF-16 code units."""
        return MAX_MESSAGE_LENGTH

    @property
    def parts(self) -> int:
        """The messages that the text makes."""
        return len(parts_of(self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPane:
    """An open chat. Its end may not be on the page; ``end_url`` shows the end."""

    head: ChatHead
    back_url: str
    end_url: str
    messages: MessagesPane
    unread: Unread
    composer: Composer
    acts: ChatActs
    files: FilesComposer | None
    poll: NewsPoll
    wanted: Sequence[str]
    find: FindPane
    saved: SavedDraft
    later: LaterPane
    originals_url: str
    beginning: BeginningPane | None = None
    is_topic: bool = False
    topics_url: str = ""

    @classmethod
    def of(
        cls,
        asked: ChatAsked,
        chat: Chat,
        page: Page[Message],
        shown: Shown,
        draft: MessageDraft,
        beginning: BeginningPane | None = None,
        found: FoundPage | None = None,
    ) -> Self:
        head, is_past = ChatHead.of(chat, shown), is_before_the_end(chat, page.items)
        read_up_to = max(asked.read_up_to, chat.read_outbox_max_id)
        unread = Unread.of(chat, page, is_past=is_past)
        find = FindPane(asked, found)
        way = search_query(asked.query, in_messages=asked.in_messages, in_archive=asked.in_archive)
        messages = MessagesPane.of(asked, page, shown, read_up_to=read_up_to).with_found(find.here)
        return cls(
            head=head,
            back_url=back_url(asked),
            end_url=end_of_chat_url(asked),
            messages=messages.opened(asked, page, unread, read_up_to=read_up_to, is_past=is_past),
            unread=unread,
            composer=Composer.of(head, draft, can_write=chat.can_write, closed=beginning.closed if beginning else ""),
            beginning=beginning,
            acts=ChatActs.of(chat),
            files=FilesComposer.of(head.url, new_draft())
            if chat.can_write and not (beginning and beginning.closed)
            else None,
            poll=NewsPoll.before_end(asked, chat) if is_past else NewsPoll.at_end(asked, chat, page, messages),
            wanted=[*wanted_avatars([head.avatar], shown), *messages.wanted],
            find=find,
            saved=SavedDraft.of(asked.id, chat.draft, asked.topic),
            later=LaterPane.of(asked.id, asked.topic),
            originals_url=originals_url(asked.id),
            is_topic=asked.topic is not None,
            topics_url=topics_url(chat.id, way) if has_topics(chat) else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMissing:
    """In the place of a chat that could not be read: why, and what was being written there."""

    failure: Failure
    retry_url: str
    back_url: str
    head: ChatHead | None = None
    composer: Composer | None = None
    is_topic: bool = False

    @classmethod
    def of(cls, asked: ChatAsked, failure: Failure, draft: MessageDraft | None = None) -> Self:
        head = ChatHead.of_unknown(asked.id, asked.topic) if draft else None
        return cls(
            failure=failure,
            retry_url=asked.retry_url,
            back_url=back_url(asked),
            head=head,
            composer=Composer.of(head, draft) if head and draft and draft.text else None,
            is_topic=asked.topic is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPane:
    """News of an open chat: ``rows`` below, ``changed`` ones in their places, and the elements that are ``gone``.

    ``is_other_head`` is set where the head does not say any more what the page shows.
    """

    head: ChatHead
    is_other_head: bool
    rows: Sequence[MessageRow]
    changed: Sequence[MessageRow]
    gone: Sequence[str]
    poll: NewsPoll
    wanted: Sequence[str]

    @classmethod
    def of(cls, asked: ChatAsked, head: ChatHead, changes: Changes, poll: NewsPoll, shown: Shown) -> Self:
        rows = [*changes.new, *changes.changed]
        return cls(
            head=head,
            is_other_head=head.version != asked.head,
            rows=changes.new,
            changed=changes.changed,
            gone=changes.gone,
            poll=poll,
            wanted=[*wanted_avatars([head.avatar], shown), *wanted_in_messages(rows, shown)],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNews:
    """News of the list: how much is ``unread`` now, and the list itself where it is not as in ``state`` any more."""

    unread: int
    state: str
    list: ListPane | None


def back_url(asked: ChatAsked) -> str:
    """The list that a chat was chosen from: that of the topics, for a topic."""
    way = search_query(asked.query, in_messages=asked.in_messages, in_archive=asked.in_archive)
    return chats_url() + way if asked.topic is None else topics_url(asked.id, way)


def _state_of(asked: ListAsked, listed: ChatPage) -> str | None:
    return None if asked.query or asked.cursor else list_state(listed.items, listed.archive)


def _older_url(asked: ChatAsked, page: Page[Message], read_up_to: int) -> str | None:
    if page.next is None:
        return None
    day = day_of(page.items[-1].date) if page.items else None
    below = run_of(page.items[-1]) if page.items else ""
    return older_messages_url(asked, page.next, day=day, below=below, read_up_to=read_up_to)


def _repeated_day(asked: ChatAsked, page: Page[Message]) -> str | None:
    is_same_day = asked.cursor is not None and page.items and day_of(page.items[0].date) == asked.day
    return day_id(asked.day) if is_same_day and asked.day else None


def _joins_below(asked: ChatAsked, page: Page[Message]) -> bool:
    return _repeated_day(asked, page) is not None and goes_on(page.items[0], asked.below)


def is_before_the_end(chat: Chat, messages: Sequence[Message]) -> bool:
    """Compare with the chat's last message: True if the chat has newer messages than these."""
    if chat.last_message is None or not messages:
        return False
    return chat.last_message.id > max(message.id for message in messages)


def _place(asked: ChatAsked, rows: Sequence[MessageRow], unread: Unread) -> int | None:
    """The message that the address leads to, or the first unread one: what is shown begins there."""
    if not asked.has_place or (unread.first is not None and asked.around == unread.up_to):
        return unread.first
    return next((row.id for row in rows if asked.around is not None and row.id >= asked.around), None)

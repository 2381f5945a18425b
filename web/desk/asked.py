"""The desk's requests, checked and typed: a part of the list, or a part of a chat."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, get_script_prefix, resolve

from tgsdk import Folder
from web.entries import first_error
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, reader_of
from web.reversing import address

from .forms import ChatForm, ListForm, MessageForm, TopicForm, TopicsForm
from .versions import Versions

PAGE_SIZE = 50  # chats or messages, where nothing else is asked for


class Part(StrEnum):
    """Part of the desk that htmx asks for; without one it gets the whole list or the whole chat."""

    ROWS = "rows"  # the next page of what is shown
    TOP = "top"  # news of the list
    NEWS = "news"  # news of the chat
    TABS = "tabs"  # the folders, which the page asks for by itself
    ORIGINALS = "originals"  # what messages on the page answer, which it asks for by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """Part of the list of chats. ``current`` is the chat that is open beside it. Without ``folder`` it has all chats,
    as a search finds them and a program lists them.

    ``tab`` is a choice among the chats: those that are "unread", or the number of a folder that the person has made.
    ``state`` is that of the list on the page, "" where it shows something else; ``unread`` is the number that the page
    tells. ``retry_url`` is the address that asks for all this again.
    """

    limit: int = PAGE_SIZE
    cursor: str | None = None
    query: str = ""
    in_messages: bool = False
    folder: Folder | None = None
    tab: str = ""
    current: int | None = None
    state: str = ""
    unread: int | None = None
    retry_url: str = ""

    @property
    def is_message_search(self) -> bool:
        return self.in_messages and bool(self.query)

    @property
    def is_archive(self) -> bool:
        return self.folder is Folder.ARCHIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAsked:
    """Part of a chat: around one message, newer than ``after``, from ``cursor`` on, at its end, or where it opens.

    ``read_up_to``, ``day``, ``pts``, ``head`` and ``versions`` are what a page that shows the chat knows already,
    ``earlier`` are the versions of some messages further up, ``unread`` the number of messages that it does not show
    yet and nobody has read. ``query`` and ``in_messages`` are the search that the chat was found by, ``in_archive`` the
    list that it was chosen from, ``reply_to`` is a message to be answered, ``retry_url`` asks for all this again.
    ``below`` is whose message stands below those before ``cursor``, as :func:`message_rows.run_of` writes it.
    ``find`` are the words that are looked for in the chat, ``from_date`` is a time whose messages are. ``topic`` is the
    one of a forum that is shown by itself.
    """

    id: int
    limit: int = PAGE_SIZE
    cursor: str | None = None
    after: int | None = None
    around: int | None = None
    from_date: datetime | None = None
    find: str = ""
    at_end: bool = False
    read_up_to: int = 0
    day: date | None = None
    below: str = ""
    pts: int = 0
    head: str = ""
    versions: Versions = field(default_factory=dict)
    earlier: Versions = field(default_factory=dict)
    unread: int = 0
    query: str = ""
    in_messages: bool = False
    in_archive: bool = False
    reply_to: int | None = None
    topic: int | None = None
    retry_url: str = ""

    @property
    def way(self) -> tuple[tuple[str, str], ...]:
        """The search that the chat was found by, or the list that it was chosen from, as fields of an address."""
        if self.query:
            return ("q", self.query), *((("in", "messages"),) if self.in_messages else ())
        return (("folder", Folder.ARCHIVE.value),) if self.in_archive else ()

    @property
    def has_place(self) -> bool:
        """True where the address says which messages it wants."""
        return self.at_end or any(place is not None for place in (self.cursor, self.after, self.around, self.from_date))


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsAsked:
    """Topics of a forum: a page of them from ``cursor`` on. ``known`` is the state of those on the page.

    ``query``, ``in_messages`` and ``in_archive`` are as in :class:`ChatAsked`.
    """

    id: int
    limit: int = PAGE_SIZE
    cursor: str | None = None
    known: str = ""
    query: str = ""
    in_messages: bool = False
    in_archive: bool = False
    retry_url: str = ""


def part_of(request: HttpRequest) -> Part | None:
    """Part that is asked for. Only htmx gets parts: to a browser the same address is a page."""
    said = request.GET.get("part", "")
    return Part(said) if reader_of(request) is Reader.HTMX and said in set(Part) else None


def is_poll(request: HttpRequest) -> bool:
    return part_of(request) in (Part.TOP, Part.NEWS, Part.TABS, Part.ORIGINALS)


def list_asked(request: SignedInRequest) -> ListAsked:
    """Read the address of the list. Raises EntryRefused."""
    form = ListForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form), "query" if "q" in form.errors else None)
    values = form.cleaned_data
    return ListAsked(
        limit=values["limit"] or PAGE_SIZE,
        cursor=values["cursor"] or None,
        query=values["q"],
        in_messages=looks_in_messages(request.GET),
        folder=None if values["q"] else _folder_of(request, values["folder"]),
        tab="" if values["q"] else values["tab"],
        current=values["chat"] or chat_beside(request),
        state=request.GET.get("state", ""),
        unread=values["unread_listed"],
        retry_url=retry_url(request),
    )


def list_asked_beside(request: SignedInRequest, chat_id: int) -> ListAsked:
    """The beginning of the list, or the search that the chat was found by: cursor and limit are the chat's."""
    asked = list_asked(request)
    return ListAsked(
        query=asked.query,
        in_messages=asked.in_messages,
        folder=asked.folder,
        tab=asked.tab,
        current=chat_id,
        retry_url=retry_url(request),
    )


def list_news_asked_beside(request: SignedInRequest, chat_id: int) -> ListAsked:
    """What the page of a chat shows of the list."""
    asked = list_asked(request)
    return ListAsked(folder=asked.folder, tab=asked.tab, current=chat_id, state=asked.state, unread=asked.unread)


def chat_asked(request: SignedInRequest, chat_id: int) -> ChatAsked:
    """Read the address of a chat. Raises EntryRefused."""
    form = ChatForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    values = form.cleaned_data
    return ChatAsked(
        id=chat_id,
        limit=values["limit"] or PAGE_SIZE,
        cursor=values["cursor"] or None,
        after=values["after"],
        around=values["around"],
        from_date=values["date"],
        find=values["find"],
        at_end=values["at"] == "end",
        read_up_to=values["read"] or 0,
        day=values["day"],
        below=values["below"],
        pts=values["pts"] or 0,
        head=values["head"],
        versions=values["shown"] or {},
        earlier=values["earlier"] or {},
        unread=values["unread"] or 0,
        query=query_of(request.GET),
        in_messages=looks_in_messages(request.GET),
        in_archive=in_archive(request.GET),
        reply_to=values["reply_to"],
        topic=values["topic"],
        retry_url=retry_url(request),
    )


def topics_asked(request: SignedInRequest, chat_id: int) -> TopicsAsked:
    """Read the address of the topics of a forum. Raises EntryRefused."""
    form = TopicsForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    values = form.cleaned_data
    way = QueryDict(values["way"]) if values["way"] else request.GET
    return TopicsAsked(
        id=chat_id,
        limit=values["limit"] or PAGE_SIZE,
        cursor=values["cursor"] or None,
        known=values["known"],
        query=query_of(way),
        in_messages=looks_in_messages(way),
        in_archive=in_archive(way),
        retry_url=retry_url(request),
    )


def topic_of(request: HttpRequest) -> int | None:
    """Read the topic that the address of a form names. Raises EntryRefused."""
    form = TopicForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    topic: int | None = form.cleaned_data["topic"]
    return topic


def shown_asked(request: HttpRequest, chat_id: int, form: MessageForm) -> ChatAsked:
    """Read what the page shows that a form of its chat came from, for the news that go back with the answer."""
    values = form.cleaned_data
    return ChatAsked(
        id=chat_id,
        after=values["after"],
        read_up_to=values["read"] or 0,
        versions=values["shown"] or {},
        topic=topic_of(request),
    )


def topic_beside(request: HttpRequest) -> int | None:
    """The topic that is open on the page that htmx asks from."""
    form = TopicForm(QueryDict(urlsplit(request.headers.get("HX-Current-URL", "")).query))
    return form.cleaned_data["topic"] if form.is_valid() else None


def end_of_chat_asked(request: SignedInRequest, chat_id: int) -> ChatAsked:
    """The end of a chat, whatever else the address says."""
    return ChatAsked(
        id=chat_id,
        query=query_of(request.GET),
        in_messages=looks_in_messages(request.GET),
        in_archive=in_archive(request.GET),
        topic=topic_of(request),
        retry_url=retry_url(request),
    )


def shows_topics(request: HttpRequest) -> bool:
    """True where topics, or one of them, are open on the page that htmx asks from: its address stays as it is."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return shown.path.endswith("/topics/") or topic_beside(request) is not None


def query_of(said: QueryDict) -> str:
    """The words that are searched for, unchecked."""
    return said.get("q", "")


def looks_in_messages(said: QueryDict) -> bool:
    return said.get("in") == "messages"


def retry_url(request: HttpRequest) -> str:
    """The address that shows the same again; a form is not sent again, and leads to its chat or topic."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    match, form = request.resolver_match, TopicForm(request.GET)
    if match is None or "chat_id" not in match.kwargs:
        return request.path
    topic = form.cleaned_data["topic"] if form.is_valid() else None
    return address("messages_list", match.kwargs["chat_id"]) + ("" if topic is None else f"?topic={topic}")


def in_archive(said: QueryDict) -> bool:
    """True where the archive is shown, or was when a chat of it was opened."""
    return said.get("folder") == Folder.ARCHIVE


def _folder_of(request: HttpRequest, said: str) -> Folder | None:
    if said:
        return Folder(said)
    return None if reader_of(request) is Reader.PROGRAM else Folder.MAIN


def chat_beside(request: SignedInRequest) -> int | None:
    """The chat that is open on the page that htmx asks from."""
    try:
        path = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return resolve("/" + path.removeprefix(get_script_prefix())).kwargs.get("chat_id")
    except (Resolver404, ValueError):
        return None

"""A chat and its messages, which are planned (an id and a time each) and written only when somebody reads them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .draft import Draft
from .files import Document, Photo
from .peers import Peer
from .topic import DeskTopic


class Planned(NamedTuple):
    """A message to be: the ``place`` in its chat's script, counted from the oldest one."""

    id: int
    date: int
    place: int = -1


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message as its desk keeps it.

    ``sender`` is a marked id, None where Telegram tells none; ``media`` is a file of ours or a TL object, ``action`` a
    TL object (or a photo, for a new photo of the chat): with one it is a service message. ``mentions`` are the marked
    ids of everybody else in it. ``reactions`` and ``buttons`` are TL objects.
    """

    id: int
    date: int
    chat_id: int
    is_out: bool = False
    sender: int | None = None
    text: str = ""
    entities: tuple[Any, ...] = ()
    media: Photo | Document | Any | None = None
    action: Photo | Any | None = None
    forward: Any | None = None
    reply_to: int | None = None
    quote: str | None = None
    topic: int | None = None
    album: int | None = None
    edited_at: int | None = None
    views: int | None = None
    author: str | None = None
    mentions: tuple[int, ...] = ()
    is_spoiler: bool = False
    reactions: Any | None = None
    buttons: Any | None = None

    @property
    def file(self) -> Photo | Document | None:
        """The photo or document in it."""
        return next((each for each in (self.media, self.action) if isinstance(each, Photo | Document)), None)


Writer = Callable[["Chat", Planned], Message]


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """One conversation. ``plan`` is in the order of ids.

    ``writer`` writes ``script_length`` messages; those from ``first_unread`` on are unread. ``guessed_count`` is told
    in place of the number of messages, as ``inexact``. What is written in a protected chat may not be forwarded; in one
    that the account administers it may delete what others wrote; one that hides its members shows them to
    administrators alone. ``topics`` are those of a forum.
    """

    peer: Peer
    seed: int
    writer: Writer
    plan: list[Planned] = field(default_factory=list)
    written: dict[int, Message] = field(default_factory=dict)
    script_length: int = 0
    first_unread: int = 0
    unread: int = 0
    read_inbox: int = 0
    read_outbox: int = 0
    pinned: int | None = None
    is_muted: bool = False
    folder: int = 0
    refusal: tuple[int, str] | None = None
    is_closed: bool = False
    is_marked_unread: bool = False
    is_protected: bool = False
    is_administered: bool = False
    hides_members: bool = False
    pts: int = 1
    last_removed: int = 0
    draft: Draft | None = None
    scheduled: dict[int, Message] = field(default_factory=dict)
    guessed_count: int | None = None
    topics: dict[int, DeskTopic] = field(default_factory=dict)
    gone_topics: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        return self.peer.marked_id

    @property
    def is_channel(self) -> bool:
        return self.peer.kind in ("supergroup", "channel")

    @property
    def top(self) -> Planned:
        return self.plan[-1]

    @property
    def order(self) -> tuple[int, int, int]:
        """The key that dialogs are sorted by, the greatest first."""
        return self.plan[-1].date, self.plan[-1].id, self.id

    def message(self, planned: Planned) -> Message:
        """Return a planned message, written now if nobody has read it yet."""
        message = self.written.get(planned.id)
        if message is None:
            message = self.written[planned.id] = self.writer(self, planned)
        return message

    def by_id(self, message_id: int) -> Message | None:
        """Return the message with this id, None if there is none."""
        place = bisect_left(self.plan, (message_id,))
        found = place < len(self.plan) and self.plan[place].id == message_id
        return self.message(self.plan[place]) if found else None

    def newest_first(self) -> Iterator[Message]:
        return map(self.message, reversed(self.plan))

    def add(self, message: Message) -> None:
        self.plan.append(Planned(message.id, message.date))
        self.written[message.id] = message

    def remove(self, message_id: int) -> bool:
        """Remove a message; tell whether there was one."""
        message = self.by_id(message_id)
        if message is None:
            return False
        self.unread -= not message.is_out and message_id > self.read_inbox and self.unread > 0
        del self.plan[bisect_left(self.plan, (message_id,))]
        del self.written[message_id]
        self.last_removed = max(self.last_removed, message_id)
        return True

    def read_up_to(self, message_id: int) -> None:
        """Mark everything up to this message as read by the account."""
        if message_id > self.read_inbox:
            self.read_inbox = message_id
            newer = self.plan[bisect_left(self.plan, (message_id + 1,)) :]
            self.unread = sum(not self.message(each).is_out for each in newer)

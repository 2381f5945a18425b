"""Peers: people, basic groups, supergroups and channels."""

from dataclasses import dataclass
from typing import Literal

from .pictures import Avatar

CHANNELS_FROM = -1_000_000_000_000

Kind = Literal["private", "group", "supergroup", "channel"]


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """A user. ``seen_ago`` is when they were last online, in seconds before the server's start; None hides it.

    ``is_findable`` is whether they are found by their ``phone``. ``requires`` is what they ask of those who write to
    them: "premium", or stars for each message.
    """

    id: int
    access_hash: int
    first_name: str | None
    last_name: str | None = None
    username: str | None = None
    phone: str | None = None
    is_self: bool = False
    is_bot: bool = False
    is_contact: bool = False
    is_deleted: bool = False
    avatar: Avatar | None = None
    seen_ago: int | None = None
    bio: str = ""
    is_findable: bool = True
    requires: Literal["premium"] | int | None = None

    @property
    def kind(self) -> Kind:
        return "private"

    @property
    def marked_id(self) -> int:
        return self.id

    @property
    def title(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))


@dataclass(slots=True, kw_only=True, eq=False)
class Group:
    """A basic group, which has no access hash and shares its message ids with the private chats.

    ``migrated_to`` is the supergroup that it has become.
    """

    id: int
    title: str
    created_at: int
    members: tuple[Person, ...] = ()
    avatar: Avatar | None = None
    access_hash: int = 0
    username: str | None = None
    migrated_to: "Channel | None" = None
    about: str = ""

    @property
    def creator(self) -> Person | None:
        """Whoever has made it: the last one of its members."""
        return self.members[-1] if self.members else None

    @property
    def kind(self) -> Kind:
        return "group"

    @property
    def marked_id(self) -> int:
        return -self.id


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """A supergroup, or a channel if ``is_broadcast``; ``may_post`` is whether the account may write to a channel."""

    id: int
    access_hash: int
    title: str
    created_at: int
    members: tuple[Person, ...] = ()
    username: str | None = None
    avatar: Avatar | None = None
    is_broadcast: bool = False
    is_forum: bool = False
    may_post: bool = True
    about: str = ""

    @property
    def creator(self) -> Person | None:
        """Whoever has made it: the last one of its members."""
        return self.members[-1] if self.members else None

    @property
    def kind(self) -> Kind:
        return "channel" if self.is_broadcast else "supergroup"

    @property
    def marked_id(self) -> int:
        return CHANNELS_FROM - self.id


Peer = Person | Group | Channel

"""A folder of chats that the account's person has made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFolder:
    """The chats by their marked ids; the kinds that it takes and what it leaves out as Telegram's flags."""

    id: int
    title: str
    pinned: tuple[int, ...] = ()
    included: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    flags: frozenset[str] = frozenset()

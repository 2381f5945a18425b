"""A topic of a forum."""

from dataclasses import dataclass

from .draft import Draft

GENERAL = 1


@dataclass(slots=True, kw_only=True, eq=False)
class DeskTopic:
    """A topic as its desk keeps it. In one that ``is_closed`` only administrators write."""

    id: int
    title: str
    created_at: int
    icon_color: int = 0x6FB9F0
    is_closed: bool = False
    is_pinned: bool = False
    is_hidden: bool = False
    read_inbox: int = 0
    draft: Draft | None = None

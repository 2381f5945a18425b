"""Unread messages of a chat: where they begin, how many there are, and how the page tells what was seen of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from tgsdk import Chat, Message, Page

from .addresses import chat_read_url
from .asked import ChatAsked
from .conversations import topic_id_of

__all__ = ["Unread", "at_first_unread", "unread_ids"]


def at_first_unread(asked: ChatAsked, chat: Chat) -> ChatAsked:
    """Ask for the messages around the last one that was read, where the newest page would not reach back to it."""
    if asked.has_place or chat.unread_count < asked.limit:
        return asked
    return replace(asked, around=chat.read_inbox_max_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """The unread messages of an open chat, which is read up to ``up_to``, and shown up to ``last``.

    ``first`` is the first unread message, where the page has it: then it has what was read before too, or as many
    unread ones as there are; ``beyond`` is the number of unread ones that are not on the page yet. A post to ``url``
    marks what was seen.
    """

    url: str
    up_to: int
    last: int
    first: int | None
    beyond: int

    @classmethod
    def of(cls, chat: Chat, page: Page[Message], *, is_past: bool) -> Self:
        """``page`` is on the page; ``is_past`` says that the chat has newer messages."""
        last = max((message.id for message in page.items), default=0)
        up_to = chat.read_inbox_max_id if chat.unread_count else max(chat.read_inbox_max_id, last)
        here = unread_ids(page.items, up_to)
        begins_here = page.next is None or page.items[-1].id <= up_to or len(here) >= chat.unread_count
        return cls(
            url=chat_read_url(chat.id, topic_id_of(chat)),
            up_to=up_to,
            last=last,
            first=min(here) if here and begins_here else None,
            beyond=max(0, chat.unread_count - len(here)) if is_past else 0,
        )


def unread_ids(messages: Iterable[Message], up_to: int) -> list[int]:
    """Return the ids of the messages of others after ``up_to``."""
    return [message.id for message in messages if message.id > up_to and not message.is_outgoing]

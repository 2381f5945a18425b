"""Finding a place in a chat: by the words of its messages, or by a date."""

from dataclasses import replace

from tgsdk import FoundPage, Message, Page

from .asked import ChatAsked
from .calls import Desk

FIRST, NEIGHBOURS = 2, 3  # messages that are asked for: the newest with the one before it, or one between two


def find_in_chat(desk: Desk, asked: ChatAsked) -> FoundPage:
    """Look for the newest message with the words, or for those about the place that the address names."""
    limit = FIRST if asked.around is None else NEIGHBOURS
    return desk.find_in_chat(asked.id, asked.find, limit, None, asked.around, topic_id=asked.topic)


def led_to_found(asked: ChatAsked, found: FoundPage | None) -> ChatAsked:
    """Ask for the place of the newest message that was found, where the address names none."""
    if found is None or asked.has_place or not found.items:
        return asked
    return replace(asked, around=found.items[0].message.id)


def read_place(desk: Desk, asked: ChatAsked) -> Page[Message]:
    """Read the page of messages that the address names."""
    if asked.from_date is not None:
        return desk.messages_at(asked.id, asked.limit, asked.from_date, topic_id=asked.topic)
    return desk.messages(asked.id, asked.limit, asked.cursor, asked.around, topic_id=asked.topic)


def led_to_date(asked: ChatAsked, page: Page[Message]) -> ChatAsked:
    """Name the first message from the date on, or the last one before it, as the place where the reading begins."""
    if asked.from_date is None or not page.items:
        return asked
    later = [message.id for message in page.items if message.date >= asked.from_date]
    return replace(asked, around=min(later, default=page.items[0].id))

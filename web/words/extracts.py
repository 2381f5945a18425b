"""Extracts of messages around what was searched for, which is marked in them."""

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tgsdk import Message

from .files import visible
from .messages import PREVIEW_LENGTH, preview
from .names import name_of
from .spoilers import covered

BEFORE = 16  # characters that are shown before it, at most: a row is narrow
LONGEST = 4096


def found_in_words(message: Message, query: str, *, is_group: bool) -> str:
    """A message that was found, on one line. One that has another form of the word begins as it begins."""
    author = _author_of(message, is_group=is_group)
    words = extract(covered(message.text, message.entities), query, before=max(0, BEFORE - len(author)))
    if words is None:
        return preview(message, is_group=is_group)
    return format_html("{}: {}", author, words) if author else words


def _author_of(message: Message, *, is_group: bool) -> str:
    if message.is_outgoing:
        return _("You")
    is_named = is_group and message.sender and message.sender.id != message.chat_id
    return name_of(message.sender.name, message.sender.id) if message.sender and is_named else ""


def extract(text: str, query: str, before: int = BEFORE) -> SafeString | None:
    """The part of a text around the first of these words, with all of them marked; None where there is none.

    It begins at most ``before`` characters earlier.
    """
    line, words = visible(text, LONGEST), sorted(query.split(), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    first = pattern.search(line) if words else None
    if first is None:
        return None
    start = _start_of_word(line, max(0, first.start() - before), first.start())
    shown = line[start : start + PREVIEW_LENGTH]
    return mark_safe(f"{'…' if start else ''}{_mark(shown, pattern)}{'…' if start + len(shown) < len(line) else ''}")  # noqa: S308 - escaped piece by piece


def _start_of_word(line: str, earliest: int, latest: int) -> int:
    if earliest == 0:
        return 0
    place = line.find(" ", earliest, latest)
    return place + 1 if place >= 0 else latest


def _mark(text: str, pattern: re.Pattern[str]) -> str:
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])

"""A message's text and its entities as HTML: everything escaped, well-formed however the entities overlap."""

import html
import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from urllib.parse import quote, urlsplit

from django.utils.safestring import SafeString, mark_safe

from tgsdk import Entity, EntityKind

from .files import shortened
from .links import Link

# Of one message, at most.
ENTITIES_SHOWN = 200  # Telegram takes 100
ADDRESS_LENGTH = 2048  # characters of an address
ADDRESSES_SHOWN = 16_384  # characters of all addresses
MARKUP_SHOWN = 32_768  # characters of all tags
REQUEST_LENGTH = 3072  # characters of an address that servers take
TITLE_LENGTH = 200  # characters of an address that are read by a person
SCHEMES = ("http", "https", "mailto", "tel")
TAGS = {
    EntityKind.BLOCKQUOTE: ('<blockquote dir="auto">', "</blockquote>"),
    EntityKind.PRE: ("<pre><code>", "</code></pre>"),
    EntityKind.SPOILER: ('<span class="spoiler" tabindex="0">', "</span>"),
    EntityKind.BOLD: ("<b>", "</b>"),
    EntityKind.ITALIC: ("<i>", "</i>"),
    EntityKind.UNDERLINE: ("<u>", "</u>"),
    EntityKind.STRIKE: ("<s>", "</s>"),
    EntityKind.CODE: ("<code>", "</code>"),
}
BLOCKS = (EntityKind.BLOCKQUOTE, EntityKind.PRE)
LINKS = (EntityKind.URL, EntityKind.TEXT_URL, EntityKind.EMAIL, EntityKind.PHONE)
# Of two that begin and end together, the first one is around the other.
ORDER: tuple[EntityKind | None, ...] = tuple(
    dict.fromkeys((EntityKind.BLOCKQUOTE, EntityKind.PRE, *LINKS, *TAGS, None))
)
# With a scheme, or what goes for one: www. and Telegram's own; or somebody to write to.
ADDRESS = re.compile(
    r"(?<![\w@/.-])(?:https?://|www\.|t\.me/)[^\s<>\"«»]+|(?<![\w.+@-])(?P<email>[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,})(?![\w@-])",
    re.IGNORECASE,
)
BEHIND_ADDRESS = ".,;:!?)]}'’”…"  # the sentence goes on with these
MARKS_SHOWN = 100  # words that were looked for, in one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the text between two tags."""

    start: int
    end: int
    kind: EntityKind | None  # None for a mark of ours
    opening: str
    closing: str


def html_of(text: str, entities: Sequence[Entity], sought: str = "") -> SafeString:
    """Write a text with its tags. Line breaks stay as they are, for ``white-space: pre-wrap``; the one after code or a
    quote is put at its end, where it brings no empty line.

    Of a kind, and of links, one span at most is open at a time, and each is met once: so the work grows with the text.
    The words of ``sought`` are marked.
    """
    if not (entities or sought):
        return SafeString(html.escape(text))
    waiting = deque(_apart([*_spans(text, entities), *_marks(text, sought)]))
    cuts = sorted({0, len(text), *(cut for span in waiting for cut in (span.start, span.end))})
    writer = Writer()
    wanted: list[Span] = []
    for start, end in pairwise(cuts):
        wanted = [span for span in wanted if span.end > start]
        while waiting and waiting[0].start == start:
            wanted.append(waiting.popleft())
        writer.open_only(wanted)
        writer.written.append(html.escape(text[start:end]))
    writer.open_only([])
    return mark_safe("".join(writer.written))  # noqa: S308 - the text is escaped above, the tags are our own


def links_in(text: str) -> list[Entity]:
    """Find the addresses in a text that comes without entities: what people say about themselves."""
    found = []
    for each in islice(ADDRESS.finditer(text), ENTITIES_SHOWN):
        words = each[0].rstrip(BEHIND_ADDRESS)
        kind = EntityKind.EMAIL if each["email"] else EntityKind.URL
        found.append(Entity(kind=kind, offset=each.start(), length=len(words)))
    return found


def bounded(entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities that are shown: not more than Telegram takes, and no more of addresses than a page bears."""
    kept, room = [], ADDRESSES_SHOWN
    for entity in entities[:ENTITIES_SHOWN]:
        length = len(entity.url or "")
        if length <= min(ADDRESS_LENGTH, room):
            room -= length
            kept.append(entity)
    return kept


class Writer:
    """HTML that is being written, and the tags that are open in it.

    A tag whose span is cut by another one is closed and opened again; when there is no room for more markup, spans lose
    their tags, and the text goes on.
    """

    def __init__(self) -> None:
        self.written: list[str] = []
        self.opened: list[Span] = []
        self.room = MARKUP_SHOWN

    def open_only(self, wanted: list[Span]) -> None:
        """Close and open tags until exactly the wanted ones are open."""
        kept = _common(self.opened, wanted)
        self.written += [span.closing for span in reversed(self.opened[kept:])]
        del self.opened[kept:]
        for span in wanted[kept:]:
            self._open(span)

    def _open(self, span: Span) -> None:
        if len(span.opening) <= self.room:
            self.room -= len(span.opening)
            self.written.append(span.opening)
            self.opened.append(span)


def safe_url(url: str) -> str | None:
    """The address of a link, or None if it is none that a browser may follow from here.

    A backslash is a slash for a browser and none for us: so the two would see different hosts in one address.
    """
    if not url or any(character in " \\" or unicodedata.category(character) in ("Cc", "Cf") for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in SCHEMES:
        return None
    needs_host = parts.scheme.lower().startswith("http")
    return None if needs_host and not parts.hostname else url


def _spans(text: str, entities: Sequence[Entity]) -> list[Span]:
    spans, room = [], ADDRESSES_SHOWN
    for entity in bounded(entities):
        start, end = max(entity.offset, 0), min(entity.offset + entity.length, len(text))
        if start >= end:
            continue
        if entity.kind in BLOCKS and text.startswith("\n", end):
            end += 1
        if entity.kind in LINKS and entity.kind is not EntityKind.TEXT_URL:
            room -= end - start  # the words are the address
        tags = _tags(entity, text[start:end]) if room >= 0 else TAGS.get(entity.kind)
        if tags:
            spans.append(Span(start=start, end=end, kind=entity.kind, opening=tags[0], closing=tags[1]))
    return spans


def _marks(text: str, sought: str) -> list[Span]:
    """The beginnings of words that are looked for, as Telegram finds them."""
    words = sorted(set(sought.split()), key=len, reverse=True)
    if not words:
        return []
    beginning = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
    found = islice(beginning.finditer(text), MARKS_SHOWN)
    return [Span(start=each.start(), end=each.end(), kind=None, opening="<mark>", closing="</mark>") for each in found]


def _tags(entity: Entity, words: str) -> tuple[str, str] | None:
    if entity.kind not in LINKS:
        return TAGS.get(entity.kind)
    url = safe_url(_target(entity, words))
    if url is None:
        return None
    return _link_tags(url, words, has_own_words=entity.kind is EntityKind.TEXT_URL)


def _link_tags(url: str, words: str, *, has_own_words: bool) -> tuple[str, str] | None:
    """The tags of a link; where its words do not say where it leads, the style sheet writes the host beside them."""
    link = Link.of(url, words if has_own_words else "")
    href, where = (link.asking_url if link.disguises else url), ""
    if len(href) > REQUEST_LENGTH:
        return None
    if link.disguises or (has_own_words and not link.is_said_by(words)):
        title, host = (html.escape(shortened(each, TITLE_LENGTH)) for each in (url, link.host))
        where = f' title="{title}" data-host="{host}"'
    opening = f'<a href="{html.escape(href)}"{where} target="_blank" rel="noopener noreferrer nofollow" dir="auto">'
    return opening, "</a>"


def _target(entity: Entity, words: str) -> str:
    match entity.kind:
        case EntityKind.EMAIL:
            return f"mailto:{quote(words, safe='@+')}"
        case EntityKind.PHONE:
            return "tel:" + "".join(character for character in words if character in "+0123456789")
        case EntityKind.TEXT_URL:
            return entity.url or ""
        case _:
            return words if "://" in words else f"http://{words}"


def _apart(spans: list[Span]) -> list[Span]:
    """Sort by where they start, outer ones first; of a kind, and of links, each begins where the one before ends."""
    free_from: dict[EntityKind | None, int] = {}
    apart = []
    for span in sorted(spans, key=_outer_first):
        kind = EntityKind.URL if span.kind in LINKS else span.kind
        start = max(span.start, free_from.get(kind, 0))
        if start < span.end:
            free_from[kind] = span.end
            apart.append(replace(span, start=start))
    return sorted(apart, key=_outer_first)


def _outer_first(span: Span) -> tuple[int, int, int]:
    return span.start, -span.end, ORDER.index(span.kind)


def _common(opened: list[Span], wanted: list[Span]) -> int:
    """Count the tags that can stay open."""
    same = [ours is theirs for ours, theirs in zip(opened, wanted, strict=False)]
    return same.index(False) if False in same else len(same)

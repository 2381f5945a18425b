"""A message's text and its entities as HTML: everything escaped, well-formed however the entities overlap."""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tgsdk import Entity, EntityKind

ENTITIES_SHOWN = 200  # at most; Telegram takes 100
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
LINKS = (EntityKind.URL, EntityKind.TEXT_URL, EntityKind.EMAIL, EntityKind.PHONE)
# Of two that begin and end together, the first one is around the other.
ORDER = tuple(dict.fromkeys((EntityKind.BLOCKQUOTE, EntityKind.PRE, *LINKS, *TAGS)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the text between two tags."""

    start: int
    end: int
    kind: EntityKind
    opening: str
    closing: str


def html_of(text: str, entities: Sequence[Entity]) -> SafeString:
    """Write a text with its tags. Line breaks stay as they are, for ``white-space: pre-wrap``."""
    spans = sorted(_spans(text, entities), key=lambda span: (span.start, -span.end, ORDER.index(span.kind)))
    cuts = sorted({0, len(text), *(cut for span in spans for cut in (span.start, span.end))})
    written: list[str] = []
    opened: list[Span] = []
    for start, end in pairwise(cuts):
        wanted = _nested([span for span in spans if span.start <= start < span.end])
        kept = _common(opened, wanted)
        written += [span.closing for span in reversed(opened[kept:])]
        written += [span.opening for span in wanted[kept:]]
        written.append(escape(text[start:end]))
        opened = wanted
    written += [span.closing for span in reversed(opened)]
    return mark_safe("".join(written))  # noqa: S308 - the text is escaped above, the tags are our own


def safe_url(url: str) -> str | None:
    """The address of a link, or None if it is none that a browser may follow from here."""
    if not url or any(character == " " or unicodedata.category(character) in ("Cc", "Cf") for character in url):
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
    spans = []
    for entity in entities[:ENTITIES_SHOWN]:
        start, end = max(entity.offset, 0), min(entity.offset + entity.length, len(text))
        tags = _tags(entity, text[start:end]) if start < end else None
        if tags:
            spans.append(Span(start=start, end=end, kind=entity.kind, opening=tags[0], closing=tags[1]))
    return spans


def _tags(entity: Entity, words: str) -> tuple[str, str] | None:
    if entity.kind not in LINKS:
        return TAGS.get(entity.kind)
    url = safe_url(_target(entity, words))
    if url is None:
        return None
    title = f' title="{html.escape(url)}"' if entity.kind is EntityKind.TEXT_URL else ""  # where it really leads
    opening = f'<a href="{html.escape(url)}"{title} target="_blank" rel="noopener noreferrer nofollow" dir="auto">'
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


def _nested(spans: list[Span]) -> list[Span]:
    """Drop links in links, and what would be nested in its own kind."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.kind is other.kind or (span.kind in LINKS and other.kind in LINKS) for other in kept):
            kept.append(span)
    return kept


def _common(opened: list[Span], wanted: list[Span]) -> int:
    """Count the tags that can stay open."""
    same = [ours is theirs for ours, theirs in zip(opened, wanted, strict=False)]
    return same.index(False) if False in same else len(same)

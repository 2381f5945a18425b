"""Telegram's own markdown, as its applications read what is typed: ``**bold**``, ``__italic__``, ``~~struck~~``,
``||hidden||``, `` `code` ``, a block between three backticks, ``[words](address)``.

Marks that have no partner, stand inside of a word, or would format nothing are text. There is no way to escape one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tgsdk.formatting import formats_of, trimmed
from tgsdk.types import Entity, EntityKind

__all__ = ["parse_markdown", "write_markdown"]

MARKS = {
    "**": EntityKind.BOLD,
    "__": EntityKind.ITALIC,
    "~~": EntityKind.STRIKE,
    "||": EntityKind.SPOILER,
}
OF_KIND = {kind: mark for mark, kind in MARKS.items()} | {EntityKind.CODE: "`"}
FENCE = re.compile(r"```(?:([\w+#.-]*)\n)?(?=[^`])(.+?)\n?```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
ADDRESS = re.compile(r"(?:https?|tg)://[^\s/?#]+\S*|mailto:\S+@\S+", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#:]\S*)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """Two characters that may open or close a format."""

    text: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The beginning of a link, or its end where ``url`` is None."""

    url: str | None


@dataclass(frozen=True, slots=True)
class Code:
    """Code: all within is text."""

    text: str
    kind: EntityKind
    language: str | None = None


Token = str | Mark | Link | Code


def parse_markdown(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Read markdown: return the text to send, without blanks at its ends, and its entities.

    Any text can be read. Offsets count characters of the Python string, as in :class:`tgsdk.Entity`.
    """
    reading = Reading()
    for token in _tokens(source):
        reading.take(token)
    return trimmed(*reading.result())


def write_markdown(text: str, entities: Iterable[Entity] = ()) -> str | None:
    """Return the markdown that :func:`parse_markdown` reads as this text with these formats.

    None where there is no such: for underlined text and quotes, which have no marks, for a text that would be read in
    another way. Entities that Telegram finds by itself are left out.
    """
    wanted = formats_of(entities)
    source = _written(text, wanted)
    parsed, found = parse_markdown(source) if source is not None else ("", ())
    return source if (parsed, formats_of(found)) == (text, wanted) else None


@dataclass(slots=True)
class Reading:
    """A text that is being read, and the marks in it that are not closed yet."""

    pieces: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    opened: list[tuple[Mark | Link, int]] = field(default_factory=list)

    def take(self, token: Token) -> None:
        match token:
            case str():
                self.pieces.append(token)
            case Code():
                self._add(token.kind, token.text, language=token.language)
            case Link(None):
                self._close_link()
            case Mark() if token.closes and (place := self._place_of(token)) is not None:
                self._close(place, MARKS[token.text])
            case Mark() if not token.opens or self._place_of(token) is not None:
                self.pieces.append(token.text)
            case Link() | Mark():
                self.opened.append((token, len(self.pieces)))
                self.pieces.append("" if isinstance(token, Link) else token.text)

    def result(self) -> tuple[str, tuple[Entity, ...]]:
        """The text, and its entities by where they stand in it."""
        places = [0]
        for piece in self.pieces:
            places.append(places[-1] + len(piece))
        text = "".join(self.pieces)
        moved = (_within(each, places, text) for each in self.entities)
        return text, formats_of(each for each in moved if each.length)

    def _add(self, kind: EntityKind, text: str, *, language: str | None) -> None:
        self.entities.append(Entity(kind=kind, offset=len(self.pieces), length=1, language=language))
        self.pieces.append(text)

    def _place_of(self, mark: Mark) -> int | None:
        """Return the place of its partner among those that are open, within the link that is open."""
        for place in reversed(range(len(self.opened))):
            opened, _ = self.opened[place]
            if isinstance(opened, Link):
                return None
            if opened.text == mark.text:
                return place
        return None

    def _close(self, place: int, kind: EntityKind, url: str | None = None) -> None:
        _, start = self.opened[place]
        del self.opened[place:]
        if "".join(self.pieces[start + 1 :]).strip():
            self.pieces[start] = ""
            self.entities.append(Entity(kind=kind, offset=start, length=len(self.pieces) - start, url=url))
        else:
            self.pieces.append(self.pieces[start])

    def _close_link(self) -> None:
        place = max(place for place, (opened, _) in enumerate(self.opened) if isinstance(opened, Link))
        link, _ = self.opened[place]
        self._close(place, EntityKind.TEXT_URL, link.url if isinstance(link, Link) else None)


def _within(entity: Entity, places: list[int], text: str) -> Entity:
    """Turn an entity that counts pieces into one that counts characters, without the blanks at its ends."""
    start, end = places[entity.offset], places[entity.offset + entity.length]
    words = text[start:end]
    if entity.kind not in (EntityKind.CODE, EntityKind.PRE):
        start, words = start + len(words) - len(words.lstrip()), words.strip()
    return Entity(kind=entity.kind, offset=start, length=len(words), url=entity.url, language=entity.language)


def _tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of a stretch of the source, whose neighbours are seen too."""
    place, end = start, len(source) if end is None else end
    words = start  # where the text begins that was passed over
    while place < end:
        found = _token_at(source, place, end)
        if found is None:
            place += 1
            continue
        if words < place:
            yield source[words:place]
        tokens, place = found
        yield from tokens
        words = place
    if words < end:
        yield source[words:end]


def _token_at(source: str, place: int, end: int) -> tuple[Iterable[Token], int] | None:
    match source[place]:
        case "`":
            return _code_at(source, place, end)
        case "[":
            return _link_at(source, place, end)
        case "*" | "_" | "~" | "|" if source[place : place + 2] in MARKS and place + 2 <= end:
            return [_mark_at(source, place)], place + 2
    return None


def _mark_at(source: str, place: int) -> Mark:
    text = source[place : place + 2]
    before, after = _before(source, place), source[place + 2 : place + 3]
    opens = not _is_of_word(before) and bool(after) and not after.isspace()
    closes = not _is_of_word(after) and bool(before) and not before.isspace()
    return Mark(text, opens, closes)


def _code_at(source: str, place: int, end: int) -> tuple[Iterable[Token], int] | None:
    if _is_of_word(_before(source, place)):
        return None
    block = FENCE.match(source, place, end)
    if block and block[2].strip() and not _is_of_word(source[block.end() : block.end() + 1]):
        return [Code(block[2], EntityKind.PRE, block[1] or None)], block.end()
    code = CODE.match(source, place, end)
    if code is None or not code[1].strip() or _is_of_word(source[code.end() : code.end() + 1]):
        return None
    return [Code(code[1], EntityKind.CODE)], code.end()


def _link_at(source: str, place: int, end: int) -> tuple[Iterable[Token], int] | None:
    link = LINK.match(source, place, end)
    url = _address(link[2]) if link else None
    if link is None or url is None or not link[1].strip():
        return None
    return [Link(url), *_tokens(source, *link.span(1)), Link(None)], link.end()


def _address(said: str) -> str | None:
    if ADDRESS.fullmatch(said):
        return said
    return f"http://{said}" if BARE_ADDRESS.fullmatch(said) else None


def _before(source: str, place: int) -> str:
    return source[place - 1] if place else ""


def _is_of_word(character: str) -> bool:
    return character.isalnum()


def _written(text: str, entities: Iterable[Entity]) -> str | None:
    """Write marks around what is formatted; None where a kind has none, or two cross each other."""
    marks: list[tuple[int, str]] = []  # those that close stand before those that open at the same place
    opened: list[tuple[int, str]] = []
    for entity in entities:
        start, end = entity.offset, entity.offset + entity.length
        while opened and opened[-1][0] <= start:
            marks.append(opened.pop())
        if (opened and opened[-1][0] < end) or (tags := _tags(entity)) is None:
            return None
        marks.append((start, tags[0]))
        opened.append((end, tags[1]))
    return _inserted(text, [*marks, *reversed(opened)])


def _tags(entity: Entity) -> tuple[str, str] | None:
    if entity.kind is EntityKind.PRE:
        return f"```{entity.language or ''}\n", "\n```"
    if entity.kind is EntityKind.TEXT_URL:
        return "[", f"]({entity.url})"
    mark = OF_KIND.get(entity.kind)
    return (mark, mark) if mark else None


def _inserted(text: str, marks: list[tuple[int, str]]) -> str:
    written, before = [], 0
    for place, mark in marks:
        written += [text[before:place], mark]
        before = place
    return "".join([*written, text[before:]])

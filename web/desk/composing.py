"""A text as it is sent: the words, and how they are formatted."""

from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Self

from tgsdk import Entity, Message, Secret, kept_entities, parse_markdown, write_markdown

from .parts import parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Words to be sent, with their formats."""

    text: str = field(repr=False)
    entities: tuple[Entity, ...] = ()

    @classmethod
    def of_markup(cls, source: str) -> Self:
        """Read the marks in a text, as Telegram's applications do."""
        text, entities = parse_markdown(source)
        return cls(text=Secret(text), entities=entities)

    @classmethod
    def in_place_of(cls, message: Message, text: str) -> Self:
        """Keep the formats of a message around what was changed in it."""
        words = text.strip()
        return cls(text=Secret(words), entities=kept_entities(message.text, message.entities, words))

    @property
    def parts(self) -> list[Self]:
        """The messages that it makes, each with its own formats."""
        places = list(accumulate(map(len, parts_of(self.text)), initial=0))
        return [self.between(start, end) for start, end in pairwise(places)]

    def between(self, start: int, end: int) -> Self:
        """A part of it, with what is formatted in it."""
        cut = ((each, max(each.offset, start), min(each.offset + each.length, end)) for each in self.entities)
        kept = (replace(each, offset=first - start, length=last - first) for each, first, last in cut if first < last)
        return replace(self, text=Secret(self.text[start:end]), entities=tuple(kept))

    @property
    def source(self) -> str:
        """It as it is written with marks; without its formats where there are no marks for them."""
        text = self.text
        words = self.between(len(text) - len(text.lstrip()), len(text.rstrip()))
        return Secret(write_markdown(words.text, words.entities) or words.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editable:
    """The text of a message to be edited, with its marks; ``is_plain`` where there are formats without marks."""

    text: str = field(repr=False)
    is_plain: bool

    @classmethod
    def of(cls, message: Message) -> Self:
        source = write_markdown(message.text, message.entities)
        return cls(text=message.text if source is None else source, is_plain=source is None)

"""A text as it is sent: the words, and how they are formatted."""

from dataclasses import dataclass, field
from typing import Self

from tgsdk import Entity, Message, Secret, kept_entities, parse_markdown, write_markdown


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Editable:
    """The text of a message to be edited, with its marks; ``is_plain`` where there are formats without marks."""

    text: str = field(repr=False)
    is_plain: bool

    @classmethod
    def of(cls, message: Message) -> Self:
        source = write_markdown(message.text, message.entities)
        return cls(text=message.text if source is None else source, is_plain=source is None)

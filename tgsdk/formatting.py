"""Texts with their entities: what is sent of them, and what stays of them when the text is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tgsdk.types import Entity, EntityKind

__all__ = ["FORMATS", "MAX_ENTITIES", "formats_of", "kept_entities", "trimmed"]

#: The kinds that a sender chooses. Telegram finds addresses, mentions and tags by itself.
FORMATS = (
    EntityKind.BOLD,
    EntityKind.ITALIC,
    EntityKind.UNDERLINE,
    EntityKind.STRIKE,
    EntityKind.CODE,
    EntityKind.PRE,
    EntityKind.BLOCKQUOTE,
    EntityKind.SPOILER,
    EntityKind.TEXT_URL,
)

#: Entities of a message, at most.
MAX_ENTITIES = 100


def formats_of(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return the entities that a sender chooses, outer ones first."""
    return tuple(sorted((each for each in entities if each.kind in FORMATS), key=_outer_first))


def trimmed(text: str, entities: Iterable[Entity] = ()) -> tuple[str, tuple[Entity, ...]]:
    """Take the blanks off both ends of a text, as Telegram does, and what stands in them off its entities."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    cut = ((each, max(each.offset, start), min(each.offset + each.length, end)) for each in entities)
    return text.strip(), tuple(
        replace(each, offset=first - start, length=last - first) for each, first, last in cut if first < last
    )


def kept_entities(text: str, entities: Iterable[Entity], changed: str) -> tuple[Entity, ...]:
    """Return the entities of ``text`` that hold in ``changed``: those around what was changed in one place."""
    before = _alike(text, changed)
    after = _alike(text[before:][::-1], changed[before:][::-1])
    moved = len(changed) - len(text)
    kept = []
    for each in entities:
        if each.offset + each.length <= before:
            kept.append(each)
        elif each.offset >= len(text) - after:
            kept.append(replace(each, offset=each.offset + moved))
        elif each.offset <= before and each.offset + each.length >= len(text) - after and each.length + moved > 0:
            kept.append(replace(each, length=each.length + moved))
    return tuple(kept)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the characters at the beginning that are the same."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def _outer_first(entity: Entity) -> tuple[int, int, str]:
    return entity.offset, -entity.length, entity.kind

"""What the author of a message has covered stays covered wherever the message is told of: it is opened in the chat."""

from collections.abc import Iterable

from tgsdk import Entity, EntityKind

COVER = "▒"


def covered(text: str, entities: Iterable[Entity]) -> str:
    """A text as long as before, without the words of its spoilers."""
    spoilers = [each for each in entities if each.kind is EntityKind.SPOILER]
    if not spoilers:
        return text
    characters = list(text)
    for each in spoilers:
        for place in range(max(each.offset, 0), min(each.offset + each.length, len(text))):
            if not text[place].isspace():
                characters[place] = COVER
    return "".join(characters)

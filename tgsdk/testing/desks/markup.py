"""Text with entities (https://core.telegram.org/api/entities), from pieces."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

#: Plain text, or text with the name of an entity's class and what else the entity says.
Piece = str | tuple[str, str] | tuple[str, str, dict[str, Any]]


def styled(*pieces: Piece) -> tuple[str, tuple[Any, ...]]:
    """Return the text of all pieces, and its entities; offsets and lengths count UTF-16 units, as Telegram does."""
    text, entities = "", []
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        name, words, more = piece if len(piece) == 3 else (*piece, {})
        kind = getattr(raw.types, f"MessageEntity{name}")
        entities.append(kind(offset=utf16_length(text), length=utf16_length(words), **more))
        text += words
    return text, tuple(entities)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

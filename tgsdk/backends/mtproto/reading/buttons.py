"""Buttons below a bot's message (https://core.telegram.org/api/bots/buttons)."""

from typing import Any

from .guard import each_readable
from .raw import field, is_a

__all__ = ["buttons_in"]


def buttons_in(markup: Any) -> tuple[tuple[str, ...], ...]:
    """Read the texts of a keyboard, row by row."""
    rows = markup.rows if is_a(markup, "ReplyInlineMarkup", "ReplyKeyboardMarkup") else ()
    return tuple(row for row in each_readable(_row_in, rows) if row)


def _row_in(row: Any) -> tuple[str, ...]:
    texts = (field(button, "text") for button in row.buttons)
    return tuple(str(text) for text in texts if text)

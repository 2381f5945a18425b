"""Cursors: the place where a list goes on, as a text."""

import base64
import json
from typing import Any

from tgsdk.errors import CursorInvalid

__all__ = ["read_cursor", "read_lists", "write_cursor"]


def write_cursor(kind: str, **values: Any) -> str:
    text = json.dumps([kind, values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(kind: str, cursor: str, *names: str) -> list[int]:
    """Read the whole numbers with these names, ``chat`` of 64 bits and the others of 32.

    Raises CursorInvalid for a cursor of another list.
    """
    return [_number(value, 64 if name == "chat" else 32) for name, value in _values(kind, cursor, names).items()]


def read_lists(kind: str, cursor: str, *names: str) -> list[list[int]]:
    """Read the lists of chat ids with these names. Raises CursorInvalid as read_cursor does."""
    lists = list(_values(kind, cursor, names).values())
    if not all(isinstance(each, list) for each in lists):
        raise CursorInvalid
    return [[_number(value, 64) for value in each] for each in lists]


def _values(kind: str, cursor: str, names: tuple[str, ...]) -> dict[str, Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found, values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        wanted = {name: values[name] for name in names}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CursorInvalid from None
    if found != kind:
        raise CursorInvalid
    return wanted


def _number(value: Any, bits: int) -> int:
    if type(value) is not int or not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        raise CursorInvalid
    return value

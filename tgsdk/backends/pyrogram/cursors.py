"""Cursors: where a list goes on, as a text that means nothing to anybody else."""

import base64
import json
from typing import Any

from ...errors import CursorInvalid

__all__ = ["read_cursor", "read_lists", "write_cursor"]


def write_cursor(kind: str, **values: Any) -> str:
    text = json.dumps([kind, values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(kind: str, cursor: str, *names: str) -> list[int]:
    """The whole numbers with these names. Raises CursorInvalid for a cursor of another list."""
    return [_number(value) for value in _values(kind, cursor, names)]


def read_lists(kind: str, cursor: str, *names: str) -> list[list[int]]:
    """The lists of whole numbers with these names. Raises CursorInvalid as read_cursor."""
    lists = _values(kind, cursor, names)
    if not all(isinstance(each, list) for each in lists):
        raise CursorInvalid
    return [[_number(value) for value in each] for each in lists]


def _values(kind: str, cursor: str, names: tuple[str, ...]) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found, values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        wanted = [values[name] for name in names]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CursorInvalid from None
    if found != kind:
        raise CursorInvalid
    return wanted


def _number(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise CursorInvalid
    return value

"""An unsent text of a chat or a topic."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unsent text of the account's."""

    text: str
    date: int
    reply_to: int | None = None
    entities: tuple[Any, ...] = ()

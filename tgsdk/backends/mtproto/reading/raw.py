"""Raw objects, recognised by the name of their constructor: that is Telegram's, whatever the engine."""

from datetime import UTC, datetime
from typing import Any

from tgsdk.errors import ProtocolError

__all__ = ["expect", "field", "is_a", "seconds_of", "time_of"]


def is_a(value: Any, *constructors: str) -> bool:
    """Whether a raw object was made by one of these constructors: ``is_a(peer, "PeerUser")``."""
    return type(value).__name__ in constructors


def expect(answer: Any, *constructors: str) -> Any:
    """Return the answer if it is what its method is documented to give. Raises ProtocolError."""
    if not is_a(answer, *constructors):
        raise ProtocolError(f"{type(answer).__name__} where Telegram documents {' or '.join(constructors)}")
    return answer


def field(value: Any, name: str) -> Any:
    """Return a field that this constructor, or the engine's layer, may not have: None then."""
    return getattr(value, name, None)


def seconds_of(date: int | datetime | None) -> int:
    """Return a date of the schema as seconds since 1970: 0 for none."""
    if isinstance(date, datetime):
        return int(date.timestamp())
    return date or 0


def time_of(date: int | datetime | None) -> datetime | None:
    """Return a date of the schema as an aware datetime."""
    return datetime.fromtimestamp(seconds_of(date), UTC) if date else None

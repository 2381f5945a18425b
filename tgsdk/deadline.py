"""The moment by which the call that runs has to end, for whoever has to divide the time that is left."""

import contextlib
import contextvars
import time
from collections.abc import Iterator

__all__ = ["ends_within", "seconds_left"]

_end: "contextvars.ContextVar[float | None]" = contextvars.ContextVar("tgsdk_end_of_the_call", default=None)


@contextlib.contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """Say that what runs inside the block has ``seconds`` for all of it. Whoever says so ends it, not this."""
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def seconds_left() -> float | None:
    """Return the seconds that the call has left; None where nobody has said when it ends."""
    end = _end.get()
    return None if end is None else max(end - time.monotonic(), 0)

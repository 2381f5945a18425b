"""Methods that are answered otherwise for a while, by handlers of tests."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Override:
    """A handler in force for one method."""

    method: str
    handler: Callable[[Any], Any]


class Overrides:
    """All handlers in force, the newest first. Written to from any thread, read by the server's own."""

    def __init__(self) -> None:
        self._in_force: tuple[Override, ...] = ()
        self._lock = threading.Lock()

    @contextmanager
    def put_in_force(self, method: str, handler: Callable[[Any], Any]) -> Iterator[None]:
        """Answer this method by ``handler`` inside the block."""
        new = Override(method, handler)
        with self._lock:
            self._in_force = (new, *self._in_force)
        try:
            yield
        finally:
            with self._lock:
                self._in_force = tuple(each for each in self._in_force if each is not new)

    def find(self, method: str) -> Callable[[Any], Any] | None:
        """Return the newest handler in force for this method, None if there is none."""
        return next((each.handler for each in self._in_force if each.method == method), None)

"""Shares: how much of this process one recruiter may take up at a time, so that something is left for the others.

They are counted in each process for itself: what they protect are its threads and its memory.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Share:
    """At most ``most`` pieces of work at a time for each recruiter."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken: Counter[Any] = Counter()
        self._lock = threading.RLock()  # the garbage collector may give back in the midst of a take

    def take(self, user_id: Any) -> bool:
        """Take a piece; False where all are taken."""
        with self._lock:
            if self._taken[user_id] >= self.most:
                return False
            self._taken[user_id] += 1
            return True

    def give_back(self, user_id: Any) -> None:
        """Free one piece."""
        with self._lock:
            self._taken[user_id] -= 1
            if self._taken[user_id] <= 0:
                del self._taken[user_id]

    def give_all_back(self) -> None:
        """Begin anew, as a new process does."""
        with self._lock:
            self._taken.clear()

    @contextmanager
    def piece(self, user_id: Any, refusal: Exception) -> Iterator[None]:
        """Hold a piece for a block. Raises ``refusal`` at once where all are taken."""
        if not self.take(user_id):
            raise refusal
        try:
            yield
        finally:
            self.give_back(user_id)

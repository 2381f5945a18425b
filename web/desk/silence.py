"""A silence of Telegram, as the polls of this process meet it: few of them wait to see whether it is over.

Each would hold a thread until its time is up, for as many recruiters as have a page open.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tgsdk import Timeout
from web.shares import Share

LENGTH = 10.0  # seconds that it counts after the last call that was not answered
WAITING = 2  # polls at a time


class Silence:
    """What polls know of each other: until when Telegram counts as silent, and how many wait for it."""

    def __init__(self) -> None:
        self._until = 0.0
        self._waiting = Share(WAITING)

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Ask Telegram in a block. Raises Timeout at once where enough others wait for it already."""
        if time.monotonic() >= self._until:
            with self._noted():
                yield
            return
        with self._waiting.piece("polls", Timeout()), self._noted():
            yield

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except Timeout:
            self._until = time.monotonic() + LENGTH
            raise
        self._until = 0.0


SILENCE = Silence()

"""Turns: the order in which calls use one connection, several of them together or one alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

__all__ = ["Turns"]


class Turns:
    """Whose turn it is on one connection, in the order in which they asked.

    Calls that go together are under way at once. One that is alone waits for all before it, and those after it wait
    for its end.
    """

    def __init__(self) -> None:
        self._door = asyncio.Lock()
        self._under_way = 0
        self._is_free = asyncio.Event()
        self._is_free.set()

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Take a turn in which nobody else calls."""
        async with self._door:
            await self._is_free.wait()
            yield

    @contextlib.asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Take a turn beside others that go together."""
        async with self._door:
            self._under_way += 1
            self._is_free.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._is_free.set()

"""Turns: the order in which calls use one connection, or connections of their own, one after the other."""

import asyncio
import contextlib
import os
import threading
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future

from tgsdk.errors import Timeout

__all__ = ["OneAtATime", "Turns"]

SOONER = 0.01  # seconds than the call's own end, so that it is told what was waited for


class OneAtATime:
    """Whose turn it is to have a connection, among calls of any thread and any loop, in the order in which they asked.

    Nobody of another process has a turn here: it was forked in the midst of one.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lock = threading.RLock()  # a finaliser may need it in the midst of it
        self._turns: deque[Future[None]] = deque()  # the first has it, the others wait
        self._process = os.getpid()  # last: other threads look at it

    @contextlib.asynccontextmanager
    async def turn(self, seconds: float) -> AsyncIterator[None]:
        """Take a turn in which nobody else has a connection. Raises Timeout after so many seconds of waiting."""
        if self._process != os.getpid():
            self._begin()
        mine: Future[None] = Future()
        with self._lock:
            self._turns.append(mine)
            self._let_first_begin()
        try:
            await _begun(mine, seconds)
            yield
        finally:
            with self._lock:
                if mine in self._turns:  # and not in those of the process before a fork
                    self._turns.remove(mine)
                self._let_first_begin()

    def _let_first_begin(self) -> None:
        first = self._turns[0] if self._turns else None
        if first and not first.done() and first.set_running_or_notify_cancel():
            first.set_result(None)


async def _begun(turn: Future[None], seconds: float) -> None:
    if turn.done():
        return
    try:
        async with asyncio.timeout(max(seconds - SOONER, 0)):
            await asyncio.wrap_future(turn)
    except TimeoutError:
        raise Timeout(f"another call of the same object did not end within {seconds:g} s") from None


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

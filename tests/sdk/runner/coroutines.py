"""Coroutines for run_async_task() to run: obedient ones, and those that refuse to end."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator

#: Seconds after which a stubborn coroutine gives up, so that a call which waits for it fails its test only. No test
#: that passes waits for them, so that they may be many: a busy machine can keep a call for seconds.
PATIENCE = 30


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def fail_with(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


async def for_ever() -> None:
    await asyncio.Event().wait()


class Release(threading.Event):
    """The event that stubborn coroutines wait for, in vain as long as the call lasts.

    ``was_waited_for`` is set when one of them had to give up, because the call has waited for it. ``kept`` holds
    objects that must not be collected before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.was_waited_for = False
        self.kept: list[object] = []

    def hold(self) -> None:
        """Block the thread until the event, or give up."""
        if not self.wait(PATIENCE):
            self.was_waited_for = True


async def refuse(released: Release) -> None:
    end = time.monotonic() + PATIENCE
    while not released.is_set() and time.monotonic() < end:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.1)
    released.was_waited_for = not released.is_set()


async def wait_with_stubborn_task(released: Release) -> None:
    task = asyncio.create_task(refuse(released))
    await asyncio.shield(task)


async def wait_for_busy_thread(released: Release) -> None:
    await asyncio.to_thread(released.hold)


async def wait_with_stubborn_generator(released: Release) -> None:
    async def count() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await refuse(released)

    generator = count()
    released.kept.append(generator)
    await anext(generator)
    await for_ever()


async def end_late(released: Release) -> str:
    try:
        await for_ever()
    except asyncio.CancelledError:
        await asyncio.sleep(0.1)
    return "late"


async def raise_something_else(released: Release) -> None:
    try:
        await for_ever()
    finally:
        raise KeyError("something else")

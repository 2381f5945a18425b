"""The places that run_async_task() is called in."""

import asyncio
import concurrent.futures
import contextvars
from collections.abc import Callable
from typing import Any

Run = Callable[..., Any]


def in_thread(work: Callable[[], Any]) -> Any:
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.copy_context().run, work).result()


def in_running_loop(work: Callable[[], Any]) -> Any:
    """Call ``work``, which blocks, from a coroutine."""

    async def caller() -> Any:
        return work()

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(caller())
    finally:
        loop.close()


PLACES = {
    "the main thread": lambda work: work(),
    "a bare thread": in_thread,
    "a running loop": in_running_loop,
    "a thread with a running loop": lambda work: in_thread(lambda: in_running_loop(work)),
}

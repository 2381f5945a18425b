"""run_async_task() of a trivial coroutine, in a worker thread."""

import asyncio
import concurrent.futures
from collections.abc import Coroutine

from asgiref.sync import async_to_sync

from tgsdk import run_async_task

from .measuring import Goal, measure, show

RUNNER = "asyncio.Runner by hand"
ASGIREF = "asgiref.async_to_sync"


async def trivial() -> int:
    return 1


def by_runner() -> int:
    with asyncio.Runner() as runner:
        return runner.run(trivial())


def by_the_first_version(coro: Coroutine[object, object, int]) -> int:
    """What this project began with. Its faults are not the point here."""
    try:
        loop = asyncio.get_event_loop()
        if loop.is_running():
            with concurrent.futures.ThreadPoolExecutor() as executor:
                return executor.submit(asyncio.run, coro).result()
        return loop.run_until_complete(coro)
    except RuntimeError:
        return asyncio.run(coro)


def run() -> bool:
    ways = {
        "run_async_task": lambda: run_async_task(trivial()),
        "run_async_task, with a timeout": lambda: run_async_task(trivial(), timeout=15),
        RUNNER: by_runner,
        "the first version": lambda: by_the_first_version(trivial()),
        ASGIREF: async_to_sync(trivial),
    }
    goals = (Goal(against=RUNNER, ratio=1.3), Goal(against=ASGIREF, ratio=0.3))
    medians = measure(ways, rounds=60, block=50)
    return show("A trivial coroutine, from a worker thread", medians, ours="run_async_task", goals=goals)

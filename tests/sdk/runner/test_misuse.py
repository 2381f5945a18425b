"""run_async_task() refuses what is no coroutine, and a timeout that is no time."""

import asyncio
import concurrent.futures
import functools
import inspect
import math
import types
from collections.abc import Iterator
from typing import Any

import pytest

from tgsdk import run_async_task

from .coroutines import answer, fail_with
from .places import Run

NO_COROUTINES = {
    "a function": (lambda: 1, "not a function"),
    "a coroutine function": (answer, r"call answer\(\) first"),
    "a partial coroutine function": (functools.partial(fail_with, ValueError()), "run_async_task"),
    "a generator": ((number for number in range(3)), "not a generator"),
    "a future": (concurrent.futures.Future(), "not a Future"),
    "nothing": (None, "not a NoneType"),
}


@pytest.mark.parametrize(("thing", "message"), NO_COROUTINES.values(), ids=NO_COROUTINES)
def test_what_is_no_coroutine_is_refused(thing: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        run_async_task(thing)


def test_an_awaitable_object_is_refused() -> None:
    class Awaitable:
        def __await__(self) -> Iterator[None]:
            yield

    with pytest.raises(TypeError, match="not a Awaitable"):
        run_async_task(Awaitable())  # type: ignore[arg-type]


def test_a_task_of_another_loop_is_refused() -> None:
    async def caller() -> None:
        task = asyncio.ensure_future(answer())
        with pytest.raises(TypeError, match="not a Task"):
            run_async_task(task)  # type: ignore[arg-type]
        await task

    asyncio.run(caller())


def test_a_generator_that_is_awaitable_is_refused() -> None:
    @types.coroutine
    def old_style() -> Iterator[None]:
        yield

    with pytest.raises(TypeError, match="not a generator"):
        run_async_task(old_style())


@pytest.mark.parametrize("timeout", [-1, -0.001, -math.inf, math.nan])
def test_a_timeout_that_is_no_time_is_refused_and_the_coroutine_closed(timeout: float) -> None:
    coro = answer()
    with pytest.raises(ValueError, match="timeout is a number of seconds"):
        run_async_task(coro, timeout=timeout)
    assert inspect.getcoroutinestate(coro) == inspect.CORO_CLOSED


@pytest.mark.parametrize("timeout", ["15", [], object()], ids=lambda timeout: type(timeout).__name__)
def test_a_timeout_that_is_no_number_is_refused_and_the_coroutine_closed(timeout: Any) -> None:
    coro = answer()
    try:
        with pytest.raises((TypeError, ValueError)):
            run_async_task(coro, timeout=timeout)
        assert inspect.getcoroutinestate(coro) == inspect.CORO_CLOSED
    finally:
        coro.close()


def test_a_coroutine_cannot_be_run_twice(run: Run) -> None:
    coro = answer()
    run(coro)
    with pytest.raises(RuntimeError, match="already awaited"):
        run(coro)

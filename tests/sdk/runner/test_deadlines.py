"""run_async_task() ends when the time is up, whatever the coroutine makes of it."""

import asyncio
import logging
import math
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tgsdk import Timeout

from .coroutines import (
    Release,
    end_late,
    for_ever,
    raise_something_else,
    refuse,
    wait_for_busy_thread,
    wait_with_stubborn_generator,
    wait_with_stubborn_task,
)
from .places import Run


def test_when_the_time_is_up_the_coroutine_is_cancelled_and_timeout_raised(run: Run) -> None:
    ended = []

    async def slow() -> None:
        try:
            await for_ever()
        finally:
            await asyncio.sleep(0)
            ended.append("cleaned up")

    with pytest.raises(Timeout, match=r"within 0\.1 s"):
        run(slow(), timeout=0.1)
    assert ended == ["cleaned up"]


def test_a_timeout_of_zero_lets_a_coroutine_end_that_does_not_wait(run: Run) -> None:
    async def at_once() -> int:
        return 42

    assert run(at_once(), timeout=0) == 42
    with pytest.raises(Timeout):
        run(for_ever(), timeout=0)


@pytest.mark.parametrize(
    "coroutine",
    [
        refuse,
        wait_with_stubborn_task,
        wait_for_busy_thread,
        wait_with_stubborn_generator,
        end_late,
        raise_something_else,
    ],
)
def test_timeout_comes_in_time_whatever_the_coroutine_makes_of_it(
    run: Run, coroutine: Callable[..., Any], released: Release
) -> None:
    with pytest.raises(Timeout):
        run(coroutine(released), timeout=0.2)
    assert not released.was_waited_for


def test_timeout_keeps_what_the_coroutine_raised_as_its_cause(run: Run, released: Release) -> None:
    with pytest.raises(Timeout) as raised:
        run(raise_something_else(released), timeout=0.05)
    assert isinstance(raised.value.__cause__, KeyError)


@pytest.mark.parametrize("stubborn", [refuse, wait_for_busy_thread])
def test_what_refuses_to_end_after_the_result_is_left_behind_and_logged(
    run: Run, stubborn: Callable[..., Any], released: Release, caplog: pytest.LogCaptureFixture
) -> None:
    async def leave_behind() -> int:
        asyncio.create_task(stubborn(released))  # noqa: RUF006
        await asyncio.sleep(0.01)
        return 42

    assert run(leave_behind(), timeout=0.2) == 42
    assert not released.was_waited_for
    assert [record.levelno for record in caplog.records if record.name == "tgsdk.runner"] == [logging.ERROR]
    assert "left behind" in caplog.text


@pytest.mark.parametrize("timeout", [math.inf, 1e12], ids=str)
def test_a_timeout_may_be_endless(run: Run, timeout: float) -> None:
    async def leave_thread() -> int:
        asyncio.get_running_loop().run_in_executor(None, threading.Event().wait, 0.05)
        return 42

    assert run(leave_thread(), timeout=timeout) == 42

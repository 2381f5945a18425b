"""run_async_task() returns the result of the coroutine, or raises its own exception, unchanged."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable

import pytest

from tgsdk import run_async_task

from .coroutines import answer, fail_with
from .places import Run


def test_it_gives_the_result(run: Run) -> None:
    assert run(answer()) == 42


def test_it_gives_the_result_before_the_deadline(run: Run) -> None:
    assert run(answer(), timeout=5) == 42


@pytest.mark.parametrize("timeout", [None, 5])
@pytest.mark.parametrize("kind", [ValueError, TimeoutError, RuntimeError, asyncio.CancelledError])
def test_it_raises_the_very_exception_of_the_coroutine(
    run: Run, kind: type[BaseException], timeout: float | None
) -> None:
    error = kind("its own")
    with pytest.raises(kind) as raised:
        run(fail_with(error), timeout=timeout)
    assert raised.value is error


@pytest.mark.parametrize("timeout", ["None", "5"])
@pytest.mark.parametrize("call", ["call()", "asyncio.run(call_in_loop())"])
def test_a_coroutine_may_exit(python: Callable[[str], str], call: str, timeout: str) -> None:
    script = """
        import asyncio
        from tests.leaks import left_since, open_things
        from tgsdk import run_async_task

        async def leave():
            await asyncio.to_thread(int)
            task = asyncio.create_task(asyncio.sleep(60))
            await asyncio.sleep(0)
            raise error

        def call():
            run_async_task(leave(), timeout=TIMEOUT)

        async def call_in_loop():
            try:
                call()
            except SystemExit as raised:
                return raised

        error = SystemExit(3)
        before = open_things()
        try:
            raised = CALL
        except SystemExit as direct:
            raised = direct
        print(raised is error, left_since(before))
        """
    assert python(script.replace("CALL", call).replace("TIMEOUT", timeout)) == "True []"


def test_a_coroutine_that_raises_runtime_error_is_run_once(run: Run) -> None:
    error, runs = RuntimeError("There is no current event loop"), []

    async def fail() -> None:
        runs.append(1)
        raise error

    with pytest.raises(RuntimeError) as raised:
        run(fail())
    assert raised.value is error
    assert runs == [1]


def test_each_call_has_a_loop_of_its_own_that_is_closed_afterwards(run: Run) -> None:
    async def give_loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    first, second = run(give_loop()), run(give_loop())
    assert first is not second
    assert first.is_closed()


def test_calls_nest() -> None:
    async def outer() -> int:
        return run_async_task(answer(), timeout=5)

    assert run_async_task(outer(), timeout=5) == 42


def test_64_threads_call_at_once() -> None:
    barrier = threading.Barrier(64)

    async def give_back(number: int) -> tuple[int, int]:
        await asyncio.sleep(0.01)
        return number, id(asyncio.get_running_loop())

    def work(number: int) -> tuple[int, int]:
        barrier.wait()
        return run_async_task(give_back(number), timeout=30)

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        results = list(pool.map(work, range(64)))
    assert [number for number, _ in results] == list(range(64))

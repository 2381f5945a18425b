"""run_async_task() leaves the calling thread, its loop setting and its context as they were."""

import asyncio
import concurrent.futures
import contextvars
import threading
from collections.abc import Callable

import pytest

from tgsdk import run_async_task

from .coroutines import answer
from .places import Run, in_thread

color = contextvars.ContextVar("color", default="none")


def test_the_work_stays_in_its_thread_unless_that_is_the_main_one_or_has_a_loop() -> None:
    async def where() -> int:
        return threading.get_ident()

    def call() -> tuple[int, int]:
        return run_async_task(where()), threading.get_ident()

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        ran, called = pool.submit(call).result()
    assert ran == called
    assert run_async_task(where()) != threading.get_ident()  # signal handlers interrupt the main thread


def test_under_a_running_loop_the_work_goes_to_another_thread_and_the_loop_goes_on() -> None:
    async def where() -> int:
        return threading.get_ident()

    async def caller() -> None:
        loop = asyncio.get_running_loop()
        assert run_async_task(where()) != threading.get_ident()
        assert asyncio.get_running_loop() is loop
        await asyncio.sleep(0)

    asyncio.run(caller())


def test_the_callers_context_variables_are_seen(run: Run) -> None:
    async def look() -> str:
        return color.get()

    def work() -> object:
        color.set("green")
        return run(look())

    assert contextvars.copy_context().run(work) == "green"


def test_what_the_coroutine_sets_does_not_reach_the_caller(run: Run) -> None:
    async def paint() -> None:
        color.set("red")

    run(paint())
    assert color.get() == "none"


def test_a_loop_that_was_set_stays_set() -> None:
    def work() -> bool:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            run_async_task(answer(), timeout=5)
            return asyncio.get_event_loop_policy().get_event_loop() is loop and not loop.is_closed()
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    assert in_thread(work)


def test_where_no_loop_was_set_none_is() -> None:
    def work() -> None:
        run_async_task(answer(), timeout=5)
        with pytest.raises(RuntimeError, match="no current event loop"):
            asyncio.get_event_loop_policy().get_event_loop()

    in_thread(work)


def test_in_a_fresh_main_thread_the_loop_setting_is_left_as_it_was(python: Callable[[str], str]) -> None:
    script = """
        import asyncio, warnings
        from tgsdk import run_async_task

        async def work():
            await asyncio.sleep(0)

        run_async_task(work(), timeout=5)
        run_async_task(work())
        warnings.simplefilter("ignore")
        loop = asyncio.get_event_loop_policy().get_event_loop()  # only where none was ever set does it make one
        loop.run_until_complete(work())
        run_async_task(work())
        assert asyncio.get_event_loop_policy().get_event_loop() is loop
        loop.close()
        """
    python(script)


def test_the_main_thread_can_call_before_and_after_asyncio_run(python: Callable[[str], str]) -> None:
    script = """
        import asyncio
        from tgsdk import run_async_task

        async def answer():
            return 42

        print(run_async_task(answer()))
        asyncio.run(answer())
        print(run_async_task(answer()))
        """
    assert python(script).split() == ["42", "42"]

"""HeldOpen: one resource on one loop, for the blocking calls of one block."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import gc
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.leaks import left_since, open_things
from tgsdk.held_open import HeldOpen

color = contextvars.ContextVar("color", default="none")


class Resource:
    """A resource that notes when it is entered and left, and fails where it is told to."""

    def __init__(self, entering: BaseException | None = None, leaving: BaseException | None = None) -> None:
        self.entering, self.leaving = entering, leaving
        self.story: list[str] = []

    async def __aenter__(self) -> "Resource":
        await asyncio.sleep(0)
        if self.entering:
            raise self.entering
        self.task = asyncio.current_task()
        self.story.append("entered")
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)
        assert asyncio.current_task() is self.task
        self.story.append("left")
        if self.leaving:
            raise self.leaving


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def give_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def fail_with(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


def test_all_calls_run_on_one_loop_between_entering_and_leaving() -> None:
    resource = Resource()
    with HeldOpen(resource) as held:
        loops = {held.run(give_loop()) for _ in range(3)}
        assert resource.story == ["entered"]
    assert resource.story == ["entered", "left"]
    assert [loop.is_closed() for loop in loops] == [True]


@pytest.mark.parametrize("kind", [ValueError, TimeoutError, asyncio.CancelledError, SystemExit, KeyboardInterrupt])
def test_a_call_raises_its_own_exception_and_the_next_one_goes_on(kind: type[BaseException]) -> None:
    error = kind("its own")
    with HeldOpen(Resource()) as held:
        with pytest.raises(kind) as raised:
            held.run(fail_with(error))
        assert raised.value is error
        assert held.run(answer()) == 42


def test_calls_from_many_threads_run_at_once() -> None:
    async def meet() -> None:
        met.append(1)
        if len(met) == 8:
            everybody.set()
        await everybody.wait()

    met: list[int] = []
    everybody = asyncio.Event()
    with HeldOpen(Resource()) as held, concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: held.run(meet()), range(8)))
    assert len(met) == 8


def test_each_call_has_the_context_of_its_caller() -> None:
    async def give_color() -> str:
        return color.get()

    with HeldOpen(Resource()) as held:
        token = color.set("red")
        try:
            assert held.run(give_color()) == "red"
        finally:
            color.reset(token)
        assert held.run(give_color()) == "none"


def test_what_fails_on_entering_is_raised_and_nothing_is_left() -> None:
    before, error = open_things(), ConnectionError("no way in")
    with pytest.raises(ConnectionError) as raised, HeldOpen(Resource(entering=error)):
        pytest.fail("it was not entered")
    assert raised.value is error
    assert left_since(before) == []


def test_what_fails_on_leaving_is_raised_at_the_end() -> None:
    with pytest.raises(ConnectionError, match="no way out"), HeldOpen(Resource(leaving=ConnectionError("no way out"))):
        pass


def test_what_fails_in_the_block_is_raised_after_leaving() -> None:
    resource = Resource()
    with pytest.raises(ValueError, match="the block's own"), HeldOpen(resource):
        raise ValueError("the block's own")
    assert resource.story == ["entered", "left"]


def test_what_fails_on_leaving_a_failed_block_tells_of_both() -> None:
    error = ValueError("the block's own")
    with pytest.raises(ConnectionError) as raised, HeldOpen(Resource(leaving=ConnectionError())):
        raise error
    assert raised.value.__context__ is error


def test_a_call_before_and_after_the_block_is_refused() -> None:
    held = HeldOpen(Resource())
    with pytest.raises(RuntimeError, match="nothing is held open"):
        held.run(answer())
    with held:
        pass
    with pytest.raises(RuntimeError, match="nothing is held open"):
        held.run(answer())


def test_a_call_after_a_failed_entering_is_refused() -> None:
    held = HeldOpen(Resource(entering=ConnectionError()))
    with pytest.raises(ConnectionError), held:
        pass
    with pytest.raises(RuntimeError, match="nothing is held open"):
        held.run(answer())


def test_a_call_from_a_coroutine_that_runs_there_is_refused() -> None:
    async def call() -> int:
        return held.run(answer())

    with HeldOpen(Resource()) as held, pytest.raises(RuntimeError, match="wait for itself"):
        held.run(call())


def test_it_is_entered_once() -> None:
    held = HeldOpen(Resource())
    with held:
        pass
    with pytest.raises(RuntimeError), held:
        pass


def test_a_call_under_way_at_the_end_of_the_block_is_cancelled() -> None:
    async def wait() -> None:
        running.set()
        await asyncio.Event().wait()

    running, resource = threading.Event(), Resource()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with HeldOpen(resource) as held:
            call = pool.submit(held.run, wait())
            running.wait()
        with pytest.raises(asyncio.CancelledError):
            call.result()
    assert resource.story == ["entered", "left"]


def test_a_loop_that_is_stopped_hangs_nobody() -> None:
    async def stop() -> None:
        asyncio.get_running_loop().stop()
        await asyncio.Event().wait()

    resource = Resource()
    with pytest.raises(RuntimeError, match="Event loop stopped"), HeldOpen(resource) as held:  # noqa: PT012
        with pytest.raises((RuntimeError, asyncio.CancelledError)):
            held.run(stop())
        with pytest.raises(RuntimeError):
            held.run(answer())
    assert resource.story == ["entered", "left"]


def test_calls_that_race_with_the_end_are_answered_or_refused() -> None:
    def call(held: HeldOpen) -> None:
        for _ in range(1000):
            try:
                held.run(answer())
            except (RuntimeError, asyncio.CancelledError):
                return
        pytest.fail("it never ended")

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            with HeldOpen(Resource()) as held:
                calls = [pool.submit(call, held) for _ in range(8)]
            for ended in calls:
                ended.result(timeout=10)


def test_leftover_tasks_of_a_call_are_cancelled_at_the_end() -> None:
    async def leave_a_task() -> None:
        tasks.append(asyncio.create_task(asyncio.Event().wait()))

    tasks: list[asyncio.Task[Any]] = []
    with HeldOpen(Resource()) as held:
        held.run(leave_a_task())
    assert tasks[0].cancelled()


def test_it_works_under_a_running_loop() -> None:
    async def call() -> int:
        with HeldOpen(Resource()) as held:
            return held.run(answer())

    assert asyncio.run(call()) == 42


def test_a_result_is_not_kept_alive() -> None:
    class Big:
        pass

    async def make() -> Big:
        return Big()

    with HeldOpen(Resource()) as held:
        held.run(make())
        gc.collect()
        assert not [thing for thing in gc.get_objects() if type(thing) is Big]


# Ctrl-C

INTERRUPTED = """
    import asyncio, signal, sys, threading
    from tests.leaks import left_since, open_things
    from tgsdk.held_open import HeldOpen

    class Slow:
        async def __aenter__(self):
            await self.wait_if(PLACE == "entering")
        async def __aexit__(self, *_):
            await self.wait_if(PLACE == "leaving")
            print("left")
        async def wait_if(self, here):
            if here:
                interrupt()
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    print("cancelled")
                    raise

    def interrupt():
        threading.Timer(0.05, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)).start()

    def block():
        with HeldOpen(Slow()) as held:
            held.run(Slow().wait_if(PLACE == "calling"))

    async def block_in_loop():
        block()

    before = open_things()
    try:
        CALL
    except KeyboardInterrupt:
        print("interrupted")
    print(left_since(before))
    """


@pytest.mark.parametrize("call", ["block()", "asyncio.run(block_in_loop())"])
def test_ctrl_c_cancels_the_call(python: Callable[[str], str], call: str) -> None:
    printed = python(INTERRUPTED.replace("PLACE", "'calling'").replace("CALL", call))
    assert printed.splitlines() == ["cancelled", "left", "interrupted", "[]"]


@pytest.mark.parametrize("place", ["entering", "leaving"])
def test_ctrl_c_cancels_the_entering_and_the_leaving(python: Callable[[str], str], place: str) -> None:
    printed = python(INTERRUPTED.replace("PLACE", f"'{place}'").replace("CALL", "block()"))
    assert printed.splitlines() == ["cancelled", "interrupted", "[]"]


def test_what_was_opened_and_left_alone_does_not_keep_the_process_from_ending(python: Callable[[str], str]) -> None:
    script = """
        import contextlib
        from tgsdk.held_open import HeldOpen

        def parts():
            with HeldOpen(contextlib.nullcontext()):
                yield 1

        left_alone = parts()
        print(next(left_alone))
        """
    assert python(script) == "1"


def test_an_asynchronous_generator_can_be_held_open() -> None:
    @contextlib.asynccontextmanager
    async def place() -> AsyncIterator[None]:
        story.append("entered")
        yield
        story.append("left")

    story: list[str] = []
    with HeldOpen(place()) as held:
        assert held.run(answer()) == 42
    assert story == ["entered", "left"]

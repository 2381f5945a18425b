"""run_async_task() in every kind of thread, server and process that it may meet."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import functools
import gc
import logging
import math
import socket
import threading
import time
import types
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from tests.leaks import left_since, open_things
from tgsdk import Timeout, run_async_task

Run = Callable[..., Any]
BEYOND = 0.5  # seconds after the deadline by which a call has ended
color = contextvars.ContextVar("color", default="none")


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def fail_with(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


async def for_ever() -> None:
    await asyncio.Event().wait()


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


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def run(request: pytest.FixtureRequest) -> Run:
    """run_async_task, called in each place."""
    return lambda *args, **options: request.param(lambda: run_async_task(*args, **options))


# Its result, or its own exception


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


# The calling thread


def test_in_a_thread_without_a_running_loop_the_work_stays_in_it() -> None:
    async def where() -> int:
        return threading.get_ident()

    assert run_async_task(where()) == threading.get_ident()


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

    def work() -> str:
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


# What is refused

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
        run_async_task(old_style())  # type: ignore[arg-type]


@pytest.mark.parametrize("timeout", [-1, -0.001, -math.inf, math.nan])
def test_a_timeout_that_is_no_time_is_refused_and_the_coroutine_closed(timeout: float) -> None:
    coro = answer()
    with pytest.raises(ValueError, match="timeout is a number of seconds"):
        run_async_task(coro, timeout=timeout)
    assert coro.cr_frame is None


@pytest.mark.parametrize("timeout", ["15", [], object()], ids=lambda timeout: type(timeout).__name__)
def test_a_timeout_that_is_no_number_is_refused_and_the_coroutine_closed(timeout: Any) -> None:
    coro = answer()
    try:
        with pytest.raises((TypeError, ValueError)):
            run_async_task(coro, timeout=timeout)
        assert coro.cr_frame is None
    finally:
        coro.close()


def test_a_coroutine_cannot_be_run_twice(run: Run) -> None:
    coro = answer()
    run(coro)
    with pytest.raises(RuntimeError, match="already awaited"):
        run(coro)


# What the coroutine leaves


def test_leftover_tasks_are_cancelled_and_awaited(run: Run) -> None:
    ended = []

    async def linger() -> None:
        try:
            await for_ever()
        finally:
            await asyncio.sleep(0.01)
            ended.append("cleaned up")

    async def leave_behind() -> None:
        asyncio.create_task(linger())  # noqa: RUF006
        await asyncio.sleep(0)

    run(leave_behind())
    assert ended == ["cleaned up"]


def test_tasks_that_leftover_tasks_start_while_ending_are_ended_too(run: Run) -> None:
    ended = []

    async def linger(more: int) -> None:
        try:
            await for_ever()
        except asyncio.CancelledError:
            if more:
                asyncio.create_task(linger(more - 1))  # noqa: RUF006
                await asyncio.sleep(0)
            ended.append(more)

    async def leave_behind() -> None:
        asyncio.create_task(linger(2))  # noqa: RUF006
        await asyncio.sleep(0)

    run(leave_behind())
    assert ended == [2, 1, 0]


def test_an_asynchronous_generator_is_closed(run: Run) -> None:
    ended = []

    async def count() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            ended.append("closed")

    kept = count()

    async def leave_behind() -> int:
        return await anext(kept)

    assert run(leave_behind()) == 1
    assert ended == ["closed"]


def test_threads_of_the_loop_are_waited_for(run: Run) -> None:
    before, ended = threading.active_count(), []
    release = threading.Event()

    def work() -> None:
        release.wait(5)
        ended.append("done")

    async def leave_behind() -> None:
        asyncio.get_running_loop().run_in_executor(None, work)
        await asyncio.to_thread(int)
        release.set()

    run(leave_behind())
    assert ended == ["done"]
    assert threading.active_count() == before


def test_a_socket_held_by_a_leftover_task_is_closed(run: Run) -> None:
    async def hold(address: tuple[str, int], opened: asyncio.Event) -> None:
        _reader, writer = await asyncio.open_connection(*address)
        try:
            opened.set()
            await for_ever()
        finally:
            writer.close()

    async def leave_behind(address: tuple[str, int]) -> None:
        opened = asyncio.Event()
        asyncio.create_task(hold(address, opened))  # noqa: RUF006
        await opened.wait()

    with socket.create_server(("127.0.0.1", 0)) as server:
        before = open_things()
        run(leave_behind(server.getsockname()))
        assert left_since(before) == []


def test_a_hundred_calls_leave_no_thread_and_no_open_file(run: Run) -> None:
    async def use_all() -> None:
        asyncio.create_task(for_ever())  # noqa: RUF006
        await asyncio.to_thread(int)

    run(use_all())
    before = open_things()
    for _ in range(100):
        run(use_all(), timeout=5)
    assert open_things() - before == set()


def test_a_leftover_task_that_fails_while_cancelled_is_reported(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def stumble() -> None:
        try:
            await for_ever()
        finally:
            raise ValueError("stumbled")

    async def leave_behind() -> int:
        asyncio.create_task(stumble())  # noqa: RUF006
        await asyncio.sleep(0)
        return 42

    assert run(leave_behind()) == 42
    [record] = caplog.records
    assert "leftover task failed" in record.message
    assert "ValueError: stumbled" in caplog.text


# The deadline


class Release(threading.Event):
    """What refuses to end waits for it. ``kept`` holds what must not be collected before."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[object] = []


@pytest.fixture
def released() -> Iterator[Release]:
    """Comes at the end of the test."""
    event = Release()
    yield event
    event.set()
    event.kept.clear()
    gc.collect()


class Patience:
    """How long a block took, checked to be within the time that a deadline allows."""

    def __init__(self, timeout: float) -> None:
        self.limit = timeout + BEYOND

    def __enter__(self) -> None:
        self.start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        assert time.monotonic() - self.start < self.limit


def test_when_the_time_is_up_the_coroutine_is_cancelled_and_timeout_raised(run: Run) -> None:
    ended = []

    async def slow() -> None:
        try:
            await for_ever()
        finally:
            await asyncio.sleep(0)
            ended.append("cleaned up")

    with Patience(0.1), pytest.raises(Timeout, match=r"within 0\.1 s"):
        run(slow(), timeout=0.1)
    assert ended == ["cleaned up"]


def test_a_timeout_of_zero_lets_a_coroutine_end_that_does_not_wait(run: Run) -> None:
    async def at_once() -> int:
        return 42

    assert run(at_once(), timeout=0) == 42
    with pytest.raises(Timeout):
        run(for_ever(), timeout=0)


async def refuse(released: Release) -> None:
    end = time.monotonic() + 5  # so that a run_async_task() that waits for it fails the test and not the whole run
    while not released.is_set() and time.monotonic() < end:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.1)


async def wait_with_stubborn_task(released: Release) -> None:
    task = asyncio.create_task(refuse(released))
    await asyncio.shield(task)


async def wait_for_busy_thread(released: Release) -> None:
    await asyncio.to_thread(released.wait, 10)


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
    with Patience(0.2), pytest.raises(Timeout):
        run(coroutine(released), timeout=0.2)


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

    with Patience(0.2):
        assert run(leave_behind(), timeout=0.2) == 42
    assert [record.levelno for record in caplog.records if record.name == "tgsdk.runner"] == [logging.ERROR]
    assert "left behind" in caplog.text


@pytest.mark.parametrize("timeout", [math.inf, 1e12], ids=str)
def test_a_timeout_may_be_endless(run: Run, timeout: float) -> None:
    async def leave_thread() -> int:
        asyncio.get_running_loop().run_in_executor(None, threading.Event().wait, 0.05)
        return 42

    assert run(leave_thread(), timeout=timeout) == 42


# Ctrl-C

INTERRUPTED = """
    import asyncio, contextlib, signal, threading
    from tests.leaks import left_since, open_things
    from tgsdk import run_async_task

    def interrupt(delay):
        threading.Timer(delay, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)).start()

    async def work():
        task = asyncio.create_task(asyncio.sleep(8))
        interrupt(0.05)
        try:
            await task
        finally:
            await asyncio.sleep(0.05)
            print("cleaned up")

    async def call():
        run_async_task(work(), timeout=TIMEOUT)

    def run_in_plain_loop():
        with contextlib.closing(asyncio.new_event_loop()) as loop:
            loop.run_until_complete(call())

    before = open_things()
    try:
        CALL
    except KeyboardInterrupt:
        print("interrupted")
    assert left_since(before) == [], left_since(before)
    """


@pytest.mark.parametrize("timeout", ["None", "30"])
@pytest.mark.parametrize(
    "call", ["run_async_task(work(), timeout=TIMEOUT)", "run_in_plain_loop()", "asyncio.run(call())"]
)
def test_ctrl_c_cancels_the_coroutine_waits_for_its_clean_up_and_is_raised(
    python: Callable[[str], str], call: str, timeout: str
) -> None:
    script = INTERRUPTED.replace("CALL", call).replace("TIMEOUT", timeout)
    start = time.monotonic()
    assert python(script).splitlines() == ["cleaned up", "interrupted"]
    assert time.monotonic() - start < 6


# Processes and servers


def test_a_forked_worker_can_call(python: Callable[[str], str]) -> None:
    script = """
        import asyncio, os, sys, threading, warnings
        from tgsdk import run_async_task

        async def answer():
            await asyncio.to_thread(int)
            return 42

        def in_thread():
            results = []
            thread = threading.Thread(target=lambda: results.append(run_async_task(answer(), timeout=10)))
            thread.start()
            thread.join()
            return results

        def in_child(work):
            child = os.fork()
            if child == 0:
                try:
                    os._exit(0 if work() else 1)
                finally:
                    os._exit(2)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

        def work():
            return run_async_task(answer(), timeout=10) == 42 and in_thread() == [42]

        async def fork_under_a_running_loop():
            return in_child(work)

        assert work()
        print(in_child(work), in_child(lambda: in_child(work) == 0), asyncio.run(fork_under_a_running_loop()))
        """
    assert python(script) == "0 0 0"


SITE = """
    import asyncio, concurrent.futures, json, socket, threading, urllib.request
    import django
    from django.conf import settings
    from django.http import JsonResponse
    from django.urls import path
    from tgsdk import run_async_task

    async def work(thread):
        await asyncio.to_thread(int)
        await asyncio.sleep(0.01)
        return {"caller": thread}

    def sync_view(request):
        return JsonResponse(run_async_task(work(threading.current_thread().name), timeout=20))

    async def async_view(request):
        return JsonResponse(run_async_task(work(threading.current_thread().name), timeout=20))

    urlpatterns = [path("sync/", sync_view), path("async/", async_view)]
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="for this test", LOGGING_CONFIG=None)
    django.setup()

    def get(url):
        with urllib.request.urlopen(url, timeout=30) as response:
            return json.load(response)["caller"]

    def get_many(port):
        urls = [f"http://127.0.0.1:{port}/{kind}/" for kind in ("sync", "async")] * 8
        with concurrent.futures.ThreadPoolExecutor(len(urls)) as pool:
            print(*pool.map(get, urls), sep="\\n")
    """


def test_views_under_wsgi_with_threads_can_call(python: Callable[[str], str]) -> None:
    script = """
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Handler(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Handler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    get_many(server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()
    """
    callers = python(SITE + script).splitlines()
    assert len(callers) == 16
    assert any("process_request_thread" in caller for caller in callers)


def test_views_under_asgi_can_call(python: Callable[[str], str]) -> None:
    script = """
    import uvicorn
    from django.core.asgi import get_asgi_application

    class Server(uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            started.set()

    started = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(get_asgi_application(), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],), name="uvicorn's loop")
    thread.start()
    assert started.wait(20)
    get_many(listening.getsockname()[1])
    server.should_exit = True
    thread.join()
    listening.close()
    """
    callers = python(SITE + script).splitlines()
    assert callers[1::2] == ["uvicorn's loop"] * 8
    assert len(set(callers[0::2]) - {"uvicorn's loop"}) >= 1

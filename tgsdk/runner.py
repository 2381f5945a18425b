"""run_async_task(): one coroutine, run to its end from any blocking code, on an event loop of its own."""

import asyncio
import concurrent.futures
import inspect
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from .errors import TelegramUnavailable, Timeout
from .hiding import forget_variables
from .loops import new_loop
from .workers import NoThread, Outcome, Worker, has_greenlets

__all__ = ["run_async_task"]

NO_THREAD = "no thread can be started: this process is ending, or the system has no more of them"

T = TypeVar("T")
logger = logging.getLogger(__name__)

#: Seconds for the clean-up after the deadline. Tasks and threads that still run then are left behind, and logged.
GRACE = 0.4

#: Seconds for the clean-up in any case, also when the thread was blocked beyond the deadline.
MIN_GRACE = 0.05

#: Seconds between two checks for Ctrl-C where asyncio handles it.
INTERRUPT_CHECK = 0.1


def run_async_task(coro: Coroutine[Any, Any, T], *, timeout: float | None = None) -> T:
    """Run ``coro`` to its end and return its result, or raise its own exception, unchanged.

    It works in any thread. Where a loop is running already, in the main thread, whose signal handlers may raise at any
    line, and under gevent the coroutine runs in another thread, with the caller's context variables, while the calling
    one (or its greenlet alone) waits; what a signal handler raises meanwhile cancels it and comes out unchanged.

    The coroutine runs exactly once, on a new loop, asyncio's own, that is closed afterwards with everything left on
    it: tasks are cancelled and awaited, asynchronous generators and the loop's executor are shut down. The calling
    thread's own loop setting is not touched.

    ``timeout`` is in seconds and covers everything; ``None`` waits as long as it takes. When the time is up the
    coroutine is cancelled and :class:`tgsdk.Timeout` is raised. (Nothing can interrupt code that blocks its thread; a
    result that comes too late is returned all the same.) Ctrl-C cancels the coroutine, waits for its clean-up and
    raises ``KeyboardInterrupt``.

    Raises ``TypeError`` for anything that is not a coroutine, ``ValueError`` for a timeout that is no number of
    seconds.
    """
    _refuse_what_is_no_coroutine(coro)
    try:
        seconds = _checked(timeout)
    except BaseException:
        coro.close()
        raise
    if _may_run_here():
        return _run(coro, seconds)
    return _run_in_a_worker(coro, seconds)


def _may_run_here() -> bool:
    """Return whether nothing else is under way in this thread, and no signal handler can interrupt it."""
    is_main = threading.current_thread() is threading.main_thread()
    return asyncio._get_running_loop() is None and not is_main and not has_greenlets()


def _refuse_what_is_no_coroutine(thing: object) -> None:
    if inspect.iscoroutinefunction(thing):
        raise TypeError(f"run_async_task() runs a coroutine: call {getattr(thing, '__qualname__', thing)}() first")
    if not inspect.iscoroutine(thing):
        raise TypeError(f"run_async_task() runs a coroutine, not a {type(thing).__name__}")


def _checked(timeout: float | None) -> float | None:
    if timeout is None or timeout > threading.TIMEOUT_MAX:
        return None
    if not timeout >= 0:  # NaN too
        raise ValueError(f"timeout is a number of seconds, 0 or more, or None, not {timeout!r}")
    return float(timeout)


def run_to_its_end(coro: Coroutine[Any, Any, T]) -> T:
    """Run ``coro`` as run_async_task() does without a timeout, but bound the clean-up afterwards by ``GRACE``."""
    return _run(coro, None, cleans_up_at_once=True)


def _run(coro: Coroutine[Any, Any, T], timeout: float | None, *, cleans_up_at_once: bool = False) -> T:
    try:
        # With a loop factory the Runner leaves the thread's loop setting alone.
        runner = asyncio.Runner(loop_factory=new_loop)
        loop = runner.get_loop()
    except BaseException:
        coro.close()
        raise
    threads = _Threads()
    loop.set_default_executor(threads)
    bounds = _Bounds(timeout)
    try:
        outcome = runner.run(_contained(coro if timeout is None else bounds.hold(coro)))
    except RuntimeError as error:
        if bounds.gave_up:
            raise Timeout(f"no result within {timeout:g} s, and the coroutine refused to end") from error
        raise
    finally:
        if cleans_up_at_once:
            bounds.end_soon()
        _clean_up(loop, threads, bounds)
    if isinstance(outcome, _Exit):
        raise outcome.error
    return outcome


class _Exit:
    """A SystemExit or KeyboardInterrupt that the coroutine raised itself."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


async def _contained(coro: Coroutine[Any, Any, T]) -> "T | _Exit":
    """Await ``coro``, and return an exit that it raises: raised through the loop it would stop that and be logged."""
    try:
        return await coro
    except (SystemExit, KeyboardInterrupt) as error:
        return _Exit(error)


class _Bounds:
    """The deadline of one run, and of its clean-up a little later."""

    def __init__(self, timeout: float | None) -> None:
        self._timeout = timeout
        self._end = None if timeout is None else time.monotonic() + timeout + GRACE
        self.gave_up = False

    def end_soon(self) -> None:
        """Set the deadline of the clean-up to ``GRACE`` seconds from now."""
        self._end = time.monotonic() + GRACE

    def seconds_left(self) -> float | None:
        """Return the seconds left for the clean-up, at least ``MIN_GRACE``; None if there is no deadline."""
        return None if self._end is None else max(self._end - time.monotonic(), MIN_GRACE)

    async def hold(self, coro: Coroutine[Any, Any, T]) -> T:
        """Await ``coro``; when the time is up cancel it and raise Timeout, whatever it makes of the cancellation."""
        loop = asyncio.get_running_loop()
        last_resort = loop.call_later(self.seconds_left() or 0, self._give_up, loop)
        limit = asyncio.timeout(self._timeout)
        try:
            async with limit:
                result = await coro
        except Exception as error:
            if limit.expired():
                raise self._timed_out() from error
            raise
        finally:
            last_resort.cancel()
        if limit.expired():
            raise self._timed_out()
        return result

    def _timed_out(self) -> Timeout:
        return Timeout(f"no result within {self._timeout:g} s")

    def _give_up(self, loop: asyncio.AbstractEventLoop) -> None:
        self.gave_up = True
        loop.stop()


def _clean_up(loop: asyncio.AbstractEventLoop, threads: "_Threads", bounds: _Bounds) -> None:
    """Close ``loop`` and all that was left on it."""
    try:
        loop.run_until_complete(_end_tasks(loop, bounds))
        threads.end(bounds.seconds_left())
    finally:
        loop.close()


async def _end_tasks(loop: asyncio.AbstractEventLoop, bounds: _Bounds) -> None:
    stuck = {asyncio.current_task(loop)}
    while leftovers := asyncio.all_tasks(loop) - stuck:  # again: a task that ends may start others
        stuck |= await _cancel(leftovers, bounds)
    # Not awaited directly: a generator that refuses to end would keep it from ever being cancelled.
    closing = asyncio.ensure_future(loop.shutdown_asyncgens())
    if (await asyncio.wait({closing}, timeout=bounds.seconds_left()))[1]:
        logger.error("An asynchronous generator did not end in time and is left behind")


async def _cancel(tasks: set[asyncio.Task[Any]], bounds: _Bounds) -> set[asyncio.Task[Any]]:
    """Cancel the tasks, wait for them, and return those that refuse to end."""
    for task in tasks:
        task.cancel()
    ended, stuck = await asyncio.wait(tasks, timeout=bounds.seconds_left())
    for task in stuck:
        logger.error("A task refused to be cancelled and is left behind: %s", task.get_name())
    _report_failures(asyncio.get_running_loop(), ended)
    return stuck


def _report_failures(loop: asyncio.AbstractEventLoop, tasks: set[asyncio.Task[Any]]) -> None:
    """Report leftover tasks that failed while they were cancelled to the loop's exception handler."""
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            forget_variables(error)
            context = {"message": "A leftover task failed while it was cancelled", "exception": error, "task": task}
            loop.call_exception_handler(context)


class _Threads(concurrent.futures.ThreadPoolExecutor):
    """A loop's default executor, made on first use. Unlike ``shutdown()``, :meth:`end` waits for it with a bound."""

    def __init__(self) -> None:  # the base is initialised by submit(): most calls never need a thread
        self._jobs: set[concurrent.futures.Future[Any]] | None = None

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> concurrent.futures.Future[T]:
        if self._jobs is None:
            super().__init__(thread_name_prefix="tgsdk")
            self._jobs = set()
        try:
            job = super().submit(fn, *args, **kwargs)
        except RuntimeError as error:
            raise TelegramUnavailable(NO_THREAD) from error
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._jobs is not None:
            super().shutdown(wait, cancel_futures=cancel_futures)

    def end(self, timeout: float | None) -> None:
        """Wait for the threads; log those that are busy after ``timeout`` seconds, and leave them behind."""
        if self._jobs is None:
            return
        jobs = list(self._jobs)
        self.shutdown(wait=False, cancel_futures=True)
        busy = [job for job in jobs if not job.done()]
        if concurrent.futures.wait(busy, timeout).not_done:
            logger.error("A thread is still busy after the deadline and is left behind")
        else:
            self.shutdown()


def _run_in_a_worker(coro: Coroutine[Any, Any, T], timeout: float | None) -> T:
    """Run ``coro`` in another thread while this one waits. An interrupt cancels it, and its end is waited for."""
    interrupt = Interrupt()
    worker = Worker(lambda: _run(interrupt.watch(coro), timeout), name="tgsdk-run-async-task")
    try:
        worker.start()
        await_outcome(worker.outcome, interrupt)
        worker.join()
    except NoThread as error:
        coro.close()
        raise TelegramUnavailable(NO_THREAD) from error
    except BaseException:
        if worker.abandon():
            coro.close()
        else:
            interrupt.send()
            worker.outcome.wait()
        raise
    try:
        return worker.outcome.result()
    except NoThread as error:
        coro.close()
        raise TelegramUnavailable(NO_THREAD) from error


def await_outcome(outcome: Outcome[Any], interrupt: "Interrupt") -> None:
    """Wait for ``outcome``; pass Ctrl-C on, which asyncio.run() makes a cancellation of its main task: this one."""
    if asyncio._get_running_loop() is None or threading.current_thread() is not threading.main_thread():
        outcome.wait()
        return
    caller = asyncio.current_task()
    cancellations = caller.cancelling() if caller else 0
    while not outcome.wait(INTERRUPT_CHECK):
        if caller and caller.cancelling() > cancellations:
            interrupt.send()
            outcome.wait()


class Interrupt:
    """Lets one thread cancel the coroutine that another one runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent = False
        self._cancel: Callable[[], object] | None = None

    async def watch(self, coro: Coroutine[Any, Any, T]) -> T:
        """Await ``coro``, to be cancelled by :meth:`send`, also by one sent before."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        with self._lock:
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel) if task else None
            if self._sent:
                self._cancel()
        try:
            return await coro
        finally:
            with self._lock:
                self._cancel = None

    def send(self) -> None:
        """Cancel the coroutine. Sending it twice or too late is harmless."""
        with self._lock:
            self._sent = True
            if self._cancel is not None:
                self._cancel()

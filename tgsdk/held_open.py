"""HeldOpen: an asynchronous context manager, held open on a loop of its own while blocking code calls into it."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self, TypeVar

from tgsdk.runner import Interrupt, await_outcome, run_to_its_end

__all__ = ["HeldOpen"]

T = TypeVar("T")


class HeldOpen:
    """One loop in a thread of its own. One task enters and leaves the resource; each :meth:`run` is another task.

    A failure to enter the resource is raised where ``with`` begins, a failure to leave it where ``with`` ends.
    """

    def __init__(self, resource: AbstractAsyncContextManager[Any]) -> None:
        self._resource = resource
        self._entered: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._left: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._outcomes: set[concurrent.futures.Future[Any]] = set()
        self._is_open = False
        self._lock = threading.Lock()
        self._interrupt = Interrupt()
        context = contextvars.copy_context()
        # A daemon: a block that somebody opened and never left does not keep the process from ending.
        self._thread = threading.Thread(target=context.run, args=(self._work,), name="tgsdk-held-open", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._entered.result()
        except BaseException:
            self._interrupt.send()
            self._thread.join()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if sys.is_finalizing():  # the thread has ended with the interpreter: waiting for it would never end
            return
        self._close()
        try:
            self._left.result()
        finally:
            self._interrupt.send()
            self._thread.join()

    def run(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run ``coro`` to its end, with the caller's context variables, and return its result. Ctrl-C cancels it.

        Raises ``RuntimeError`` when nothing is held open (any more), and for a call from a coroutine that runs here.
        """
        outcome: concurrent.futures.Future[T] = concurrent.futures.Future()
        interrupt = Interrupt()

        async def work() -> None:
            try:
                outcome.set_result(await interrupt.watch(coro))
            except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
                outcome.set_exception(error)

        with contextlib.closing(coro):
            self._start(work, outcome)
            try:
                _wait(outcome, interrupt)
            except BaseException:
                interrupt.send()
                concurrent.futures.wait([outcome])
                raise
            return outcome.result()

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]], outcome: concurrent.futures.Future[Any]) -> None:
        context = contextvars.copy_context()
        with self._lock:
            if not self._is_open:
                raise RuntimeError("nothing is held open here")
            if threading.current_thread() is self._thread:
                raise RuntimeError("a coroutine that runs here would wait for itself")
            self._loop.call_soon_threadsafe(lambda: self._loop.create_task(work(), context=context))
            self._outcomes.add(outcome)
        outcome.add_done_callback(self._outcomes.discard)

    def _work(self) -> None:
        failure: BaseException | None = None
        try:
            run_to_its_end(self._interrupt.watch(self._hold()))
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            failure = error
        self._close()
        for outcome in list(self._outcomes):  # of coroutines that the loop has not started
            outcome.set_exception(RuntimeError("the loop has ended"))
        waiting = self._left if self._entered.done() else self._entered
        if failure is None:
            waiting.set_result(None)
        else:
            waiting.set_exception(failure)

    async def _hold(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        async with self._resource:
            self._is_open = True
            self._entered.set_result(None)
            await self._ending.wait()

    def _close(self) -> None:
        """Accept no more calls, and have the resource left."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                    self._loop.call_soon_threadsafe(self._ending.set)


def _wait(outcome: concurrent.futures.Future[Any], interrupt: Interrupt) -> None:
    if asyncio._get_running_loop() is None:
        concurrent.futures.wait([outcome])
    else:
        await_outcome(outcome, interrupt)

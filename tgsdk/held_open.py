"""HeldOpen: an asynchronous context manager, held open on a loop of its own while blocking code calls into it."""

import asyncio
import contextvars
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self, TypeVar

from .errands import Errand, Steps, waited_for
from .runner import Interrupt, await_outcome, run_to_its_end
from .workers import Once, Outcome, Worker, call_in_loop

__all__ = ["HeldOpen"]

T = TypeVar("T")


class HeldOpen:
    """One loop in a thread of its own. One task enters and leaves the resource; each :meth:`run` is another task.

    A failure to enter the resource is raised where ``with`` begins, a failure to leave it where ``with`` ends.
    """

    def __init__(self, resource: AbstractAsyncContextManager[Any]) -> None:
        self.is_open = False
        self._resource = resource
        self._process = os.getpid()
        self._entering = Once()
        self._entered: Outcome[None] = Outcome()
        self._calls: set[Steps[Any]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._lets_calls_end = False
        self._lock = threading.RLock()  # a finaliser may need it in the midst of it
        self._interrupt = Interrupt()
        # A daemon: a block that somebody opened and never left does not keep the process from ending.
        self._worker = Worker(self._work, name="tgsdk-held-open", daemon=True)
        self._thread_id: int | None = None

    def __enter__(self) -> Self:
        if not self._entering.take():
            raise RuntimeError("it is entered once")
        try:
            self._worker.start()
            self._entered.result()
        except BaseException:
            self._give_up()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._would_wait_for_ever():
            self.close()
            return
        try:
            self.close()
            self._worker.outcome.result()
            self._worker.join()
        except BaseException:
            self._give_up()
            raise

    def close(self) -> None:
        """Accept no more calls, and have the resource left. Does not wait, so that any finaliser may call it."""
        if self._is_of_another_process() or sys.is_finalizing():  # there is no thread that could leave it
            self.is_open = False
            return
        with self._lock:
            if self.is_open:
                self._lets_calls_end = threading.get_ident() == self._thread_id
                self.is_open = False
                call_in_loop(self._loop, self._ending.set)

    def run(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run ``coro`` to its end, with the caller's context variables, and return its result. Ctrl-C cancels it.

        The errands that it has (:func:`run_in_the_waiting_thread`) are run here meanwhile; a failure of one cancels it.
        Raises ``RuntimeError`` when nothing is held open (any more), for a call from a coroutine that runs here, and
        in a process that was forked since.
        """
        steps: Steps[T] = Steps()
        step = steps.next  # the first of them: the loop may be further soon
        beginning, interrupt = Once(), Interrupt()

        async def work() -> None:
            if not beginning.take():
                return
            try:
                result = await interrupt.watch(coro)
            except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
                steps.next.set_error(error)
            else:
                steps.next.set_result(result)

        try:
            self._start(work, steps)
            while isinstance(outcome := _awaited(step, interrupt), Errand):
                outcome.run()
                step = outcome.next
            return outcome
        finally:
            self._calls.discard(steps)
            if beginning.take():  # it never will
                coro.close()
            elif not steps.next.is_done:  # somebody interrupted the wait, or an errand failed
                interrupt.send()
                steps.next.wait()

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]], steps: Steps[Any]) -> None:
        context = contextvars.copy_context()
        context.run(waited_for.set, steps)
        if self._is_of_another_process():
            raise RuntimeError("the connection belongs to the process that opened it: a fork has to open its own")
        with self._lock:
            if not self.is_open:
                raise RuntimeError("nothing is held open here")
            if threading.get_ident() == self._thread_id:
                raise RuntimeError("a coroutine that runs here would wait for itself")
            self._calls.add(steps)
            self._loop.call_soon_threadsafe(self._begin, work, context)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]], context: contextvars.Context) -> None:
        task = self._loop.create_task(work(), context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _work(self) -> None:
        self._thread_id = threading.get_ident()
        try:
            run_to_its_end(self._interrupt.watch(self._hold()))
        except BaseException as error:
            self._entered.set_error(error)
            raise
        finally:
            self.close()
            for steps in list(self._calls):  # of coroutines that the loop has not started
                steps.next.set_error(RuntimeError("the loop has ended"))

    async def _hold(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        async with self._resource:
            self.is_open = True
            self._entered.set_result(None)
            await self._ending.wait()
            if self._lets_calls_end and self._tasks:
                await asyncio.wait(self._tasks)

    def _give_up(self) -> None:
        if not self._worker.abandon():
            self._interrupt.send()
            self._worker.outcome.wait()

    def _would_wait_for_ever(self) -> bool:
        """Return whether the thread behind this is gone, or is the one that would wait for it (in a finaliser)."""
        return self._is_of_another_process() or sys.is_finalizing() or threading.get_ident() == self._thread_id

    def _is_of_another_process(self) -> bool:
        return os.getpid() != self._process


def _awaited(step: Outcome[T | Errand], interrupt: Interrupt) -> T | Errand:
    await_outcome(step, interrupt)
    return step.result()

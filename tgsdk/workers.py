"""Workers: one piece of work in a thread of the system, while another thread, or a greenlet, waits for it.

Signal handlers raise in the main thread, at any line of it: Celery's soft time limit, Ctrl-C, anybody's alarm. Work
that was given to a worker never sees that, and the thread that waits can tell at any moment what there is to clean up.
"""

import _thread
import asyncio
import contextvars
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

__all__ = ["Once", "Outcome", "Worker", "call_in_loop", "has_greenlets"]

T = TypeVar("T")


class Once:
    """A right that one of several threads takes. It takes no lock, which an interrupted thread could leave locked."""

    def __init__(self) -> None:
        self._right = deque([None])  # deque.pop() is atomic

    def take(self) -> bool:
        """Return whether nobody had taken it."""
        try:
            self._right.pop()
        except IndexError:
            return False
        return True


class Outcome(Generic[T]):
    """The result of work, or its exception, to be waited for. What comes first counts.

    Unlike ``concurrent.futures.Future`` it cannot be left locked by an exception that a signal handler raises
    somewhere in :meth:`wait`.
    """

    def __init__(self) -> None:
        self.is_done = False
        self._result: T
        self._error: BaseException | None = None
        self._setting = Once()
        self._gate = threading.Lock()
        self._gate.acquire()
        self._wake: Callable[[], object] | None = None

    def set_result(self, result: T) -> None:
        if self._setting.take():
            self._result = result
            self._open()

    def set_error(self, error: BaseException) -> None:
        if self._setting.take():
            self._error = error
            self._open()

    def wait(self, timeout: float = -1) -> bool:
        """Wait for at most ``timeout`` seconds, or without end, and return whether the work is done."""
        if has_greenlets():
            self._wait_in_a_greenlet(None if timeout < 0 else timeout)
        elif not self.is_done and self._gate.acquire(timeout=timeout):
            self._gate.release()  # for others who wait
        return self.is_done

    def result(self) -> T:
        """Wait, and return the result or raise the exception."""
        self.wait()
        try:
            if self._error is not None:
                raise self._error
            return self._result
        finally:
            del self  # an exception keeps this frame, and must not keep itself

    def _open(self) -> None:
        self.is_done = True
        if self._wake is not None:
            self._wake()
        elif not has_greenlets():
            self._gate.release()

    def _wait_in_a_greenlet(self, timeout: float | None) -> None:
        """Wait as gevent's hub can see it: of a lock that another thread releases it knows nothing."""
        from gevent import get_hub
        from gevent.event import Event

        opened, watcher = Event(), get_hub().loop.async_()
        watcher.start(opened.set)
        self._wake = watcher.send
        try:
            if not self.is_done:
                opened.wait(timeout)
        finally:
            watcher.stop()


class NoThread(RuntimeError):
    """The system, or an interpreter that is ending, starts no more threads."""


class Worker(Generic[T]):
    """A thread for ``work``, which runs there once, with the context variables of whoever made the worker.

    With ``daemon`` it does not keep the process from ending.
    """

    def __init__(self, work: Callable[[], T], *, name: str, daemon: bool = False) -> None:
        self.outcome: Outcome[T] = Outcome()
        self._work = work
        self._beginning = Once()
        self._context = contextvars.copy_context()
        self._thread = None if has_greenlets() else threading.Thread(target=self._run, name=name, daemon=daemon)

    def start(self) -> None:
        """Start the thread. Where there can be none, the outcome is NoThread, or that is raised."""
        if self._thread is None:
            _start_real_thread(self._run)
        elif threading.current_thread() is threading.main_thread():
            _starter().put(self._start)
        else:
            self._start()

    def abandon(self) -> bool:
        """Return whether the work has not begun: then it never will."""
        return self._beginning.take()

    def join(self) -> None:
        """Wait for the end of the thread, after that of the work."""
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()

    def _start(self) -> None:
        try:
            if self._thread is not None:
                self._thread.start()
        except RuntimeError as error:
            if self.abandon():
                self.outcome.set_error(NoThread(*error.args))

    def _run(self) -> None:
        if not self._beginning.take():
            return
        try:
            result = self._context.run(self._work)
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            self.outcome.set_error(error)
        else:
            self.outcome.set_result(result)
        finally:
            del self  # a thread's frame keeps what it has run


def call_in_loop(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """Have a loop of another thread call this soon, unless it has ended by itself.

    A ``RuntimeError`` that is not the loop's is a signal handler's: whoever swallowed it would wait for ever.
    """
    try:
        loop.call_soon_threadsafe(callback)
    except RuntimeError:
        if not loop.is_closed():
            raise


def has_greenlets() -> bool:
    """Return whether gevent has put greenlets in the place of threads: they share one loop setting and one signal."""
    monkey: Any = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("threading"))


def _start_real_thread(work: Callable[[], None]) -> None:
    """Start a thread of the system under gevent. Not one of the hub's pool: its ten may all be held by open blocks."""
    monkey: Any = sys.modules["gevent.monkey"]
    monkey.get_original("_thread", "start_new_thread")(work, ())


def _starter() -> "queue.SimpleQueue[Callable[[], None]]":
    """Return the queue of this process's thread that starts others.

    ``Thread.start()`` takes several locks in turn: in the main thread a signal handler could raise between them.
    """
    global _starting
    process, commands = _starting
    if process != os.getpid():
        commands = queue.SimpleQueue()
        try:
            _thread.start_new_thread(_obey, (commands,))
        except RuntimeError as error:
            raise NoThread(*error.args) from error
        _starting = (os.getpid(), commands)
    return commands


def _obey(commands: "queue.SimpleQueue[Callable[[], None]]") -> None:
    while True:
        commands.get()()


_starting: "tuple[int, queue.SimpleQueue[Callable[[], None]]]" = (0, queue.SimpleQueue())

"""Errands: what a coroutine has the thread do that waits for it, where blocking code belongs."""

import asyncio
import contextvars
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .workers import Outcome, call_in_loop

__all__ = ["Errand", "Steps", "run_in_the_waiting_thread", "waited_for"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Errand:
    """Work for the thread that waits; the coroutine goes on when it is ``done``, and ``next`` is what comes then."""

    work: Callable[[], object]
    done: "asyncio.Future[None]"
    next: Outcome[Any]

    def run(self) -> None:
        """Do the work, and let the coroutine go on. A failure is raised here."""
        self.work()
        call_in_loop(self.done.get_loop(), self._let_go_on)  # which has ended where the deadline was reached

    def _let_go_on(self) -> None:
        if not self.done.done():
            self.done.set_result(None)


class Steps(Generic[T]):
    """What the waiting thread gets from a coroutine: any number of errands, and then its result.

    ``next`` is what the coroutine has to set next.
    """

    def __init__(self) -> None:
        self.next: Outcome[T | Errand] = Outcome()

    async def hand_over(self, work: Callable[[], object]) -> None:
        outcome, self.next = self.next, Outcome()
        errand = Errand(work, asyncio.get_running_loop().create_future(), self.next)
        outcome.set_result(errand)
        await errand.done


#: By whom the coroutine that runs is waited for.
waited_for: "contextvars.ContextVar[Steps[object]]" = contextvars.ContextVar("waited_for")


async def run_in_the_waiting_thread(work: Callable[[], object]) -> None:
    """Have the thread that waits for this coroutine (:meth:`HeldOpen.run`) do ``work``, and go on when it is done.

    No loop runs in that thread, and it is the one whose database connection and transaction the caller knows. When the
    work raises, the coroutine is cancelled, and the thread that waits raises it.
    """
    await waited_for.get().hand_over(work)

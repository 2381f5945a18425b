"""together(): several calls at once over one connection, for blocking code."""

import asyncio
import contextvars
import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Literal, TypeVar, overload

from tgsdk.arguments import check, named
from tgsdk.errors import TelegramError

__all__ = ["CallsTogether", "made_together", "together_until"]

TwinT = TypeVar("TwinT")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
T = TypeVar("T")

#: When the calls that are made together have to end, in the seconds of ``time.monotonic()``.
together_until: contextvars.ContextVar[float | None] = contextvars.ContextVar("together_until", default=None)


class CallsTogether(ABC, Generic[TwinT]):
    """A blocking client whose awaitable twin can make several calls at once."""

    @overload
    def together(self, *, return_errors: bool = False) -> tuple[()]: ...

    @overload
    def together(self, a: Callable[[TwinT], Awaitable[A]], /) -> tuple[A]: ...

    @overload
    def together(
        self, a: Callable[[TwinT], Awaitable[A]], /, *, return_errors: Literal[True]
    ) -> tuple[A | TelegramError]: ...

    @overload
    def together(self, a: Callable[[TwinT], Awaitable[A]], b: Callable[[TwinT], Awaitable[B]], /) -> tuple[A, B]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[A]],
        b: Callable[[TwinT], Awaitable[B]],
        /,
        *,
        return_errors: Literal[True],
    ) -> tuple[A | TelegramError, B | TelegramError]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[A]],
        b: Callable[[TwinT], Awaitable[B]],
        c: Callable[[TwinT], Awaitable[C]],
        /,
    ) -> tuple[A, B, C]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[A]],
        b: Callable[[TwinT], Awaitable[B]],
        c: Callable[[TwinT], Awaitable[C]],
        /,
        *,
        return_errors: Literal[True],
    ) -> tuple[A | TelegramError, B | TelegramError, C | TelegramError]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[A]],
        b: Callable[[TwinT], Awaitable[B]],
        c: Callable[[TwinT], Awaitable[C]],
        d: Callable[[TwinT], Awaitable[D]],
        /,
    ) -> tuple[A, B, C, D]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[A]],
        b: Callable[[TwinT], Awaitable[B]],
        c: Callable[[TwinT], Awaitable[C]],
        d: Callable[[TwinT], Awaitable[D]],
        /,
        *,
        return_errors: Literal[True],
    ) -> tuple[A | TelegramError, B | TelegramError, C | TelegramError, D | TelegramError]: ...

    @overload  # of five or more, or of a list: mypy takes a lambda for Any where two of these may be meant
    def together(
        self,
        a: Callable[[TwinT], Awaitable[T]],
        b: Callable[[TwinT], Awaitable[T]],
        c: Callable[[TwinT], Awaitable[T]],
        d: Callable[[TwinT], Awaitable[T]],
        e: Callable[[TwinT], Awaitable[T]],
        /,
        *calls: Callable[[TwinT], Awaitable[T]],
    ) -> tuple[T, ...]: ...

    @overload
    def together(
        self,
        a: Callable[[TwinT], Awaitable[T]],
        b: Callable[[TwinT], Awaitable[T]],
        c: Callable[[TwinT], Awaitable[T]],
        d: Callable[[TwinT], Awaitable[T]],
        e: Callable[[TwinT], Awaitable[T]],
        /,
        *calls: Callable[[TwinT], Awaitable[T]],
        return_errors: Literal[True],
    ) -> tuple[T | TelegramError, ...]: ...

    def together(self, *calls: Callable[[TwinT], Awaitable[Any]], return_errors: bool = False) -> tuple[Any, ...]:
        """Make several calls that do not depend on each other at once, over one connection, and return their results.

        Each of them is a function that is given the awaitable twin of this object, and whose result is awaited::

            me, chats, chat = telegram.together(
                lambda telegram: telegram.me(),
                lambda telegram: telegram.chats(20),
                lambda telegram: telegram.chat(chat_id),
            )

        One may make several calls itself, one after the other (``async def``). All that is made here ends within the
        ``timeout`` of one call. Telegram may do them in any order.

        One that fails leaves the others alone: all come to their end, and then the error of the first that failed is
        raised; with ``return_errors`` each :class:`tgsdk.TelegramError` stands in the place of its result. Only a lost
        connection, and an account that Telegram has ended, is shared by all that have no answer yet. Calls of a login,
        ``status()`` and ``log_out()`` wait for the others, and all do with a backend that takes one call at a time.
        """
        check(return_errors=return_errors)
        for call in calls:
            if not callable(call):
                raise TypeError(f"together() takes functions that are given the awaitable twin, not {named(call)}")
        outcomes = self._make_together(calls)
        for outcome in outcomes:
            if isinstance(outcome, BaseException) and not (return_errors and isinstance(outcome, TelegramError)):
                raise outcome
        return tuple(outcomes)

    @abstractmethod
    def _make_together(self, calls: Sequence[Callable[[TwinT], Awaitable[object]]]) -> list[object]:
        """Make the calls over one connection, and return the result of each, or what it raised."""


async def made_together(
    twin: TwinT, calls: Sequence[Callable[[TwinT], Awaitable[object]]], seconds: float
) -> list[object]:
    """Make all calls at once, and return the result of each, or what it raised. They end in so many seconds."""
    until = time.monotonic() + seconds
    made = (_made(twin, call, until, number) for number, call in enumerate(calls, start=1))
    return await asyncio.gather(*made, return_exceptions=True)


async def _made(twin: TwinT, call: Callable[[TwinT], Awaitable[T]], until: float, number: int) -> T:
    together_until.set(until)  # in a task of its own
    returned = call(twin)
    if not inspect.isawaitable(returned):
        _close_all(returned)
        raise TypeError(
            f"function {number} of together() returns a call of the twin, to be awaited, not {named(returned)}"
        )
    return await returned


def _close_all(returned: object) -> None:
    """Close coroutines that nobody will await."""
    for each in returned if isinstance(returned, list | tuple) else ():
        if inspect.iscoroutine(each):
            each.close()

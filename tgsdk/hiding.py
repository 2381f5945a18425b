"""Secrets that no error report is to show: values that hide themselves, and frames without their variables."""

import asyncio
import contextlib
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, TypeVar

__all__ = ["Secret", "forget_variables"]

TextT = TypeVar("TextT", str, str | None)


class Secret(str):
    """A text whose ``repr()`` does not show it: error reports and loggers record variables by that.

    It is the same text in every other way; what is derived from it (a slice, a joined text) is an ordinary one.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"

    @classmethod
    def of(cls, value: TextT) -> TextT:
        """Hide a text; what is none is hidden too, for whoever checks it."""
        if value is None or isinstance(value, Secret | _NoText):
            return value
        return cls(value) if isinstance(value, str) else _NoText(value)

    @staticmethod
    def shown(value: TextT) -> TextT:
        """Return the ordinary text again, and what was none as it was."""
        if isinstance(value, _NoText):
            return value.value
        return str(value) if isinstance(value, str) else value


class _NoText:
    """A value that was given in place of a text: a code as a number, say."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def forget_variables(error: BaseException) -> None:
    """Empty the frames that ``error``, its causes and its contexts have left behind; their lines stay.

    For whoever re-raises ``error``. Frames that still run, or wait on its loop, keep their variables.
    """
    busy = set(_waiting_frames())
    for traceback in _tracebacks(error):
        if traceback.tb_frame not in busy:
            with contextlib.suppress(RuntimeError):  # it runs
                traceback.tb_frame.clear()


def _tracebacks(error: BaseException) -> Iterator[TracebackType]:
    seen: set[int] = set()
    errors: list[BaseException | None] = [error]
    while errors:
        each = errors.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        errors += [each.__cause__, each.__context__]
        traceback = each.__traceback__
        while traceback is not None:
            yield traceback
            traceback = traceback.tb_next


def _waiting_frames() -> Iterator[FrameType]:
    """Yield the frames of all coroutines that wait on the running loop: to clear one of them would end it."""
    loop = asyncio._get_running_loop()
    for task in asyncio.all_tasks(loop) if loop else ():
        waiting: Any = task.get_coro()
        while waiting is not None:
            frame = getattr(waiting, "cr_frame", None) or getattr(waiting, "gi_frame", None)
            if frame is not None:
                yield frame
            waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "gi_yieldfrom", None)

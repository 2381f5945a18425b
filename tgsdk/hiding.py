"""Secrets that no error report is to show: values that hide themselves, and frames without their variables."""

import asyncio
import contextlib
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, TypeVar

__all__ = ["Secret", "forget_variables"]

T = TypeVar("T")


class Secret(str):
    """A text whose ``repr()`` does not show it: error reports and loggers record variables by that.

    It is the same text in every other way; what is derived from it (a slice, a joined text) is an ordinary one.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"

    @classmethod
    def of(cls, value: T) -> T:
        """Hide a text; what is none is hidden too, but for None: whoever takes it asks for :meth:`shown`."""
        hidden: Any = value
        if isinstance(value, str):
            hidden = cls(value)
        elif value is not None and not isinstance(value, _Hidden):
            hidden = _Hidden(value)
        return hidden  # type: ignore[no-any-return]

    @staticmethod
    def shown(value: T) -> T:
        """Return the ordinary text again, and what was none as it was."""
        plain: Any = value
        if isinstance(value, _Hidden):
            plain = value.value
        elif isinstance(value, str):
            plain = str(value)
        return plain  # type: ignore[no-any-return]


class _Hidden:
    """What is no text and is not to be shown: the bytes of a file, or a code that was given as a number."""

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

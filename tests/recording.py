"""A recorder of what error reports show: the variables of every frame of a failure, and Django's own page of it."""

from collections.abc import Iterator
from types import FrameType

from django.http import HttpRequest
from django.views.debug import ExceptionReporter

__all__ = ["recorded", "reported"]


def recorded(error: BaseException, *, leave_out: str = "") -> str:
    """All variables of all frames of an error, its causes and its contexts, but for those of the file ``leave_out``."""
    frames = [frame for frame in _frames(error, set()) if frame.f_code.co_filename != leave_out]
    assert frames
    return "\n".join(f"{frame.f_code.co_qualname}: {frame.f_locals!r}" for frame in frames) + repr(error)


def reported(error: BaseException, request: HttpRequest | None = None) -> str:
    """The HTML page that Django mails to administrators."""
    page: str = ExceptionReporter(request, type(error), error, error.__traceback__).get_traceback_html()
    return page


def _frames(error: BaseException | None, seen: set[int]) -> Iterator[FrameType]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next
    yield from _frames(error.__cause__, seen)
    yield from _frames(error.__context__, seen)

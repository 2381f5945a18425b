"""Answers that decode and still make no sense: a peer without its user, a duration that is no number."""

import functools
import inspect
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, ParamSpec, TypeVar

from tgsdk.errors import NotFound, ProtocolError

__all__ = ["UNREADABLE", "each_readable", "typed"]

P = ParamSpec("P")
T = TypeVar("T")
Raw = TypeVar("Raw")
Kind = TypeVar("Kind", bound=type)

#: What reading stumbles over when a field is missing, out of its range or of another kind.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def each_readable(read: Callable[[Raw], T], items: Iterable[Raw]) -> Iterator[T]:
    """Yield the items of an answer that can be read: one that cannot does not take the page from the others."""
    for item in items:
        try:
            yield read(item)
        except (NotFound, *UNREADABLE):
            continue


def typed(kind: Kind) -> Kind:
    """Let every operation of a connection raise ProtocolError for an answer that it stumbles over."""
    for name, method in list(vars(kind).items()):
        if inspect.iscoroutinefunction(method) and not name.startswith("_"):
            setattr(kind, name, _typed(method))
    return kind


def _typed(method: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    @functools.wraps(method)
    async def operation(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return await method(*arguments, **named)
        except UNREADABLE as error:
            raise ProtocolError(f"an answer cannot be read ({type(error).__name__})") from error

    return operation

"""The limit on request bodies under ASGI, where Django itself would write all of one to disk before it looks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Scope, Receive, Send], Awaitable[None]]


LimitOf = Callable[[Scope], AbstractAsyncContextManager[int]]


class BoundedBodies:
    """Pass at most ``limit`` bytes of a body to an ASGI application, which would else write all of it to disk.

    A longer body ends there, with a Content-Length by which ``middleware.bounded_bodies`` refuses it. ``limit`` is a
    number, or gives the number of each request for as long as that lasts.
    """

    def __init__(self, application: AsgiApplication, limit: int | LimitOf) -> None:
        self.application = application
        self.limit_of = _always(limit) if isinstance(limit, int) else limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        async with self.limit_of(scope) as limit:
            return await self.application(scope, _bounded(scope, receive, limit), send)


def _always(limit: int) -> LimitOf:
    @asynccontextmanager
    async def limit_of(_: Scope) -> AsyncIterator[int]:
        yield limit

    return limit_of


def _bounded(scope: Scope, receive: Receive, limit: int) -> Receive:
    passed, is_over = 0, False
    is_told_too_long = _length_of(scope) > limit

    async def bounded() -> Message:
        nonlocal passed, is_over, is_told_too_long
        if is_told_too_long:  # nothing of it is waited for
            is_over, is_told_too_long = True, False
            return {"type": "http.request", "body": b"", "more_body": False}
        message = await receive()
        while is_over and message["type"] == "http.request":  # the rest is dropped as it comes
            message = await receive()
        passed += len(message.get("body", b""))
        if message["type"] != "http.request" or passed <= limit:
            return message
        is_over = True
        others = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
        scope["headers"] = [*others, (b"content-length", str(passed).encode())]
        return {"type": "http.request", "body": b"", "more_body": False}

    return bounded


def _length_of(scope: Scope) -> int:
    """The length that a request says of its body."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said) if said.isdigit() else 0

"""The limit on request bodies under ASGI, where Django itself would write all of one to disk before it looks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Scope, Receive, Send], Awaitable[None]]


class BoundedBodies:
    """Pass at most ``limit`` bytes of a body to an ASGI application, which would else write all of it to disk.

    A longer body ends there, with a Content-Length by which ``middleware.bounded_bodies`` refuses it.
    """

    def __init__(self, application: AsgiApplication, limit: int) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.application(scope, receive, send)
        return await self.application(scope, self._bounded(scope, receive), send)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        passed, is_over = 0, False

        async def bounded() -> Message:
            nonlocal passed, is_over
            message = await receive()
            while is_over and message["type"] == "http.request":  # the rest is dropped as it comes
                message = await receive()
            passed += len(message.get("body", b""))
            if message["type"] != "http.request" or passed <= self.limit:
                return message
            is_over = True
            others = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
            scope["headers"] = [*others, (b"content-length", str(passed).encode())]
            return {"type": "http.request", "body": b"", "more_body": False}

        return bounded

"""Time limits on the sockets under ASGI: for a body that does not come, and for an answer that nobody reads."""

import asyncio

from .bodies import AsgiApplication, Message, Receive, Scope, Send

BODY_TIMEOUT = 30.0  # seconds in which all of a body has come, beside those that its bytes take at the lowest rate
LOWEST_RATE = 16 * 1024  # bytes of a body in a second
READ_TIMEOUT = 60.0  # seconds in which a part of an answer has been taken


class TimedSockets:
    """Ends a request whose body is not there in time, as if its sender had gone, and an answer that is not read.

    A part of an answer is taken when the server has room for it, so that a slow reader has this long for each.
    """

    def __init__(self, application: AsgiApplication, *, body: float = BODY_TIMEOUT, read: float = READ_TIMEOUT) -> None:
        self.application = application
        self.body, self.read = body, read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        await self.application(scope, self._timed(receive), self._read_in_time(send))

    def _timed(self, receive: Receive) -> Receive:
        until, is_whole = asyncio.get_running_loop().time() + self.body, False

        async def timed() -> Message:
            nonlocal is_whole, until
            if is_whole:  # from here on it is awaited whether the sender goes away
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            is_whole = not message.get("more_body", False)
            until += len(message.get("body", b"")) / LOWEST_RATE
            return message

        return timed

    def _read_in_time(self, send: Send) -> Send:
        async def timed(message: Message) -> None:
            try:
                async with asyncio.timeout(self.read):
                    await send(message)
            except TimeoutError:  # so Django meets a reader who goes away: it closes the answer, and what that holds
                raise asyncio.CancelledError from None

        return timed

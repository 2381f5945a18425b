"""The event loops of this library's own threads: asyncio's, whatever policy the process has set for its own code."""

import asyncio

__all__ = ["new_loop"]


def new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop of asyncio's own kind: that of a policy may be bound to a thread, a window or a greenlet."""
    return asyncio.DefaultEventLoopPolicy().new_event_loop()

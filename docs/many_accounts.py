"""Many accounts polled at once by one process and one event loop: an ASGI application without a thread.

``TELEGRAM`` is the backend's options as JSON, ``SESSIONS`` a file with a session string on each line (each is a secret:
whoever has it is the account), ``EVERY`` the seconds between two looks at an account::

    uvicorn docs.many_accounts:application

GET / says what is unread in each account, in the order of the file.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tgsdk import AsyncTelegram, FloodWait, NotLoggedIn, Session, TelegramError, load_backend

BACKEND = "tgsdk.backends.pyrogram.PyrogramBackend"
CHATS = 20

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(slots=True)
class Account:
    """One account: its connection is opened for each look, and never two at once."""

    telegram: AsyncTelegram
    every: float
    said: dict[str, Any] = field(default_factory=dict)

    async def watch(self) -> None:
        """Look again and again, as long as the account is logged in."""
        while True:
            pause = self.every
            try:
                self.said = await self.look()
            except NotLoggedIn as error:
                self.said = {"error": error.code}
                return
            except FloodWait as error:
                pause = max(pause, error.seconds)
            except TelegramError as error:
                self.said = {"error": error.code}
            # Here self.telegram.session is to be stored: it may have changed, also when the look failed.
            await asyncio.sleep(pause)

    async def look(self) -> dict[str, Any]:
        """Ask who this is and what is unread: two calls, one wait."""
        async with self.telegram.connected():
            me, chats = await asyncio.gather(self.telegram.me(), self.telegram.chats(CHATS))
        return {"name": me.first_name, "unread": sum(chat.unread_count for chat in chats.items)}


class Watcher:
    """The ASGI application."""

    def __init__(self) -> None:
        self.accounts: list[Account] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(send)

    async def live(self, receive: Receive, send: Send) -> None:
        """Watch all accounts from the server's start to its end."""
        await receive()
        self.accounts = read_accounts()
        tasks = [asyncio.create_task(account.watch()) for account in self.accounts]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def answer(self, send: Send) -> None:
        body = json.dumps([account.said for account in self.accounts]).encode()
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def read_accounts() -> list[Account]:
    backend = load_backend(BACKEND, json.loads(os.environ["TELEGRAM"]))
    every = float(os.environ.get("EVERY", "30"))
    sessions = map(Session.from_string, Path(os.environ["SESSIONS"]).read_text().split())
    return [Account(AsyncTelegram(backend, session, timeout=30), every) for session in sessions]


application = Watcher()

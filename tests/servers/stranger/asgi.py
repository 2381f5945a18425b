"""A stranger's ASGI applications: one awaits its calls, one leaves them to threads, one blocks its loop with them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tgsdk import TelegramError

from .work import JOBS, LIMIT, PATIENCE, call_async

Job = Callable[[str, int], Awaitable[str]]
Application = Callable[[dict[str, Any], Any, Callable[[dict[str, Any]], Awaitable[None]]], Awaitable[None]]


async def await_the_call(job: str, number: int) -> str:
    if job not in ("call", "limit"):
        return JOBS[job](number)
    try:
        return await call_async(number, LIMIT if job == "limit" else PATIENCE)
    except TelegramError as error:
        return type(error).__name__


async def leave_it_to_a_thread(job: str, number: int) -> str:
    return await asyncio.to_thread(JOBS[job], number)


async def block_the_loop(job: str, number: int) -> str:
    return JOBS[job](number)


def application_that_does(do: Job) -> Application:
    async def application(scope: dict[str, Any], _: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        _, job, number = scope["path"].split("/")
        said = await do(job, int(number))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": said.encode()})

    return application


awaiting = application_that_does(await_the_call)
threads = application_that_does(leave_it_to_a_thread)
blocking = application_that_does(block_the_loop)

"""One recruiter takes up a share of a process, and never all of it."""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, cast

import pytest
from django.contrib.auth.models import User as Recruiter
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished
from django.test import Client, RequestFactory

from tgsdk import MemoryBackend
from web.accounts import ASKING
from web.desk.downloads import AT_A_TIME
from web.desk.views.message_file import DownloadResponse
from web.readers import SignedInRequest
from web.shares import Share
from web.sockets import TimedSockets

from .conftest import BORIS, BROWSER, HTMX, signed_in

FILE = f"/telegram/chats/{BORIS}/messages/3/file/"


@pytest.fixture
def used_up(recruiter: Recruiter) -> Iterator[None]:
    """Olga's requests take all of her share."""
    while ASKING.take(recruiter.pk):
        pass
    yield
    for _ in range(ASKING.most):
        ASKING.give_back(recruiter.pk)


@pytest.mark.usefixtures("connected", "used_up")
def test_whoever_has_used_up_their_share_is_told_so_at_once(program: Client, backend: MemoryBackend) -> None:
    backend.calls.clear()
    begun = time.monotonic()
    answer = program.get("/telegram/chats/")
    assert time.monotonic() - begun < 1
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "account_busy", "1")
    assert not backend.calls


@pytest.mark.usefixtures("connected", "used_up")
def test_others_go_on_and_a_disconnect_is_never_refused(program: Client) -> None:
    boris = signed_in(Client(), Recruiter.objects.create_user("boris"))
    assert boris.get("/telegram/auth/qr/").status_code == 200
    assert program.post("/telegram/session/reset/").status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_a_recruiter_has_a_few_downloads_at_a_time(
    program: Client, recruiter: Recruiter, desk: MemoryBackend, headers: dict[str, str]
) -> None:
    held = [program.get(FILE) for _ in range(AT_A_TIME.most)]
    assert {response.status_code for response in held} == {200}
    refused = program.get(FILE, headers=headers)
    assert (refused.status_code, refused["Retry-After"]) == (429, "5")
    assert b"".join(held.pop()) == b"%PDF-1.7 hello"
    held.append(program.get(FILE))
    assert held[-1].status_code == 200
    for response in held:
        b"".join(response)
    assert [AT_A_TIME.take(recruiter.pk) for _ in range(AT_A_TIME.most + 1)] == [True] * AT_A_TIME.most + [False]


def test_a_share_is_each_recruiter_s_own_and_counted_by_all_threads() -> None:
    share, taken = Share(5), []
    threads = [threading.Thread(target=lambda: taken.append(share.take(1))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(True) == 5
    assert share.take(2)
    share.give_back(1)
    assert share.take(1)


# The sockets.


async def _never(*_: object) -> Any:
    await asyncio.Event().wait()


def run(application: Any, receive: Any, send: Any) -> None:
    asyncio.run(asyncio.wait_for(TimedSockets(application, body=0.05, read=0.05)({"type": "http"}, receive, send), 5))


def test_a_body_that_does_not_come_counts_as_gone() -> None:
    got: list[Mapping[str, Any]] = []

    async def application(_: object, receive: Any, __: object) -> None:
        got.append(await receive())

    run(application, _never, _never)
    assert got == [{"type": "http.disconnect"}]


def test_a_body_that_drips_counts_as_gone() -> None:
    got: list[Mapping[str, Any]] = []

    async def drip() -> Mapping[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def application(_: object, receive: Any, __: object) -> None:
        while not got or got[-1]["type"] == "http.request":
            got.append(await receive())

    run(application, drip, _never)
    assert got[-1] == {"type": "http.disconnect"}


def test_after_the_body_it_is_awaited_for_as_long_as_it_takes_whether_the_sender_goes() -> None:
    got: list[Mapping[str, Any]] = []

    async def messages() -> AsyncIterator[Mapping[str, Any]]:
        yield {"type": "http.request", "body": b"x", "more_body": False}
        await asyncio.sleep(0.2)
        yield {"type": "http.disconnect", "late": True}

    async def application(_: object, receive: Any, __: object) -> None:
        got.extend([await receive(), await receive()])

    coming = messages()
    run(application, coming.__anext__, _never)
    assert got[-1] == {"type": "http.disconnect", "late": True}


def test_an_answer_that_nobody_reads_is_closed() -> None:
    """By Django's own handler: with it goes what the answer holds."""
    closed: list[object] = []

    async def nothing_more() -> Mapping[str, Any]:
        if came:
            await _never()
        came.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    def note(**_: object) -> None:
        closed.append(True)

    came: list[bool] = []
    scope = {"type": "http", "method": "GET", "path": "/static/web/base.css", "headers": [], "query_string": b""}
    request_finished.connect(note)
    try:
        asyncio.run(asyncio.wait_for(TimedSockets(ASGIHandler(), read=0.05)(scope, nothing_more, _never), 10))
    finally:
        request_finished.disconnect(note)
    assert closed == [True]


def test_a_download_that_is_dropped_unclosed_takes_nothing(recruiter: Recruiter) -> None:
    request = RequestFactory().get("/")
    request.user = recruiter
    for _ in range(AT_A_TIME.most * 2):
        DownloadResponse(cast(SignedInRequest, request), iter([b"part"]))
        gc.collect()
    assert AT_A_TIME.take(recruiter.pk)

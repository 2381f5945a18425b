"""run_async_task() ends whatever the coroutine leaves behind: tasks, generators, threads, sockets."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator

import pytest

from tests.leaks import left_since, open_things

from .coroutines import for_ever
from .places import Run


def test_leftover_tasks_are_cancelled_and_awaited(run: Run) -> None:
    ended = []

    async def linger() -> None:
        try:
            await for_ever()
        finally:
            await asyncio.sleep(0.01)
            ended.append("cleaned up")

    async def leave_behind() -> None:
        asyncio.create_task(linger())  # noqa: RUF006
        await asyncio.sleep(0)

    run(leave_behind())
    assert ended == ["cleaned up"]


def test_tasks_that_leftover_tasks_start_while_ending_are_ended_too(run: Run) -> None:
    ended = []

    async def linger(more: int) -> None:
        try:
            await for_ever()
        except asyncio.CancelledError:
            if more:
                asyncio.create_task(linger(more - 1))  # noqa: RUF006
                await asyncio.sleep(0)
            ended.append(more)

    async def leave_behind() -> None:
        asyncio.create_task(linger(2))  # noqa: RUF006
        await asyncio.sleep(0)

    run(leave_behind())
    assert ended == [2, 1, 0]


def test_an_asynchronous_generator_is_closed(run: Run) -> None:
    ended = []

    async def count() -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            ended.append("closed")

    kept = count()

    async def leave_behind() -> int:
        return await anext(kept)

    assert run(leave_behind()) == 1
    assert ended == ["closed"]


def test_threads_of_the_loop_are_waited_for(run: Run) -> None:
    before, ended = threading.active_count(), []
    release = threading.Event()

    def work() -> None:
        release.wait(5)
        ended.append("done")

    async def leave_behind() -> None:
        asyncio.get_running_loop().run_in_executor(None, work)
        await asyncio.to_thread(int)
        release.set()

    run(leave_behind())
    assert ended == ["done"]
    assert threading.active_count() == before


def test_a_socket_held_by_a_leftover_task_is_closed(run: Run) -> None:
    async def hold(address: tuple[str, int], opened: asyncio.Event) -> None:
        _reader, writer = await asyncio.open_connection(*address)
        try:
            opened.set()
            await for_ever()
        finally:
            writer.close()

    async def leave_behind(address: tuple[str, int]) -> None:
        opened = asyncio.Event()
        asyncio.create_task(hold(address, opened))  # noqa: RUF006
        await opened.wait()

    with socket.create_server(("127.0.0.1", 0)) as server:
        before = open_things()
        run(leave_behind(server.getsockname()))
        assert left_since(before) == []


def test_a_hundred_calls_leave_no_thread_and_no_open_file(run: Run) -> None:
    async def use_all() -> None:
        asyncio.create_task(for_ever())  # noqa: RUF006
        await asyncio.to_thread(int)

    run(use_all())
    before = open_things()
    for _ in range(100):
        run(use_all(), timeout=5)
    assert open_things() - before == set()


def test_a_leftover_task_that_fails_while_cancelled_is_reported(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def stumble() -> None:
        try:
            await for_ever()
        finally:
            raise ValueError("stumbled")

    async def leave_behind() -> int:
        asyncio.create_task(stumble())  # noqa: RUF006
        await asyncio.sleep(0)
        return 42

    assert run(leave_behind()) == 42
    [record] = caplog.records
    assert "leftover task failed" in record.message
    assert "ValueError: stumbled" in caplog.text

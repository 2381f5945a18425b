"""Calls of one object that are made at once, outside of a block, have one connection after the other."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tgsdk import AsyncTelegram, LoggedOut, Session, Telegram, TelegramUnavailable, Timeout
from tgsdk.backends.base import Connection

from .obedient import CHANGED, Obedient, fail, give_state, never_end


class OneConnection(Obedient):
    """It notes the sessions that its connections began with, and how many were open at once at most."""

    def __init__(self, work: Callable[[], Any] = give_state) -> None:
        super().__init__(work)
        self.began_with: list[Session] = []
        self.most = 0

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        async with super().connect(session) as connection:
            self.began_with.append(session)
            self.most = max(self.most, self.open)
            await asyncio.sleep(0.01)  # as it takes to connect
            yield connection


def test_calls_of_one_loop_wait_for_each_other() -> None:
    async def scenario() -> list[object]:
        return list(await asyncio.gather(*(telegram.status() for _ in range(5))))

    backend = OneConnection()
    telegram = AsyncTelegram(backend)
    assert asyncio.run(scenario()) == [LoggedOut()] * 5
    assert (backend.most, backend.open) == (1, 0)
    assert backend.began_with == [Session(), *[CHANGED] * 4]


@pytest.mark.parametrize("on_session", [None, lambda session: None])
def test_calls_of_several_threads_wait_for_each_other(on_session: Callable[[Session], object] | None) -> None:
    backend = OneConnection()
    telegram = Telegram(backend, on_session=on_session)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: telegram.status(), range(40))) == [LoggedOut()] * 40
    assert (backend.most, backend.open, len(backend.began_with)) == (1, 0, 40)


def test_a_block_waits_for_a_call_and_a_call_for_a_block() -> None:
    async def block() -> object:
        async with telegram.connected():
            return await telegram.status()

    async def scenario() -> list[object]:
        return list(await asyncio.gather(telegram.status(), block(), telegram.status(), block()))

    backend = OneConnection()
    telegram = AsyncTelegram(backend)
    assert asyncio.run(scenario()) == [LoggedOut()] * 4
    assert (backend.most, backend.open) == (1, 0)


@pytest.mark.parametrize("fails_first", [True, False])
def test_a_call_that_fails_lets_the_next_one_go_on(fails_first: bool) -> None:
    async def scenario() -> list[object]:
        return list(await asyncio.gather(telegram.status(), telegram.status(), return_exceptions=True))

    works = iter([fail, give_state] if fails_first else [give_state, fail])
    telegram = AsyncTelegram(OneConnection(lambda: next(works)()))
    assert {type(each) for each in asyncio.run(scenario())} == {TelegramUnavailable, LoggedOut}


def test_a_call_that_is_cancelled_while_it_waits_holds_nobody_up() -> None:
    async def scenario() -> None:
        first = asyncio.create_task(telegram.status())
        second = asyncio.create_task(telegram.status())
        third = asyncio.create_task(telegram.status())
        await asyncio.sleep(0)
        second.cancel()
        assert await first == await third == LoggedOut()

    telegram = AsyncTelegram(OneConnection())
    asyncio.run(scenario())


def test_what_waits_in_vain_is_a_timeout_within_its_own_time() -> None:
    async def scenario() -> list[object]:
        return list(await asyncio.gather(telegram.status(), block(), telegram.status(), return_exceptions=True))

    async def block() -> None:
        async with telegram.connected():
            raise AssertionError

    telegram = AsyncTelegram(OneConnection(never_end), timeout=0.2)
    ended = asyncio.run(scenario())
    assert [type(each) for each in ended] == [Timeout] * 3
    first, *others = map(str, ended)
    assert "no answer within 0.2 s" in first
    assert all("another call of the same object did not end within 0.2 s" in each for each in others)


def test_a_block_says_what_it_waited_for() -> None:
    async def scenario() -> None:
        async with asyncio.TaskGroup() as group:
            call = group.create_task(telegram.status())
            await asyncio.sleep(0.05)
            telegram.timeout = 0.1
            with pytest.raises(Timeout, match=r"another call of the same object did not end within 0\.1 s"):
                async with telegram.connected():
                    raise AssertionError
            call.cancel()

    telegram = AsyncTelegram(OneConnection(never_end))
    asyncio.run(scenario())


def test_each_object_has_turns_of_its_own() -> None:
    async def scenario() -> None:
        await asyncio.gather(*(AsyncTelegram(backend).status() for _ in range(3)))

    backend = OneConnection()
    asyncio.run(scenario())
    assert backend.most == 3


def test_a_fork_in_the_midst_of_a_call_waits_for_nobody(python: Callable[[str], str]) -> None:
    said = python(
        """
    import asyncio, os, threading
    from tgsdk import Telegram
    from tests.sdk.obedient import Obedient, give_state

    async def wait():
        if os.getpid() == parent:
            called.set()
            while not forked.is_set():
                await asyncio.sleep(0.01)
        return await give_state()

    parent, called, forked = os.getpid(), threading.Event(), threading.Event()
    telegram = Telegram(Obedient(wait), timeout=5)
    call = threading.Thread(target=telegram.status)
    call.start()
    called.wait()
    child = os.fork()
    if child == 0:
        print(telegram.status(), flush=True)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    forked.set()
    call.join()
    """
    )
    assert said == "LoggedOut(reason=None)"

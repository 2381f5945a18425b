"""connected(): several calls over one loop and one connection."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.leaks import left_since, open_things
from tgsdk import AsyncTelegram, LoggedOut, Session, Telegram, TelegramUnavailable, Timeout
from tgsdk.backends.base import Connection

from .obedient import CHANGED, Obedient, fail, give_state, never_end

color = contextvars.ContextVar("color", default="none")


class Counting(Obedient):
    """It counts its connections, and does what comes next of ``works``."""

    def __init__(self, *works: Callable[[], Any]) -> None:
        self.works = list(works)
        self.connections = 0
        super().__init__(lambda: self.works.pop(0)())

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        self.connections += 1
        async with super().connect(session) as connection:
            yield connection


class Unreachable(Obedient):
    """It cannot be entered, or not be left."""

    def __init__(self, *, entering: bool) -> None:
        super().__init__(give_state)
        self.entering = entering

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        if self.entering:
            raise TelegramUnavailable("no way in")
        async with super().connect(session) as connection:
            yield connection
        raise TelegramUnavailable("no way out")


def in_thread(work: Callable[[], Any]) -> Any:
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def in_running_loop(work: Callable[[], Any]) -> Any:
    async def caller() -> Any:
        return work()

    return asyncio.run(caller())


@pytest.mark.parametrize("run", [lambda work: work(), in_thread, in_running_loop], ids=["main", "thread", "loop"])
def test_all_calls_of_a_block_go_over_one_connection(run: Callable[..., Any]) -> None:
    def block() -> list[object]:
        with telegram.connected() as same:
            assert same is telegram
            states: list[object] = [telegram.status(), telegram.check_qr_login(), telegram.status()]
            assert (backend.connections, backend.open) == (1, 1)
            return states

    before, backend = open_things(), Counting(give_state, give_state, give_state)
    telegram = Telegram(backend)
    assert run(block) == [LoggedOut()] * 3
    assert (backend.connections, backend.open, telegram.session) == (1, 0, CHANGED)
    assert left_since(before) == []


def test_the_calls_of_a_block_share_a_loop_and_each_has_the_callers_context() -> None:
    async def note() -> None:
        seen.append((asyncio.get_running_loop(), color.get()))

    def paint_and_ask(name: str) -> None:
        color.set(name)
        telegram.status()

    seen: list[tuple[asyncio.AbstractEventLoop, str]] = []
    telegram = Telegram(Obedient(note))
    with telegram.connected():
        for name in ("red", "blue"):
            contextvars.copy_context().run(paint_and_ask, name)
    (first, red), (second, blue) = seen
    assert (red, blue) == ("red", "blue")
    assert first is second
    assert first.is_closed()


def test_each_call_after_the_block_has_a_connection_of_its_own_again() -> None:
    backend = Counting(give_state, give_state, give_state)
    telegram = Telegram(backend)
    with telegram.connected():
        telegram.status()
    telegram.status()
    with telegram.connected():
        telegram.status()
    assert (backend.connections, backend.open) == (3, 0)


def test_a_block_without_a_call_changes_nothing() -> None:
    telegram = Telegram(Obedient(give_state), CHANGED.replace(user_id=5))
    with telegram.connected():
        pass
    assert telegram.session == CHANGED.replace(user_id=5)


def test_the_session_is_up_to_date_after_each_call_of_a_block() -> None:
    telegram = Telegram(Obedient(give_state))
    with telegram.connected():
        assert telegram.session == Session()
        telegram.status()
        assert telegram.session == CHANGED


def test_a_call_that_raises_keeps_the_session_and_the_connection() -> None:
    backend = Counting(fail, give_state)
    telegram = Telegram(backend)
    with telegram.connected():
        with pytest.raises(TelegramUnavailable):
            telegram.status()
        assert telegram.session == CHANGED
        assert telegram.status() == LoggedOut()
    assert backend.connections == 1


def test_each_call_of_a_block_has_its_own_deadline() -> None:
    backend = Counting(give_state, never_end, never_end, give_state)
    telegram = Telegram(backend, timeout=0.2)
    with telegram.connected():
        telegram.status()
        for _ in range(2):
            start = time.monotonic()
            with pytest.raises(Timeout, match=r"^no answer within 0\.2 s$"):
                telegram.status()
            assert 0.15 < time.monotonic() - start < 0.7
        assert telegram.session == CHANGED
        assert telegram.status() == LoggedOut()
    assert (backend.connections, backend.open) == (1, 0)


def test_what_the_block_raises_is_raised_after_the_connection_is_closed() -> None:
    backend = Obedient(give_state)
    telegram = Telegram(backend)
    with pytest.raises(ZeroDivisionError), telegram.connected():  # noqa: PT012
        telegram.status()
        _ = 1 / 0
    assert (backend.open, telegram.session) == (0, CHANGED)


def test_a_block_inside_a_block_is_refused_and_harms_nothing() -> None:
    backend = Counting(give_state)
    telegram = Telegram(backend)
    with telegram.connected():
        with pytest.raises(RuntimeError, match="connected already"), telegram.connected():
            pytest.fail("it was entered")
        assert telegram.status() == LoggedOut()
    assert (backend.connections, backend.open) == (1, 0)


def test_a_failure_on_entering_reaches_the_caller_and_the_next_block_is_a_new_one() -> None:
    backend = Unreachable(entering=True)
    telegram = Telegram(backend)
    with pytest.raises(TelegramUnavailable, match="no way in"), telegram.connected():
        pytest.fail("it was entered")
    backend.entering = False
    with pytest.raises(TelegramUnavailable, match="no way out"), telegram.connected():
        assert telegram.status() == LoggedOut()
    assert telegram.session == CHANGED


def test_two_accounts_can_be_connected_at_once() -> None:
    backend = Counting(give_state, give_state)
    one, other = Telegram(backend), Telegram(backend)
    with one.connected(), other.connected():
        assert one.status() == other.status() == LoggedOut()
        assert backend.open == 2
    assert backend.open == 0


def test_many_threads_can_each_be_connected() -> None:
    def block(_: int) -> None:
        telegram = Telegram(backend)
        with telegram.connected():
            barrier.wait()
            assert telegram.status() == telegram.status() == LoggedOut()

    backend, barrier = Obedient(give_state), threading.Barrier(16)
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(block, range(16)))
    assert backend.open == 0


def test_ctrl_c_cancels_the_call_and_ends_the_block(python: Callable[[str], str]) -> None:
    script = """
        import signal, threading
        from tests.leaks import left_since, open_things
        from tests.sdk.obedient import CHANGED, Obedient, never_end
        from tgsdk import Telegram

        async def work():
            threading.Timer(0.05, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT)).start()
            await never_end()

        before, backend = open_things(), Obedient(work)
        telegram = Telegram(backend)
        try:
            with telegram.connected():
                telegram.status()
        except KeyboardInterrupt:
            print(backend.open, telegram.session == CHANGED, left_since(before))
        """
    assert python(script) == "0 True []"


# The twin


@pytest.mark.parametrize("seconds", [0, 0.1])
def test_a_call_that_has_what_is_left_of_the_block_says_so(seconds: float) -> None:
    left = r"^no answer within the time that was left$"
    with Telegram(Counting(never_end)).connected(timeout=seconds) as telegram, pytest.raises(Timeout, match=left):
        telegram.status()


def test_the_twins_block_goes_over_one_connection_too() -> None:
    async def block() -> None:
        telegram = AsyncTelegram(backend, timeout=0.2)
        async with telegram.connected() as same:
            assert same is telegram
            with pytest.raises(TelegramUnavailable):
                await telegram.status()
            assert telegram.session == CHANGED
            with pytest.raises(Timeout, match=r"^no answer within 0\.2 s$"):
                await telegram.status()
            with pytest.raises(RuntimeError, match="connected already"):
                async with telegram.connected():
                    pytest.fail("it was entered")
            assert await telegram.status() == LoggedOut()
        assert (backend.connections, backend.open) == (1, 0)
        await telegram.status()

    backend = Counting(fail, never_end, give_state, give_state)
    asyncio.run(block())
    assert (backend.connections, backend.open) == (2, 0)


def test_the_twins_block_may_be_longer_than_the_deadline_of_a_call() -> None:
    async def block() -> None:
        telegram = AsyncTelegram(Obedient(give_state), timeout=0.05)
        async with telegram.connected():
            await asyncio.sleep(0.1)
            assert await telegram.status() == LoggedOut()

    asyncio.run(block())

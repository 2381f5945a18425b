"""A session that has to be stored in the midst of a call is stored by whoever waits for it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable

import pytest

from tgsdk import AsyncTelegram, Connection, LoggedOut, LoginState, MemoryBackend, Session, Telegram

from .obedient import Obedient, ObedientConnection


class StoringBackend(Obedient):
    """Each operation asks for its session to be stored before it answers."""

    def __init__(self) -> None:
        super().__init__(self.answer)
        self.answers = 0

    @contextlib.asynccontextmanager
    async def connect(self, session: Session):  # type: ignore[no-untyped-def]
        async with super().connect(session) as self.connection:
            yield self.connection

    async def answer(self) -> LoginState:
        await self.connection.keep_session()
        self.answers += 1
        return LoggedOut()


class Store:
    """What was stored, in which thread, and if a loop was running there."""

    def __init__(self, failure: BaseException | None = None) -> None:
        self.sessions: list[Session] = []
        self.threads: set[int] = set()
        self.failure = failure

    def __call__(self, session: Session) -> None:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        self.threads.add(threading.get_ident())
        self.sessions.append(session)
        if self.failure:
            raise self.failure


@pytest.fixture
def backend() -> StoringBackend:
    return StoringBackend()


def in_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.mark.parametrize("run", [lambda work: work(), in_a_thread], ids=["main thread", "another thread"])
@pytest.mark.parametrize("is_block", [False, True])
def test_the_thread_that_waits_stores_it_without_a_loop(
    backend: StoringBackend, run: Callable[[Callable[[], object]], object], is_block: bool
) -> None:
    store, callers = Store(), set()

    def call() -> None:
        callers.add(threading.get_ident())
        telegram = Telegram(backend, on_session=store)
        with telegram.connected() if is_block else contextlib.nullcontext():
            assert telegram.status() == LoggedOut()
            assert telegram.session == store.sessions[-1]

    run(call)
    assert store.threads == callers
    assert len(store.sessions) == backend.answers == 1


@pytest.mark.parametrize("failure", [LookupError("no database"), KeyboardInterrupt()])
def test_a_store_that_fails_ends_the_call_with_its_own_error(backend: StoringBackend, failure: BaseException) -> None:
    telegram = Telegram(backend, on_session=Store(failure))
    with pytest.raises(type(failure)) as caught:
        telegram.status()
    assert caught.value is failure
    assert (backend.answers, backend.open) == (0, 0)


def test_the_next_call_of_a_block_goes_on_after_a_store_that_failed(backend: StoringBackend) -> None:
    store = Store(LookupError("no database"))
    with Telegram(backend, on_session=store).connected() as telegram:
        with pytest.raises(LookupError):
            telegram.status()
        store.failure = None
        assert telegram.status() == LoggedOut()


def test_the_twin_awaits_it(backend: StoringBackend) -> None:
    stored: list[Session] = []

    async def store(session: Session) -> None:
        await asyncio.sleep(0)
        stored.append(session)

    async def call() -> AsyncTelegram:
        telegram = AsyncTelegram(backend, on_session=store)
        await telegram.status()
        return telegram

    assert stored == [asyncio.run(call()).session]


def test_a_connection_that_never_asks_for_it_works_as_before() -> None:
    store = Store()

    async def answer() -> LoginState:
        return LoggedOut()

    assert Telegram(Obedient(answer), on_session=store).status() == LoggedOut()
    assert store.sessions == []


def test_nobody_need_store_anything(backend: StoringBackend) -> None:
    assert Telegram(backend).status() == LoggedOut()
    assert isinstance(backend.connection, Connection | ObedientConnection)


def test_a_new_key_is_stored_before_it_is_used() -> None:
    backend, store = MemoryBackend(), Store()
    telegram = Telegram(backend, on_session=store)
    telegram.start_qr_login()
    telegram.check_qr_login()
    (stored,) = store.sessions
    assert stored.auth_key == telegram.session.auth_key
    assert stored.qr_url is None

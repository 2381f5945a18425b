"""together(): several calls at once, or one after the other where the backend takes one at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, assert_type, cast

import pytest

from tests.leaks import left_since, open_things
from tgsdk import (
    AsyncTelegram,
    Attachment,
    AttachmentKind,
    Chat,
    FloodWait,
    LoggedOut,
    NotFound,
    Session,
    Telegram,
    TelegramError,
    Timeout,
    User,
)
from tgsdk.backends.base import Connection

from .obedient import CHANGED, Obedient, ObedientConnection

MARIA = User(id=5, first_name="Maria")
ATTACHMENT = Attachment(kind=AttachmentKind.DOCUMENT, size=1, mime_type="text/plain", location="cv", name="CV.txt")


class Crowd(Obedient):
    """It notes how many calls are under way at once, and answers each of them when ``most`` are, or a moment later."""

    def __init__(self, *, calls_together: bool, most: int = 3) -> None:
        super().__init__(self.answer)
        type(self).calls_together = calls_together
        self.most = most
        self.under_way = self.seen = self.connections = 0
        self.errors: dict[str, Exception] = {}

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        self.connections += 1
        async with super().connect(session) as connection:
            yield connection

    async def answer(self) -> Any:
        self.under_way += 1
        self.seen = max(self.seen, self.under_way)
        for _ in range(50):
            await asyncio.sleep(0)
        self.under_way -= 1
        return MARIA


class Deaf(Obedient):
    """It answers chat(), and nothing else."""

    calls_together = True

    def __init__(self) -> None:
        super().__init__(self.never)

    async def never(self) -> None:
        await asyncio.Event().wait()

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        async with super().connect(session) as connection:
            assert isinstance(connection, ObedientConnection)
            connection.chat = self.number
            yield connection

    async def number(self, chat_id: int) -> Any:
        return chat_id


@pytest.mark.parametrize(("calls_together", "at_once"), [(True, 3), (False, 1)])
@pytest.mark.parametrize("in_a_block", [True, False])
def test_calls_go_together_where_the_backend_takes_them(calls_together: bool, at_once: int, in_a_block: bool) -> None:
    before, backend = open_things(), Crowd(calls_together=calls_together)
    telegram = Telegram(backend)
    with telegram.connected() if in_a_block else contextlib.nullcontext():
        results = telegram.together(lambda t: t.me(), lambda t: t.me(), lambda t: t.me())
    assert results == (MARIA, MARIA, MARIA)
    assert (backend.seen, backend.connections, backend.open) == (at_once, 1, 0)
    assert telegram.session == CHANGED
    assert left_since(before) == []


def test_a_stranger_s_backend_takes_one_call_at_a_time() -> None:
    class Stranger:
        """It is no Backend, and knows nothing of this."""

        supports = Obedient.supports

        def connect(self, session: Session) -> Any:
            return crowd.connect(session)

    crowd = Crowd(calls_together=True)
    Telegram(cast(Any, Stranger())).together(lambda t: t.me(), lambda t: t.me())
    assert crowd.seen == 1


def test_what_changes_a_login_is_called_alone() -> None:
    backend = Crowd(calls_together=True)
    Telegram(backend).together(lambda t: t.start_qr_login(), lambda t: t.status(), lambda t: t.log_out())
    assert backend.seen == 1


def test_the_others_end_before_an_error_is_raised() -> None:
    ended = []

    async def fail(_: AsyncTelegram) -> None:
        raise NotFound

    async def end_later(telegram: AsyncTelegram) -> None:
        await telegram.me()
        ended.append(True)

    with pytest.raises(NotFound):
        Telegram(Crowd(calls_together=True)).together(fail, end_later)
    assert ended == [True]


def test_errors_are_returned_in_their_places() -> None:
    async def wait(_: AsyncTelegram) -> None:
        raise FloodWait(7)

    flood, me = Telegram(Crowd(calls_together=True)).together(wait, lambda t: t.me(), return_errors=True)
    assert isinstance(flood, FloodWait)
    assert not isinstance(me, TelegramError)
    assert me.first_name == "Maria"


@pytest.mark.parametrize("call", [lambda t: t.chats(0), lambda t: 1 / 0])
def test_a_mistake_is_raised_all_the_same(call: Callable[[AsyncTelegram], Any]) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        Telegram(Crowd(calls_together=True)).together(call, lambda t: t.me(), return_errors=True)


def test_nothing_is_made_of_nothing() -> None:
    assert Telegram(Crowd(calls_together=True)).together() == ()


def test_each_result_has_the_type_of_its_call() -> None:
    """``make check`` holds it: mypy reads this, and takes a lambda for Any where two overloads may be meant."""
    telegram = Telegram(Crowd(calls_together=True))
    many: list[Callable[[AsyncTelegram], Awaitable[Chat]]] = [lambda t: t.chat(8)]
    assert_type(telegram.together(lambda t: t.me()), tuple[User])
    assert_type(telegram.together(lambda t: t.me(), lambda t: t.chat(8)), tuple[User, Chat])
    assert_type(telegram.together(lambda t: t.me(), lambda t: t.chat(8), AsyncTelegram.me), tuple[User, Chat, User])
    assert_type(
        telegram.together(lambda t: t.me(), lambda t: t.chat(8), return_errors=True),
        tuple[User | TelegramError, Chat | TelegramError],
    )
    assert_type(telegram.together(*many), tuple[Chat, ...])
    assert_type(telegram.together(*many, return_errors=True), tuple[Chat | TelegramError, ...])
    five = telegram.together(*many, *many, *many, *many, *many)
    assert_type(five, tuple[Chat, ...])


def test_all_end_by_one_deadline_and_what_was_there_is_kept() -> None:
    async def two_after_each_other(telegram: AsyncTelegram) -> None:
        with contextlib.suppress(Timeout):
            await telegram.me()
        await telegram.me()

    telegram = Telegram(Deaf(), timeout=0.3)
    begun = asyncio.new_event_loop()
    try:
        start = begun.time()
        came: tuple[object, ...] = telegram.together(two_after_each_other, lambda t: t.chat(8), return_errors=True)
        assert begun.time() - start < 0.55
    finally:
        begun.close()
    assert isinstance(came[0], Timeout)
    assert came[1] == 8


def test_a_call_after_them_has_its_own_time_again() -> None:
    backend = Crowd(calls_together=True)
    telegram = Telegram(backend, timeout=0.5)
    with telegram.connected():
        telegram.together(lambda t: t.me(), lambda t: t.me())
        assert telegram._twin._seconds_left() == 0.5


def test_the_awaitable_twin_gathers_them() -> None:
    async def scenario() -> list[User]:
        async with telegram.connected():
            return list(await asyncio.gather(telegram.me(), telegram.me()))

    backend = Crowd(calls_together=True)
    telegram = AsyncTelegram(backend)
    assert asyncio.run(scenario()) == [MARIA, MARIA]
    assert (backend.seen, backend.connections) == (2, 1)


def test_one_that_is_alone_waits_for_those_before_it_and_is_waited_for() -> None:
    order: list[str] = []

    class Ordered(Obedient):
        calls_together = True

    async def note(name: str) -> None:
        order.append(f"{name} begins")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        order.append(f"{name} ends")

    async def scenario() -> None:
        async with telegram.connected():
            await asyncio.gather(telegram.me(), telegram.me(), telegram.status(), telegram.me())

    names = ["first", "second", "alone", "after"]
    telegram = AsyncTelegram(Ordered(lambda: note(names.pop(0))))
    asyncio.run(scenario())
    assert order[:2] == ["first begins", "second begins"]
    assert order[4:] == ["alone begins", "alone ends", "after begins", "after ends"]


def test_a_call_that_is_given_up_gives_its_turn_back() -> None:
    async def scenario() -> object:
        async with telegram.connected():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(telegram.status(), 0.01)
            return await telegram.chat(3)

    telegram = AsyncTelegram(Deaf())
    assert asyncio.run(scenario()) == 3


def test_a_login_that_was_never_made_is_none() -> None:
    assert LoggedOut() in Telegram(Obedient(_logged_out)).together(lambda t: t.status(), lambda t: t.me())


async def _logged_out() -> LoggedOut:
    return LoggedOut()


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (lambda _: 1, "a int"),
        (lambda telegram: [telegram.me(), telegram.chats()], "a list"),
        (lambda telegram: (telegram.me(),), "a tuple"),
        (lambda telegram: telegram.iter_download(ATTACHMENT), "a async_generator"),
        (lambda telegram: None, "a NoneType"),
    ],
)
def test_what_cannot_be_awaited_is_refused_by_its_place(wrong: Callable[[AsyncTelegram], Any], what: str) -> None:
    telegram = Telegram(Crowd(calls_together=True))
    with pytest.raises(TypeError) as refusal:
        telegram.together(lambda twin: twin.me(), wrong)
    assert str(refusal.value) == f"function 2 of together() returns a call of the twin, to be awaited, not {what}"

"""Telegram and AsyncTelegram over a backend that does as it is told."""

import asyncio
import copy
import inspect
import pickle
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tgsdk import AsyncTelegram, LoggedOut, LoginState, MemoryBackend, Session, Telegram, TelegramUnavailable, Timeout
from tgsdk.backends.base import Backend, Connection

from .obedient import CHANGED, Obedient, fail, give_state, never_end, raise_its_own_timeout


def blocking(backend: Backend, timeout: float) -> tuple[Callable[[], object], Callable[[], Session]]:
    telegram = Telegram(backend, timeout=timeout)
    return telegram.status, lambda: telegram.session


def asynchronous(backend: Backend, timeout: float) -> tuple[Callable[[], object], Callable[[], Session]]:
    telegram = AsyncTelegram(backend, timeout=timeout)
    return lambda: asyncio.run(telegram.status()), lambda: telegram.session


@pytest.fixture(params=[blocking, asynchronous])
def facade(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Make the ``status()`` of one facade or the other, and a function that returns its session."""
    return request.param  # type: ignore[no-any-return]


def test_the_changed_session_is_kept_after_a_call(facade: Callable[..., Any]) -> None:
    backend = Obedient(give_state)
    status, session = facade(backend, 5)
    assert (status(), session(), backend.open) == (LoggedOut(), CHANGED, 0)


def test_the_changed_session_is_kept_after_a_call_that_raised(facade: Callable[..., Any]) -> None:
    backend = Obedient(fail)
    status, session = facade(backend, 5)
    with pytest.raises(TelegramUnavailable):
        status()
    assert (session(), backend.open) == (CHANGED, 0)


def test_the_changed_session_is_kept_when_the_time_is_up(facade: Callable[..., Any]) -> None:
    backend = Obedient(never_end)
    status, session = facade(backend, 0.1)
    with pytest.raises(Timeout, match=r"^no (answer|result) within 0\.1 s$"):
        status()
    assert (session(), backend.open) == (CHANGED, 0)


def test_a_timeout_of_the_backends_own_is_not_mistaken_for_the_deadline(facade: Callable[..., Any]) -> None:
    status, _ = facade(Obedient(raise_its_own_timeout), 5)
    with pytest.raises(TimeoutError, match="its own"):
        status()


def test_a_session_is_gone_on_from() -> None:
    seen = []

    class Curious(Obedient):
        def connect(self, session: Session) -> Any:
            seen.append(session)
            return super().connect(session)

    telegram = Telegram(Curious(give_state), CHANGED.replace(user_id=5))
    telegram.status()
    telegram.status()
    assert seen == [CHANGED.replace(user_id=5), CHANGED]


@pytest.mark.parametrize("carry", [copy.copy, copy.deepcopy, pickle.dumps])
@pytest.mark.parametrize("facade", [Telegram, AsyncTelegram])
def test_what_is_to_be_handed_on_is_the_session(
    facade: type[Telegram | AsyncTelegram], carry: Callable[[object], object]
) -> None:
    with pytest.raises(TypeError, match=rf"^{facade.__name__} is neither .* telegram\.session\.to_string\(\)"):
        carry(facade(Obedient(give_state), CHANGED))


@pytest.mark.parametrize("carry", [copy.deepcopy, pickle.dumps])
def test_a_backend_stays_in_its_process(carry: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match=r"^MemoryBackend is not pickled: have load_backend\(\) make one"):
        carry(MemoryBackend())


def test_nothing_is_connected_before_the_first_call() -> None:
    backend = Obedient(never_end)
    Telegram(backend)
    AsyncTelegram(backend)
    assert backend.open == 0


def test_the_blocking_facade_works_under_a_running_loop() -> None:
    async def where() -> Any:
        places.append(threading.current_thread())
        return LoggedOut()

    async def call() -> LoginState:
        return Telegram(Obedient(where)).status()

    places: list[threading.Thread] = []
    assert asyncio.run(call()) == LoggedOut()
    assert places != [threading.current_thread()]


def test_the_twins_have_the_same_methods() -> None:
    def signatures(facade: type) -> dict[str, list[inspect.Parameter]]:
        methods = inspect.getmembers(facade, inspect.isfunction)
        return {name: list(inspect.signature(method).parameters.values()) for name, method in methods if name[0] != "_"}

    of_blocking_code = {"together"}  # asyncio.gather() is the twin's
    assert set(signatures(Telegram)) - set(signatures(AsyncTelegram)) == of_blocking_code
    assert {name: of for name, of in signatures(Telegram).items() if name not in of_blocking_code} == signatures(
        AsyncTelegram
    )
    made_of_parts = {"connected", "download", "iter_download", "download_photos", "qr_login"}
    made_of_parts |= {"iter_upload", "send_file", "send_album"}
    parts = {"chats_in", "chats_of", "find_in_chat", "messages_at", "schedule_message", "send_formatted"}
    parts |= {"keep_session", "read_part", "read_photos", "save_parts", "send_files", "schedule_files"}
    parts |= {
        "topic_messages",
        "find_in_topic",
        "save_topic_draft",
        "mark_topic_as_read",
        "send_to_topic",
        "send_files_to_topic",
        "send_formatted_files",
        "schedule_to_topic",
        "forward_to_topic",
    }
    assert set(signatures(AsyncTelegram)) - made_of_parts == operations() - parts


def operations() -> set[str]:
    return {name for name, _ in inspect.getmembers(Connection, inspect.iscoroutinefunction) if name[0] != "_"}


def documented_methods(facade: type) -> dict[str, str]:
    """Return the docstring of each public method, as written at the method itself."""
    methods = inspect.getmembers(facade, inspect.isfunction)
    return {name: inspect.cleandoc(method.__doc__ or "") for name, method in methods if name[0] != "_"}


def test_each_method_begins_its_docstring_as_its_twin_does() -> None:
    full, short = documented_methods(Telegram), documented_methods(AsyncTelegram)
    del full["together"]
    assert short == {name: doc.partition("\n")[0] for name, doc in full.items()}
    assert all(short.values())


def test_every_operation_names_the_method_of_telegram_that_it_calls() -> None:
    operations = {name: doc for name, doc in documented_methods(AsyncTelegram).items() if name != "connected"}
    assert [name for name, doc in operations.items() if not re.search(r"``[a-z]+\.[a-zA-Z]+``", doc)] == []


@pytest.mark.parametrize("session", ["tgsdk1:canary", b"", 5])
def test_what_is_no_session_is_refused_in_a_sentence_that_shows_nothing_of_it(session: Any) -> None:
    with pytest.raises(TypeError, match=r"session is a Session, as Session\.from_string\(\) reads it, not a \w+$"):
        Telegram(MemoryBackend(), session)


@pytest.mark.parametrize("backend", ["tgsdk.MemoryBackend", MemoryBackend, None])
def test_what_is_no_backend_is_refused_in_a_sentence(backend: Any) -> None:
    with pytest.raises(TypeError, match=r"backend is an object that load_backend\(\) makes, not (a|the class) \w+$"):
        Telegram(backend)


CALLS: list[Callable[[Telegram, Any], object]] = [
    lambda telegram, given: telegram.chat(given),
    lambda telegram, given: telegram.messages(given),
    lambda telegram, given: telegram.message(given, 1),
    lambda telegram, given: telegram.message(1, given),
    lambda telegram, given: telegram.messages_by_id(given, [1]),
    lambda telegram, given: telegram.mark_as_read(given, 1),
    lambda telegram, given: telegram.send_message(given, "text"),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("given", ["@durov", "5", None, 5.0])
def test_a_chat_is_named_by_its_number(call: Callable[[Telegram, Any], object], given: Any) -> None:
    with pytest.raises(TypeError, match=r"(chat|message)_id is a number, as in Chat\.id and Message\.id, not a \w+$"):
        call(Telegram(MemoryBackend()), given)

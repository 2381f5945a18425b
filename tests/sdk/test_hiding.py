"""Codes, passwords, numbers and texts stand in no frame that a failure has left behind."""

import asyncio
import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from tests.recording import recorded
from tgsdk import AsyncTelegram, Entity, EntityKind, MemoryBackend, Secret, Telegram, TelegramUnavailable, User

ANNA = User(id=7, first_name="Anna")
PHONE = "+79005550123"
CALLS: dict[str, Callable[[Any], Any]] = {
    "send_code": lambda telegram: telegram.send_code(PHONE),
    "sign_in": lambda telegram: telegram.sign_in("code-canary"),
    "check_password": lambda telegram: telegram.check_password("pass-canary"),
    "send_message": lambda telegram: telegram.send_message(7, "text-canary"),
}


@pytest.fixture(params=[ZeroDivisionError(), TelegramUnavailable()], ids=repr)
def backend(request: pytest.FixtureRequest) -> MemoryBackend:
    made = MemoryBackend()
    made.add(PHONE, ANNA, code="01234")
    made.fail(request.param)
    return made


def failed(call: Callable[[], object]) -> str:
    with pytest.raises((ZeroDivisionError, TelegramUnavailable)) as caught:
        call()
    return recorded(caught.value, leave_out=__file__)


@pytest.mark.parametrize("name", CALLS)
def test_a_blocking_call_leaves_no_secret_behind(backend: MemoryBackend, name: str) -> None:
    said = failed(lambda: CALLS[name](Telegram(backend)))
    assert f"Telegram.{name}" in said
    assert "canary" not in said and PHONE not in said


@pytest.mark.parametrize("name", CALLS)
def test_a_call_in_a_block_leaves_no_secret_behind(backend: MemoryBackend, name: str) -> None:
    def call() -> None:
        with Telegram(backend).connected() as telegram:
            CALLS[name](telegram)

    said = failed(call)
    assert "canary" not in said and PHONE not in said


@pytest.mark.parametrize("name", CALLS)
def test_an_awaited_call_leaves_no_secret_behind(backend: MemoryBackend, name: str) -> None:
    async def call() -> None:
        await CALLS[name](AsyncTelegram(backend))

    said = failed(lambda: asyncio.run(call()))
    assert f"AsyncTelegram.{name}" in said
    assert "canary" not in said and PHONE not in said


def test_the_lines_of_a_failure_stay(backend: MemoryBackend) -> None:
    with pytest.raises((ZeroDivisionError, TelegramUnavailable)) as caught:
        Telegram(backend).sign_in("code")
    assert any("backends/memory" in str(entry.path) for entry in caught.traceback)


def test_a_coroutine_that_waits_goes_on_after_the_failure_of_another() -> None:
    """Its frame is in the error's traceback: the error came from it, and it caught it."""

    async def work() -> str:
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        goes_on = asyncio.Event()

        async def receive() -> str:
            kept = "kept"
            try:
                raise ZeroDivisionError
            except ZeroDivisionError as error:
                failed.set_exception(error)
            await goes_on.wait()
            return kept

        receiver = asyncio.create_task(receive())
        await asyncio.sleep(0)
        telegram = AsyncTelegram(MemoryBackend())
        with pytest.raises(ZeroDivisionError):
            await telegram._call(lambda _: failed)
        goes_on.set()
        return await receiver

    assert asyncio.run(work()) == "kept"


def test_what_is_no_text_is_hidden_as_well_and_handed_on_as_it_was() -> None:
    for value in (24680, b"canary", ["canary"]):
        hidden = Secret.of(value)
        assert "24680" not in repr(hidden) and "canary" not in repr(hidden)
        assert Secret.of(hidden) is hidden and Secret.shown(hidden) is value
    assert Secret.of(None) is None


def test_a_text_with_formats_that_is_none_is_a_type_error() -> None:
    bold = Entity(kind=EntityKind.BOLD, offset=0, length=1)
    with pytest.raises(TypeError, match="text is a text, not a int"):
        Telegram(MemoryBackend()).send_message(7, 24680, entities=[bold])  # type: ignore[arg-type]


def test_a_secret_is_the_same_text_but_for_its_repr() -> None:
    secret = Secret("canary")
    assert (secret, f"{secret}", str(secret), len(secret)) == ("canary", "canary", "canary", 6)
    assert type(str(secret)) is str
    for each in (secret, copy.deepcopy(secret), pickle.loads(pickle.dumps(secret))):
        assert repr(each) == "'…'"
    assert "canary" not in repr({"password": secret}) + f"{[secret]}"

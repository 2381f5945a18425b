"""What each parameter of the facades refuses, before a backend is asked: a wrong type, and some wrong values."""

import asyncio
import inspect
import io
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tgsdk import (
    AsyncTelegram,
    Backend,
    Capability,
    Connection,
    Entity,
    EntityKind,
    MemoryBackend,
    Photo,
    Session,
    SharedKind,
    Telegram,
    Upload,
)

NUMBERS = ["7-canary", b"7", 2.5]
TEXTS = [17, b"canary", ["canary"]]
DATES = ["canary", 1700000000, 2.5]
SEVERAL = [5, "canary", b"canary", [None], ["canary"]]

#: Of each parameter: something right, and what is of no type that it takes. A new parameter needs its line.
PARAMETERS: dict[str, tuple[Any, list[Any]]] = {
    "chat_id": (7, NUMBERS),
    "to_chat_id": (7, NUMBERS),
    "message_id": (7, NUMBERS),
    "topic_id": (7, NUMBERS),
    "to_topic_id": (7, NUMBERS),
    "after": (7, NUMBERS),
    "around": (7, NUMBERS),
    "reply_to": (7, NUMBERS),
    "random_id": (7, NUMBERS),
    "limit": (7, NUMBERS),
    "start": (0, NUMBERS),
    "stop": (7, NUMBERS),
    "message_ids": ([7], SEVERAL),
    "random_ids": ([7], SEVERAL),
    "phone": ("+79005550123", TEXTS),
    "code": ("12345", TEXTS),
    "password": ("secret", TEXTS),
    "text": ("text", TEXTS),
    "quote": ("text", TEXTS),
    "caption": ("text", TEXTS),
    "query": ("text", TEXTS),
    "cursor": ("text", TEXTS),
    "name": ("name", TEXTS),
    "emoji": ("👍", TEXTS),
    "username_or_phone": ("@anna", TEXTS),
    "entities": ([Entity(kind=EntityKind.BOLD, offset=0, length=4)], SEVERAL),
    "caption_entities": ([Entity(kind=EntityKind.BOLD, offset=0, length=4)], SEVERAL),
    "date": (datetime(2026, 3, 4, tzinfo=UTC), DATES),
    "schedule_at": (datetime(2026, 3, 4, tzinfo=UTC), DATES),
    "folder": (None, ["canary", 1]),
    "kind": (SharedKind.PHOTOS, [17, b"canary"]),
    "as_photo": (True, ["canary", 17]),
    "muted": (True, ["canary", 17]),
    "pinned": (True, ["canary", 17]),
    "for_everyone": (True, ["canary", 17]),
    "return_errors": (True, ["canary", 17]),
    "unread": (True, ["canary", 17]),
    "file": (b"bytes", [17, io.StringIO("canary")]),
    "files": ([b"bytes", b"bytes"], [17, "canary", b"canary", bytearray(b"canary"), [17, 17]]),
    "upload": (Upload(b"bytes"), ["canary", b"canary"]),
    "photos": ([Photo(id=1, location="here")], SEVERAL),
    "to": (io.BytesIO(), [17, io.StringIO()]),
    "timeout": (1, ["5", b"5", [5]]),
    "session": (Session(), ["canary", 17]),
    "on_session": (None, ["canary", 17]),
    "backend": (MemoryBackend(), ["canary", 17]),
}

#: What is right in one method only.
IN_METHODS = {("download", "file"): Photo(id=1, location="here"), ("iter_download", "file"): Photo(id=1, location="x")}


class NeverAsked(Backend):
    """A backend that is not to be asked."""

    supports = frozenset(Capability)

    def connect(self, session: Session) -> AbstractAsyncContextManager[Connection]:
        raise AssertionError("the backend was asked")


def methods(facade: type) -> Iterator[tuple[str, Any]]:
    for name, method in inspect.getmembers(facade, inspect.isfunction):
        if not name.startswith("_"):
            yield name, method


def parameters() -> Iterator[Any]:
    for facade in (Telegram, AsyncTelegram):
        for name, method in [*methods(facade), ("__init__", facade.__init__)]:
            for parameter in inspect.signature(method).parameters.values():
                if parameter.name != "self" and parameter.kind is not parameter.VAR_POSITIONAL:
                    yield pytest.param(facade, name, parameter, id=f"{facade.__name__}.{name}-{parameter.name}")


def wrongs(parameter: inspect.Parameter) -> list[Any]:
    _, wrong = PARAMETERS[parameter.name]
    return wrong if "None" in str(parameter.annotation) else [*wrong, None]


def call(facade: type, name: str, **given: Any) -> None:
    taken = inspect.signature(getattr(facade, name)).parameters.values()
    needed = {each.name for each in taken if each.name not in ("self", "calls") and each.default is each.empty}
    arguments = {each: IN_METHODS.get((name, each), PARAMETERS[each][0]) for each in needed} | given
    if name == "__init__":
        facade(**{"backend": NeverAsked(), **arguments})
    else:
        finish(getattr(facade(NeverAsked()), name)(**arguments))


def finish(made: Any) -> None:
    """Have all done that a method does when its result is used."""
    match made:
        case AbstractContextManager():
            with made:
                pass
        case AbstractAsyncContextManager():
            asyncio.run(enter(made))
        case Generator():
            next(made)
        case AsyncGenerator():
            asyncio.run(anext(made))
        case _ if inspect.iscoroutine(made):
            asyncio.run(made)


async def enter(block: AbstractAsyncContextManager[object]) -> None:
    async with block:
        pass


@pytest.mark.parametrize(("facade", "name", "parameter"), list(parameters()))
def test_a_wrong_type_is_a_type_error_that_names_the_parameter(
    facade: type, name: str, parameter: inspect.Parameter
) -> None:
    for wrong in wrongs(parameter):
        with pytest.raises(TypeError, match=rf"\b{parameter.name}\b|^a file (is|gives)") as refusal:
            call(facade, name, **{parameter.name: wrong})
        assert "canary" not in str(refusal.value)


WRONG_VALUES: dict[str, Callable[[Telegram], object]] = {
    "limit is a number from 1": lambda telegram: telegram.topics(7, 0),
    "message_ids are 1 to 100": lambda telegram: telegram.delete_scheduled(7, []),
    "message_ids are 1": lambda telegram: telegram.send_scheduled_now(7, [1] * 101),
    "schedule_at is an aware": lambda telegram: telegram.send_message(
        7,
        "canary",
        schedule_at=datetime(2026, 3, 4),  # noqa: DTZ001
    ),
    "kind is one of": lambda telegram: telegram.shared_media(7, "canary"),  # type: ignore[arg-type]
    "random_ids are signed": lambda telegram: telegram.forward_messages(7, [1], 8, random_ids=[2**63]),
    "random_ids has one": lambda telegram: telegram.send_album(7, [b"a", b"b"], random_ids=[1]),
    "random_id is a signed": lambda telegram: telegram.send_file(7, b"a", random_id=2**63),
    "files are 2 to 10": lambda telegram: telegram.send_album(7, []),
    "timeout is a number of seconds": lambda telegram: telegram.connected(timeout=float("nan")),
}


@pytest.mark.parametrize(("said", "misuse"), WRONG_VALUES.items(), ids=WRONG_VALUES)
def test_a_value_that_cannot_be_is_a_value_error(said: str, misuse: Callable[[Telegram], object]) -> None:
    with pytest.raises(ValueError, match=said) as refusal:
        misuse(Telegram(NeverAsked()))
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_a_time(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout is a number of seconds"):
        Telegram(MemoryBackend(), timeout=timeout)


def test_what_is_asked_together_is_a_function() -> None:
    telegram = Telegram(NeverAsked())
    with pytest.raises(TypeError, match=r"together\(\) takes functions"):
        telegram.together(telegram.me, "canary")  # type: ignore[call-overload]


@pytest.mark.parametrize("source", [["canary"], [7]])
def test_an_iterable_that_gives_no_bytes_is_a_type_error(source: Any) -> None:
    with pytest.raises(TypeError, match=r"a file gives bytes, not a (str|int)"):
        Upload(source).begin()


def test_a_file_that_is_open_for_reading_text_is_a_type_error(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("canary")
    with (tmp_path / "letter.txt").open() as file, pytest.raises(TypeError, match="open for reading bytes"):
        Telegram(NeverAsked()).send_file(7, file)  # type: ignore[arg-type]

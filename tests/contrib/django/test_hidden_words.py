"""No public method of Telegram, its awaitable twin, Desk or Login leaves the words of a person in an error report."""

import asyncio
import contextlib
import functools
import inspect
import io
import typing
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from tests.recording import recorded
from tgsdk import (
    AsyncTelegram,
    Attachment,
    AttachmentKind,
    Entity,
    EntityKind,
    Folder,
    MemoryBackend,
    Photo,
    Session,
    SharedKind,
    Telegram,
    Upload,
)
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.accounts import Desk, Login, open_account
from tgsdk.contrib.django.limits import LIMITS

CANARY = "canary_words"
NUMBER = 246_802_468  # given in place of a text
FACES = (Telegram, AsyncTelegram, Desk, Login)
#: Texts of programs, not of people: a place in a list, and where a download goes to.
NOT_WORDS: dict[str, Any] = {"cursor": "7", "to": io.BytesIO()}
#: Methods that ask nobody, and the one whose calls are made by the others.
ASK_NOBODY = {"connected", "note_card", "note_opened", "note_searched", "together", "connect_again"}


class Broken(Exception):
    """An error that nobody foresaw."""


def methods() -> Iterator[Any]:
    for face in FACES:
        for name, method in inspect.getmembers(face, inspect.isfunction):
            if not name.startswith("_") and name not in ASK_NOBODY:
                yield pytest.param(face, name, method, id=f"{face.__name__}.{name}")


@pytest.fixture(params=["the backend breaks", "a number is none", "a text is none"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def telegram(user: User, settings: Settings) -> MemoryBackend:
    """A Telegram that lets everybody try as often as they like."""
    settings.TELEGRAM = {**settings.TELEGRAM, "LIMITS": dict.fromkeys(LIMITS, ())}
    settings_made.forget_settings(setting="TELEGRAM")
    made = settings_made.backend()
    assert isinstance(made, MemoryBackend)
    return made


@pytest.mark.parametrize(("face", "name", "method"), list(methods()))
def test_words_stand_in_no_variable(
    user: User, telegram: MemoryBackend, face: type, name: str, method: Callable[..., Any], way: str
) -> None:
    said = []
    with on_face(face, user, telegram) as call:
        for arguments in arguments_of(method, way):
            telegram.fail(Broken())  # type: ignore[arg-type]
            if error := error_of(functools.partial(call, name, arguments)):
                said.append(recorded(error, leave_out=__file__))
    assert said or way != "the backend breaks"
    assert not [each for each in said if "canary" in each or str(NUMBER) in each]


def error_of(call: Callable[[], object]) -> Exception | None:
    """Return what a call raises, whatever it is."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - each is looked into
        return error
    return None


def test_methods_with_words_are_among_them() -> None:
    with_words = {name for _, name, method in (each.values for each in methods()) if list(words_of(method))}
    assert {"send_code", "send_message", "search_messages", "resolve", "chats", "send_file", "send_files"} <= with_words


@contextlib.contextmanager
def on_face(face: type, user: User, backend: MemoryBackend) -> Iterator[Callable[[str, dict[str, Any]], object]]:
    """Give a way to call a method by its name, and to go to the end of what it yields."""
    if face is AsyncTelegram:
        yield lambda name, arguments: asyncio.run(_awaited(getattr(AsyncTelegram(backend), name)(**arguments)))
    elif face is Telegram:
        yield lambda name, arguments: _exhausted(getattr(Telegram(backend), name)(**arguments))
    else:
        with open_account(user) as account:
            yield lambda name, arguments: _exhausted(getattr(face(account), name)(**arguments))


def arguments_of(method: Callable[..., Any], way: str) -> Iterator[dict[str, Any]]:
    """Give arguments with words in each text: with none of the others that may be left out, with each, and with all."""
    hints = typing.get_type_hints(method)
    parameters = list(inspect.signature(method).parameters.values())[1:]
    values = {each.name: _value(each.name, hints[each.name], way) for each in parameters}
    needed = [each.name for each in parameters if each.default is each.empty or each.name in words_of(method)]
    others = [each.name for each in parameters if each.name not in needed]
    for chosen in [[], *([other] for other in others), others]:
        yield {name: values[name] for name in (*needed, *chosen)}


def words_of(method: Callable[..., Any]) -> Iterator[str]:
    """Give the parameters that take a text, or a file."""
    for name, hint in typing.get_type_hints(method).items():
        if name not in {"return", *NOT_WORDS} and {str, bytes} & set(_parts_of(hint)):
            yield name


def _parts_of(hint: Any) -> Iterator[Any]:
    """Give a type, or those that it is made of."""
    parts = typing.get_args(hint)
    return (part for each in parts for part in _parts_of(each)) if parts else iter([hint])


def _value(name: str, hint: Any, way: str) -> Any:
    if name in NOT_WORDS:
        return NOT_WORDS[name]
    if name == "stop":
        return 9
    kinds = set(_parts_of(hint))
    is_several = typing.get_origin(hint) is Sequence or any(
        typing.get_origin(each) is Sequence for each in typing.get_args(hint)
    )
    value = _single(kinds, way)
    return [value, value] if is_several else value


def _single(kinds: set[Any], way: str) -> Any:
    if bytes in kinds:
        return CANARY.encode()
    if str in kinds:
        return NUMBER if way == "a text is none" else CANARY
    if Entity in kinds:
        return Entity(kind=EntityKind.TEXT_URL, offset=0, length=3, url=f"https://{CANARY}.example")
    if int in kinds or float in kinds:
        return "no number" if way == "a number is none" else 7
    examples = {
        bool: True,
        datetime: datetime(2026, 3, 4, tzinfo=UTC),
        Folder: Folder.MAIN,
        SharedKind: SharedKind.FILES,
        Session: Session(auth_key=CANARY.encode().ljust(256, b".")),
        Attachment: Attachment(kind=AttachmentKind.DOCUMENT, mime_type="text/plain", size=9, location=CANARY),
        Photo: Photo(id=1, location=CANARY),
        Upload: Upload(CANARY.encode(), name=CANARY),
    }
    return next(example for kind, example in examples.items() if kind in kinds)


def _exhausted(result: Any) -> None:
    if isinstance(result, Generator):
        for _ in result:
            pass


async def _awaited(result: Any) -> None:
    if isinstance(result, AsyncIterator):
        async for _ in result:
            pass
    else:
        await result

"""The error tree is what its docstring draws."""

import copy
import inspect
import json
import pickle
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest

import tgsdk
from tests.processes import run
from tgsdk import FloodWait, SessionEnded, SlowMode, TelegramError, Unsupported, UploadIncomplete, errors
from tgsdk.backends.mtproto.reading.rpc_errors import rpc_error
from tgsdk.backends.mtproto.wire.transport import TransportError
from tgsdk.contrib.django.errors import AccountGone, TooManyAttempts
from tgsdk.testing.phone import ScanRefused

OF_ELSEWHERE = [AccountGone, ScanRefused, TooManyAttempts]


def every_error() -> list[type[TelegramError]]:
    """Return all errors of tgsdk, those of the backends, of the Django app and of the local Telegram too."""
    found, new = {TelegramError}, {TelegramError}
    while new := {each for kind in new for each in kind.__subclasses__()} - found:
        found |= new
    return sorted((each for each in found if each.__module__.startswith("tgsdk.")), key=lambda each: each.__name__)


def example(kind: type[TelegramError]) -> TelegramError:
    if kind is TransportError:
        return TransportError(404)
    about: dict[str, Any] = {"telegram_name": "NAME_7", "telegram_code": 420}
    return kind(**about) if "message" in inspect.signature(kind).parameters else kind(7, **about)  # type: ignore[arg-type]


CLASSES = [getattr(errors, name) for name in errors.__all__]


def drawn_tree() -> dict[str, str]:
    """Each class in the docstring, with its parent."""
    parents, path = {}, ["TelegramError"]
    for branch, name in re.findall(r"^ {4}([│ ]*[├└]── )(\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(branch) // 4
        path[depth:] = [name]
        parents[name] = path[depth - 1]
    return parents


def test_the_docstring_draws_the_real_tree() -> None:
    real = {kind.__name__: kind.__base__.__name__ for kind in CLASSES if kind is not TelegramError}
    assert drawn_tree() == real
    assert len(real) > 10


def test_all_names_every_class_sorted() -> None:
    defined = [
        name for name, kind in vars(errors).items() if inspect.isclass(kind) and kind.__module__ == errors.__name__
    ]
    assert errors.__all__ == sorted(defined)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_has_a_code_of_its_own_and_a_sentence(kind: type[TelegramError]) -> None:
    assert [other for other in CLASSES if other.code == kind.code] == [kind]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code)
    assert kind.__doc__


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_is_exported(kind: type[TelegramError]) -> None:
    assert getattr(tgsdk, kind.__name__) is kind
    assert kind.__name__ in tgsdk.__all__


@pytest.mark.parametrize(
    "kind", [kind for kind in CLASSES if not issubclass(kind, FloodWait | Unsupported | UploadIncomplete)]
)
def test_an_error_says_its_sentence_or_the_one_it_is_given(kind: type[TelegramError]) -> None:
    assert str(kind()) == kind.sentence
    assert str(kind("another")) == "another"


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_has_a_sentence_of_its_own(kind: type[TelegramError]) -> None:
    assert [other for other in CLASSES if other.sentence == kind.sentence] == [kind]


@pytest.mark.parametrize("kind", every_error())
def test_no_error_says_markup_or_a_reason_that_nobody_gave(kind: type[TelegramError]) -> None:
    said = str(example(kind))
    assert said
    assert not re.search(r"`|…|\b[A-Z]+_[A-Z_]+\b", said.replace("NAME_7", ""))


def test_errors_say_the_same_to_a_python_without_docstrings() -> None:
    script = "import tgsdk; print(*(getattr(tgsdk, name).sentence for name in tgsdk.errors.__all__), sep='\\n')"
    ended = run([sys.executable, "-OO", "-c", script + "; print(tgsdk.WriteForbidden())"])
    assert ended.stdout.splitlines() == [*(kind.sentence for kind in CLASSES), str(errors.WriteForbidden())], ended


def test_an_error_knows_telegrams_own_name_and_number() -> None:
    error = errors.SessionEnded(telegram_name="SESSION_REVOKED", telegram_code=401)
    assert (error.telegram_name, error.telegram_code) == ("SESSION_REVOKED", 401)
    assert (errors.Timeout().telegram_name, errors.Timeout().telegram_code) == (None, None)


@pytest.mark.parametrize("name", ["MESSAGE_EMPTY", "MESSAGE_TOO_LONG", "SCHEDULE_DATE_TOO_LATE"])
def test_an_error_says_telegrams_reason_and_guesses_none(name: str) -> None:
    assert str(errors.MessageInvalid(telegram_name=name)) == f"Telegram does not take this message ({name})"
    assert str(errors.MessageInvalid()) == "Telegram does not take this message."


def test_unsupported_says_what_the_backend_cannot_do() -> None:
    error = Unsupported(tgsdk.Capability.SEND_MESSAGES)
    assert (error.capability, str(error)) == ("send_messages", "The backend does not support send_messages")
    assert pickle.loads(pickle.dumps(error)).capability == "send_messages"


def test_flood_wait_knows_its_seconds() -> None:
    error = FloodWait(42, telegram_name="FLOOD_WAIT_42", telegram_code=420)
    assert (error.seconds, error.telegram_name, error.telegram_code) == (42, "FLOOD_WAIT_42", 420)
    assert "42 s" in str(error)


def test_a_timeout_is_not_the_built_in_one() -> None:
    assert not issubclass(errors.Timeout, TimeoutError)


@pytest.mark.parametrize("copied", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
@pytest.mark.parametrize(
    "error",
    [
        FloodWait(12, telegram_name="FLOOD_WAIT_12", telegram_code=420),
        SlowMode(30, telegram_name="SLOWMODE_WAIT_30", telegram_code=420),
        SessionEnded("ended", telegram_name="SESSION_REVOKED", telegram_code=401),
        TransportError(404),
        rpc_error(303, "PHONE_MIGRATE_2"),
    ],
)
def test_an_error_says_the_same_in_another_process(error: TelegramError, copied: Callable[[object], object]) -> None:
    other = copied(error)
    assert type(other) is type(error)
    assert (str(other), vars(other)) == (str(error), vars(error))


def through_json(error: BaseException) -> object:
    """Carry an error as Celery's JSON does: its class and its args."""
    arguments = json.loads(json.dumps(error.args))
    return type(error)(*arguments)


@pytest.mark.parametrize(
    "carried", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each)), through_json]
)
@pytest.mark.parametrize("kind", every_error())
def test_every_error_comes_through_pickle_copy_and_json(
    kind: type[TelegramError], carried: Callable[[object], object]
) -> None:
    error = example(kind)
    other = carried(error)
    assert isinstance(other, kind)
    assert (str(other), vars(other), str(error) != "") == (str(error), vars(error), True)

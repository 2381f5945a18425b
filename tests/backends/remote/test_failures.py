"""Each failure of the JSON API becomes the error that it was, whichever HR Helper says it."""

import json
from typing import Any

import pytest

import tgsdk
from tgsdk import FloodWait, TelegramError, Unsupported, UploadIncomplete
from tgsdk.backends.remote.failures import failure_of

CLASSES = [kind for kind in map(vars(tgsdk).get, tgsdk.errors.__all__) if isinstance(kind, type)]
MORE: dict[str, Any] = {"telegram": "NAME_7", "retry_after": 7, "capability": "folders", "part": 7, "new": [1]}


def made(kind: type[TelegramError], **said: Any) -> TelegramError:
    return failure_of(400, "7", json.dumps({"error": "words", "code": kind.code, **said}).encode())


@pytest.mark.parametrize("said", [{}, MORE, {"capability": None, "part": "seven"}])
@pytest.mark.parametrize("kind", CLASSES)
def test_every_code_is_its_class(kind: type[TelegramError], said: dict[str, Any]) -> None:
    error = made(kind, **said)
    assert type(error) is kind
    assert error.telegram_name == said.get("telegram")
    assert str(error)


def test_what_a_class_carries_comes_with_it() -> None:
    flood, unsupported, incomplete = (made(kind, **MORE) for kind in (FloodWait, Unsupported, UploadIncomplete))
    assert isinstance(flood, FloodWait)
    assert flood.seconds == 7
    assert isinstance(unsupported, Unsupported)
    assert unsupported.capability == "folders"
    assert isinstance(incomplete, UploadIncomplete)
    assert incomplete.part == 7


def test_an_older_site_names_no_capability() -> None:
    assert str(made(Unsupported)) == "The backend does not support this"

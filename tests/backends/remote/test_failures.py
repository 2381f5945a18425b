"""Each failure of the JSON API becomes the error that it was, whichever HR Helper says it."""

import json
from typing import Any

import pytest

import tgsdk
from tgsdk import FloodWait, Misconfigured, NotFound, TelegramError, Unsupported, UploadIncomplete
from tgsdk.backends.remote.failures import failure_of

CLASSES = [kind for kind in map(vars(tgsdk).get, tgsdk.errors.__all__) if isinstance(kind, type)]
MORE: dict[str, Any] = {"telegram": "NAME_7", "retry_after": 7, "capability": "folders", "part": 7, "new": [1]}


def made(kind: type[TelegramError], **said: Any) -> TelegramError:
    return failure_of(400, "7", json.dumps({"error": "words", "code": kind.code, **said}).encode(), "chats/")


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


def asked(path: str, status: int, **said: Any) -> TelegramError:
    return failure_of(status, None, json.dumps(said).encode(), path)


def test_an_address_that_every_hr_helper_has_is_missing_where_the_url_is_wrong() -> None:
    error = asked("user/info/", 404, code="page_not_found")
    assert isinstance(error, Misconfigured)
    assert "url is to be that of its Telegram page" in str(error)
    assert isinstance(asked("chats/99999999999999999999/messages/", 404, code="page_not_found"), NotFound)
    assert str(asked("chats/5/info/", 404, code="not_found")) == NotFound.sentence


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_site_that_leads_elsewhere_has_another_url(status: int) -> None:
    error = asked("user/info/", status)
    assert isinstance(error, Misconfigured)
    assert f"leads elsewhere from this address (status {status})" in str(error)


@pytest.mark.parametrize(("status", "said"), [(500, {"code": "server_error"}), (500, {}), (503, {}), (418, {})])
def test_a_failure_without_a_class_is_said_to_be_hr_helper_s(status: int, said: dict[str, Any]) -> None:
    assert str(asked("user/info/", status, **said)) == f"HR Helper answered with {status}"


def test_an_older_site_names_no_capability() -> None:
    assert str(made(Unsupported)) == "The backend does not support this"

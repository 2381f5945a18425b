"""Django's own page of a failure shows no key, password or session that the failure has met."""

import base64
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from pytest_django import Settings

from tests.recording import recorded, reported
from tgsdk import Misconfigured, Secret, Session, SessionInvalid, Stage
from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount

PYROGRAM, REMOTE = "tgsdk.backends.pyrogram.PyrogramBackend", "tgsdk.backends.remote.RemoteBackend"
KEY = b"canary".ljust(256, b".")
SESSION = Session(dc_id=2, auth_key=KEY, user_id=7, stage=Stage.LOGGED_IN)


def shown(error: BaseException) -> str:
    return recorded(error, leave_out=__file__) + reported(error)


def failed(kind: type[BaseException], call: Callable[[], object]) -> BaseException:
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def test_a_session_that_is_kept_in_the_row_of_somebody_else_is_not_shown(user: User) -> None:
    other = User.objects.create_user("anna")
    TelegramAccount.objects.create(user=user, encrypted_session=seal().seal(SESSION, other.pk))
    error = failed(SessionInvalid, open_account(user).__enter__)
    assert "somebody else" in str(error)
    assert "tgsdk1:" not in shown(error) and "canary" not in shown(error)


def test_a_stored_session_of_a_newer_version_is_logged_as_one_and_not_shown(
    user: User, caplog: pytest.LogCaptureFixture
) -> None:
    fields = json.loads(base64.urlsafe_b64decode(SESSION.to_string().removeprefix("tgsdk1:"))) | {"channel_state": 1}
    string = "tgsdk1:" + base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()
    sealed = seal()._sealed({"owner": str(user.pk), "session": string})
    TelegramAccount.objects.create(user=user, encrypted_session=sealed)
    error = failed(SessionInvalid, open_account(user).__enter__)
    assert "newer version" in str(error) and "newer version" in caplog.text
    assert string[:40] not in shown(error) and fields["auth_key"][:40] not in shown(error)


@pytest.mark.parametrize(
    "wrong",
    [
        {"BACKEND": "tgsdk.backends.Nothing", "OPTIONS": {"api_id": 1, "api_hash": "canary"}},
        {"BACKEND": PYROGRAM, "OPTIONS": {"api_hash": "canary"}},
        {"BACKEND": PYROGRAM, "OPTIONS": {"api_id": "canary", "api_hash": "canary"}},
        {"BACKEND": PYROGRAM, "OPTIONS": {"api_id": 1, "api_hash": "canary", "proxy": Secret("gopher://u:canary@h:1")}},
        {"BACKEND": PYROGRAM, "OPTIONS": Secret('{"api_hash": "canary"')},
        {"BACKEND": REMOTE, "OPTIONS": {"url": "http://hr.example.com/telegram/", "token": "canary"}},
        {"OPTIONS": {"api_hash": "canary"}},
    ],
    ids=["no backend", "no api_id", "a hash for an id", "a wrong proxy", "no JSON", "a wrong address", "none"],
)
def test_a_backend_that_cannot_be_made_shows_no_setting(user: User, settings: Settings, wrong: dict[str, Any]) -> None:
    settings.TELEGRAM = {"SESSION_KEYS": settings.TELEGRAM["SESSION_KEYS"], **wrong}
    error = failed(Misconfigured, open_account(user).__enter__)
    assert "canary" not in shown(error) and settings.TELEGRAM["SESSION_KEYS"][0] not in shown(error)


def test_a_backend_that_lacks_a_package_shows_no_token(
    user: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "requests", None)
    options = {"url": "https://hr.example.com/telegram/", "token": "canary"}
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": REMOTE, "OPTIONS": options}
    error = failed(Misconfigured, open_account(user).__enter__)
    assert "requests" in str(error) and "canary" not in shown(error)


@pytest.mark.parametrize("wrong", [None, 7, "", "short", "x" * 44], ids=repr)
def test_a_wrong_key_beside_a_right_one_is_misconfigured_and_shows_none(
    user: User, settings: Settings, wrong: Any
) -> None:
    key = Fernet.generate_key().decode()
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [key, wrong]}
    assert key not in shown(failed(Misconfigured, open_account(user).__enter__))

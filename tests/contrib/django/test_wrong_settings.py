"""Settings that cannot be used: Misconfigured, whatever is wrong with them and whichever opening meets it first."""

import math
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from tgsdk import MemoryBackend, Misconfigured, load_backend
from tgsdk.contrib.django.accounts import open_account, open_to_disconnect
from tgsdk.contrib.django.models import TelegramAccount

WRONG: dict[str, list[Any]] = {
    "SESSION_KEYS": [None, [], 5, [None], ["canary"], "canary"],
    "TIMEOUT": [None, 0, -1, math.nan, math.inf, "5", True, []],
    "PATIENCE": [None, -1, math.nan, "5", True],
    "BACKEND": [None, "", 5, MemoryBackend, "nowhere", "tgsdk.Session"],
    "OPTIONS": ['{"canary', ["canary"], 5, {"nonsense": 1}, {5: 5}],
    "LIMITS": [None, [], "canary"],
}


@pytest.mark.parametrize(("name", "wrong"), [(name, each) for name, wrong in WRONG.items() for each in wrong])
def test_an_opening_says_that_it_cannot_be_used(user: User, settings: Settings, name: str, wrong: Any) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, name: wrong}
    with pytest.raises(Misconfigured) as refusal, open_account(user) as account:
        account.login.send_code("+79001234567")
    assert "canary" not in str(refusal.value)
    assert not TelegramAccount.objects.exclude(lease_token=None).exists()


@pytest.mark.parametrize("values", [None, [], "canary"])
def test_settings_that_are_no_dictionary_cannot_be_used(user: User, settings: Settings, values: object) -> None:
    settings.TELEGRAM = values
    for opening in (open_account, open_to_disconnect):
        with pytest.raises(Misconfigured, match="TELEGRAM is not a dictionary"), opening(user):
            pass


@pytest.mark.parametrize("path", [None, 5, MemoryBackend])
def test_a_path_that_is_no_text_is_a_type_error(path: Any) -> None:
    with pytest.raises(TypeError, match="path is the dotted path of a backend class"):
        load_backend(path)

"""What `manage.py check` says of wrong settings."""

from typing import Any

import pytest
from pytest_django import Settings

from tgsdk import Secret
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.contrib.django.checks import check_telegram, check_time_zones
from web.checks import check_file_limit

PYROGRAM = "tgsdk.backends.pyrogram.PyrogramBackend"
MEMORY = "tgsdk.backends.memory.MemoryBackend"
APPLICATION = {"api_id": 1, "api_hash": "x"}


def found(settings: Settings, **changes: Any) -> list[tuple[str | None, str]]:
    settings.TELEGRAM = {**settings.TELEGRAM, **changes}
    messages = [*check_telegram(), *check_file_limit()]
    assert all(message.hint for message in messages)
    return [(message.id, str(message.msg)) for message in messages]


def test_right_settings_are_silent(settings: Settings) -> None:
    assert found(settings) == []
    assert found(settings, BACKEND=PYROGRAM, OPTIONS=APPLICATION) == []


@pytest.mark.parametrize("path", ["nowhere", "tgsdk.Nothing", "tgsdk.backends.nowhere.Backend", "tgsdk.Session"])
def test_a_wrong_backend_is_found(settings: Settings, path: str) -> None:
    assert [name for name, _ in found(settings, BACKEND=path)] == ["tgsdk.E001"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "TELEGRAM_API_ID and TELEGRAM_API_HASH are not set."),
        ({"api_id": 1}, "TELEGRAM_API_HASH is not set."),
        ({"api_hash": "x"}, "TELEGRAM_API_ID is not set."),
    ],
)
def test_a_missing_application_is_one_clear_line(settings: Settings, options: dict[str, Any], said: str) -> None:
    assert found(settings, BACKEND=PYROGRAM, OPTIONS=options) == [("tgsdk.E002", said)]


@pytest.mark.parametrize("wrong", [{"api_id": "abc"}, {"nonsense": 1}, {"server": {"host": "x"}}])
def test_wrong_options_are_found(settings: Settings, wrong: dict[str, Any]) -> None:
    assert [name for name, _ in found(settings, BACKEND=PYROGRAM, OPTIONS=APPLICATION | wrong)] == ["tgsdk.E002"]


@pytest.mark.parametrize("options", ['{"server": "canary', ["canary"], 5])
@pytest.mark.parametrize("backend", [PYROGRAM, MEMORY])
def test_options_that_are_no_mapping_are_said_to_be_none(settings: Settings, backend: str, options: object) -> None:
    said = "TELEGRAM_OPTIONS cannot be used: it is no dictionary, or no JSON object."
    assert found(settings, BACKEND=backend, OPTIONS=options) == [("tgsdk.E002", said)]


@pytest.mark.parametrize("path", [None, ""])
def test_a_backend_that_is_not_set_is_said_to_be_missing(settings: Settings, path: str | None) -> None:
    assert found(settings, BACKEND=path) == [("tgsdk.E001", "TELEGRAM_BACKEND is not set.")]


@pytest.mark.parametrize("path", [PyrogramBackend, 5, ["canary"]])
def test_a_backend_that_is_no_path_is_found(settings: Settings, path: object) -> None:
    assert found(settings, BACKEND=path) == [("tgsdk.E001", "TELEGRAM_BACKEND is no text.")]


def test_a_setting_that_is_misspelt_is_found(settings: Settings) -> None:
    assert [name for name, _ in found(settings, TIMOUT=3)] == ["tgsdk.E010"]


def test_a_setting_that_nothing_reads_is_a_warning(settings: Settings) -> None:
    assert [name for name, _ in found(settings, COLOUR="red")] == ["tgsdk.W011"]
    assert [name for name, _ in found(settings, COLOUR="red", FILE_LIMIT=5, UPLOAD_LIMIT=5, PICTURES=5)] == [
        "tgsdk.W011"
    ]


SHOWN: list[Any] = [
    "socks5://u:canary@127.0.0.1:9",
    "direct:// http://u:canary@127.0.0.1:9",
    "mtproxy://127.0.0.1:9/ddcanary",
    "tg://proxy?server=127.0.0.1&port=9&secret=canary",
    ["direct://", "socks4://canary@127.0.0.1:9"],
]
HIDDEN: list[Any] = [
    "socks5://127.0.0.1:9",
    "direct:// http://127.0.0.1:9/",
    Secret("socks5://u:canary@127.0.0.1:9"),
    ["direct://", Secret("http://u:canary@127.0.0.1:9")],
]


@pytest.mark.parametrize("proxy", SHOWN, ids=str)
def test_a_proxys_password_that_error_reports_would_show_is_found(settings: Settings, proxy: Any) -> None:
    messages = found(settings, BACKEND=PYROGRAM, OPTIONS=APPLICATION | {"proxy": proxy})
    assert "tgsdk.W010" in [name for name, _ in messages]
    assert "canary" not in str(messages)


@pytest.mark.parametrize("proxy", HIDDEN, ids=str)
def test_a_proxy_without_a_password_or_a_hidden_one_is_silent(settings: Settings, proxy: Any) -> None:
    assert found(settings, BACKEND=PYROGRAM, OPTIONS=APPLICATION | {"proxy": proxy}) == []


def test_missing_keys_are_found(settings: Settings) -> None:
    assert [name for name, _ in found(settings, SESSION_KEYS=[])] == ["tgsdk.E003"]


@pytest.mark.parametrize("keys", [["canary"], "canary", [None], 5])
def test_a_wrong_key_is_found_and_not_shown(settings: Settings, keys: object) -> None:
    ((name, text),) = found(settings, SESSION_KEYS=keys)
    assert name == "tgsdk.E004"
    assert "canary" not in text


@pytest.mark.parametrize("timeout", [0, -1, "15", None, True, float("nan"), float("inf")])
def test_a_wrong_timeout_is_found(settings: Settings, timeout: object) -> None:
    assert [name for name, _ in found(settings, TIMEOUT=timeout)] == ["tgsdk.E005"]


@pytest.mark.parametrize("limits", [{}, {"send_code": [[1, 60], [2, 3600]]}, {"sign_in": []}])
def test_right_limits_are_silent(settings: Settings, limits: object) -> None:
    assert found(settings, LIMITS=limits) == []


@pytest.mark.parametrize("limits", ["{", [], {"sendcode": []}, {"send_code": [4, 600]}, {"sign_in": [[0, 60]]}])
def test_wrong_limits_are_found(settings: Settings, limits: object) -> None:
    ((name, text),) = found(settings, LIMITS=limits)
    assert name == "tgsdk.E006"
    assert text.startswith("TELEGRAM_LIMITS cannot be used: ")


@pytest.mark.parametrize("limit", [0, -1, "2 GB", True, 1.5])
def test_a_wrong_file_limit_is_found(settings: Settings, limit: object) -> None:
    ((name, text),) = found(settings, FILE_LIMIT=limit)
    assert (name, text) == ("web.E007", f"TELEGRAM_FILE_LIMIT is {limit!r}.")


@pytest.mark.parametrize("patience", [-1, "4", None, False, float("nan"), float("inf")])
def test_a_wrong_patience_is_found(settings: Settings, patience: object) -> None:
    assert [name for name, _ in found(settings, PATIENCE=patience)] == ["tgsdk.E008"]


def test_no_patience_at_all_is_right(settings: Settings) -> None:
    assert found(settings, PATIENCE=0) == []


def test_times_without_a_zone_are_found(settings: Settings) -> None:
    assert check_time_zones() == []
    settings.USE_TZ = False
    (message,) = check_time_zones()
    assert (message.id, message.hint) == ("tgsdk.E012", "Set USE_TZ = True, which is Django's default.")


def test_a_project_that_has_not_said_anything_is_told_what_to_say(settings: Settings) -> None:
    del settings.TELEGRAM
    (message,) = check_telegram()
    assert (message.id, message.msg) == ("tgsdk.E001", "TELEGRAM is not set.")


@pytest.mark.parametrize("values", [None, [], "canary"])
def test_settings_that_are_no_dictionary_are_found(settings: Settings, values: object) -> None:
    settings.TELEGRAM = values
    (message,) = check_telegram()
    assert (message.id, "canary" in str(message)) == ("tgsdk.E001", False)

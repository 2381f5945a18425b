"""Telegram's errors become ours: by number and name, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tgsdk import (
    FloodWait,
    Forbidden,
    LoginExpired,
    Misconfigured,
    NotFound,
    PasswordInvalid,
    SessionEnded,
    TelegramError,
    TelegramFailure,
)
from tgsdk.backends.pyrogram.library import raw
from tgsdk.backends.pyrogram.rpc_errors import Migrate, PasswordNeeded, SrpIdInvalid, rpc_error

KINDS = {
    (400, "PASSWORD_HASH_INVALID"): PasswordInvalid,
    (400, "SRP_ID_INVALID"): SrpIdInvalid,
    (400, "AUTH_TOKEN_EXPIRED"): LoginExpired,
    (400, "AUTH_TOKEN_INVALID"): LoginExpired,
    (400, "AUTH_TOKEN_ALREADY_ACCEPTED"): LoginExpired,
    (400, "API_ID_INVALID"): Misconfigured,
    (400, "API_ID_PUBLISHED_FLOOD"): Misconfigured,
    (406, "UPDATE_APP_TO_LOGIN"): Misconfigured,
    (401, "SESSION_PASSWORD_NEEDED"): PasswordNeeded,
    (401, "AUTH_KEY_UNREGISTERED"): SessionEnded,
    (401, "SESSION_REVOKED"): SessionEnded,
    (401, "SESSION_EXPIRED"): SessionEnded,
    (401, "USER_DEACTIVATED"): SessionEnded,
    (401, "USER_DEACTIVATED_BAN"): SessionEnded,
    (401, "SOMETHING_NEW"): SessionEnded,
    (406, "AUTH_KEY_DUPLICATED"): SessionEnded,
    (403, "CHAT_WRITE_FORBIDDEN"): Forbidden,
    (404, "METHOD_INVALID"): NotFound,
    (400, "SOMETHING_NEW"): TelegramFailure,
    (500, "INTERNAL"): TelegramFailure,
    (-503, "Timeout"): TelegramFailure,
    (0, ""): TelegramFailure,
}


@pytest.mark.parametrize(("number", "name", "kind"), [(*error, kind) for error, kind in KINDS.items()])
def test_an_error_becomes_ours_and_keeps_number_and_name(number: int, name: str, kind: type[TelegramError]) -> None:
    error = rpc_error(number, name)
    assert type(error) is kind
    assert (error.telegram_code, error.telegram_name) == (number, name)
    assert name in str(error)


@pytest.mark.parametrize("name", ["FLOOD_WAIT_", "FLOOD_PREMIUM_WAIT_", "FLOOD_TEST_PHONE_WAIT_", "SLOWMODE_WAIT_"])
@pytest.mark.parametrize("seconds", [0, 7, 86_400, 2**40])
def test_a_wait_says_its_seconds(name: str, seconds: int) -> None:
    error = rpc_error(420, f"{name}{seconds}")
    assert isinstance(error, FloodWait)
    assert (error.seconds, error.telegram_code, error.telegram_name) == (seconds, 420, f"{name}{seconds}")


@pytest.mark.parametrize("kind", ["PHONE", "NETWORK", "USER", "FILE", "STATS"])
def test_a_move_says_its_data_centre(kind: str) -> None:
    error = rpc_error(303, f"{kind}_MIGRATE_4")
    assert isinstance(error, Migrate)
    assert (error.dc_id, error.telegram_code, error.telegram_name) == (4, 303, f"{kind}_MIGRATE_4")


@pytest.mark.parametrize("name", ["FLOOD_WAIT_", "FLOOD_WAIT_X", "FLOOD_WAIT_-1", "PHONE_MIGRATE_", "xFLOOD_WAIT_3\n"])
def test_what_only_looks_like_a_wait_or_a_move_is_a_failure(name: str) -> None:
    assert type(rpc_error(400, name)) is TelegramFailure


def known_errors() -> Iterator[tuple[int, str]]:
    """All that Pyrogram has a class for."""
    assert raw  # Pyrogram has been imported safely
    from pyrogram.errors.exceptions.all import exceptions

    for number, names in exceptions.items():
        for name in names:
            if name != "_":
                yield number, name.replace("_X", "_5") if name.endswith("_X") else name


def test_every_error_that_pyrogram_knows_has_the_class_of_its_reaction() -> None:
    known = list(known_errors())
    assert len(known) > 300
    for number, name in known:
        error = rpc_error(number, name)
        assert (error.telegram_code, error.telegram_name) == (number, name)
        if number == 303:
            assert isinstance(error, Migrate), name
        if number == 401:
            assert type(error) in (SessionEnded, PasswordNeeded), name
        if number == 403:
            assert isinstance(error, Forbidden), name


def test_every_wait_that_pyrogram_knows_is_a_flood_wait() -> None:
    waits = [name for number, name in known_errors() if number == 420]
    assert len(waits) >= 4
    assert [name for name in waits if not isinstance(rpc_error(420, name), FloodWait)] == []


def test_no_file_is_written_for_an_unknown_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rpc_error(400, "NEVER_HEARD_OF")
    assert list(tmp_path.iterdir()) == []

"""The failures that the JSON API answers with, as errors: by their code, and by the status where it is a new one."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tgsdk.errors import (
    AccountBusy,
    FloodWait,
    Forbidden,
    InvalidInput,
    LoginExpired,
    Misconfigured,
    NotFound,
    NotLoggedIn,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    Unsupported,
    UploadIncomplete,
    WrongMoment,
)

__all__ = ["RIGHT_URL", "failure_of"]

BY_STATUS: dict[int, type[TelegramError]] = {
    400: InvalidInput,
    403: Forbidden,
    404: NotFound,
    409: WrongMoment,
    410: LoginExpired,
    413: Forbidden,
    416: NotFound,
    429: FloodWait,
    502: TelegramFailure,
    503: TelegramUnavailable,
    504: Timeout,
}
UNNAMED = "this"  # the capability that an older HR Helper lacks, and does not name
REDIRECTS = range(300, 400)
NO_SUCH_PAGE = "page_not_found"
NUMBER = re.compile(r"\d")
RIGHT_URL = "url is to be that of its Telegram page, https://hr.example.com/telegram/"
LONGEST_WAIT = 30 * 24 * 3600  # seconds
DIGITS = 12  # that are read of a number: more say no more than that it is large


def failure_of(status: int, retry_after: str | None, body: bytes, path: str) -> TelegramError:
    """Make the error of an answer that is a failure. ``path`` is what was asked for, below the address of the site."""
    said = _object(body)
    return _of_the_access(status, said, path) or _failure(status, retry_after, said)


def _of_the_access(status: int, said: dict[str, Any], path: str) -> TelegramError | None:
    """Make the error of a wrong address or token."""
    if said.get("requires_django_auth"):
        return Misconfigured("HR Helper does not accept this token: it was revoked, or has expired")
    if said.get("code") in ("token_scope", "token_not_accepted"):
        return Forbidden("HR Helper lets nobody do this with this token")
    if status in REDIRECTS:
        return Misconfigured(f"HR Helper leads elsewhere from this address (status {status}): {RIGHT_URL}")
    if said.get("code") == NO_SUCH_PAGE:
        kind = NotFound if NUMBER.search(path) else Misconfigured  # a number that no chat can have is no page either
        return kind(f"HR Helper has no such page: {RIGHT_URL}")
    return None


def _failure(status: int, retry_after: str | None, said: dict[str, Any]) -> TelegramError:
    kind = _kind(status, said)
    name = str(said["telegram"]) if "telegram" in said else None
    if issubclass(kind, FloodWait):
        return kind(_seconds(retry_after), telegram_name=name)
    if issubclass(kind, Unsupported):
        return kind(str(said.get("capability", UNNAMED)), telegram_name=name)
    if issubclass(kind, UploadIncomplete):
        part = said.get("part")
        return kind(part if isinstance(part, int) and part > 0 else 0, telegram_name=name)
    is_known = kind.code == said.get("code") or kind is NotLoggedIn
    error = kind("" if is_known else f"HR Helper answered with {status}", telegram_name=name)
    if isinstance(error, AccountBusy):
        error.seconds = _seconds(retry_after)
    return error


def _kind(status: int, said: dict[str, Any]) -> type[TelegramError]:
    known = {kind.code: kind for kind in _family(TelegramError) if kind.__module__ == TelegramError.__module__}
    usual = NotLoggedIn if said.get("requires_telegram_auth") else BY_STATUS.get(status, TelegramFailure)
    return known.get(str(said.get("code")), usual)


def _family(kind: type[TelegramError]) -> Iterator[type[TelegramError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(retry_after: str | None) -> int:
    """Read the header Retry-After; one second where it says nothing that can be read."""
    is_number = retry_after is not None and retry_after.isascii() and retry_after.isdecimal()
    return min(max(int((retry_after or "1")[:DIGITS]), 1), LONGEST_WAIT) if is_number else 1

"""What `manage.py check` finds in settings.TELEGRAM, each with an id and a hint."""

import math
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from tgsdk import load_backend
from tgsdk.contrib.django.limits import MONTH, MOST, read_limits
from tgsdk.contrib.django.sealing import Seal
from web.desk.downloads import FILE_LIMIT

NEW_KEY = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
LIMITS_EXAMPLE = '{"send_code": [[4, 600], [8, 86400]]}'
APPLICATION = {"api_id", "api_hash"}


@register
def check_telegram(**_: Any) -> list[CheckMessage]:
    values: dict[str, Any] = settings.TELEGRAM
    return [*_backend(values), *_session_keys(values), *_timeout(values), *_limits(values), *_file_limit(values)]


def _backend(values: dict[str, Any]) -> Iterator[CheckMessage]:
    path, options = values.get("BACKEND") or "", values.get("OPTIONS") or {}
    try:
        backend_class = import_string(path)
    except ImportError as error:
        yield _error("web.E001", f"TELEGRAM_BACKEND is no backend: {error}", "Give the dotted path of a class.")
        return
    if not hasattr(backend_class, "connect"):
        yield _error("web.E001", f"TELEGRAM_BACKEND is no backend: {path}", "Give the dotted path of a backend class.")
        return
    try:
        load_backend(path, options)
    except (TypeError, ValueError) as error:
        yield _options(path, options, error)


def _options(path: str, options: Any, error: Exception) -> CheckMessage:
    missing = APPLICATION - set(options)
    if path.endswith(".PyrogramBackend") and missing:
        names = " and ".join(sorted(f"TELEGRAM_{name.upper()}" for name in missing)[::-1])
        verb = "are" if len(missing) > 1 else "is"
        return _error("web.E002", f"{names} {verb} not set.", "Get both at https://my.telegram.org, API development.")
    hint = "Look up the backend's options in the README; each has its TELEGRAM_… variable."
    return _error("web.E002", f"The options of the Telegram backend are wrong: {error}", hint)


def _session_keys(values: dict[str, Any]) -> Iterator[CheckMessage]:
    keys = values.get("SESSION_KEYS") or []
    if not keys:
        yield _error("web.E003", "TELEGRAM_SESSION_KEYS is not set.", f"Make a key with: {NEW_KEY}")
        return
    try:
        Seal(keys)
    except (TypeError, ValueError):
        yield _error("web.E004", "TELEGRAM_SESSION_KEYS holds something that is no Fernet key.", f"Make one: {NEW_KEY}")


def _timeout(values: dict[str, Any]) -> Iterator[CheckMessage]:
    timeout = values.get("TIMEOUT", 15)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout < math.inf:
        yield _error("web.E005", f'TELEGRAM["TIMEOUT"] is {timeout!r}.', "Give a positive number of seconds.")


def _limits(values: dict[str, Any]) -> Iterator[CheckMessage]:
    try:
        read_limits(values.get("LIMITS", {}))
    except ValueError as error:
        hint = f"Give attempts and seconds, at most {MOST} in {MONTH}: {LIMITS_EXAMPLE}; an empty list lifts a limit."
        yield _error("web.E006", f"TELEGRAM_LIMITS cannot be used: {error}.", hint)


def _file_limit(values: dict[str, Any]) -> Iterator[CheckMessage]:
    limit = values.get("FILE_LIMIT", FILE_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit <= 0:
        yield _error("web.E007", f"TELEGRAM_FILE_LIMIT is {limit!r}.", "Give a number of bytes above 0.")


def _error(check_id: str, message: str, hint: str) -> CheckMessage:
    return Error(message, hint=hint, id=check_id)

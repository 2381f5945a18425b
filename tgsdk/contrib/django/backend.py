"""The backend, the seal and the other settings of this process, made from settings.TELEGRAM when they are needed."""

import functools
import math
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from tgsdk import Backend, Misconfigured, load_backend

from .sealing import Seal

TIMEOUT = 15.0  # seconds of one piece of work
PATIENCE = 4.0  # seconds that a second caller waits for the first, longer than work in the background may take

_making = threading.Lock()


def telegram_settings() -> Mapping[str, Any]:
    """Return settings.TELEGRAM, empty where a project has none."""
    values = getattr(settings, "TELEGRAM", {})
    if not isinstance(values, Mapping):
        raise Misconfigured("TELEGRAM is not a dictionary: see manage.py check")
    return values


def usual_timeout() -> float:
    """Return the seconds that one piece of work may take."""
    return _usable("TIMEOUT", TIMEOUT, is_timeout)


def usual_patience() -> float:
    """Return the seconds that a caller waits for the account."""
    return _usable("PATIENCE", PATIENCE, is_patience)


def is_timeout(said: object) -> bool:
    """Tell whether work can have so many seconds."""
    return is_patience(said) and said != 0


def is_patience(said: object) -> bool:
    """Tell whether a caller can wait so many seconds."""
    return isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said < math.inf


def _usable(name: str, usual: float, is_right: Callable[[object], bool]) -> float:
    seconds = telegram_settings().get(name, usual)
    if not is_right(seconds):
        raise Misconfigured(f"{name} is no number of seconds that can be used: see manage.py check")
    return float(seconds)


@functools.cache
def _made_backend() -> Backend:
    try:
        return load_backend(telegram_settings()["BACKEND"], telegram_settings().get("OPTIONS"))
    except (ImportError, KeyError, TypeError, ValueError) as error:
        raise Misconfigured("The Telegram backend cannot be made: see manage.py check") from error


def backend() -> Backend:
    """Return the one backend of this process."""
    with _making:
        return _made_backend()


@functools.cache
def seal() -> Seal:
    """Return the one seal of this process."""
    try:
        return Seal(telegram_settings().get("SESSION_KEYS") or [])
    except (TypeError, ValueError):
        raise Misconfigured("The session keys cannot be used: see manage.py check") from None


def forget_settings(*, setting: str, **_: Any) -> None:
    """Make everything anew after the settings have changed, as they do in tests."""
    if setting == "TELEGRAM":
        _made_backend.cache_clear()
        seal.cache_clear()


setting_changed.connect(forget_settings)

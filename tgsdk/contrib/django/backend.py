"""The backend, the seal and the other settings of this process, made from settings.TELEGRAM when they are needed."""

import functools
import threading
from collections.abc import Mapping
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
    return getattr(settings, "TELEGRAM", {})


def usual_timeout() -> float:
    """Return the seconds that one piece of work may take."""
    return float(telegram_settings().get("TIMEOUT", TIMEOUT))


def usual_patience() -> float:
    """Return the seconds that a caller waits for the account."""
    return float(telegram_settings().get("PATIENCE", PATIENCE))


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

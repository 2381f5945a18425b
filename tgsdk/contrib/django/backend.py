"""The backend and the seal of this process, made from settings.TELEGRAM."""

import functools
import threading
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

from tgsdk import Backend, Misconfigured, load_backend

from .sealing import Seal

_making = threading.Lock()


@functools.cache
def _made_backend() -> Backend:
    try:
        return load_backend(settings.TELEGRAM["BACKEND"], settings.TELEGRAM.get("OPTIONS"))
    except (ImportError, TypeError, ValueError) as error:
        raise Misconfigured("The Telegram backend cannot be made: see manage.py check") from error


def backend() -> Backend:
    """The one backend of this process."""
    with _making:
        return _made_backend()


@functools.cache
def seal() -> Seal:
    try:
        return Seal(settings.TELEGRAM.get("SESSION_KEYS") or [])
    except ValueError:
        raise Misconfigured("The session keys cannot be used: see manage.py check") from None


def forget_settings(*, setting: str, **_: Any) -> None:
    if setting == "TELEGRAM":
        _made_backend.cache_clear()
        seal.cache_clear()


setting_changed.connect(forget_settings)

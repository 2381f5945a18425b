"""The checks of settings.TELEGRAM, each with an id and a hint."""

import difflib
import inspect
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.utils.module_loading import import_string

from tgsdk import Misconfigured, ProxyInvalid, Secret, load_backend

from .backend import PATIENCE, TIMEOUT, is_patience, is_timeout
from .limits import MAX_ATTEMPTS, MONTH, read_limits
from .sealing import Seal

NEW_KEY = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
LIMITS_EXAMPLE = '{"send_code": [[4, 600], [8, 86400]]}'
PROXY_HINT = (
    "Give a URL, or several with spaces between them: socks5://user:password@host:1080, http://host:3128, "
    "mtproxy://host:443/secret, tg://proxy?server=…&port=…&secret=…"
)
APPLICATION = ("api_id", "api_hash")
PYROGRAM = "tgsdk.backends.pyrogram.PyrogramBackend"
OPTIONS_HINT = 'Give names and values: {"api_id": 12345, "api_hash": "…"}'
SETTINGS = ("BACKEND", "OPTIONS", "SESSION_KEYS", "TIMEOUT", "PATIENCE", "LIMITS")


@register
def check_time_zones(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with settings.USE_TZ: the tables hold aware times, and so do Telegram's answers."""
    hint = "Set USE_TZ = True, which is Django's default."
    return [] if settings.USE_TZ else [_error("E012", "USE_TZ is False: the tables of tgsdk hold aware times.", hint)]


@register
def check_telegram(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with settings.TELEGRAM."""
    values = getattr(settings, "TELEGRAM", None)
    if not isinstance(values, Mapping):
        said = "TELEGRAM is not set." if values is None else "TELEGRAM is no dictionary."
        return [_error("E001", said, 'Give a dictionary with "BACKEND", "OPTIONS", "SESSION_KEYS".')]
    return [
        *_backend(values),
        *_shown_proxy(values),
        *_session_keys(values),
        *_timeout(values),
        *_limits(values),
        *_patience(values),
        *_unread(values),
    ]


def _backend(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    path, options = values.get("BACKEND"), values.get("OPTIONS") or {}
    if not path:
        yield _error("E001", f"{_name('BACKEND')} is not set.", f"Give the dotted path of a backend class: {PYROGRAM}")
        return
    if not isinstance(path, str):
        yield _error("E001", f"{_name('BACKEND')} is no text.", f"Give the dotted path of a backend class: {PYROGRAM}")
        return
    try:
        backend_class = import_string(path)
    except ImportError as error:
        yield _error("E001", f"{_name('BACKEND')} is no backend: {error}", "Give the dotted path of a class.")
        return
    if not hasattr(backend_class, "connect"):
        yield _error("E001", f"{_name('BACKEND')} is no backend: {path}", "Give the dotted path of a backend class.")
        return
    if not isinstance(options, Mapping):
        yield _error(
            "E002", f"{_name('OPTIONS')} cannot be used: it is no dictionary, or no JSON object.", OPTIONS_HINT
        )
        return
    try:
        load_backend(path, options)
    except (Misconfigured, TypeError, ValueError) as error:
        yield _options(path, options, error)


def _options(path: str, options: Any, error: Exception) -> CheckMessage:
    if isinstance(error, ProxyInvalid):
        return _error("E009", f"{_name('OPTIONS', 'proxy')} is wrong: {error}.", PROXY_HINT)
    if isinstance(error, Misconfigured):
        return _error("E002", f"The Telegram backend cannot be used: {error}", "Install what it needs.")
    missing = [_name("OPTIONS", option) for option in APPLICATION if option not in options]
    if missing and _wants_application(path):
        verb = "are" if len(missing) > 1 else "is"
        hint = "Get both at https://my.telegram.org, API development."
        return _error("E002", f"{' and '.join(missing)} {verb} not set.", hint)
    hint = "Look the options of this backend up in its documentation."
    return _error("E002", f"The options of the Telegram backend are wrong: {error}", hint)


def _shown_proxy(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """Warn of a password that Django shows in its error reports, which mask a setting by its name."""
    options = values.get("OPTIONS")
    proxy = options.get("proxy") if isinstance(options, Mapping) else None
    texts = proxy if isinstance(proxy, list | tuple) else [proxy]
    if any(_shows_a_password(text) for text in texts if isinstance(text, str) and not isinstance(text, Secret)):
        shown = f"{_name('OPTIONS', 'proxy')} has a password or a secret, and stands in Django's error reports."
        hint = 'Hide it there: tgsdk.Secret("…") is the same text, and its repr() does not show it.'
        yield CheckWarning(shown, hint=hint, id="tgsdk.W010")


def _shows_a_password(text: str) -> bool:
    """Tell whether one of the URLs has more than an address."""
    try:
        return any(urlsplit(url)[2:4] not in (("", ""), ("/", "")) or "@" in url for url in text.split())
    except ValueError:  # it is no URL, which is an error of its own
        return True


def _wants_application(path: str) -> bool:
    """Tell whether the backend, whatever its engine, is made for an application of one's own at Telegram."""
    return set(APPLICATION) <= set(inspect.signature(import_string(path)).parameters)


def _session_keys(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    name, keys = _name("SESSION_KEYS"), values.get("SESSION_KEYS") or []
    if not keys:
        yield _error("E003", f"{name} is not set.", f"Make a key with: {NEW_KEY}")
        return
    try:
        Seal(keys)
    except (TypeError, ValueError):
        yield _error("E004", f"{name} holds something that is no Fernet key.", f"Make one: {NEW_KEY}")


def _timeout(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    timeout = values.get("TIMEOUT", TIMEOUT)
    if not is_timeout(timeout):
        yield _error("E005", f"{_name('TIMEOUT')} is {timeout!r}.", "Give a positive number of seconds.")


def _patience(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    patience = values.get("PATIENCE", PATIENCE)
    if not is_patience(patience):
        yield _error("E008", f"{_name('PATIENCE')} is {patience!r}.", "Give a number of seconds, or 0.")


def _limits(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    try:
        read_limits(values.get("LIMITS", {}))
    except ValueError as error:
        most = f"at most {MAX_ATTEMPTS} in {MONTH}"
        hint = f"Give attempts and seconds, {most}: {LIMITS_EXAMPLE}; an empty list lifts a limit."
        yield _error("E006", f"{_name('LIMITS')} cannot be used: {error}.", hint)


def _unread(values: Mapping[str, Any]) -> Iterator[CheckMessage]:
    known = [*SETTINGS, *_config().further_settings]
    for name in values.keys() - set(known):
        said = f"{_config().name_of(str(name))} is set, and nothing reads it."
        if meant := difflib.get_close_matches(str(name), known, n=1, cutoff=0.75):
            yield _error("E010", said, f"Correct its name: {meant[0]}, it seems.")
        else:
            yield CheckWarning(said, hint=f"These are read: {', '.join(known)}.", id="tgsdk.W011")


def _config() -> Any:
    return apps.get_app_config("tgsdk")


def _name(setting: str, option: str | None = None) -> str:
    return str(_config().name_of(setting, option))


def _error(number: str, message: str, hint: str) -> CheckMessage:
    return Error(message, hint=hint, id=f"tgsdk.{number}")

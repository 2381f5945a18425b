"""The options of a Telegram backend, as its constructor declares them."""

import difflib
import inspect
import typing
from collections.abc import Iterable

from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured
from django.utils.module_loading import import_string

UNREADABLE = (ImportError, AttributeError, NameError, TypeError, ValueError, AppRegistryNotReady, ImproperlyConfigured)


def options_of(backend: str) -> dict[str, type]:
    """Return the names and types of the options; empty where the class cannot be read, which `manage.py check` says.

    The type of everything but a number, a truth value and a text is ``object``.
    """
    try:
        make = import_string(backend).__init__
        hints = typing.get_type_hints(make)
        names = [name for name, each in inspect.signature(make).parameters.items() if each.kind is each.KEYWORD_ONLY]
    except UNREADABLE:
        return {}
    return {name: _type_of(hints.get(name)) for name in names}


def resembles(name: str, known: Iterable[str]) -> bool:
    """Return whether a name is one of the known, or one of them misspelt."""
    return bool(difflib.get_close_matches(name, list(known), n=1, cutoff=0.75))


def _type_of(hint: object) -> type:
    for plain in (bool, str):
        if hint == plain | None:
            return plain
    return hint if isinstance(hint, type) and hint in (bool, int, float, str) else object

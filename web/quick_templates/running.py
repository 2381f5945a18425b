"""What the functions that templates were made into call while they run."""

from typing import Any

from django.conf import settings
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString

__all__ = ["LEFT_TO_DJANGO", "MISSING", "PLAIN", "find", "is_plain", "text_of"]


class Missing:
    """What a name is that nobody knows: never plain."""

    def __getitem__(self, name: object) -> object:
        raise KeyError(name)


MISSING = Missing()

#: Classes of what has attributes only: Django would try ``value[name]`` and a call before it comes to them.
PLAIN: set[type] = set()


def LEFT_TO_DJANGO() -> None:  # noqa: N802 - a constant: what can be called is left to Django
    """Stands for a value that Django finds out."""


def find(dicts: list[dict[Any, Any]], name: str) -> Any:
    """Return what a name is in a context."""
    for known in reversed(dicts):
        if name in known:
            return known[name]
    return MISSING


def is_plain(value: Any) -> bool:
    """Tell whether all that Django would try before an attribute is in vain."""
    kind = value.__class__
    if isinstance(value, type) or hasattr(kind, "__getitem__") or callable(value):
        return False
    PLAIN.add(kind)
    return True


def text_of(value: Any, context: Context) -> str:
    """Return the text of a value as Django shows it; strings that are to be escaped do not come here."""
    kind = value.__class__
    if kind is SafeString:
        return str(value)
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    return str(render_value_in_context(value, context))

"""Variables and conditions of templates as functions of the context."""

import operator
from collections.abc import Callable
from typing import Any, cast

from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import Context
from django.template.defaulttags import TemplateLiteral

__all__ = ["Read", "is_constant", "reader_of", "test_of"]

Read = Callable[[Context], Any]

#: Classes of what has attributes only: Django would try ``value[name]`` and a call before it comes to them.
PLAIN: set[type] = set()


def reader_of(expression: FilterExpression, *, ignore_failures: bool = False) -> Read:
    """Return a function that gives what ``expression.resolve()`` does.

    Attributes of objects, which is most of what our templates ask for, are read at once; all else, and whatever fails,
    is left to Django.
    """

    def resolve(context: Context) -> Any:
        return expression.resolve(context, ignore_failures)

    variable = expression.var
    if isinstance(variable, str) and not expression.filters:
        return lambda _: variable
    if expression.filters or not isinstance(variable, Variable) or variable.translate or variable.lookups is None:
        return resolve
    name, *attributes = variable.lookups
    fail = (lambda _: None) if ignore_failures else resolve
    if len(attributes) == 1:
        return _reader_of_one(name, attributes[0], resolve, fail)
    return _reader(name, attributes, resolve, fail)


def _reader(name: str, attributes: list[str], resolve: Read, fail: Read) -> Read:
    """``fail`` says what an unknown name is."""

    def read(context: Context) -> Any:
        for known in reversed(context.dicts):
            if name in known:
                value = known[name]
                break
        else:
            return fail(context)
        try:
            for attribute in attributes:
                if value.__class__ not in PLAIN and not _is_plain(value):
                    return resolve(context)
                value = getattr(value, attribute)
        except Exception:  # noqa: BLE001 - Django says what comes of it
            return resolve(context)
        return resolve(context) if callable(value) else value

    return read


def _reader_of_one(name: str, attribute: str, resolve: Read, fail: Read) -> Read:
    """The same for ``row.title``, the most frequent kind."""

    def read(context: Context) -> Any:
        for known in reversed(context.dicts):
            if name in known:
                value = known[name]
                break
        else:
            return fail(context)
        if value.__class__ in PLAIN or _is_plain(value):
            try:
                found = getattr(value, attribute)
            except Exception:  # noqa: BLE001 - Django says what comes of it
                return resolve(context)
            return resolve(context) if callable(found) else found
        return resolve(context)

    return read


def _is_plain(value: Any) -> bool:
    kind = value.__class__
    if isinstance(value, type) or hasattr(kind, "__getitem__") or callable(value):
        return False
    PLAIN.add(kind)
    return True


def is_constant(expression: FilterExpression) -> bool:
    """Tell whether it is a text that stands in the template."""
    variable = expression.var
    is_text = isinstance(variable, str) or (isinstance(variable, Variable) and isinstance(variable.literal, str))
    return is_text and not expression.filters


def test_of(condition: Any) -> Read:
    """Return a function that tells whether the condition of an ``if`` holds; None is that of ``else``."""
    if condition is None:
        return lambda _: True
    if isinstance(condition, TemplateLiteral):
        return reader_of(cast(FilterExpression, condition.value), ignore_failures=True)
    if condition.id in COMBINED:
        return COMBINED[condition.id](condition)

    def evaluate(context: Context) -> Any:
        try:
            return condition.eval(context)
        except VariableDoesNotExist:
            return None

    return evaluate


def _not(condition: Any) -> Read:
    first = test_of(condition.first)
    return _without_failure(lambda context: not first(context))


def _and(condition: Any) -> Read:
    first, second = test_of(condition.first), test_of(condition.second)
    return _without_failure(lambda context: first(context) and second(context))


def _or(condition: Any) -> Read:
    first, second = test_of(condition.first), test_of(condition.second)
    return _without_failure(lambda context: first(context) or second(context))


def _compared(condition: Any) -> Read:
    compare = COMPARISONS[condition.id]
    first, second = test_of(condition.first), test_of(condition.second)
    return _without_failure(lambda context: compare(first(context), second(context)))


def _without_failure(test: Read) -> Read:
    def tested(context: Context) -> Any:
        try:
            return test(context)
        except Exception:  # noqa: BLE001 - as Django has it: what fails does not hold
            return False

    return tested


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "is": operator.is_,
    "is not": operator.is_not,
}
COMBINED: dict[str, Callable[[Any], Read]] = {
    "not": _not,
    "and": _and,
    "or": _or,
    **dict.fromkeys(COMPARISONS, _compared),
}

"""Variables and conditions of templates, written as Python."""

import keyword
from collections.abc import Iterator
from typing import Any, cast

from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import Context
from django.template.defaulttags import TemplateLiteral

from .source import Render, Source

__all__ = ["is_constant", "is_said", "write_test", "write_value"]

COMPARED = ("==", "!=", "is", "is not")


def write_value(
    source: Source, expression: FilterExpression, *, ignore_failures: bool = False, slow: Render | None = None
) -> str:
    """Write what ``expression.resolve()`` does, and return the variable that has it.

    Attributes of objects, which is most of what our templates ask for, are read at once; all else, and whatever fails,
    is left to Django, which is ``slow``.
    """
    variable = expression.var
    if isinstance(variable, str) and not expression.filters:
        return source.object(variable)
    django = source.object(slow or (lambda context: expression.resolve(context, ignore_failures)))
    lookups = _lookups(expression)
    if not lookups:
        return source.assigned(f"{django}(context)")
    name, *attributes = lookups
    found, value = source.found(name), source.new()
    if ignore_failures:
        with source.block(f"if {found} is MISSING:"):
            source.line(f"{value} = None")
        with source.block("else:"):
            _write_attributes(source, found, attributes, value, django)
    else:
        _write_attributes(source, found, attributes, value, django)
    return value


def _write_attributes(source: Source, found: str, attributes: list[str], value: str, django: str) -> None:
    """What can be called, is not plain, or raises, is left to Django."""
    if attributes:
        with source.block("try:"):
            for attribute in attributes:
                read = f"{found}.{attribute} if {found}.__class__ in PLAIN or is_plain({found}) else LEFT_TO_DJANGO"
                source.line(f"{value} = {read}")
                found = value
        with source.block("except Exception:"):
            source.line(f"{value} = LEFT_TO_DJANGO")
        with source.block(f"if callable({value}):"):
            source.line(f"{value} = {django}(context)")
    else:
        left = f"{found} is MISSING or callable({found})"
        source.line(f"{value} = {django}(context) if {left} else {found}")


def _lookups(expression: FilterExpression) -> tuple[str, ...]:
    """The name and the attributes of ``row.title``; nothing for what Django has to find out."""
    variable = expression.var
    if expression.filters or not isinstance(variable, Variable) or variable.translate or variable.lookups is None:
        return ()
    are_names = all(each.isidentifier() and not keyword.iskeyword(each) for each in variable.lookups[1:])
    return tuple(variable.lookups) if are_names else ()


def is_constant(expression: FilterExpression) -> bool:
    """Tell whether it is a text that stands in the template."""
    variable = expression.var
    is_text = isinstance(variable, str) or (isinstance(variable, Variable) and isinstance(variable.literal, str))
    return is_text and not expression.filters


def is_said(expression: FilterExpression) -> bool:
    """Tell whether the template says all of it: a text or a number."""
    variable = expression.var
    is_name = isinstance(variable, Variable) and (variable.lookups is not None or variable.translate)
    return not is_name and not expression.filters


def write_test(source: Source, condition: Any) -> str:
    """Write what ``condition.eval()`` does, and return the variable that has it."""
    if isinstance(condition, TemplateLiteral):
        return write_value(source, cast(FilterExpression, condition.value), ignore_failures=True)
    if condition.id in ("not", "and", "or", *COMPARED):
        return _write_combined(source, condition)
    return source.assigned(f"{source.object(_evaluating(condition))}(context)")


def _write_combined(source: Source, condition: Any) -> str:
    for name in _names_in(condition):
        source.found(name)  # what is found within "try" is known there only
    test = source.new()
    with source.block("try:"):
        first = write_test(source, condition.first)
        match condition.id:
            case "not":
                source.line(f"{test} = not {first}")
            case "and" | "or":
                source.line(f"{test} = {first}")
                with source.block(f"if {test}:" if condition.id == "and" else f"if not {test}:"):
                    source.line(f"{test} = {write_test(source, condition.second)}")
            case _:
                source.line(f"{test} = {first} {condition.id} {write_test(source, condition.second)}")
    with source.block("except Exception:"):  # as Django has it: what fails does not hold
        source.line(f"{test} = False")
    return test


def _names_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, TemplateLiteral):
        yield from _lookups(cast(FilterExpression, condition.value))[:1]
        return
    for part in (condition.first, condition.second):
        if part is not None:
            yield from _names_in(part)


def _evaluating(condition: Any) -> Render:
    def evaluate(context: Context) -> Any:
        try:
            return condition.eval(context)
        except VariableDoesNotExist:
            return None

    return evaluate

"""JSON Schema out of code: msgspec reads the typed shapes of answers, and the fields of Django's forms are few.

Of the libraries that describe an API none fits plain views: django-ninja and drf-spectacular want views of their own
making, apispec wants a second definition of each answer. msgspec reads the types that the answers are checked by.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from web.desk.forms import LARGEST_MESSAGE_ID, VersionsField
from web.entries import NUMBERS
from web.models import Scope
from web.tokens.forms import ScopesField

from .operations import Fields

REF = "#/components/schemas/{name}"
IDS = {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1}
# By the converter in an address.
PARAMETERS: dict[str, dict[str, Any]] = {
    "chat": IDS,
    "photo": IDS,
    "message": {"type": "integer", "minimum": 1, "maximum": LARGEST_MESSAGE_ID},
    "int": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
    "slug": {"type": "string", "enum": ["chat", "message"]},
}


def schemas_of(shapes: Iterable[Any]) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    """Return the schema of each shape, and the named ones that they lead to."""
    import msgspec  # at its first use: nothing else needs it

    shapes = list(shapes)
    schemas, named = msgspec.json.schema_components(shapes, ref_template=REF)
    for schema in named.values():
        _say_formats(schema)
    return {str(shape): schema for shape, schema in zip(shapes, schemas, strict=True)}, named


def _say_formats(schema: dict[str, Any]) -> None:
    """Times are texts to a type checker; their names tell them."""
    for name, value in schema.get("properties", {}).items():
        if name == "date" or name.endswith("_at"):
            for each in value.get("anyOf", [value]):
                if each.get("type") == "string":
                    each["format"] = "date-time"


def fields_of(fields: Fields, *, is_body: bool = False) -> dict[str, tuple[dict[str, Any], bool]]:
    """Return the schema of each field, and whether it is required."""
    of_form = fields.form.base_fields if fields.form else {}
    found = {name: (_schema_of(name, of_form[name], is_body), of_form[name].required) for name in fields.names}
    return found | {name: (schema, False) for name, schema in fields.more.items()}


def _schema_of(name: str, field: forms.Field, is_body: bool) -> dict[str, Any]:
    schema = _schema_of_kind(field)
    if is_body and name in NUMBERS and schema["type"] == "string":
        schema = schema | {"type": ["string", "integer"]}
    return schema


def _schema_of_kind(field: forms.Field) -> dict[str, Any]:
    match field:
        case forms.IntegerField():
            bounds = {"minimum": field.min_value, "maximum": field.max_value}
            return {"type": "integer"} | {name: value for name, value in bounds.items() if value is not None}
        case forms.DateTimeField():
            return {"type": "string", "format": "date-time"}
        case forms.RegexField():
            return {"type": "string", "pattern": re.sub(r"^\\A(.*)\\Z$", r"^\1$", field.regex.pattern)}
        case ScopesField():
            return {"type": "string", "description": f"Separated by spaces: {', '.join(Scope)}."}
        case forms.ChoiceField():
            coerce = getattr(field, "coerce", str)
            values = [coerce(value) for value in _values_of(field)]
            return {"type": "integer" if coerce is int else "string", "enum": values}
        case VersionsField():
            return {"type": "string"}
        case forms.CharField():
            bounds = {"minLength": 1 if field.required else None, "maxLength": field.max_length}
            return {"type": "string"} | {name: value for name, value in bounds.items() if value is not None}
    raise TypeError(f"{type(field).__name__} is not described yet")


def _values_of(field: forms.ChoiceField) -> list[str]:
    """The values that a field offers, but for the empty one."""
    return [str(value) for value, _ in field.widget.choices if value not in ("", None)]

"""The fields that a request brings, in a form or a JSON body."""

import json

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from tgsdk import InvalidInput

NUMBERS = {
    "after",
    "days",
    "message_id",
    "random_id",
    "read",
    "reply_to",
    "to_chat_id",
    "to_topic_id",
}  # JSON may give them as numbers
LISTS = {"message_ids", "random_ids"}  # and these as lists of numbers
SWITCHES = {"archived", "for_everyone", "muted", "pinned", "unread"}  # these as true and false
OBJECTS = {"entities"}  # and these as a list of objects
NULL = {"null_characters_not_allowed": _("There is a character here that cannot be entered.")}


class HalfCharacter(InvalidInput):
    """An entry with half of a surrogate pair, which JSON can bring: it is no text, and no bytes can be made of it."""

    sentence = "This entry has half of a character, and is no text."


def first_error(form: forms.Form) -> str:
    """The first thing that is wrong with a form, in words."""
    return str(next(iter(form.errors.values()))[0])


def posted(request: HttpRequest) -> QueryDict | dict[str, object]:
    """Read the fields of a form or of a JSON object. Raises HalfCharacter, and BadRequest for anything else."""
    if request.content_type != "application/json":
        return request.POST
    try:
        values = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON") from None
    if not isinstance(values, dict) or not all(_is_entry(name, value) for name, value in values.items()):
        raise BadRequest("The body is not a JSON object of texts")
    if not all(_is_whole(name) and _is_whole(str(value)) for name, value in values.items()):
        raise HalfCharacter
    return {name: _as_form_says(value) for name, value in values.items()}


def _is_entry(name: str, value: object) -> bool:
    """Codes have to be texts, for a number would lose their zeros."""
    if isinstance(value, list):
        is_of_numbers = name in LISTS and all(type(each) is int for each in value)
        return is_of_numbers or (name in OBJECTS and all(isinstance(each, dict) for each in value))
    return isinstance(value, str) or type(value) is {
        **dict.fromkeys(NUMBERS, int),
        **dict.fromkeys(SWITCHES, bool),
    }.get(name)


def _as_form_says(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else ""
        case [int(), *_]:
            return ",".join(map(str, value))
        case list():
            return json.dumps(value)
    return str(value)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

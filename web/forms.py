"""What a recruiter types, from a form or a JSON body."""

import json

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

PASSWORD_LENGTH = 4096


class PasswordForm(forms.Form):
    """The two-factor password, exactly as typed."""

    password = forms.CharField(
        strip=False,
        max_length=PASSWORD_LENGTH,
        error_messages={
            "required": _("Enter the password to go on."),
            "max_length": _("This is longer than any Telegram password."),
        },
    )


def posted(request: HttpRequest) -> QueryDict | dict[str, object]:
    """The fields of a form or of a JSON object. Raises BadRequest for anything else."""
    if request.content_type != "application/json":
        return request.POST
    try:
        values = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON") from None
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise BadRequest("The body is not a JSON object of texts")
    return values

"""The form of a new token."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from web.entries import NULL
from web.models import Scope

NAME_LENGTH = 64
LIFETIMES = (7, 30, 90, 365)  # days
USUAL_LIFETIME = 90


def in_days(days: int) -> str:
    return str(ngettext_lazy("%(number)d day", "%(number)d days", days) % {"number": days})


class ScopesField(forms.MultipleChoiceField):
    """Scopes, as a page posts them one by one, or as a program writes them in one text."""

    def to_python(self, value: object) -> list[str]:
        return super().to_python(value.split() if isinstance(value, str) else value)


class TokenForm(forms.Form):
    """The name of a token, what it may do, and for how long."""

    name = forms.CharField(
        max_length=NAME_LENGTH,
        error_messages=NULL
        | {
            "required": _("Give the token a name, so that you know later what it is for."),
            "max_length": _("This name is too long: 64 characters at most."),
        },
    )
    scopes = ScopesField(
        choices=Scope.choices,
        error_messages={
            "required": _("Choose what the token may do."),
            "invalid_choice": _("There is no such right. Choose from the list."),
        },
    )
    days = forms.TypedChoiceField(
        choices=[(days, days) for days in LIFETIMES],
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("A token cannot live for that long. Choose from the list.")},
    )

    def clean_days(self) -> int:
        return int(self.cleaned_data["days"] or USUAL_LIFETIME)

"""The forms of the login: phone number, code, password."""

import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tgsdk import CodeSent, Secret, plain_entry
from web.entries import NULL

from .codes import TYPES_OF_WORDS
from .countries import choose_region
from .phones import read_phone

PHONE_LENGTH = 64
CODE_LENGTH = 64
PASSWORD_LENGTH = 4096
BETWEEN_DIGITS = re.compile(r"[\s+().‐‑‒–—−-]")  # what a paste brings along


class PhoneForm(forms.Form):
    """A phone number, as people write it: with + and a country code, or as at home in the ``country`` beside it."""

    phone = forms.CharField(
        max_length=PHONE_LENGTH,
        error_messages=NULL
        | {
            "required": _("Enter the phone number to go on."),
            "max_length": _("There are too many digits. A number begins with + and the country code."),
        },
    )

    country = forms.CharField(required=False)

    def clean_phone(self) -> str:
        return Secret(read_phone(self.cleaned_data["phone"], choose_region("", self.data.get("country"))))


class CodeForm(forms.Form):
    """A login code of the kind that was sent: a paste may bring spaces and hyphens, zeros stay."""

    code = forms.CharField(
        max_length=CODE_LENGTH,
        error_messages=NULL
        | {
            "required": _("Enter the code to go on."),
            "max_length": _("This is longer than any login code."),
        },
    )

    def __init__(self, data: Mapping[str, object], sent: CodeSent | None) -> None:
        super().__init__(data)
        self.sent = sent

    def clean_code(self) -> str:
        text: str = self.cleaned_data["code"]
        if self.sent and self.sent.type in TYPES_OF_WORDS:
            return Secret(" ".join(text.encode(errors="replace").decode().split()))
        text = BETWEEN_DIGITS.sub("", plain_entry(text))
        if not (text.isascii() and text.isdecimal()):
            raise ValidationError(_("This code has only digits. Check it and enter it again."))
        if self.sent and self.sent.length and len(text) != self.sent.length:
            raise ValidationError(_explain_length(self.sent.length))
        return Secret(text)


class PasswordForm(forms.Form):
    """The two-step verification password, exactly as typed."""

    password = forms.CharField(
        strip=False,
        max_length=PASSWORD_LENGTH,
        error_messages=NULL
        | {
            "required": _("Enter the password to go on."),
            "max_length": _("This is longer than any Telegram password."),
        },
    )

    def clean_password(self) -> str:
        return Secret(self.cleaned_data["password"])


def _explain_length(length: int) -> str:
    text = ngettext(
        "This code has %(number)d digit. Check it and enter it again.",
        "This code has %(number)d digits. Check it and enter it again.",
        length,
    )
    return text % {"number": length}

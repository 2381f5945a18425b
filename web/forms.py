"""What a recruiter types, from a form or a JSON body."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tgsdk import CodeSent

from . import chat_changes
from .codes import WORDS
from .phones import read_phone

PHONE_LENGTH = 64
CODE_LENGTH = 64
PASSWORD_LENGTH = 4096
NUMBERS = {"after", "message_id", "random_id", "read"}  # what JSON may give as such
PAGE = 100  # items, as Telegram gives them
CURSOR_LENGTH = 1000
QUERY_LENGTH = 256
MESSAGE_LENGTH = 4096  # characters, as Telegram takes them
MESSAGE_ID = PTS = 2**31 - 1
NULL = {"null_characters_not_allowed": _("There is a character here that cannot be entered.")}
BETWEEN_DIGITS = re.compile(r"[\s+().‐‑‒–—−-]")  # what a paste brings along


class PhoneForm(forms.Form):
    """The phone number, as people write it."""

    phone = forms.CharField(
        max_length=PHONE_LENGTH,
        error_messages=NULL
        | {
            "required": _("Enter the phone number to go on."),
            "max_length": _("There are too many digits. A number begins with + and the country code."),
        },
    )

    def clean_phone(self) -> str:
        return read_phone(self.cleaned_data["phone"])


class CodeForm(forms.Form):
    """The login code, as the one that was sent: a paste may bring spaces and hyphens, zeros stay."""

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
        if self.sent and self.sent.type in WORDS:
            return " ".join(text.encode(errors="replace").decode().split())
        text = BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        if not (text.isascii() and text.isdecimal()):
            raise ValidationError(_("This code has only digits. Check it and enter it again."))
        if self.sent and self.sent.length and len(text) != self.sent.length:
            raise ValidationError(_wrong_length(self.sent.length))
        return text


class PasswordForm(forms.Form):
    """The two-factor password, exactly as typed."""

    password = forms.CharField(
        strip=False,
        max_length=PASSWORD_LENGTH,
        error_messages=NULL
        | {
            "required": _("Enter the password to go on."),
            "max_length": _("This is longer than any Telegram password."),
        },
    )


class ListForm(forms.Form):
    """Which part of the list of chats: what stands in the address."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    chat = forms.IntegerField(required=False)
    q = forms.CharField(
        required=False,
        max_length=QUERY_LENGTH,
        error_messages=NULL | {"max_length": _("This is too long to be searched for. Enter a name or a few words.")},
    )

    def clean_q(self) -> str:
        return _sendable(self.cleaned_data["q"])


class VersionsField(forms.CharField):
    """Which messages a page shows, and how old they are."""

    def to_python(self, value: Any) -> Any:
        try:
            return chat_changes.read(super().to_python(value) or "")
        except ValueError:
            raise ValidationError(_("This address is not whole. Open the chat again.")) from None


class ChatForm(forms.Form):
    """Which part of a chat: what stands in the address."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=MESSAGE_ID)
    around = forms.IntegerField(required=False, min_value=1, max_value=MESSAGE_ID)
    read = forms.IntegerField(required=False, min_value=0, max_value=MESSAGE_ID)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    pts = forms.IntegerField(required=False, min_value=0, max_value=PTS)
    shown = VersionsField(required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if sum(bool(values.get(place)) for place in ("cursor", "after", "around")) > 1:
            raise ValidationError(_("Ask either for older messages or for newer ones."))
        return values


class ReadForm(forms.Form):
    """Up to which message everything was read."""

    message_id = forms.IntegerField(min_value=1, max_value=MESSAGE_ID)


class MessageForm(forms.Form):
    """A message to be sent, exactly as written, once: pages name the form (``draft``), programs the message itself
    (``random_id``). What the page says beside the text is no reason to refuse it.
    """

    text = forms.CharField(
        strip=False, error_messages=NULL | {"required": _("There is nothing to send yet: write a message first.")}
    )
    random_id = forms.RegexField(r"\A-?[0-9]{1,19}\Z", required=False)
    draft = forms.RegexField(r"\A[\w-]{8,64}\Z", required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=MESSAGE_ID)
    read = forms.IntegerField(required=False, min_value=0, max_value=MESSAGE_ID)
    shown = VersionsField(required=False)

    def clean(self) -> dict[str, Any]:
        for beside in ("draft", "after", "read", "shown"):
            if self.errors.pop(beside, None):
                self.cleaned_data[beside] = None
        return self.cleaned_data

    def clean_text(self) -> str:
        text = _sendable(self.cleaned_data["text"].replace("\r\n", "\n"))  # as forms send line breaks
        if not text.strip():
            raise ValidationError(_("There is nothing to send yet: write a message first."))
        if len(text) > MESSAGE_LENGTH:
            raise ValidationError(_too_long(len(text) - MESSAGE_LENGTH))
        return text

    def clean_random_id(self) -> int | None:
        number = int(self.cleaned_data["random_id"] or 0)
        if not -(2**63) <= number < 2**63:
            raise ValidationError(_("The message cannot be told from others. Send it again."))
        return number if self.cleaned_data["random_id"] else None


def _too_long(over: int) -> str:
    text = ngettext(
        "The message is too long for Telegram by %(number)d character.",
        "The message is too long for Telegram by %(number)d characters.",
        over,
    )
    return text % {"number": over}


def _sendable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, which JSON can bring
        raise ValidationError(NULL["null_characters_not_allowed"]) from None
    return text


def first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _wrong_length(length: int) -> str:
    text = ngettext(
        "This code has %(number)d digit. Check it and enter it again.",
        "This code has %(number)d digits. Check it and enter it again.",
        length,
    )
    return text % {"number": length}


def posted(request: HttpRequest) -> QueryDict | dict[str, object]:
    """The fields of a form or of a JSON object. Raises BadRequest for anything else."""
    if request.content_type != "application/json":
        return request.POST
    try:
        values = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadRequest("The body is not JSON") from None
    if not isinstance(values, dict) or not all(_is_entry(name, value) for name, value in values.items()):
        raise BadRequest("The body is not a JSON object of texts")
    return {name: str(value) for name, value in values.items()}


def _is_entry(name: str, value: object) -> bool:
    """A code is no number: its zeros count."""
    return isinstance(value, str) or (name in NUMBERS and type(value) is int)

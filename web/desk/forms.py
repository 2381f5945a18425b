"""Forms that check the desk's addresses and what is posted to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tgsdk import Folder, Secret
from web.entries import NULL

from .parts import over
from .versions import read_versions

LARGEST_PAGE = 100  # chats or messages, as Telegram gives them
CURSOR_LENGTH = 1000
QUERY_LENGTH = 256
LARGEST_MESSAGE_ID = LARGEST_PTS = 2**31 - 1


class ListForm(forms.Form):
    """The address of the list of chats."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    chat = forms.IntegerField(required=False)
    folder = forms.ChoiceField(required=False, choices=[(folder.value, folder.value) for folder in Folder])
    unread_listed = forms.IntegerField(required=False, min_value=0)
    q = forms.CharField(
        required=False,
        max_length=QUERY_LENGTH,
        error_messages=NULL | {"max_length": _("This is too long to be searched for. Enter a name or a few words.")},
    )


class VersionsField(forms.CharField):
    """The messages that a page shows, with their versions."""

    def to_python(self, value: Any) -> Any:
        try:
            return read_versions(super().to_python(value) or "")
        except ValueError:
            raise ValidationError(_("This address is not whole. Open the chat again.")) from None


class ChatForm(forms.Form):
    """The address of a chat."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    around = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    at = forms.ChoiceField(required=False, choices=[("end", "")])
    read = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    pts = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_PTS)
    shown = VersionsField(required=False)
    earlier = VersionsField(required=False)
    head = forms.RegexField(r"\A[0-9a-f]{0,16}\Z", required=False)
    unread = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if sum(bool(values.get(place)) for place in ("cursor", "after", "around")) > 1:
            raise ValidationError(_("Ask either for older messages or for newer ones."))
        return values


class ReadForm(forms.Form):
    """The message up to which everything was read."""

    message_id = forms.IntegerField(min_value=1, max_value=LARGEST_MESSAGE_ID)


class MessageForm(forms.Form):
    """A message to be sent once, exactly as written. Pages name the form (``draft``), programs the message
    (``random_id``). A mistake in what the page says beside the text is no reason to refuse the text. With ``in_parts``
    only the beginning of a text that is too long is sent, and the rest comes back.
    """

    text = forms.CharField(
        strip=False, error_messages=NULL | {"required": _("There is nothing to send yet: write a message first.")}
    )
    random_id = forms.RegexField(r"\A-?[0-9]{1,19}\Z", required=False)
    draft = forms.RegexField(r"\A[\w-]{8,64}\Z", required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    read = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    shown = VersionsField(required=False)
    in_parts = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        for beside in ("draft", "after", "read", "shown"):
            if self.errors.pop(beside, None):
                self.cleaned_data[beside] = None
        return self.cleaned_data

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")  # as forms send line breaks
        if not text.strip():
            raise ValidationError(_("There is nothing to send yet: write a message first."))
        if over(text) and not self.data.get("in_parts"):
            raise ValidationError(_too_long(over(text)))
        return Secret(text)

    def clean_random_id(self) -> int | None:
        number = int(self.cleaned_data["random_id"] or 0)
        if not -(2**63) <= number < 2**63:
            raise ValidationError(_("The message cannot be told from others. Send it again."))
        return number if self.cleaned_data["random_id"] else None


def _too_long(characters: int) -> str:
    text = ngettext(
        "The message is too long for Telegram by %(number)d character.",
        "The message is too long for Telegram by %(number)d characters.",
        characters,
    )
    return text % {"number": characters}

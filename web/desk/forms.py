"""Forms that check the desk's addresses and what is posted to it."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tgsdk import MAX_CAPTION_LENGTH, Entity, EntityKind, Folder, Secret, SharedKind
from web.entries import NULL

from .composing import Written
from .parts import LONGEST_TEXT, length_of, over
from .versions import read_versions

LARGEST_PAGE = 100  # chats or messages, as Telegram gives them
CURSOR_LENGTH = 1000
QUERY_LENGTH = 256
WAY_LENGTH = 12 * QUERY_LENGTH  # as an address writes it
LARGEST_MESSAGE_ID = LARGEST_PTS = 2**31 - 1
NUMBERS_LENGTH = 2100  # characters of as many numbers as a page has, with commas between them
EMOJI_LENGTH = 32  # characters: some are made of many
QUOTE_LENGTH = 1024  # characters, as Telegram takes them
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
TOO_LONG = _("This is too long even for several messages: they hold %(limit_value)d characters. Send it as a file.")
NO_SUCH_LIST = _("There is no such list of chats.")
TELEGRAM = "telegram"  # the marks that Telegram's own applications read


class _Shared(dict[str, forms.Field]):
    """Fields that a form does not copy."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def only_read(form: type[forms.Form]) -> type[forms.Form]:
    """Let all forms of a class have the same fields: it is never shown, and nothing about its fields is changed."""
    form.base_fields = _Shared(form.base_fields)
    return form


@only_read
class ListForm(forms.Form):
    """The address of the list of chats."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    chat = forms.IntegerField(required=False)
    folder = forms.ChoiceField(
        required=False,
        choices=[(folder.value, folder.value) for folder in Folder],
        error_messages={"invalid_choice": NO_SUCH_LIST},
    )
    tab = forms.RegexField(r"\A(unread|[0-9]{1,9})?\Z", required=False, error_messages=NULL | {"invalid": NO_SUCH_LIST})
    unread_listed = forms.IntegerField(required=False, min_value=0)
    q = forms.CharField(
        required=False,
        max_length=QUERY_LENGTH,
        error_messages=NULL | {"max_length": _("This is too long to be searched for. Enter a name or a few words.")},
    )


class ResolveForm(forms.Form):
    """Somebody to begin a conversation with: a number, @name or link."""

    who = forms.CharField(
        max_length=QUERY_LENGTH,
        error_messages=NULL | {"required": _("Enter a phone number, a @name or a link of Telegram.")},
    )


class MembersForm(forms.Form):
    """The address of the members of a group."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)


class SharedForm(forms.Form):
    """The address of what was shared in a chat."""

    kind = forms.ChoiceField(required=False, choices=[(kind.value, kind.value) for kind in SharedKind])
    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)


class IdsField(forms.CharField):
    """Numbers of messages, with commas between them; or several fields of this name."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("Choose the messages again.")}

    def __init__(self, *, pattern: str = r"[0-9]{1,10}", **options: Any) -> None:
        super().__init__(max_length=NUMBERS_LENGTH, **options)
        self._pattern = re.compile(pattern)

    def to_python(self, value: Any) -> Any:
        said = [each.strip() for each in (super().to_python(value) or "").split(",") if each.strip()]
        if len(said) > LARGEST_PAGE or not all(map(self._pattern.fullmatch, said)):
            raise ValidationError(self.error_messages["invalid"])
        return list(dict.fromkeys(map(int, said)))


class EntitiesField(forms.CharField):
    """Entities of a text as JSON, as messages tell them."""

    default_error_messages: ClassVar[dict[str, Any]] = {"invalid": _("The formatting of this text cannot be read.")}

    def to_python(self, value: Any) -> Any:
        try:
            said = json.loads(super().to_python(value) or "[]")
            return tuple(_entity(each) for each in [*said[:]])  # a list, and nothing else
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ValidationError(self.error_messages["invalid"]) from None


def _entity(said: dict[str, Any]) -> Entity:
    offset, length = said["offset"], said["length"]
    if type(offset) is not int or type(length) is not int or offset < 0 or length <= 0:
        raise ValueError("no place in a text")
    texts = {name: str(said[name]) for name in ("url", "language") if said.get(name)}
    return Entity(kind=EntityKind(said["kind"]), offset=offset, length=length, **texts)


class MarkedField(forms.CharField):
    """A text that may have marks. What is longer than many messages is refused before they are looked for."""

    def __init__(self, *, error_messages: Mapping[str, Any] | None = None, **options: Any) -> None:
        messages = NULL | {"max_length": TOO_LONG} | dict(error_messages or {})
        super().__init__(strip=False, max_length=LONGEST_TEXT, error_messages=messages, **options)


class VersionsField(forms.CharField):
    """The messages that a page shows, with their versions."""

    def to_python(self, value: Any) -> Any:
        try:
            return read_versions(super().to_python(value) or "")
        except ValueError:
            raise ValidationError(_("This address is not whole. Open the chat again.")) from None


@only_read
class ChatForm(forms.Form):
    """The address of a chat."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    around = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    at = forms.ChoiceField(required=False, choices=[("end", "")])
    read = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    below = forms.RegexField(r"-?[0-9]{1,19}\.[0-9]{1,12}", required=False)
    pts = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_PTS)
    shown = VersionsField(required=False)
    earlier = VersionsField(required=False)
    head = forms.RegexField(r"\A[0-9a-f]{0,16}\Z", required=False)
    unread = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    find = forms.CharField(
        required=False,
        max_length=QUERY_LENGTH,
        error_messages=NULL | {"max_length": _("This is too long to be searched for. Enter a name or a few words.")},
    )
    date = forms.DateTimeField(required=False, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)])
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)
    topic = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if sum(values.get(place) not in (None, "") for place in ("cursor", "after", "around", "date")) > 1:
            raise ValidationError(_("Ask either for older messages or for newer ones."))
        return values


class TopicForm(forms.Form):
    """The topic that an address names."""

    topic = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)


class TopicsForm(forms.Form):
    """The address of the topics of a forum. ``known`` is the state of those on the page, ``way`` how it was found."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE)
    cursor = forms.CharField(required=False, max_length=CURSOR_LENGTH, strip=False)
    way = forms.CharField(required=False, max_length=WAY_LENGTH)
    known = forms.RegexField(r"\A[0-9a-f]{0,16}\Z", required=False)


class ReadForm(forms.Form):
    """The message up to which everything was read."""

    message_id = forms.IntegerField(min_value=1, max_value=LARGEST_MESSAGE_ID)


class DraftForm(forms.Form):
    """An unsent text, exactly as written; an empty one takes the draft away."""

    text = forms.CharField(required=False, strip=False, error_messages=NULL)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if over(text):
            raise ValidationError(_too_long(over(text)))
        return Secret(text if text.strip() else "")


class TextForm(forms.Form):
    """A text with its formats: ``entities``, or marks in the text itself where ``markup`` is ``telegram``."""

    text = MarkedField(error_messages={"required": _("There is nothing to send yet: write a message first.")})
    markup = forms.ChoiceField(required=False, choices=[(TELEGRAM, TELEGRAM)])
    entities = EntitiesField(required=False)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")  # as forms send line breaks
        if not text.strip() or not (words := self.written(text).text):
            raise ValidationError(_("There is nothing to send yet: write a message first."))
        if over(words) and not self.data.get("in_parts"):
            raise ValidationError(_too_long(over(words)))
        return Secret(text)

    def written(self, text: str) -> Written:
        """What is sent of this text."""
        if self.data.get("markup") == TELEGRAM:
            return Written.of_markup(text)
        return Written(text=Secret(text), entities=self.cleaned_data.get("entities") or ())


class EditForm(TextForm):
    """The new text of a message. ``plain`` is set where the text was given to
    be edited without its formats, for they have no marks: those around the change are kept.
    """

    plain = forms.BooleanField(required=False)
    field_order = ("markup", "entities", "text")


class ChosenForm(forms.Form):
    """Messages of a chat that something is done with."""

    message_ids = IdsField(error_messages={"required": _("Choose a message first.")})


class DeleteForm(ChosenForm):
    """Messages to be deleted."""

    for_everyone = forms.BooleanField(required=False)


class ReactionForm(forms.Form):
    """A reaction to a message; without an ``emoji`` the own one is taken away."""

    message_id = forms.IntegerField(min_value=1, max_value=LARGEST_MESSAGE_ID)
    emoji = forms.CharField(required=False, max_length=EMOJI_LENGTH, error_messages=NULL)


class ForwardForm(ChosenForm):
    """Messages to be forwarded, once: pages name the form (``draft``), programs each message (``random_ids``)."""

    to_chat_id = forms.IntegerField(min_value=-(2**63), max_value=2**63 - 1)
    to_topic_id = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)
    random_ids = IdsField(required=False, pattern=r"-?[0-9]{1,19}")
    draft = forms.RegexField(r"\A[\w-]{8,64}\Z", required=False)

    def clean(self) -> dict[str, Any]:
        ids, numbers = (self.cleaned_data.get(name) or [] for name in ("message_ids", "random_ids"))
        if numbers and (len(numbers) != len(ids) or not all(-(2**63) <= each < 2**63 for each in numbers)):
            raise ValidationError(_("The message cannot be told from others. Send it again."))
        return self.cleaned_data


class ForwardPlacesForm(ListForm, ChosenForm):
    """The address of the chats that messages can be forwarded to, of the topics of one, or of the question (``ask``)
    whether to forward to one.
    """

    to_chat_id = forms.IntegerField(required=False, min_value=-(2**63), max_value=2**63 - 1)
    to_topic_id = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)
    ask = forms.BooleanField(required=False)
    draft = forms.RegexField(r"\A[\w-]{8,64}\Z", required=False)


class UnreadForm(forms.Form):
    """Whether the chat is to be marked as unread, or not any more, and read up to a message too."""

    unread = forms.BooleanField(required=False)
    message_id = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)


class PinForm(forms.Form):
    """Whether the chat is to be pinned, or not any more."""

    pinned = forms.BooleanField(required=False)


class ArchiveForm(forms.Form):
    """Whether the chat is to be in the archive, or back among the others."""

    archived = forms.BooleanField(required=False)


class MuteForm(forms.Form):
    """Whether the chat is to be muted, or not any more."""

    muted = forms.BooleanField(required=False)


class ShownForm(forms.Form):
    """What a page shows of the chat that something is done in."""

    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    read = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    shown = VersionsField(required=False)


class MessageForm(TextForm):
    """A message to be sent once, exactly as written. Pages name the form (``draft``), programs the message
    (``random_id``). A mistake in what the page says beside the text is no reason to refuse the text. With ``in_parts``
    only the beginning of a text that is too long is sent, and the rest comes back.
    """

    field_order = ("markup", "entities", "text")
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)
    quote = forms.CharField(required=False, strip=False, max_length=QUOTE_LENGTH)
    random_id = forms.RegexField(r"\A-?[0-9]{1,19}\Z", required=False)
    draft = forms.RegexField(r"\A[\w-]{8,64}\Z", required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    read = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_MESSAGE_ID)
    shown = VersionsField(required=False)
    in_parts = forms.BooleanField(required=False)
    saved = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        for beside in ("draft", "after", "read", "shown"):
            if self.errors.pop(beside, None):
                self.cleaned_data[beside] = None
        return self.cleaned_data

    def clean_random_id(self) -> int | None:
        number = int(self.cleaned_data["random_id"] or 0)
        if not -(2**63) <= number < 2**63:
            raise ValidationError(_("The message cannot be told from others. Send it again."))
        return number if self.cleaned_data["random_id"] else None


class LaterForm(forms.Form):
    """The time that a message is to be sent at, by the reader's clock where it names no zone."""

    at = forms.DateTimeField(
        error_messages={"required": _("Choose a day and a time."), "invalid": _("Choose a day and a time.")}
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(_("This time has passed. Choose a later one."))
        return at


class ScheduledForm(LaterForm, MessageForm):
    """A message to be sent at a time."""


class ScheduledEditForm(LaterForm, EditForm):
    """Another text and time of what is planned. A file may have no text: whether one is needed, Telegram tells."""

    text = MarkedField(required=False)

    def clean_text(self) -> str:
        return Secret(str(self.cleaned_data["text"]).replace("\r\n", "\n"))


class FilesForm(MessageForm):
    """Files to be sent once: ``text`` is their caption. ``as`` says whether pictures and videos are to
    be seen at once."""

    text = MarkedField(required=False)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_MESSAGE_ID)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if not self.cleaned_data.get("entities"):  # which count from the first character
            text = text.strip()
        if (characters := length_of(self.written(text).text.strip()) - MAX_CAPTION_LENGTH) > 0:
            raise ValidationError(_caption_too_long(characters))
        return Secret(text)


# A name that Python keeps for itself.
FilesForm.base_fields["as"] = forms.ChoiceField(required=False, choices=[("file", ""), ("photo", "")])


class ScheduledFilesForm(LaterForm, FilesForm):
    """Files to be sent at a time."""


def _caption_too_long(characters: int) -> str:
    text = ngettext(
        "The caption is too long for Telegram by %(number)d character.",
        "The caption is too long for Telegram by %(number)d characters.",
        characters,
    )
    return text % {"number": characters}


def _too_long(characters: int) -> str:
    text = ngettext(
        "The message is too long for Telegram by %(number)d character.",
        "The message is too long for Telegram by %(number)d characters.",
        characters,
    )
    return text % {"number": characters}

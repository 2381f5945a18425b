"""Sending files, now or later: once, and those that could not be sent stay in their bubble in the page."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from tgsdk import Capability, Message, MessageAlreadySent, NotLoggedIn, TelegramError, Unsupported, Upload
from tgsdk.contrib.django.accounts import is_supported, open_for_a_transfer
from web.entries import first_error
from web.failures.errors import EntryRefused
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.readers import Reader, SignedInRequest, reader_of
from web.words.files import visible_file_name

from ..addresses import chat_url, scheduled_url
from ..asked import topic_of
from ..calls import Desk, desk_of
from ..composing import Written
from ..drafts import MessageDraft, random_id_of
from ..forms import FilesForm, ScheduledFilesForm
from ..payloads import message_payload
from ..scheduled_pane import planned_news
from ..uploads import MOST_FILES, save_at_telegram
from .send_message import message_planned, message_sent, page_with, refuse_in_bubble


def has_files(request: SignedInRequest) -> bool:
    """True for a form that brings files."""
    return request.content_type == "multipart/form-data" and bool(request.FILES)


@sensitive_variables()
def send_files(request: SignedInRequest, chat_id: int) -> HttpResponse:
    """A form at the address of messages sends, one at that of what is planned has a time."""
    return _answer(request, chat_id, FilesForm(request.POST), chat_url)


@sensitive_variables()
def schedule_files(request: SignedInRequest, chat_id: int) -> HttpResponse:
    return _answer(request, chat_id, ScheduledFilesForm(request.POST), scheduled_url)


def _answer(
    request: SignedInRequest, chat_id: int, form: FilesForm, then: Callable[[int, int | None], str]
) -> HttpResponse:
    if not form.is_valid():
        return _refuse(request, chat_id, form, invalid_input(first_error(form), "files"))
    try:
        messages = _send(request, chat_id, form, _files_of(request))
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, form, describe(error, "files"))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse(_sent_payload(messages))
        case Reader.BROWSER:
            return redirect(then(chat_id, topic_of(request)), preserve_request=False)
    if "at" in form.cleaned_data:
        return message_planned(request, planned_news(form.cleaned_data["at"]))
    return message_sent(request, messages[0] if messages else None, None)  # the page has looked for news meanwhile


def _files_of(request: SignedInRequest) -> "list[UploadedFile[Any]]":
    """All files, whatever the fields are called: programs may name them as they like."""
    return [file for name in request.FILES for file in request.FILES.getlist(name)]


def _send(
    request: SignedInRequest, chat_id: int, form: FilesForm, files: "Sequence[UploadedFile[Any]]"
) -> Sequence[Message]:
    caption = form.written(form.cleaned_data["text"])
    _check(files, caption)
    uploads = [_upload(file, as_photo=form.cleaned_data["as"] == "photo") for file in files]
    for upload in uploads:
        save_at_telegram(request, upload)
    with desk_of(request, open_for_a_transfer) as desk:  # what has come so far is worth to wait longer than for a text
        return _send_once(request, desk, chat_id, form, caption, uploads)


def _check(files: "Sequence[UploadedFile[Any]]", caption: Written) -> None:
    """Refuse before anything is uploaded what would be refused afterwards."""
    if caption.entities and not is_supported(Capability.FORMAT_CAPTIONS):
        raise Unsupported(Capability.FORMAT_CAPTIONS)
    if len(files) > MOST_FILES:
        text = _("These are more than %(most)s files. Send them in several messages.")
        raise EntryRefused(text % {"most": MOST_FILES}, "files")
    for file in files:
        if not file.size:
            name = visible_file_name(file.name or "")
            raise EntryRefused(_("The file “%(name)s” is empty. Choose another one.") % {"name": name}, "files")


def _upload(file: "UploadedFile[Any]", *, as_photo: bool) -> Upload:
    """Begin to read a file; a video that does not describe itself goes as a file.

    Raises EntryRefused for another one that is to be seen at once and cannot be.
    """
    upload = Upload(file, name=file.name or "", as_photo=as_photo)
    if not as_photo or upload.begin().width is not None:
        return upload
    if not upload.file.mime_type.startswith("video/"):
        text = _("“%(name)s” is neither a picture nor a video that can be shown. Send it as a file.")
        raise EntryRefused(text % {"name": visible_file_name(upload.file.name)}, "files")
    file.seek(0)
    return _upload(file, as_photo=False)


def _send_once(
    request: SignedInRequest,
    desk: Desk,
    chat_id: int,
    form: FilesForm,
    caption: Written,
    uploads: Sequence[Upload],
) -> Sequence[Message]:
    """Send, unless Telegram has the files already: then nothing, which counts as sent but to programs."""
    values = form.cleaned_data
    words = values["text"] if "at" not in values else f"{values['text']}\0{values['at'].isoformat()}"
    numbers = _random_ids(values["random_id"], values["draft"], words, uploads)
    try:
        return desk.send_files(
            chat_id,
            uploads,
            caption.text,
            numbers,
            values["reply_to"],
            caption_entities=caption.entities,
            at=values.get("at"),
            topic_id=topic_of(request),
        )
    except MessageAlreadySent:
        if reader_of(request) is Reader.PROGRAM:
            raise
        return ()


def _random_ids(random_id: int | None, draft: str, text: str, uploads: Sequence[Upload]) -> list[int] | None:
    """The same form with the same files is sent once; without a name of the form each try is another message."""
    if random_id is not None:
        return [random_id, *(random_id_of(str(random_id), str(number)) for number in range(1, len(uploads)))]
    if not draft:
        return None
    what = [f"{upload.file.name}\0{upload.file.size}\0{upload.file.as_photo}" for upload in uploads]
    return [random_id_of(draft, f"{number}\0{text}\0{what}") for number in range(len(uploads))]


def _sent_payload(messages: Sequence[Message]) -> dict[str, object]:
    payloads = [message_payload(message) for message in messages]
    return {"message": payloads[0]} | ({"messages": payloads} if len(payloads) > 1 else {})


def _refuse(request: SignedInRequest, chat_id: int, form: FilesForm, failure: Failure) -> HttpResponse:
    match reader_of(request):
        case Reader.PROGRAM:
            return fail(request, failure)
        case Reader.BROWSER:
            draft = MessageDraft(text=str(form.data.get("text", "")), failure=failure)
            return with_headers(page_with(request, chat_id, draft, failure), failure)
    return refuse_in_bubble(request, failure)


__all__ = ["has_files", "schedule_files", "send_files"]

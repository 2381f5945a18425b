"""What is planned in a chat: listed, added to, changed, sent at once, given up."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from tgsdk import Message, MessageAlreadySent, NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import scheduled_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import Desk, desk_of
from ..composing import Editable, Written
from ..contexts import ScheduledContext, ScheduledPageContext
from ..drafts import random_id_of
from ..forms import LaterForm, ScheduledEditForm, ScheduledForm
from ..payloads import editable_payload, message_payload
from ..scheduled_pane import ScheduledEdit, ScheduledPane, planned_news
from .send_files import has_files, schedule_files
from .send_message import clear_draft


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def scheduled(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A GET lists, a POST plans a text or files."""
    if request.method == "POST":
        return (schedule_files if has_files(request) else schedule)(request, chat_id)
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            planned = desk.scheduled_messages(chat_id, topic_id=topic_of(request))
        return JsonResponse({"messages": [message_payload(message) for message in planned]})
    return _answer_with_list(request, chat_id, lambda _: None)


@sensitive_variables()
def schedule(request: SignedInRequest, chat_id: int) -> HttpResponse:
    """Plan a message, once for each form, text and time."""
    form = ScheduledForm(posted(request))
    topic = topic_of(request)
    if not form.is_valid():
        return _refuse(request, chat_id, _what_is_wrong(form))
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            return JsonResponse({"message": message_payload(_plan(desk, chat_id, form, topic))})
    news = planned_news(form.cleaned_data["at"])
    return _answer_with_list(request, chat_id, lambda desk: _plan_once(desk, chat_id, form, topic), news)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def scheduled_edit(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponse:
    """A GET opens the form of a planned message in its line, a POST changes the message."""
    if request.method == "POST":
        return edit_scheduled(request, chat_id, message_id)
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            message = desk.scheduled_message(chat_id, message_id)
        return JsonResponse(editable_payload(message, Editable.of(message)))
    opened: list[ScheduledEdit] = []

    def find(desk: Desk) -> None:
        opened.append(ScheduledEdit.of(desk.scheduled_message(chat_id, message_id)))

    return _answer_with_list(request, chat_id, find, edits=opened)


@sensitive_variables()
def edit_scheduled(request: SignedInRequest, chat_id: int, message_id: int) -> HttpResponse:
    """Change a planned message; what is refused stays in its form."""
    form = ScheduledEditForm(posted(request))
    failure = None if form.is_valid() else _what_is_wrong(form)
    if reader_of(request) is Reader.PROGRAM:
        if failure:
            return fail(request, failure)
        with desk_of(request) as desk:
            return JsonResponse({"message": message_payload(_edit(desk, chat_id, message_id, form))})
    text, at = (str(form.data.get(name, "")) for name in ("text", "at"))
    written = ScheduledEdit(message_id=message_id, text=text, at=at, is_plain=bool(form.data.get("plain")))
    news = planned_news(form.cleaned_data["at"]) if failure is None else ""
    return _answer_with_list(
        request, chat_id, lambda desk: _edit(desk, chat_id, message_id, form), news, failure, edits=[written]
    )


def _edit(desk: Desk, chat_id: int, message_id: int, form: ScheduledEditForm) -> Message:
    text, at = form.cleaned_data["text"], form.cleaned_data["at"]
    if form.cleaned_data["plain"]:
        written = Written.in_place_of(desk.scheduled_message(chat_id, message_id), text)
    else:
        written = form.written(text)
    return desk.edit_scheduled(chat_id, message_id, written.text, at, written.entities)


@require_POST
@at_the_desk
def scheduled_send(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponse:
    """Send a planned message now."""
    return _act(request, chat_id, lambda desk: desk.send_scheduled_now(chat_id, message_id), "sent")


@require_POST
@at_the_desk
def scheduled_delete(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponse:
    """Give a planned message up."""
    return _act(request, chat_id, lambda desk: desk.delete_scheduled(chat_id, message_id), "deleted")


def _act(request: SignedInRequest, chat_id: int, work: Callable[[Desk], object], done: str) -> HttpResponse:
    if reader_of(request) is not Reader.PROGRAM:
        return _answer_with_list(request, chat_id, work)
    with desk_of(request) as desk:
        work(desk)
    return JsonResponse({done: True})


def _plan(desk: Desk, chat_id: int, form: ScheduledForm, topic: int | None) -> Message:
    values = form.cleaned_data
    text, at, random_id, draft = (values[name] for name in ("text", "at", "random_id", "draft"))
    if random_id is None and draft:
        random_id = random_id_of(draft, f"{text}\0{at.isoformat()}")
    written, reply_to, quote = form.written(text), values["reply_to"] or None, values["quote"] or None
    return desk.schedule_message(
        chat_id, written.text, at, random_id, entities=written.entities, reply_to=reply_to, quote=quote, topic_id=topic
    )


def _plan_once(desk: Desk, chat_id: int, form: ScheduledForm, topic: int | None) -> None:
    with suppress(MessageAlreadySent):
        _plan(desk, chat_id, form, topic)
    if form.cleaned_data["saved"]:
        clear_draft(desk, chat_id, topic)


def _answer_with_list(
    request: SignedInRequest,
    chat_id: int,
    work: Callable[[Desk], object],
    news: str = "",
    failure: Failure | None = None,
    edits: Sequence[ScheduledEdit] = (),
) -> HttpResponse:
    """Do something, and show what is planned then; a failure stands above the list, or in the form of ``edits``."""
    planned: tuple[Message, ...] | None = None
    topic = topic_of(request)
    try:
        with desk_of(request) as desk:
            failure = failure or _failure_of(lambda: work(desk))
            planned = desk.scheduled_messages(chat_id, topic_id=topic)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        failure = failure or describe(error)
    if reader_of(request) is Reader.BROWSER and request.method == "POST" and failure is None:
        return redirect(scheduled_url(chat_id, topic), preserve_request=False)
    shown = edits if failure or request.method != "POST" else ()  # what is changed is in its line again
    edit = next((replace(edit, failure=failure) for edit in shown), None)
    pane = ScheduledPane.of(chat_id, topic, planned, failure=failure, news="" if failure else news, edit=edit)
    return _render(request, pane, failure)


def _failure_of(work: Callable[[], object]) -> Failure | None:
    try:
        work()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return describe(error, "text")
    return None


def _what_is_wrong(form: LaterForm) -> Failure:
    """The first thing, at the field that it is about."""
    return invalid_input(first_error(form), "at" if next(iter(form.errors)) == "at" else "text")


def _refuse(request: SignedInRequest, chat_id: int, failure: Failure) -> HttpResponse:
    """What is planned stays in sight."""
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    return _answer_with_list(request, chat_id, lambda _: None, failure=failure)


def _render(request: SignedInRequest, pane: ScheduledPane, failure: Failure | None) -> HttpResponse:
    context = (ScheduledPageContext if reader_of(request) is Reader.BROWSER else ScheduledContext)(scheduled=pane)
    response = render_context(request, context, status=failure.status if failure else HTTPStatus.OK)
    return with_headers(response, failure) if failure else response

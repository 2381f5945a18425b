"""What is planned in a chat: listed, added to, sent at once, given up."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from tgsdk import Message, MessageAlreadySent, NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context
from web.words.moments import planned_in_words

from ..addresses import scheduled_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import Desk, desk_of
from ..contexts import ScheduledContext, ScheduledPageContext
from ..drafts import random_id_of
from ..forms import ScheduledForm
from ..payloads import message_payload
from ..scheduled_pane import ScheduledPane
from .send_message import clear_draft


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def scheduled(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A GET lists, a POST plans."""
    if request.method == "POST":
        return schedule(request, chat_id)
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
        return _refuse(request, chat_id, invalid_input(first_error(form), "text"))
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            return JsonResponse({"message": message_payload(_plan(desk, chat_id, form, topic))})
    news = _("Planned: %(when)s.") % {"when": planned_in_words(form.cleaned_data["at"])}
    return _answer_with_list(request, chat_id, lambda desk: _plan_once(desk, chat_id, form, topic), news)


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
) -> HttpResponse:
    """Do something, and show what is planned then; a failure stands above the list."""
    planned: tuple[Message, ...] = ()
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
    pane = ScheduledPane.of(chat_id, topic, planned, failure=failure, news="" if failure else news)
    return _render(request, pane)


def _failure_of(work: Callable[[], object]) -> Failure | None:
    try:
        work()
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return describe(error, "text")
    return None


def _refuse(request: SignedInRequest, chat_id: int, failure: Failure) -> HttpResponse:
    """What is planned stays in sight."""
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    return _answer_with_list(request, chat_id, lambda _: None, failure=failure)


def _render(request: SignedInRequest, pane: ScheduledPane) -> HttpResponse:
    context = (ScheduledPageContext if reader_of(request) is Reader.BROWSER else ScheduledContext)(scheduled=pane)
    response = render_context(request, context, status=pane.failure.status if pane.failure else HTTPStatus.OK)
    return with_headers(response, pane.failure) if pane.failure else response

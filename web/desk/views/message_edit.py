"""Editing an own message: its text with the marks, and another one in its place."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from tgsdk import EditForbidden, Message, NotFound, NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..acted import answer_with_news, news_beside
from ..acts import EditPane
from ..addresses import message_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import Desk, desk_of
from ..composing import Editable, Written
from ..contexts import EditFailedContext, MessageEditContext, MessageEditPageContext
from ..forms import EditForm
from ..payloads import editable_payload, message_payload


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def message_edit(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponse:
    topic = topic_of(request)
    if request.method == "POST":
        return edit_message(request, chat_id, message_id, topic)
    try:
        with desk_of(request) as desk:
            message = desk.message(chat_id, message_id)
    except TelegramError as error:
        return _fail(request, error)
    editable = Editable.of(message)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse(editable_payload(message, editable))
    return _show(request, EditPane.of(message, editable, topic))


def _fail(request: SignedInRequest, error: TelegramError) -> HttpResponse:
    """Tell htmx in a line why there is no form; other failures have a page of their own."""
    if reader_of(request) is not Reader.HTMX or isinstance(error, NotLoggedIn):
        raise error
    failure, is_gone = describe(error), isinstance(error, NotFound | EditForbidden)
    context = EditFailedContext(failure=failure, is_gone=is_gone)
    return with_headers(render_context(request, context, status=failure.status), failure)


@sensitive_variables()
def edit_message(request: SignedInRequest, chat_id: int, message_id: int, topic: int | None) -> HttpResponse:
    """Send the new text; what is refused stays in the form."""
    form = EditForm(posted(request))
    if not form.is_valid():
        return _refuse(request, chat_id, message_id, form, invalid_input(first_error(form), "text"))
    try:
        with desk_of(request) as desk:
            message = _edit(desk, chat_id, message_id, form)
            news = news_beside(request, desk, chat_id)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, message_id, form, describe(error, "text"))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"message": message_payload(message)})
        case Reader.BROWSER:
            return redirect(message_url(chat_id, message_id, topic=topic), preserve_request=False)
    return answer_with_news(request, news)


def _edit(desk: Desk, chat_id: int, message_id: int, form: EditForm) -> Message:
    text = form.cleaned_data["text"]
    if form.cleaned_data["plain"]:
        written = Written.in_place_of(desk.message(chat_id, message_id), text)
    else:
        written = form.written(text)
    return desk.edit_message(chat_id, message_id, written.text, written.entities)


@sensitive_variables()
def refuse_unread(request: SignedInRequest, chat_id: int, message_id: int, failure: Failure) -> HttpResponse:
    """Give a text back that nobody has looked at."""
    return _refuse(request, chat_id, message_id, EditForm(posted(request)), failure)


def _refuse(request: SignedInRequest, chat_id: int, message_id: int, form: EditForm, failure: Failure) -> HttpResponse:
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    text, is_plain = str(form.data.get("text", "")), bool(form.data.get("plain"))
    pane = EditPane.refused(chat_id, message_id, text, failure, is_plain=is_plain, topic=topic_of(request))
    return with_headers(_show(request, pane, status=failure.status), failure)


def _show(request: SignedInRequest, pane: EditPane, *, status: int = 200) -> HttpResponse:
    kind = MessageEditContext if reader_of(request) is Reader.HTMX else MessageEditPageContext
    return render_context(request, kind(edit=pane), status=status)

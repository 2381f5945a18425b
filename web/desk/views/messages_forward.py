"""Forwarding messages: the chats to choose from, and the forwarding itself, once."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_htmx.http import reselect, reswap, retarget

from tgsdk import MAX_PAGE_SIZE, ChatKind, Message, MessageAlreadySent, NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import PAGE_SIZE, ListAsked, topic_of
from ..calls import Desk, Question, desk_of, raised
from ..chat_rows import is_saved_messages
from ..contexts import ForwardContext, ForwardedContext, ForwardPageContext
from ..drafts import random_id_of
from ..forms import ForwardForm, ForwardPlacesForm
from ..forward_pane import ForwardPane, ForwardPlace
from ..payloads import chats_payload, message_payload
from ..reading import note_pictures, read_chats


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def messages_forward(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    return forward_messages(request, chat_id) if request.method == "POST" else forward_places(request, chat_id)


def forward_places(request: SignedInRequest, chat_id: int) -> HttpResponse:
    """The chats that are searched for or those of the list, and Saved Messages; or the topics of one."""
    form = ForwardPlacesForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    values = form.cleaned_data
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            return JsonResponse(chats_payload(read_chats(desk, _places_asked(values))[0]))
    read = _read_places if values["to_chat_id"] is None else _read_topics
    try:
        with desk_of(request) as desk:
            pane = read(desk, chat_id, topic_of(request), values)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, values, describe(error))
    return _show(request, pane)


def _places_asked(values: dict[str, Any]) -> ListAsked:
    return ListAsked(limit=values["limit"] or PAGE_SIZE, cursor=values["cursor"] or None, query=values["q"])


def _read_places(desk: Desk, chat_id: int, topic: int | None, values: dict[str, Any]) -> ForwardPane:
    asked, ids = _places_asked(values), values["message_ids"]
    page, shown = read_chats(desk, asked)
    rows = [
        ForwardPlace.of_chat(chat, shown, (chat_id, ids, topic))
        for chat in page.items
        if chat.can_write and chat.kind is not ChatKind.SAVED
    ]
    saved_id = desk.account.row.telegram_user_id if is_saved_messages(asked.query) else None
    return ForwardPane.of(chat_id, ids, topic, query=asked.query, saved_id=saved_id, rows=rows, draft=values["draft"])


def _read_topics(desk: Desk, chat_id: int, topic: int | None, values: dict[str, Any]) -> ForwardPane:
    """The topics of a forum that can be written in."""
    to_chat_id, cursor = values["to_chat_id"], values["cursor"] or None
    answers = desk.together(
        Question("chat", lambda t: t.chat(to_chat_id)),
        Question("topics", lambda t: t.topics(to_chat_id, MAX_PAGE_SIZE, cursor)),
    )
    forum, page = raised(answers[0]), raised(answers[1])
    place = ForwardPlace.of(forum, note_pictures(desk, [forum]))
    rows = [ForwardPlace.of_topic(each) for each in page.items if each.can_write and not each.is_hidden]
    return ForwardPane.of(chat_id, values["message_ids"], topic, rows=rows, forum=place, cursor=page.next)


def forward_messages(request: SignedInRequest, chat_id: int) -> HttpResponse:
    form = ForwardForm(posted(request))
    if not form.is_valid():
        return _refuse(request, chat_id, form.cleaned_data, invalid_input(first_error(form)))
    try:
        with desk_of(request) as desk:
            messages = _forward_once(request, desk, chat_id, form)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, form.cleaned_data, describe(error))
    url = chat_url(form.cleaned_data["to_chat_id"], form.cleaned_data["to_topic_id"])
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"messages": [message_payload(message) for message in messages]})
        case Reader.BROWSER:
            return redirect(url, preserve_request=False)
    return render_context(request, ForwardedContext(url=url, count=len(form.cleaned_data["message_ids"])))


def _forward_once(request: SignedInRequest, desk: Desk, chat_id: int, form: ForwardForm) -> Sequence[Message]:
    """Forward, unless Telegram has them already: then nothing, which counts as forwarded but to programs."""
    values = form.cleaned_data
    ids, to_chat_id, draft = values["message_ids"], values["to_chat_id"], values["draft"]
    to_topic_id = values["to_topic_id"]
    into = f"{to_chat_id}" if to_topic_id is None else f"{to_chat_id}/{to_topic_id}"
    chosen = [random_id_of(draft, f"{chat_id}/{each} to {into}") for each in ids] if draft else None
    is_program = reader_of(request) is Reader.PROGRAM
    with suppress(*() if is_program else (MessageAlreadySent,)):
        return desk.forward_messages(chat_id, ids, to_chat_id, values["random_ids"] or chosen, to_topic_id=to_topic_id)
    return ()


def _refuse(request: SignedInRequest, chat_id: int, values: dict[str, Any], failure: Failure) -> HttpResponse:
    """The places are not read again: the form says why, and the same can be tried once more, with the same draft.

    It takes the place of all of the dialog, whichever part of it was asked for.
    """
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    to_chat_id = values.get("to_chat_id")
    pane = ForwardPane.of(
        chat_id,
        values.get("message_ids") or [],
        topic_of(request),
        failure=failure,
        query=values.get("q", ""),
        draft=values.get("draft"),
        again=None if to_chat_id is None else (to_chat_id, values.get("to_topic_id")),
    )
    response = reswap(retarget(_show(request, pane, status=failure.status), "#forward-body"), "innerHTML")
    return with_headers(reselect(response, "unset"), failure)


def _show(request: SignedInRequest, pane: ForwardPane, *, status: int = 200) -> HttpResponse:
    kind = ForwardContext if reader_of(request) is Reader.HTMX else ForwardPageContext
    return render_context(request, kind(forward=pane), status=status)

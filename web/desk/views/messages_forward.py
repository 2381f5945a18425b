"""Forwarding messages: the chats to choose from, the question whether to, and the forwarding itself, once."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from django_htmx.http import reselect, reswap, retarget

from tgsdk import MAX_PAGE_SIZE, Chat, ChatKind, Message, MessageAlreadySent, NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.pictures.store import Shown
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import PAGE_SIZE, ChatAsked, ListAsked, topic_of
from ..calls import Desk, Question, desk_of, raised
from ..chat_rows import ChatHead, is_saved_messages
from ..contexts import ForwardContext, ForwardedContext, ForwardPageContext
from ..conversations import read_conversation
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
    """The chats that are searched for or those of the list, and Saved Messages; the topics of one; or the question."""
    form = ForwardPlacesForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    values = form.cleaned_data
    if reader_of(request) is Reader.PROGRAM:
        with desk_of(request) as desk:
            return JsonResponse(chats_payload(read_chats(desk, _places_asked(values))[0]))
    try:
        with desk_of(request) as desk:
            pane = _reader_of(values)(desk, chat_id, topic_of(request), values)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, values, describe(error))
    return _show(request, pane)


def _reader_of(values: dict[str, Any]) -> Callable[[Desk, int, int | None, dict[str, Any]], ForwardPane]:
    if values["to_chat_id"] is None:
        return _read_places
    return _read_question if values["ask"] else _read_topics


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


def _read_question(desk: Desk, chat_id: int, topic: int | None, values: dict[str, Any]) -> ForwardPane:
    """Whether to forward to the chat or the topic that was chosen, which is named."""
    return ForwardPane.of(
        chat_id,
        values["message_ids"],
        topic,
        query=values["q"],
        draft=values["draft"],
        chosen=(values["to_chat_id"], values["to_topic_id"]),
        to=_read_recipient(desk, values),
    )


def _read_recipient(desk: Desk, values: dict[str, Any]) -> ChatHead:
    """One's own chat is known without reading it."""
    to_chat_id, to_topic_id = values["to_chat_id"], values["to_topic_id"]
    if to_chat_id == desk.account.row.telegram_user_id:
        return ChatHead.of(Chat(id=to_chat_id, kind=ChatKind.SAVED, title=""), Shown(), place="w")
    chat = read_conversation(desk, ChatAsked(id=to_chat_id, topic=to_topic_id))
    return ChatHead.of(chat, note_pictures(desk, [chat]), place="w")


def forward_messages(request: SignedInRequest, chat_id: int) -> HttpResponse:
    form = ForwardForm(posted(request))
    if not form.is_valid():
        return _refuse(request, chat_id, form.cleaned_data, invalid_input(first_error(form)))
    values, to = form.cleaned_data, None
    try:
        with desk_of(request) as desk:
            to = None if reader_of(request) is Reader.PROGRAM else _read_recipient(desk, values)
            messages = _forward_once(request, desk, chat_id, form)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, chat_id, values, describe(error), to)
    url = chat_url(values["to_chat_id"], values["to_topic_id"])
    if to is None:
        return JsonResponse({"messages": [message_payload(message) for message in messages]})
    if reader_of(request) is Reader.BROWSER:
        return redirect(url, preserve_request=False)
    return render_context(request, ForwardedContext(url=url, name=to.title, count=len(values["message_ids"])))


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


def _refuse(
    request: SignedInRequest, chat_id: int, values: dict[str, Any], failure: Failure, to: ChatHead | None = None
) -> HttpResponse:
    """The places are not read again: the form says why, and the same can be tried once more, with the same draft.

    Where it is not known ``to`` whom, that is read and asked first.

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
        chosen=None if to_chat_id is None else (to_chat_id, values.get("to_topic_id")),
        to=to,
        asks=values.get("ask", True),
    )
    response = reswap(retarget(_show(request, pane, status=failure.status), "#forward-body"), "innerHTML")
    return with_headers(reselect(response, "unset"), failure)


def _show(request: SignedInRequest, pane: ForwardPane, *, status: int = 200) -> HttpResponse:
    kind = ForwardContext if reader_of(request) is Reader.HTMX else ForwardPageContext
    return render_context(request, kind(forward=pane), status=status)

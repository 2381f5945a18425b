"""The desk's failures, each in the part of the desk that it is about."""

import functools
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tgsdk import TelegramError
from tgsdk.contrib.django.errors import AccountBusy
from web.failures.failure import Failure, describe
from web.login.answers import ANSWERS, fail, with_headers
from web.pictures.store import pictures_url
from web.readers import Answer, Reader, SignedInRequest, no_news, reader_of
from web.template_context import TemplateContext, render_context

from .acted import refuse
from .addresses import chats_url, search_query, topics_url
from .asked import Part, in_archive, is_poll, looks_in_messages, part_of, query_of, retry_url
from .contexts import (
    ChatRowsContext,
    ChatsListContext,
    DeskContext,
    MessagesListContext,
    MoreFailedContext,
)
from .panes import ChatMissing, ListPane

P = ParamSpec("P")
logger = logging.getLogger(__name__)
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def at_the_desk(view: Callable[Concatenate[SignedInRequest, P], HttpResponse]) -> View[P]:
    """Decorate a view of the desk: its failures are shown in the part that was asked for, those of a poll in a word."""

    @functools.wraps(view)
    def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TelegramError as error:
            logger.info("%s: %s %s", request.path, type(error).__name__, error.telegram_name or "")
            return fail_at_the_desk(request, describe(error), is_list="chat_id" not in kwargs)

    return wrapper


def fail_at_the_desk(request: SignedInRequest, failure: Failure, *, is_list: bool) -> HttpResponse:
    """Answer with a failure of the list or, if not ``is_list``, of a chat."""
    if failure.requires_telegram_auth:
        return _fail_disconnected(request, failure)
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    if is_poll(request):
        return _stop_poll(failure) if failure.code in ANSWERS else no_news(_word_for(failure))
    if is_beside(request):
        return refuse(request, failure)
    context = _failed_context(request, failure, is_list=is_list)
    return with_headers(render_context(request, context, status=failure.status), failure)


def is_beside(request: HttpRequest) -> bool:
    """True where htmx puts the answer beside a chat or the list, in a dialog for one: no pane has a place there."""
    target = request.headers.get("HX-Target", "")
    is_pane = target in ("", "chat", "chats", "chats-list") or part_of(request) is not None
    return reader_of(request) is Reader.HTMX and not is_pane


def _word_for(failure: Failure) -> Answer:
    """Say to a poll why it has not learned anything."""
    if failure.code == AccountBusy.code:
        return Answer.BUSY
    if failure.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer.PAUSED
    return Answer.AWAY if failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR else Answer.FAILURE


def list_context(request: HttpRequest, pane: ListPane) -> TemplateContext:
    """The rows alone, which lie in ``#chats``, unless htmx wants the search above them too."""
    is_whole = request.headers.get("HX-Target") == "chats-list"
    return (ChatsListContext if is_whole else ChatRowsContext)(list=pane, wanted_url=pictures_url(pane.wanted))


def _stop_poll(failure: Failure) -> HttpResponse:
    """Tell a poll that its page belongs to somebody else: its scripts say so, and nothing on it changes."""
    response = HttpResponse(failure.text, status=failure.status, content_type="text/plain; charset=utf-8")
    return with_headers(response, failure)


def _fail_disconnected(request: SignedInRequest, failure: Failure) -> HttpResponse:
    """The Telegram page says why, and connects. Nobody is sent there by a poll, in the midst of writing."""
    response = fail(request, failure)
    if reader_of(request) is Reader.HTMX and not is_poll(request):
        response["HX-Redirect"] = reverse("telegram:index")
    return response


def _failed_context(request: SignedInRequest, failure: Failure, *, is_list: bool) -> TemplateContext:
    if part_of(request) is Part.ROWS:
        return MoreFailedContext(failure=failure, retry_url=retry_url(request))
    if reader_of(request) is Reader.BROWSER:
        missing = None if is_list else _missing_chat(request, failure)
        return DeskContext(list=_failed_list(request, failure, part_url=chats_url()), missing=missing)
    if is_list:
        return list_context(request, _failed_list(request, failure))
    return MessagesListContext(missing=_missing_chat(request, failure))


def _failed_list(request: SignedInRequest, failure: Failure, *, part_url: str = "") -> ListPane:
    """Made from the address as it is: it may be the address that is wrong."""
    return ListPane(
        query=query_of(request.GET),
        in_messages=looks_in_messages(request.GET),
        is_archive=in_archive(request.GET),
        has_head=in_archive(request.GET),
        failure=failure,
        retry_url=retry_url(request),
        part_url=part_url,
    )


def _missing_chat(request: SignedInRequest, failure: Failure) -> ChatMissing:
    way = search_query(
        query_of(request.GET), in_messages=looks_in_messages(request.GET), in_archive=in_archive(request.GET)
    )
    if "topic" in request.GET:
        number = int(request.resolver_match.kwargs["chat_id"]) if request.resolver_match else 0
        back_url = topics_url(number, way)
        return ChatMissing(failure=failure, retry_url=retry_url(request), back_url=back_url, is_topic=True)
    return ChatMissing(failure=failure, retry_url=retry_url(request), back_url=chats_url() + way)

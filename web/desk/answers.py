"""The desk's answers: a page for browsers, the part that htmx asked for, and failures where they belong."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tgsdk import TelegramError
from tgsdk.contrib.django.accounts import open_account, open_for_a_poll
from web.failures.failure import Failure, describe
from web.login.answers import fail
from web.pictures.store import Shown
from web.readers import Reader, SignedInRequest, no_news, reader_of

from .panes import list_context, wanted_url
from .reading import DeskRead, ListAsked

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponse]

POLL_TIMEOUT = 3  # seconds of what a page asks by itself: it can wait until the next time
NOTHING: dict[str, Any] = {
    "q": "",
    "in_messages": False,
    "chats": [],
    "found": [],
    "chats_next": None,
    "chats_failure": None,
    "chats_read": False,
    "chats_retry_url": None,
    "chats_news_url": None,
    "chat": None,
    "messages": [],
    "changed": [],
    "gone": [],
    "is_past": False,
    "read_url": None,
    "older_url": None,
    "news_url": None,
    "after": 0,
    "read_up_to": 0,
    "versions": "",
    "can_write": False,
    "form": None,
    "chat_failure": None,
    "repeated_day": None,
    "wanted_url": None,
}


class Part(StrEnum):
    """What of the desk htmx asks for; without it, the whole list or the whole chat."""

    ROWS = "rows"  # the next page of what is shown
    TOP = "top"  # what is new in the list
    NEWS = "news"  # what is new in the chat


def part_of(request: HttpRequest) -> Part | None:
    """Only htmx gets parts: the same address is a page to a browser."""
    said = request.GET.get("part", "")
    return Part(said) if reader_of(request) is Reader.HTMX and said in set(Part) else None


def list_template(request: HttpRequest) -> str:
    """The rows alone, which lie in ``#chats``, unless htmx wants the search above them too."""
    return "chats_list" if request.headers.get("HX-Target") == "chats-list" else "chat_rows"


def is_poll(request: HttpRequest) -> bool:
    return part_of(request) in (Part.TOP, Part.NEWS)


def options_of(request: HttpRequest) -> dict[str, Any]:
    """How to open the account, and how long to wait for Telegram."""
    return {"opening": open_for_a_poll, "timeout": POLL_TIMEOUT} if is_poll(request) else {"opening": open_account}


def at_the_desk(view: Callable[Concatenate[SignedInRequest, P], HttpResponse]) -> View[P]:
    """What goes wrong is said in the part of the desk that it is about; a poll that fails says nothing."""

    @functools.wraps(view)
    def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TelegramError as error:
            return fail_at_the_desk(request, describe(error), chat_id=kwargs.get("chat_id"))

    return wrapper


def show_part(
    request: HttpRequest, template: str, context: dict[str, Any], shown: Shown, *, status: int = 200
) -> HttpResponse:
    wanted = {"wanted_url": wanted_url(context, shown)}
    return render(request, f"partials/desk/{template}.html", {**NOTHING, **context, **wanted}, status=status)


def show_page(
    request: HttpRequest, read: DeskRead, listed: ListAsked, chat: dict[str, Any], shown: Shown, *, status: int = 200
) -> HttpResponse:
    """The whole desk; ``chat`` is the context of the open chat, empty where none is open."""
    context = {**list_context(read, listed, shown), **chat}
    wanted = {
        "wanted_url": wanted_url(context, shown),
        "retry_url": _retry_url(request),
        "chats_retry_url": reverse("telegram:chats_list"),
    }
    return render(request, "desk.html", {**NOTHING, **context, **wanted}, status=status)


def fail_at_the_desk(request: SignedInRequest, failure: Failure, *, chat_id: object = None) -> HttpResponse:
    """``chat_id`` is that of the chat that was asked for, None where it was the list."""
    reader = reader_of(request)
    if failure.requires_telegram_auth or reader is Reader.PROGRAM:
        response = fail(request, failure)
        if failure.requires_telegram_auth and reader is Reader.HTMX and not is_poll(request):
            # The page of Telegram says why, and connects. Nobody is sent there in the midst of writing.
            response["HX-Redirect"] = reverse("telegram:index")
        return response
    if is_poll(request):
        return no_news()
    response = _failed_part(request, failure, is_list=chat_id is None)
    if failure.retry_after:
        response["Retry-After"] = str(failure.retry_after)
    return response


def _failed_part(request: SignedInRequest, failure: Failure, *, is_list: bool) -> HttpResponse:
    context: dict[str, Any] = {"retry_url": _retry_url(request)}
    context |= {"q": request.GET.get("q", ""), "in_messages": request.GET.get("in") == "messages"}
    if is_list:
        context |= {"chats_failure": failure}
        template = f"partials/desk/{list_template(request)}.html"
    else:
        context |= {"chat_failure": failure}
        template = "partials/desk/chat_missing.html"
    if part_of(request) is Part.ROWS:
        template = "partials/desk/more_failed.html"
    if reader_of(request) is Reader.BROWSER:
        context |= {"chats_failure": failure, "chats_retry_url": reverse("telegram:chats_list")}
        template = "desk.html"
    return render(request, template, {**NOTHING, **context}, status=failure.status)


def _retry_url(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path

"""The answers to what was done with messages: what is new beside it, or why it was refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from django.http import HttpResponse
from django_htmx.http import trigger_client_event

from tgsdk import TelegramError
from web.failures.failure import Failure
from web.login.answers import fail, with_headers
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from .asked import ChatAsked, topic_beside, topic_of
from .calls import Desk
from .contexts import ActFailedContext, MessageActedContext
from .forms import ShownForm
from .panes import NewsPane
from .reading_news import read_news_beside

ANOTHER_PTS = -1  # than that of the chat, in which something has happened just now


def news_beside(request: SignedInRequest, desk: Desk, chat_id: int) -> NewsPane | None:
    """Read what is new in the chat that the page shows. None where that fails: the page looks for news anyway."""
    form = ShownForm(request.POST)
    form.is_valid()
    values = form.cleaned_data
    if reader_of(request) is not Reader.HTMX or values.get("after") is None:
        return None
    shown = ChatAsked(
        id=chat_id,
        after=values["after"],
        read_up_to=values.get("read") or 0,
        versions=values.get("shown") or {},
        pts=ANOTHER_PTS,
        topic=topic_of(request) or topic_beside(request),
    )
    with suppress(TelegramError):
        return read_news_beside(desk, shown)
    return None


def answer_with_news(request: SignedInRequest, news: NewsPane | None, *, deleted: Sequence[int] = ()) -> HttpResponse:
    """An empty place for the form, and the news of the chat; where these are not known, the page looks for them.

    The ``deleted`` messages go by an event: some of them may be gone from the page already.
    """
    if news and deleted:
        told = {f"message-{message_id}" for message_id in deleted}
        news = replace(news, gone=[element_id for element_id in news.gone if element_id not in told])
    wanted_url = pictures_url(news.wanted) if news else None
    response = render_context(request, MessageActedContext(news=news, wanted_url=wanted_url))
    if deleted:
        trigger_client_event(response, "desk:deleted", {"ids": list(deleted)})
    return response if news else trigger_client_event(response, "poll", {"target": "#news"}, after="settle")


def refuse(request: SignedInRequest, failure: Failure) -> HttpResponse:
    """Say why it was refused: in place of the form to htmx, on a page to a browser."""
    if reader_of(request) is not Reader.HTMX:
        return fail(request, failure)
    return with_headers(render_context(request, ActFailedContext(failure=failure), status=failure.status), failure)

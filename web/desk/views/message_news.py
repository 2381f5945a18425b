"""News of an open chat and of the list beside it, for the poll of their page."""

from django.http import HttpResponse

from web.readers import SignedInRequest, no_news
from web.template_context import render_context

from ..asked import ChatAsked, list_news_asked_beside
from ..calls import desk_for_a_poll
from ..contexts import MessageNewsContext
from ..reading_news import read_list_news, read_news, read_news_or_none


def message_news(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    """Both are read over one connection, and what a chat alone has met is no news."""
    asked_beside = list_news_asked_beside(request, asked.id) if "unread_listed" in request.GET else None
    with desk_for_a_poll(request) as desk:
        news = read_news(desk, asked) if asked_beside is None else read_news_or_none(desk, asked)
        listed = read_list_news(desk, asked_beside) if asked_beside else None
    if news is None and listed is None:
        return no_news()
    return render_context(request, MessageNewsContext.of(news, listed))

"""News of an open chat, for the poll of its page."""

from django.http import HttpResponse

from tgsdk.contrib.django.accounts import open_for_a_poll
from web.pictures.store import pictures_url
from web.readers import SignedInRequest, no_news
from web.template_context import render_context

from ..answers import POLL_TIMEOUT
from ..asked import ChatAsked
from ..calls import desk_of
from ..contexts import MessageNewsContext
from ..reading_news import read_news


def message_news(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request, open_for_a_poll, timeout=POLL_TIMEOUT) as desk:
        news = read_news(desk, asked)
    if not news.has_news:
        return no_news()
    return render_context(request, MessageNewsContext(news=news, wanted_url=pictures_url(news.wanted)))

"""The topics of a forum."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tgsdk import TelegramError
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, no_news, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import Part, TopicsAsked, list_asked_beside, list_news_asked_beside, part_of, topics_asked
from ..calls import desk_for_a_poll, desk_of
from ..contexts import MessagesListContext, TopicRowsContext, TopicsNewsContext
from ..payloads import one_topic_payload, topics_payload
from ..reading_news import read_list_news
from ..reading_topics import is_no_forum, read_topics, read_topics_news, read_topics_page


@require_safe
@at_the_desk
def topics(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The topics for whoever asks: the page, its part, news, or JSON. A chat without topics is shown in their place."""
    asked = topics_asked(request, chat_id)
    try:
        return _topics(request, asked)
    except TelegramError as error:
        if reader_of(request) is Reader.PROGRAM or not is_no_forum(error):
            raise
    return redirect(chat_url(chat_id))


@require_safe
@at_the_desk
def topic(request: SignedInRequest, *, chat_id: int, topic_id: int) -> HttpResponse:
    """One topic, for programs. A person is led to what is written in it."""
    if reader_of(request) is not Reader.PROGRAM:
        return redirect(chat_url(chat_id, topic_id))
    with desk_of(request) as desk:
        return JsonResponse(one_topic_payload(desk.topic(chat_id, topic_id)))


def _topics(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    match reader_of(request), part_of(request):
        case Reader.PROGRAM, _:
            return topics_for_programs(request, asked)
        case Reader.BROWSER, _:
            return topics_page(request, asked)
        case _, Part.NEWS:
            return topics_news(request, asked)
        case _, Part.ROWS:
            return topic_rows(request, asked)
    return topics_part(request, asked)


def topics_for_programs(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    with desk_of(request) as desk:
        return JsonResponse(topics_payload(desk.topics(asked.id, asked.limit, asked.cursor)))


def topics_page(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    listed = list_asked_beside(request, asked.id)
    with desk_of(request) as desk:
        page = read_topics_page(desk, listed, asked)
    return render_context(request, page, status=page.status)


def topics_part(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    with desk_of(request) as desk:
        pane = read_topics(desk, asked)
    return render_context(request, MessagesListContext(topics=pane, wanted_url=pictures_url(pane.wanted)))


def topic_rows(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    with desk_of(request) as desk:
        return render_context(request, TopicRowsContext(topics=read_topics(desk, asked)))


def topics_news(request: SignedInRequest, asked: TopicsAsked) -> HttpResponse:
    """The topics for a poll, where they have changed, and the list beside them."""
    beside = list_news_asked_beside(request, asked.id) if "unread_listed" in request.GET else None
    with desk_for_a_poll(request) as desk:
        pane = read_topics_news(desk, asked)
        listed = read_list_news(desk, beside) if beside else None
    if pane is None and listed is None:
        return no_news()
    return render_context(request, TopicsNewsContext.of(pane, listed))

"""Messages after those on the page."""

from django.http import HttpResponse

from web.pictures.store import pictures_url
from web.readers import SignedInRequest
from web.template_context import render_context

from ..asked import ChatAsked
from ..calls import desk_of
from ..contexts import NewerMessagesContext
from ..reading import read_newer


def newer_messages(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request) as desk:
        messages, poll = read_newer(desk, asked)
    context = NewerMessagesContext(messages=messages, poll=poll, wanted_url=pictures_url(messages.wanted))
    return render_context(request, context)

"""Messages before those on the page."""

from django.http import HttpResponse

from web.pictures.store import pictures_url
from web.readers import SignedInRequest
from web.template_context import render_context

from ..asked import ChatAsked
from ..calls import desk_of
from ..contexts import OlderMessagesContext
from ..reading import read_older


def older_messages(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request) as desk:
        pane = read_older(desk, asked)
    return render_context(request, OlderMessagesContext(messages=pane, wanted_url=pictures_url(pane.wanted)))

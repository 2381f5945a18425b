"""A chat: on the whole page for a browser, alone for htmx."""

from django.http import HttpResponse

from web.pictures.store import pictures_url
from web.readers import SignedInRequest
from web.template_context import render_context

from ..asked import ChatAsked, list_asked_beside
from ..calls import desk_of
from ..contexts import MessagesListContext
from ..drafts import MessageDraft
from ..reading import read_chat, read_page


def chat_page(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    listed = list_asked_beside(request, asked.id)
    draft = MessageDraft(reply_to=asked.reply_to) if asked.reply_to else None
    with desk_of(request) as desk:
        page = read_page(desk, listed, asked, draft)
    return render_context(request, page, status=page.status)


def chat_part(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    with desk_of(request) as desk:
        pane = read_chat(desk, asked)
    return render_context(request, MessagesListContext(chat=pane, wanted_url=pictures_url(pane.wanted)))

"""The list of chats, and what is found in it."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from web.readers import Reader, SignedInRequest, no_news, reader_of
from web.template_context import render_context

from ..addresses import folder_page_url
from ..answers import at_the_desk, list_context
from ..asked import ListAsked, Part, chat_beside, list_asked, part_of, shows_topics
from ..calls import desk_for_a_poll, desk_of
from ..contexts import ChatsNewsContext, MessagesListContext
from ..payloads import chats_payload, found_payload
from ..reading import read_chats, read_found, read_list, read_page
from ..reading_news import read_list_news


@require_safe
@at_the_desk
def chats_list(request: SignedInRequest) -> HttpResponse:
    """The list for whoever asks: the whole page, its rows, its news, or JSON."""
    asked = list_asked(request)
    match reader_of(request):
        case Reader.PROGRAM:
            return chats_for_programs(request, asked)
        case Reader.BROWSER:
            return chats_page(request, asked)
        case Reader.HTMX if part_of(request) is Part.TOP:
            return chats_news(request, asked)
        case Reader.HTMX if request.headers.get("HX-Target") == "chat":
            return no_chat(request)
    return chat_rows(request, asked)


def chats_for_programs(request: SignedInRequest, asked: ListAsked) -> HttpResponse:
    with desk_of(request) as desk:
        if asked.is_message_search:
            return JsonResponse(found_payload(read_found(desk, asked)[0]))
        return JsonResponse(chats_payload(read_chats(desk, asked)[0]))


def chats_page(request: SignedInRequest, asked: ListAsked) -> HttpResponse:
    with desk_of(request) as desk:
        page = read_page(desk, asked)
    return render_context(request, page, status=page.status)


def chat_rows(request: SignedInRequest, asked: ListAsked) -> HttpResponse:
    """Rows of the list: from its beginning, from a search, of a folder, or the next page."""
    with desk_of(request) as desk:
        pane = read_list(desk, asked)
    response = render_context(request, list_context(request, pane))
    if "folder" in request.GET and asked.cursor is None and not shows_topics(request):
        response["HX-Push-Url"] = folder_page_url(chat_beside(request), in_archive=asked.is_archive)
    return response


def no_chat(request: SignedInRequest) -> HttpResponse:
    """The place of a chat where none is open: beside the list, which stays as it is."""
    return render_context(request, MessagesListContext())


def chats_news(request: SignedInRequest, asked: ListAsked) -> HttpResponse:
    """The list for a poll, where it has changed."""
    with desk_for_a_poll(request) as desk:
        listed = read_list_news(desk, asked)
    return render_context(request, ChatsNewsContext.of(listed)) if listed else no_news()

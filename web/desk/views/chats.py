"""The list of chats, and what is found in it."""

from urllib.parse import urlsplit

from django.http import HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from tgsdk import Page
from web.entries import first_error
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..answers import Part, at_the_desk, list_template, options_of, part_of, show_page, show_part
from ..calls import desk_of
from ..forms import ListForm
from ..panes import list_context, state_of
from ..payloads import chats_payload, found_payload
from ..reading import ListAsked, read_list, read_page


@require_safe
@at_the_desk
def chats_list(request: SignedInRequest) -> HttpResponse:
    asked, part = list_asked(request), part_of(request)
    with desk_of(request, **options_of(request)) as desk:
        is_page = reader_of(request) is Reader.BROWSER
        read = read_page(desk, asked, None) if is_page else read_list(desk, asked)
    if part is Part.TOP and read.chats and request.GET.get("state") == state_of(read.chats.items):
        return no_news()
    shown = read.note_pictures()
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse(found_payload(read.found) if read.found else chats_payload(read.chats or Page(items=())))
    if is_page:
        status = read.chats_failure.status if read.chats_failure else 200
        return show_page(request, read, asked, {}, shown, status=status)
    return show_part(request, list_template(request), list_context(read, asked, shown), shown)


def list_asked(request: SignedInRequest) -> ListAsked:
    """Raises EntryRefused."""
    form = ListForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form), "query" if "q" in form.errors else None)
    values = form.cleaned_data
    return ListAsked(
        limit=values["limit"] or ListAsked().limit,
        cursor=values["cursor"] or None,
        query=values["q"],
        in_messages=request.GET.get("in") == "messages",
        current=values["chat"] or _chat_beside(request),
    )


def _chat_beside(request: SignedInRequest) -> int | None:
    """The chat that is open on the page that htmx asks from."""
    try:
        path = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return resolve(path).kwargs.get("chat_id")
    except (Resolver404, ValueError):
        return None

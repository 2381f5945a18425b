"""What was shared in a chat: photos in a grid, files in a list, the same for programs."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tgsdk import NotLoggedIn, SharedKind, TelegramError
from web.entries import first_error
from web.failures.errors import EntryRefused
from web.failures.failure import describe
from web.login.answers import with_headers
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..answers import at_the_desk
from ..asked import PAGE_SIZE, retry_url, topic_of
from ..calls import desk_of
from ..contexts import MoreFailedContext, SharedMediaContext, SharedMediaPageContext
from ..forms import SharedForm
from ..payloads import messages_payload
from ..people import read_shared_media


@require_safe
@at_the_desk
def shared_media(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A page of photos, files, links or voice messages of a chat, newest first."""
    form = SharedForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    kind = SharedKind(form.cleaned_data["kind"] or SharedKind.FILES)
    cursor = form.cleaned_data["cursor"] or None
    match reader_of(request):
        case Reader.PROGRAM:
            with desk_of(request) as desk:
                page = desk.shared_media(chat_id, kind, form.cleaned_data["limit"] or PAGE_SIZE, cursor)
            return JsonResponse(messages_payload(page))
        case Reader.BROWSER:
            with desk_of(request) as desk:
                pane = read_shared_media(desk, chat_id, kind, cursor, topic_of(request))
            return render_context(request, SharedMediaPageContext(shared=pane, wanted_url=pictures_url(pane.wanted)))
    return shared_media_part(request, chat_id, kind, cursor)


def shared_media_part(request: SignedInRequest, chat_id: int, kind: SharedKind, cursor: str | None) -> HttpResponse:
    try:
        with desk_of(request) as desk:
            pane = read_shared_media(desk, chat_id, kind, cursor, topic_of(request))
    except NotLoggedIn:
        raise
    except TelegramError as error:
        failure = describe(error)
        context = MoreFailedContext(failure=failure, retry_url=retry_url(request))
        return with_headers(render_context(request, context, status=failure.status), failure)
    return render_context(request, SharedMediaContext(shared=pane, wanted_url=pictures_url(pane.wanted)))

"""The members of a group or a channel: in its card for htmx, on a page of their own for a browser, or JSON."""

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tgsdk import Forbidden, NotLoggedIn, TelegramError
from web.entries import first_error
from web.failures.errors import EntryRefused
from web.failures.failure import describe
from web.login.answers import fail, with_headers
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..answers import at_the_desk
from ..asked import PAGE_SIZE, retry_url, topic_of
from ..calls import desk_of
from ..contexts import MembersContext, MembersPageContext, MoreFailedContext
from ..forms import MembersForm
from ..members import MembersPane, hidden_in_words, read_members
from ..payloads import members_payload


@require_safe
@at_the_desk
def members(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A page of members, those who were there lately first; where they are hidden, this is said in their place."""
    form = MembersForm(request.GET)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    cursor = form.cleaned_data["cursor"] or None
    try:
        if reader_of(request) is Reader.PROGRAM:
            with desk_of(request) as desk:
                return JsonResponse(
                    members_payload(desk.members(chat_id, form.cleaned_data["limit"] or PAGE_SIZE, cursor))
                )
        with desk_of(request) as desk:
            pane = read_members(desk, chat_id, cursor, topic_of(request))
    except Forbidden as error:
        return _refuse(request, chat_id, error)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        if reader_of(request) is not Reader.HTMX:
            raise
        failure = describe(error)
        context = MoreFailedContext(failure=failure, retry_url=retry_url(request))
        return with_headers(render_context(request, context, status=failure.status), failure)
    return _show(request, pane)


def _refuse(request: SignedInRequest, chat_id: int, error: Forbidden) -> HttpResponse:
    failure = replace(describe(error), text=hidden_in_words())
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    return _show(request, MembersPane.hidden(chat_id, topic_of(request)), failure.status)


def _show(request: SignedInRequest, pane: MembersPane, status: int = 200) -> HttpResponse:
    kind = MembersPageContext if reader_of(request) is Reader.BROWSER else MembersContext
    return render_context(request, kind(members=pane, wanted_url=pictures_url(pane.wanted)), status=status)

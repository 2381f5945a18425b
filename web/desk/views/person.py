"""The card of a person, a group or a channel, and what Telegram asks of whoever writes to somebody."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tgsdk import NotLoggedIn, TelegramError
from web.failures.failure import describe
from web.login.answers import with_headers
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import retry_url, topic_of
from ..calls import desk_of
from ..contexts import PersonContext, PersonPageContext
from ..payloads import profile_payload, requirement_payload
from ..people import read_person


@require_safe
@at_the_desk
def person(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The card: beside the chat for htmx, on a page of its own for a browser, or JSON."""
    match reader_of(request):
        case Reader.PROGRAM:
            with desk_of(request) as desk:
                return JsonResponse(profile_payload(desk.person(chat_id)))
        case Reader.BROWSER:
            with desk_of(request) as desk:
                pane = read_person(desk, chat_id, topic_of(request))
            return render_context(request, PersonPageContext(person=pane, wanted_url=pictures_url(pane.wanted)))
    return person_part(request, chat_id)


def person_part(request: SignedInRequest, chat_id: int) -> HttpResponse:
    try:
        with desk_of(request) as desk:
            pane = read_person(desk, chat_id, topic_of(request))
    except NotLoggedIn:
        raise
    except TelegramError as error:
        failure = describe(error)
        context = PersonContext(person=None, failure=failure, retry_url=retry_url(request))
        return with_headers(render_context(request, context, status=failure.status), failure)
    return render_context(request, PersonContext(person=pane, wanted_url=pictures_url(pane.wanted)))


@require_safe
@at_the_desk
def requirement(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """What is asked of whoever writes to somebody, for programs. A person is led to the chat."""
    if reader_of(request) is not Reader.PROGRAM:
        return redirect(chat_url(chat_id))
    with desk_of(request) as desk:
        return JsonResponse(requirement_payload(desk.requirement(chat_id)))

"""Beginning a conversation with somebody by number, @name or link."""

from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST
from django_htmx.http import push_url, reswap, retarget

from tgsdk import NotLoggedIn, Secret, TelegramError
from web.entries import first_error, posted
from web.failures.failure import Failure, describe, invalid_input
from web.login.answers import fail, with_headers
from web.pictures.store import pictures_url
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import ChatAsked, ListAsked
from ..calls import desk_of
from ..contexts import DeskContext, MessagesListContext, OfferContext
from ..forms import ResolveForm
from ..offers import Offer, read_addressee
from ..panes import ChatPane, ListPane
from ..payloads import resolved_payload
from ..reading import read_chat


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@at_the_desk
def resolve(request: SignedInRequest) -> HttpResponse:
    """Look somebody up, and open the chat with them."""
    form = ResolveForm(posted(request))
    if not form.is_valid():
        return _refuse(request, str(form.data.get("who", "")), invalid_input(first_error(form), "query"))
    who = Secret(form.cleaned_data["who"])
    try:
        addressee = read_addressee(who)
        with desk_of(request) as desk:
            chat = desk.resolve(addressee.phone or addressee.username or "")
            pane = read_chat(desk, ChatAsked(id=chat.id)) if reader_of(request) is Reader.HTMX else None
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return _refuse(request, who, describe(error, "query"))
    if pane is not None:
        return _opened(request, chat.id, pane)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse(resolved_payload(chat))
    return redirect(chat_url(chat.id), preserve_request=False)


def _opened(request: SignedInRequest, chat_id: int, pane: ChatPane) -> HttpResponse:
    context = MessagesListContext(chat=pane, wanted_url=pictures_url(pane.wanted))
    return push_url(render_context(request, context), chat_url(chat_id))


def _refuse(request: SignedInRequest, who: str, failure: Failure) -> HttpResponse:
    """Say why at the offer, with what was entered."""
    offer = Offer.of(who, failure)
    match reader_of(request):
        case Reader.PROGRAM:
            return fail(request, failure)
        case Reader.BROWSER:
            pane = replace(ListPane.offered(ListAsked(query=who), offer), offer=offer)
            response = render_context(request, DeskContext.of(pane), status=failure.status)
        case _:
            response = render_context(request, OfferContext(offer=offer), status=failure.status)
            response = reswap(retarget(response, "#offer"), "outerHTML")
    return with_headers(response, failure)

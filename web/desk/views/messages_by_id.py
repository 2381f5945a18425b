"""Messages of a chat that are not all on its page: those that others on it answer."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from web.entries import first_error
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import message_url
from ..answers import at_the_desk
from ..asked import is_poll, topic_of
from ..calls import desk_for_a_poll, desk_of
from ..contexts import OriginalsContext
from ..forms import ChosenForm
from ..message_rows import Original
from ..payloads import message_payload


@require_safe
@at_the_desk
def messages_by_id(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The page asks once it is there, for their words; a person is led to the first of them."""
    form, topic = ChosenForm(request.GET), topic_of(request)
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    ids: list[int] = form.cleaned_data["message_ids"]
    if reader_of(request) is Reader.BROWSER:
        return redirect(message_url(chat_id, ids[0], topic=topic))
    with desk_for_a_poll(request) if is_poll(request) else desk_of(request) as desk:
        found = desk.messages_by_id(chat_id, ids)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"messages": [message_payload(message) for message in found]})
    return render_context(request, OriginalsContext(originals=Original.all_of(ids, found)))

"""One chat by itself, for programs."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from web.readers import Reader, SignedInRequest, reader_of

from ..addresses import chat_url
from ..answers import at_the_desk
from ..calls import desk_of
from ..payloads import chat_info_payload


@require_safe
@at_the_desk
def chat_info(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The chat as it is now. A person is led to it."""
    if reader_of(request) is not Reader.PROGRAM:
        return redirect(chat_url(chat_id))
    with desk_of(request) as desk:
        return JsonResponse(chat_info_payload(desk.chat(chat_id)))

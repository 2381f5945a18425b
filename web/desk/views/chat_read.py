"""Marking a chat as read."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import desk_of
from ..forms import ReadForm


@require_POST
@at_the_desk
def chat_read(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A page posts by itself what it has shown, for a GET changes nothing at Telegram."""
    form = ReadForm(posted(request))
    if not form.is_valid():
        raise EntryRefused(first_error(form))
    topic = topic_of(request)
    with desk_of(request) as desk:
        desk.mark_as_read(chat_id, form.cleaned_data["message_id"], topic_id=topic)
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"read": True})
        case Reader.BROWSER:
            return redirect(chat_url(chat_id, topic), preserve_request=False)
    return no_news()

"""Marking a chat as unread, for a later look at it."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tgsdk import NotLoggedIn, TelegramError
from web.entries import posted
from web.failures.failure import describe
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..acted import refuse
from ..addresses import chats_url
from ..answers import at_the_desk
from ..calls import desk_of
from ..forms import UnreadForm


@require_POST
@at_the_desk
def chat_unread(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """The mark is the account's own: the other side does not see it."""
    form = UnreadForm(posted(request))
    form.is_valid()
    unread = form.cleaned_data["unread"]
    try:
        with desk_of(request) as desk:
            desk.mark_as_unread(chat_id, unread=unread)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return refuse(request, describe(error))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"unread": unread})
        case Reader.BROWSER:
            return redirect(chats_url(), preserve_request=False)
    return no_news()

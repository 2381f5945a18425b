"""Deleting messages, which was asked before."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tgsdk import NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.failure import describe, invalid_input
from web.readers import Reader, SignedInRequest, reader_of

from ..acted import answer_with_news, news_beside, refuse
from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import desk_of
from ..forms import DeleteForm


@require_POST
@at_the_desk
def messages_delete(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    form, topic = DeleteForm(posted(request)), topic_of(request)
    if not form.is_valid():
        return refuse(request, invalid_input(first_error(form)))
    ids, for_everyone = (form.cleaned_data[name] for name in ("message_ids", "for_everyone"))
    try:
        with desk_of(request) as desk:
            desk.delete_messages(chat_id, ids, for_everyone=for_everyone)
            news = news_beside(request, desk, chat_id)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return refuse(request, describe(error))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"deleted": True})
        case Reader.BROWSER:
            return redirect(chat_url(chat_id, topic), preserve_request=False)
    return answer_with_news(request, news, deleted=ids)

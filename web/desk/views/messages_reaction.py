"""Reacting to a message with an emoji, or not any more."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tgsdk import NotLoggedIn, TelegramError
from web.entries import first_error, posted
from web.failures.failure import describe, invalid_input
from web.readers import Reader, SignedInRequest, reader_of

from ..acted import answer_with_news, news_beside, refuse
from ..addresses import message_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import desk_of
from ..forms import ReactionForm
from ..payloads import message_payload


@require_POST
@at_the_desk
def messages_reaction(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    form = ReactionForm(posted(request))
    if not form.is_valid():
        return refuse(request, invalid_input(first_error(form)))
    message_id, emoji = form.cleaned_data["message_id"], form.cleaned_data["emoji"] or None
    try:
        with desk_of(request) as desk:
            message = desk.send_reaction(chat_id, message_id, emoji)
            news = news_beside(request, desk, chat_id)
    except NotLoggedIn:
        raise
    except TelegramError as error:
        return refuse(request, describe(error))
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"message": message_payload(message)})
        case Reader.BROWSER:
            return redirect(message_url(chat_id, message_id, topic=topic_of(request)), preserve_request=False)
    return answer_with_news(request, news)

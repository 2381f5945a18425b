"""One message by itself, with what can be done with it."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context
from web.words.messages import content_in_words

from ..acts import MessagePane
from ..answers import at_the_desk
from ..asked import ChatAsked, topic_of
from ..calls import desk_of
from ..contexts import MessageActsContext
from ..conversations import read_conversation
from ..payloads import message_payload


@require_safe
@at_the_desk
def message_acts(request: SignedInRequest, *, chat_id: int, message_id: int) -> HttpResponse:
    """The page is for whoever has no script: with one, the same stands in a menu beside the message."""
    asked = ChatAsked(id=chat_id, topic=topic_of(request))
    with desk_of(request) as desk:
        chat, message = read_conversation(desk, asked), desk.message(chat_id, message_id)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"message": message_payload(message), "link": chat.link_to(message.id)})
    return render_context(request, MessageActsContext(pane=MessagePane.of(chat, message, content_in_words(message))))

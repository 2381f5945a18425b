"""The address of a chat's messages, behind which stand several views: who asks, and for which part, decides."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from web.readers import Reader, SignedInRequest, reader_of

from ..answers import at_the_desk
from ..asked import ChatAsked, Part, chat_asked, part_of
from ..calls import desk_of
from ..finding import read_place
from ..payloads import found_in_chat_payload, messages_payload
from ..reading import read_messages
from .chat import chat_page, chat_part
from .message_news import message_news
from .newer_messages import newer_messages
from .older_messages import older_messages
from .send_files import has_files, send_files
from .send_message import send_message


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@at_the_desk
def messages_list(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A POST sends, a GET reads: the page, the chat, older or newer messages, news, or JSON."""
    if request.method == "POST":
        return (send_files if has_files(request) else send_message)(request, chat_id)
    asked = chat_asked(request, chat_id)
    match reader_of(request), part_of(request):
        case Reader.PROGRAM, _:
            return messages_for_programs(request, asked)
        case Reader.BROWSER, _:
            return chat_page(request, asked)
        case _, Part.NEWS:
            return message_news(request, asked)
        case _, Part.ROWS if asked.after is not None:
            return newer_messages(request, asked)
        case _, Part.ROWS:
            return older_messages(request, asked)
    return chat_part(request, asked)


def messages_for_programs(request: SignedInRequest, asked: ChatAsked) -> HttpResponse:
    """Opening a chat is written down, wherever a program begins to read."""
    with desk_of(request) as desk:
        if asked.find:
            found = desk.find_in_chat(
                asked.id, asked.find, asked.limit, asked.cursor, asked.around, topic_id=asked.topic
            )
            return JsonResponse(found_in_chat_payload(found))
        if asked.from_date is not None:
            return JsonResponse(messages_payload(read_place(desk, asked)))
        if asked.after is None:
            return JsonResponse(messages_payload(read_messages(desk, asked)[0]))
        page = desk.messages_after(asked.id, asked.after, asked.limit, topic_id=asked.topic)
        desk.note_opened(asked.id)
        return JsonResponse(messages_payload(page))

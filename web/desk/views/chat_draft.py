"""Keeping an unsent text at Telegram."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..addresses import chat_url
from ..answers import at_the_desk
from ..asked import topic_of
from ..calls import desk_of
from ..forms import DraftForm


@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@at_the_desk
def chat_draft(request: SignedInRequest, *, chat_id: int) -> HttpResponse:
    """A page posts by itself what rests in its field."""
    form = DraftForm(posted(request))
    if not form.is_valid():
        raise EntryRefused(first_error(form), "text")
    topic = topic_of(request)
    with desk_of(request) as desk:
        desk.save_draft(chat_id, form.cleaned_data["text"], form.cleaned_data["reply_to"], topic_id=topic)
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse({"saved": True})
        case Reader.BROWSER:
            return redirect(chat_url(chat_id, topic), preserve_request=False)
    return no_news()

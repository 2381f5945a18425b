"""A text as it will look, while it is written."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tgsdk import AccountBusy
from web.entries import first_error, posted
from web.failures.errors import EntryRefused
from web.readers import Reader, SignedInRequest, no_news, reader_of
from web.shares import Share
from web.template_context import render_context
from web.words.rich_text import html_of

from ..answers import at_the_desk
from ..composing import Written
from ..contexts import FormattingContext
from ..forms import TextForm
from ..parts import LONGEST_TEXT
from ..payloads import formatted_payload

READING = Share(2)  # texts of one recruiter at a time: it takes a server's time and nothing else


@require_POST
@sensitive_post_parameters()
@at_the_desk
def formatting(request: SignedInRequest) -> HttpResponse:
    """Read the marks in a text; Telegram is asked for nothing."""
    with READING.piece(request.user.pk, AccountBusy("Too many texts are read at a time")):
        if reader_of(request) is not Reader.PROGRAM:
            return _shown(request, str(posted(request).get("text", "")))
        form = TextForm(posted(request))
        if not form.is_valid():
            raise EntryRefused(first_error(form), "text")
        return JsonResponse(formatted_payload(Written.of_markup(form.cleaned_data["text"])))


def _shown(request: SignedInRequest, text: str) -> HttpResponse:
    """Show it, however long it still is: it is being written."""
    written = Written.of_markup(text) if len(text) <= LONGEST_TEXT else None
    if not written or not written.text:
        return no_news()
    return render_context(request, FormattingContext(html=html_of(written.text, written.entities)))

"""The folders that the person has made."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context

from ..addresses import chats_url
from ..answers import at_the_desk
from ..asked import is_poll
from ..calls import desk_for_a_poll, desk_of
from ..contexts import TabsContext
from ..forms import ListForm
from ..payloads import folder_payload
from ..tabs import all_tabs


@require_safe
@at_the_desk
def folders(request: SignedInRequest) -> HttpResponse:
    """Tabs for the page, which asks for them once it is there; a person is led to the chats."""
    if reader_of(request) is Reader.BROWSER:
        return redirect(chats_url())
    with desk_for_a_poll(request) if is_poll(request) else desk_of(request) as desk:
        found = desk.folders()
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"folders": [folder_payload(folder) for folder in found]})
    form = ListForm(request.GET)
    current = form.cleaned_data["tab"] if form.is_valid() else ""
    return render_context(request, TabsContext(tabs=all_tabs(found, current)))

"""The page between a message and a link of it that seems to lead elsewhere than it does."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from web.readers import Reader, SignedInRequest, reader_of
from web.template_context import render_context
from web.words.links import Link

from ..contexts import LinkContext
from ..shapes import LinkToCheck


@require_safe
def link(request: SignedInRequest) -> HttpResponse:
    """Say where the link leads, and let the person decide."""
    asked = Link.asked(request.GET.get("to", ""))
    if asked is None:
        raise Http404(request.path)
    if reader_of(request) is Reader.PROGRAM:
        said: LinkToCheck = {"url": asked.url, "host": asked.host, "disguises": list(asked.disguises)}
        return JsonResponse(said)
    return render_context(request, LinkContext(link=asked))

"""The address of the description."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from web.readers import SignedInRequest

from .document import make_document


@require_safe
def openapi(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """The JSON API, as OpenAPI 3.1."""
    return JsonResponse(make_document(reverse("telegram:index")))

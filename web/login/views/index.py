"""The Telegram page, from the database alone."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from web.readers import SignedInRequest

from ..answers import answer
from ..cards import current_card
from ..payloads import known_payload


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """``?way=phone`` leads to the login by phone number. Looking changes nothing."""
    return answer(request, known_payload(request.user), current_card(request.user, way=request.GET.get("way")))

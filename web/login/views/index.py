"""The Telegram page, from the database alone."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from web.readers import SignedInRequest

from ..answers import answer_with_card
from ..card_choice import choose_current_card
from ..payloads import known_payload


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show the account's state; ``?way=phone`` leads to the login by phone number. Looking changes nothing."""
    card = choose_current_card(request.user, way=request.GET.get("way"))
    return answer_with_card(request, known_payload(request.user), card)

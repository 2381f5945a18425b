"""The Telegram page, from the database alone."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ..cards import current_card
from ..models import TelegramAccount
from ..responses import SignedInRequest, answer


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    account = TelegramAccount.objects.filter(user=request.user).first()
    state = account.state if account else TelegramAccount.State.LOGGED_OUT
    return answer(request, {"state": state}, current_card(request.user))

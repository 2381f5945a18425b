"""The connected account."""

from dataclasses import asdict

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from web.accounts import account_of
from web.readers import SignedInRequest

from ..answers import answer_with_card
from ..cards import AccountCard


@require_safe
def user_info(request: SignedInRequest) -> HttpResponse:
    with account_of(request) as account:
        me = account.login.me()
    payload = {name: value for name, value in asdict(me).items() if name not in ("phone", "photo")}
    return answer_with_card(request, payload, AccountCard.of(account.row))

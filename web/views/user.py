"""Who is connected."""

from dataclasses import asdict

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tgsdk import LoggedIn

from ..accounts import open_account
from ..cards import account_card
from ..responses import SignedInRequest, answer


@require_safe
def user_info(request: SignedInRequest) -> HttpResponse:
    with open_account(request.user) as account:
        me = account.telegram.me()
        account.note(LoggedIn(me))
    payload = {name: value for name, value in asdict(me).items() if name != "phone"}
    return answer(request, payload, account_card(account.row))

"""The state of the connection, and its end."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tgsdk import LoggedIn

from ..accounts import open_account
from ..cards import card_of, connect_card
from ..responses import Reader, SignedInRequest, answer, reader_of
from .states import reason_payload

RESET_TIMEOUT = 5


@require_safe
def session_status(request: SignedInRequest) -> HttpResponse:
    with open_account(request.user) as account:
        state = account.note(account.telegram.status())
    payload = {"active": isinstance(state, LoggedIn), "state": state.name} | reason_payload(state)
    return answer(request, payload, card_of(account.row, account.telegram.session.hint))


@require_POST
def session_reset(request: SignedInRequest) -> HttpResponse:
    with open_account(request.user, timeout=RESET_TIMEOUT, take_over=True) as account:
        account.log_out()
    if reader_of(request) is Reader.BROWSER:
        return redirect("telegram:index")
    payload = {"active": False, "state": account.row.state}
    return answer(request, payload, connect_card(news=_("Telegram is disconnected.")))

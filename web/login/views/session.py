"""The state of the connection, and its end."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tgsdk import LoggedIn
from tgsdk.contrib.django.accounts import open_to_disconnect
from tgsdk.contrib.django.stored import State
from web.accounts import account_of
from web.readers import SignedInRequest

from ..answers import answer_with_card
from ..card_choice import choose_card
from ..cards import ConnectCard
from ..payloads import state_payload


@require_safe
def session_status(request: SignedInRequest) -> HttpResponse:
    with account_of(request) as account:
        state = account.login.status()
    payload = {"active": isinstance(state, LoggedIn)} | state_payload(state)
    return answer_with_card(request, payload, choose_card(account.row, account.telegram.session))


@require_POST
def session_connect_again(request: SignedInRequest) -> HttpResponse:
    """Begin a new login in place of a connection in doubt, which is kept until the login has come about."""
    with account_of(request) as account:
        account.login.connect_again()
    return answer_with_card(request, {"active": False, "state": account.row.state}, ConnectCard())


@require_POST
def session_reset(request: SignedInRequest) -> HttpResponse:
    with account_of(request, open_to_disconnect) as account:
        was_connected = account.row.state == State.LOGGED_IN
        account.login.log_out()
    payload = {"active": False, "state": account.row.state}
    news = _("Telegram is disconnected.") if was_connected else ""
    return answer_with_card(request, payload, ConnectCard(news=news))

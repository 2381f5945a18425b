"""The login by QR code."""

from datetime import UTC, timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from tgsdk import AwaitingPassword, AwaitingScan, LoggedIn, QrLogin, WrongMoment
from tgsdk.contrib.django.accounts import open_account, open_for_a_poll, open_to_start_over
from tgsdk.contrib.django.errors import AccountBusy
from web.accounts import account_of
from web.readers import Reader, SignedInRequest, no_news, reader_of

from ..answers import answer_with_card, answer_with_qr, answer_with_scanned
from ..card_choice import choose_card
from ..payloads import is_code_awaited, login_payload
from ..qr import fingerprint_of


@require_safe
def qr_start(request: SignedInRequest) -> HttpResponse:
    """Show the code in force, or a new one. A GET can come from other sites: it ends no login that has come further."""
    with account_of(request, open_to_start_over) as account:
        if is_code_awaited(account):
            raise WrongMoment("A login code is waited for")
        qr = account.login.start_qr_login()
    return answer_with_qr(request, qr_payload(qr), qr)


@require_safe
def qr_status(request: SignedInRequest) -> HttpResponse:
    is_poll = reader_of(request) is Reader.HTMX
    try:
        with account_of(request, open_for_a_poll if is_poll else open_account) as account:
            state = account.login.check_qr_login()
    except AccountBusy:
        if is_poll:  # the next look comes in two seconds
            return no_news()
        raise
    if is_poll and isinstance(state, LoggedIn | AwaitingPassword):
        return answer_with_scanned(request)
    if not isinstance(state, AwaitingScan):
        return answer_with_card(request, login_payload(state), choose_card(account.row, account.telegram.session))
    if is_poll and request.GET.get("shown") == fingerprint_of(state.qr.url):
        return no_news()
    return answer_with_qr(request, login_payload(state) | qr_payload(state.qr), state.qr)


def qr_payload(qr: QrLogin) -> dict[str, Any]:
    rounded_up = qr.expires_at + timedelta(microseconds=999_999)  # down it might be over already
    expires_at = rounded_up.astimezone(UTC).isoformat(timespec="seconds")
    return {"url": qr.url, "expires_at": expires_at.replace("+00:00", "Z")}

"""The login by phone: a number to which a code is sent, and sent again."""

from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from tgsdk.contrib.django.accounts import Account, open_to_start_over
from tgsdk.contrib.django.errors import TooManyAttempts
from web.accounts import account_of
from web.entries import first_error, posted
from web.failures.failure import Failure, invalid_input
from web.failures.ways import Way
from web.readers import SignedInRequest
from web.words.waits import wait_in_words

from ..answers import answer_with_card, fail, waiting_at
from ..card_choice import choose_card
from ..codes import seconds_to_resend
from ..forms import PhoneForm
from ..payloads import is_code_awaited, sent_payload


@sensitive_variables()
@sensitive_post_parameters()
@require_POST
@waiting_at("phone")
def auth_phone(request: SignedInRequest) -> HttpResponse:
    form = PhoneForm(posted(request))
    if not form.is_valid():
        return fail(request, invalid_input(first_error(form), "phone"))
    phone = form.cleaned_data["phone"]
    with account_of(request, open_to_start_over) as account:
        if _is_code_awaited_at(phone, account) and (seconds := seconds_to_resend(account.telegram.session)):
            return fail(request, _too_early(seconds))
        code = account.login.send_code(phone)
    session = account.telegram.session
    return answer_with_card(request, sent_payload(code, session), choose_card(account.row, session))


@require_POST
@waiting_at("code")
def auth_resend(request: SignedInRequest) -> HttpResponse:
    with account_of(request) as account:
        if seconds := seconds_to_resend(account.telegram.session):
            return fail(request, _too_early(seconds))
        code = account.login.resend_code()
    session = account.telegram.session
    return answer_with_card(request, sent_payload(code, session), choose_card(account.row, session))


def _is_code_awaited_at(phone: str, account: Account) -> bool:
    return is_code_awaited(account) and account.telegram.session.awaited_code.phone == phone


def _too_early(seconds: int) -> Failure:
    return Failure(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        code=TooManyAttempts.code,
        text=_("Telegram can send another code in %(wait)s.") % {"wait": wait_in_words(seconds)},
        way=Way.LOOK,
        retry_after=seconds,
    )

"""The login code, and the two-step verification password."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from tgsdk import PhoneNumberUnoccupied
from tgsdk.contrib.django.stored import code_sent_of
from web.accounts import account_of
from web.entries import first_error, posted
from web.failures.failure import describe, invalid_input
from web.readers import SignedInRequest

from ..answers import answer_with_card, fail, waiting_at
from ..card_choice import choose_card
from ..forms import CodeForm, PasswordForm
from ..payloads import login_payload
from ..phones import format_phone


@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def auth_verify(request: SignedInRequest) -> HttpResponse:
    fields = set(posted(request))
    if ("code" in fields) == ("password" in fields):
        return fail(request, invalid_input(_("Enter either the code or the password.")))
    return _verify_code(request) if "code" in fields else _verify_password(request)


@sensitive_variables()
@waiting_at("code")
def _verify_code(request: SignedInRequest) -> HttpResponse:
    code = code_sent_of(request.user)
    form = CodeForm(posted(request), code)
    if not form.is_valid():
        return fail(request, invalid_input(first_error(form), "code"))
    try:
        with account_of(request) as account:
            state = account.login.sign_in(form.cleaned_data["code"])
    except PhoneNumberUnoccupied as error:  # which number it was is forgotten with the login
        return fail(request, describe(error), phone=format_phone(code.phone) if code else None)
    return answer_with_card(request, login_payload(state), choose_card(account.row, account.telegram.session))


@sensitive_variables()
@waiting_at("password")
def _verify_password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(posted(request))
    if not form.is_valid():
        return fail(request, invalid_input(first_error(form), "password"))
    with account_of(request) as account:
        state = account.login.check_password(form.cleaned_data["password"])
    return answer_with_card(request, login_payload(state), choose_card(account.row, account.telegram.session))

"""The second step of a login: the two-factor password."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ..accounts import open_account
from ..cards import card_of
from ..errors import invalid_input
from ..forms import PasswordForm, posted
from ..responses import Reader, SignedInRequest, answer, fail, reader_of
from .states import state_payload


@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def auth_verify(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(posted(request))
    if not form.is_valid():
        return fail(request, invalid_input(str(form.errors["password"][0])))
    with open_account(request.user) as account:
        state = account.check_password(form.cleaned_data["password"])
    if reader_of(request) is Reader.BROWSER:
        return redirect("telegram:index")
    return answer(request, state_payload(state), card_of(account.row))

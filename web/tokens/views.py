"""The page of a recruiter's tokens: made here, shown once, revoked here."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from web.entries import first_error, posted
from web.failures.failure import Failure, invalid_input
from web.login.answers import fail
from web.models import ApiToken, Scope
from web.readers import Reader, SignedInRequest, address_of, reader_of
from web.template_context import TemplateContext, render_context

from .forms import LIFETIMES, USUAL_LIFETIME, TokenForm, in_days
from .keeping import make_token, revoke_token
from .payloads import token_payload

MOST = 20  # tokens of one recruiter


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a choice in the form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensContext(TemplateContext):
    """The page: the tokens there are, the one made just now with its ``secret``, and the form with what was typed."""

    template: ClassVar[str] = "tokens.html"
    tokens: list[ApiToken]
    scopes: list[Choice]
    lifetimes: list[Choice]
    name: str = ""
    failure: Failure | None = None
    made: ApiToken | None = None
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensPartContext(TokensContext):
    """The same without the page around it, for htmx."""

    template: ClassVar[str] = "partials/tokens/tokens.html"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def tokens(request: SignedInRequest) -> HttpResponse:
    """Show the recruiter's tokens; a POST makes one, and its answer alone has the secret."""
    if request.method == "POST":
        return _make(request)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"tokens": [token_payload(token) for token in _tokens_of(request)]})
    return _show(request, TokenForm())


@require_POST
def token_revoke(request: SignedInRequest, *, token_id: int) -> HttpResponse:
    """Revoke a token at once. One of somebody else's is not there."""
    if not revoke_token(request.user, token_id, address=address_of(request)):
        raise Http404(request.path)
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"revoked": True})
    return redirect("telegram:tokens")


@sensitive_variables("secret")
def _make(request: SignedInRequest) -> HttpResponse:
    form = TokenForm(posted(request))
    if not form.is_valid():
        return _refuse(request, form, invalid_input(first_error(form)))
    if request.user.api_tokens.count() >= MOST:
        text = _("You have as many tokens as one may have. Revoke one that is not needed any more.")
        return _refuse(request, form, invalid_input(text))
    token, secret = make_token(request.user, **form.cleaned_data, address=address_of(request))
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse({"token": token_payload(token), "secret": str(secret)}, status=HTTPStatus.CREATED)
    return _show(request, TokenForm(), made=token, secret=secret)


def _refuse(request: SignedInRequest, form: TokenForm, failure: Failure) -> HttpResponse:
    if reader_of(request) is Reader.PROGRAM:
        return fail(request, failure)
    return _show(request, form, failure=failure)


def _show(
    request: SignedInRequest,
    form: TokenForm,
    *,
    failure: Failure | None = None,
    made: ApiToken | None = None,
    secret: str = "",
) -> HttpResponse:
    chosen = form["scopes"].value() or ([] if form.is_bound else [Scope.READ])
    days = str(form["days"].value() or USUAL_LIFETIME)
    kind = TokensPartContext if reader_of(request) is Reader.HTMX else TokensContext
    context = kind(
        tokens=_tokens_of(request),
        scopes=[Choice(value=each, label=str(each.label), is_chosen=each in chosen) for each in Scope],
        lifetimes=[Choice(value=str(each), label=in_days(each), is_chosen=str(each) == days) for each in LIFETIMES],
        name=form["name"].value() or "",
        failure=failure,
        made=made,
        secret=secret,
    )
    return render_context(request, context, status=failure.status if failure else HTTPStatus.OK)


def _tokens_of(request: SignedInRequest) -> list[ApiToken]:
    return list(request.user.api_tokens.all())

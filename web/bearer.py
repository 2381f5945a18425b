"""The middleware of API tokens: ``Authorization: Bearer`` in place of a cookie, under /telegram/ alone."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tgsdk.contrib.django.errors import TooManyAttempts
from web import failure_pages
from web.failures.failure import describe
from web.login.answers import fail
from web.middleware import GetResponse, is_telegram
from web.models import ApiToken
from web.readers import address_of
from web.tokens.bearer import refuse_scope, refuse_token, secret_of, take_secret, token_of
from web.tokens.keeping import find_token, note_unknown, note_use
from web.tokens.limits import count_call
from web.tokens.scopes import methods_of


def bearer_requests(get_response: GetResponse) -> GetResponse:
    """Make a program's request of each that brings a token: without cookies, there and back.

    It stands first, before anything looks at cookies or at who reads.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_telegram(request) or not take_secret(request):
            return get_response(request)
        response = get_response(request)
        response.cookies.clear()
        return response

    return middleware


class BearerTokens:
    """Let the recruiter of a token in, and refuse what its scopes do not hold. A wrong token is a stranger's.

    It stands after Django's authentication, whose person it replaces. No cookie came along that a page of another
    site could have made a browser send, so there is nothing for a CSRF token to prove.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        secret = secret_of(request)
        if secret is None:
            return self.get_response(request)
        token = _known_token(request, secret)
        request.user = token.user if token else AnonymousUser()
        request.token = token  # type: ignore[attr-defined]
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if token is None and response.status_code == HTTPStatus.UNAUTHORIZED:
            response["WWW-Authenticate"] = "Bearer"
        return response

    def process_view(
        self,
        request: HttpRequest,
        *_: Any,  # the view and its arguments
    ) -> HttpResponse | None:
        """Deny what web/tokens/scopes.py does not name, before the view is called."""
        token, match = token_of(request), request.resolver_match
        if token is None or match is None or match.url_name is None:  # the last is an unknown address
            return None
        methods = methods_of(match.url_name)
        if methods is None:
            return refuse_token()
        wanted = methods.get(request.method or "")
        if wanted is None:
            return failure_pages.method_not_allowed(request, ", ".join(methods))
        return _counted(request, token) if wanted & token.granted else refuse_scope(wanted)


def _known_token(request: HttpRequest, secret: str) -> ApiToken | None:
    token, address = find_token(secret), address_of(request)
    if token is None:
        note_unknown(address)
    else:
        note_use(token, address)
    return token


def _counted(request: HttpRequest, token: ApiToken) -> HttpResponse | None:
    try:
        count_call(token)
    except TooManyAttempts as error:
        return fail(request, describe(error))
    return None

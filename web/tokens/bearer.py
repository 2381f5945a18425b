"""A request with ``Authorization: Bearer``: it is a program's, has no cookie, and shows its token to nobody."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tgsdk import Secret
from web.models import ApiToken, Scope

from .scopes import Scopes

SCHEME = "bearer "
SECRET = "bearer_secret"  # noqa: S105 - the name of the request's attribute
OF_PEOPLE = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")  # what nobody is to find in such a request any more


def take_secret(request: HttpRequest) -> bool:
    """Take the token out of the request's headers, before anything reads them; False where there is none.

    What is left is the request of a program: it wants JSON and has no cookie, whatever else it said.
    """
    said = str(request.META.get("HTTP_AUTHORIZATION", ""))
    if said[: len(SCHEME)].lower() != SCHEME:
        return False
    setattr(request, SECRET, Secret(said[len(SCHEME) :].strip()))
    for name in [name for name in request.META if name in OF_PEOPLE or name.startswith("HTTP_HX_")]:
        del request.META[name]
    request.META["HTTP_ACCEPT"] = "application/json"
    return True


def secret_of(request: HttpRequest) -> str | None:
    """The secret that the request came with."""
    return getattr(request, SECRET, None)


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token that the request came with, where it is a live one."""
    return getattr(request, "token", None)


def is_still_live(token: ApiToken) -> bool:
    """Look whether a token still opens something, for a download may take minutes."""
    return ApiToken.objects.live().filter(pk=token.pk).exists()


def refuse_scope(wanted: Scopes) -> HttpResponse:
    """Answer a token that lacks every one of these scopes."""
    scope = next(scope for scope in Scope if scope in wanted)
    text = _("This token may not do this. It takes a token that may: %(scope)s.") % {"scope": scope.label}
    payload = {"error": text, "code": "token_scope", "scope": scope.value}
    return JsonResponse(payload, status=HTTPStatus.FORBIDDEN)


def refuse_token() -> HttpResponse:
    """Answer where no token is taken at all, whatever its scopes."""
    text = _("This address takes no tokens: it is for people who are signed in.")
    return JsonResponse({"error": text, "code": "token_not_accepted"}, status=HTTPStatus.FORBIDDEN)

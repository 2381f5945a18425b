"""Who asks, and from where."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest


class SignedInRequest(HttpRequest):
    """A request that has passed middleware.require_sign_in."""

    user: User


def address_of(request: HttpRequest) -> str | None:
    """The client's address. Behind ``settings.PROXIES`` proxies it is the one that the outermost of them has seen."""
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.PROXIES:
        seen = [*request.headers.get("X-Forwarded-For", "").split(","), *seen]
    address = str(seen[-settings.PROXIES - 1 :][0]).strip()
    try:
        validate_ipv46_address(address)
    except ValidationError:  # a Unix socket, or a proxy that does not say
        return None
    return address

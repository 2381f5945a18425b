"""The causes for which Django refuses a form (CSRF), each in its own words, and the way on from each.

A token is bound to a cookie that a sign-in renews: it is nearly always another tab, and no attack, that made it old.
"""

from http import HTTPStatus

from django.http import HttpRequest
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING
from django.utils.translation import gettext as _

from web.failures.errors import Field
from web.failures.failure import Failure
from web.failures.ways import Way

CODE = "csrf_failed"
FIELDS: tuple[Field, ...] = ("text", "phone", "code", "password")


def is_from_elsewhere(reason: str) -> bool:
    """True if Django did not trust the site that the form came from: nothing of it is to be shown again."""
    return reason.startswith(("Origin checking failed", "Referer checking failed"))


def csrf_failure_of(request: HttpRequest, reason: str) -> Failure:
    """Make the failure of a form whose token was refused: at its field where it has one."""
    field = next((name for name in FIELDS if name in request.POST), None)
    is_mendable = request.user.is_authenticated and not is_from_elsewhere(reason)
    way = Way.HOME if not is_mendable else Way.CORRECT if field else Way.LOOK
    text = _explain(request, reason)
    return Failure(status=HTTPStatus.FORBIDDEN, code=CODE, text=text, way=way, field=field if is_mendable else None)


def _explain(request: HttpRequest, reason: str) -> str:
    if is_from_elsewhere(reason):
        return _(
            "HR Helper does not know the address that this form came from, so nothing was done. If you opened it at "
            "its usual address, please tell your administrator: DJANGO_CSRF_TRUSTED_ORIGINS may be incomplete."
        )
    if not request.COOKIES:
        return _(
            "Your browser sends no cookies, and without them HR Helper does not know you. Allow them and try again."
        )
    if reason == REASON_CSRF_TOKEN_MISSING:
        return _("The form came without its CSRF token, so nothing was done. Load the page again and try once more.")
    if request.user.is_authenticated:
        return _("You have signed in again in another tab, so this form was out of date. It is renewed: send it again.")
    return _("This form was out of date. It is renewed: fill it in once more.")

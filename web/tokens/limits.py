"""How often a token may ask, counted in the database for all processes."""

from tgsdk.contrib.django.limits import MINUTE, Limits, count_attempt
from web.models import ApiToken

OPERATION = "api_call"
CALLS: Limits = ((300, MINUTE),)


def count_call(token: ApiToken) -> None:
    """Count a request. Raises TooManyAttempts."""
    count_attempt(OPERATION, {f"token:{token.pk}": CALLS})

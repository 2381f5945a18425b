"""The icon of a page that nobody looks at: with the number of what is unread."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from web.readers import SignedInRequest

MOST = 99  # two digits are all that can be read


@require_safe
def unread_icon(request: SignedInRequest, *, number: int) -> HttpResponse:
    """Draw a number. Telegram is not asked for anything."""
    said = str(number) if number <= MOST else f"{MOST}+"
    return render(request, "partials/desk/unread_icon.svg", {"said": said}, content_type="image/svg+xml")

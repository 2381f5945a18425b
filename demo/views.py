"""The demo's phone: a second real client that scans the code on the page."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tgsdk import TelegramError
from tgsdk.contrib.django.stored import shown_qr_url
from tgsdk.testing import PEOPLE, Account, Phone
from web.login.answers import refuse_stranger
from web.readers import ANSWER_HEADER, Answer, Reader, reader_of

__all__ = ["scan"]


@require_POST
def scan(request: HttpRequest) -> HttpResponse:
    """Let the chosen person's phone accept the code that this user is shown."""
    if not request.user.is_authenticated:
        return refuse_stranger(request)
    person = next((person for person in PEOPLE if person.phone == request.POST.get("person")), None)
    if person is None:
        raise BadRequest("nobody here has this phone")
    url = shown_qr_url(request.user)
    outcome = "nothing_shown" if url is None else _scan(url, person)
    if reader_of(request) is not Reader.HTMX:
        return redirect("telegram:qr_status")
    response = render(request, "demo/scan.html", {"outcome": outcome, "person": person})
    response[ANSWER_HEADER] = Answer.CONTENT.value  # or the page takes it for somebody else's
    return response


def _scan(url: str, person: Account) -> str:
    try:
        with Phone(settings.TELEGRAM["OPTIONS"], person.phone, person.password) as phone:
            phone.scan(url)
    except TelegramError:
        return "refused"
    return "scanned"

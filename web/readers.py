"""The reader of an answer: a program, htmx or a browser; their address; and the name of each kind of answer."""

from enum import StrEnum
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest, HttpResponse


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in: it has passed middleware.require_sign_in."""

    user: User
    holder: str  # of the account whose desk was read, once it was


def address_of(request: HttpRequest) -> str | None:
    """Return the client's address: behind ``settings.PROXIES`` proxies, the one that the outermost of them has seen."""
    seen = [request.META.get("REMOTE_ADDR", "")]
    if settings.PROXIES:
        seen = [*request.headers.get("X-Forwarded-For", "").split(","), *seen]
    address = str(seen[-settings.PROXIES - 1 :][0]).strip()
    try:
        validate_ipv46_address(address)
    except ValidationError:  # a Unix socket, or a proxy that does not say
        return None
    return address


class Reader(StrEnum):
    """The kinds of readers."""

    PROGRAM = "program"
    HTMX = "htmx"
    BROWSER = "browser"


def reader_of(request: HttpRequest) -> Reader:
    """Tell from the headers of a request what reads its answer."""
    if request.headers.get("HX-Request") == "true":  # the back button wants the page, whatever it says it accepts
        return Reader.BROWSER if "HX-History-Restore-Request" in request.headers else Reader.HTMX
    # Equal wishes, as in "*/*", go to the first.
    wanted = request.get_preferred_type(["application/json", "text/html"])
    return Reader.BROWSER if wanted == "text/html" else Reader.PROGRAM


class Answer(StrEnum):
    """The kind of an answer, as its header ``HRHelper-Answer`` says it to the page's scripts.

    An answer without it is not ours: a proxy or a network's login page has answered in our place.
    """

    CONTENT = "content"
    FAILURE = "failure"
    SIGNED_OUT = "signed-out"  # of HR Helper
    DISCONNECTED = "disconnected"  # from Telegram
    AWAY = "away"  # a look for news that did not reach Telegram
    PAUSED = "paused"  # a look for news, while Telegram asks to wait
    BUSY = "busy"  # a look for news, while something else is done with the account
    OTHER_PERSON = "other-person"  # is signed in to HR Helper by now
    OTHER_ACCOUNT = "other-account"  # is connected to Telegram by now


ANSWER_HEADER = "HRHelper-Answer"


def no_news(answer: Answer = Answer.CONTENT) -> HttpResponse:
    """Answer that nothing has changed, or that nobody knows: htmx leaves the page as it is."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={ANSWER_HEADER: answer.value})

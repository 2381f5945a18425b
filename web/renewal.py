"""What lasts as long as somebody works here: their session, and the language that they have chosen.

A page asks by itself too, day and night, on a computer that its owner has left: that renews nothing, so that a session
ends ``SESSION_COOKIE_AGE`` after the last thing that a person did.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from web.middleware import GetResponse
from web.readers import Reader, reader_of

RENEWED = "renewed"  # the day, in the session
READ_BY_PEOPLE = ("chats_list", "messages_list")  # which htmx fetches on a click or a word; its parts go by themselves
SENT_BY_PAGES = ("chat_read",)


def renewed_choices(get_response: GetResponse) -> GetResponse:
    """Renew session and language once a day, when a person has done something that came about."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST and is_of_a_person(request) and request.user.is_authenticated:
            _renew(request, response)
        return response

    return middleware


def is_of_a_person(request: HttpRequest) -> bool:
    """True for what somebody clicked, opened or sent, not for what a page or a program asks by itself."""
    name = request.resolver_match.url_name if request.resolver_match else None
    match reader_of(request):
        case Reader.PROGRAM:
            return False
        case Reader.HTMX if request.method == "GET":
            return name in READ_BY_PEOPLE and "part" not in request.GET
    return name not in SENT_BY_PAGES


def _renew(request: HttpRequest, response: HttpResponseBase) -> None:
    today = timezone.now().date().isoformat()
    if request.session.get(RENEWED) == today:
        return
    request.session[RENEWED] = today
    if language := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        _renew_language(response, language)


def _renew_language(response: HttpResponseBase, language: str) -> None:
    if settings.LANGUAGE_COOKIE_NAME in response.cookies or language not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )

"""Rules for every address under /telegram/: answers are named and private, strangers refused, failures typed."""

import logging
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from tgsdk import TelegramError
from web import failure_pages
from web.desk.uploads import FilesToDisk, body_limit, share_of_threads, takes_files, wait_for_no_more
from web.failures.errors import TooManySignIns, TooManyUploads
from web.failures.failure import describe
from web.holders import HEADER, is_of_another_person
from web.login import answers
from web.readers import ANSWER_HEADER, Answer, address_of
from web.reversing import address, place

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def local_times(get_response: GetResponse) -> GetResponse:
    """Show times by the reader's own clock, if their browser has told its time zone (timezone.js)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(_read_zone(request.COOKIES.get("timezone", ""))):
            return get_response(request)

    return middleware


def _read_zone(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):  # what a cookie can hold
        return None


def is_telegram(request: HttpRequest) -> bool:
    """True for the addresses under /telegram/."""
    # Under a prefix (SCRIPT_NAME) path_info has none, and an address has it.
    prefix, _ = place()
    return request.path_info.startswith("/" + address("index").removeprefix(prefix))


def named_answers(get_response: GetResponse) -> GetResponse:
    """Name the kind of every answer, unless the view has named it: an answer without a name is not ours."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_telegram(request):
            is_failure = response.status_code >= HTTPStatus.BAD_REQUEST
            response.headers.setdefault(ANSWER_HEADER, (Answer.FAILURE if is_failure else Answer.CONTENT).value)
        return response

    return middleware


def private_answers(get_response: GetResponse) -> GetResponse:
    """Forbid caches to keep answers, or to give them to another reader, unless an answer says how it may be kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_telegram(request):
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ["HX-Request", "Accept", "Cookie", "Accept-Language"])
        return response

    return middleware


def require_sign_in(get_response: GetResponse) -> GetResponse:
    """Refuse whoever is not signed in to HR Helper, for every method and every address, known or not; and pages of
    somebody else, whose next tab has seen another sign-in.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_telegram(request) and not request.user.is_authenticated:
            return answers.refuse_stranger(request)
        if is_telegram(request) and is_of_another_person(request, request.headers.get(HEADER)):
            return failure_pages.other_person(request)
        return get_response(request)

    return middleware


def bounded_bodies(get_response: GetResponse) -> GetResponse:
    """Refuse a body of more than ``settings.BODY_LIMIT`` bytes by its Content-Length, before anything reads it; and a
    form in another charset than UTF-8, some of which can bring what is no text. Files are taken at one address alone,
    and may be larger there.

    It stands before the first middleware that reads a form (CSRF). Under WSGI a body without a length is empty; under
    ASGI it gets one from ``bodies.BoundedBodies``.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _length_of(request) > body_limit(request):
            return failure_pages.body_too_large(request)
        if not _is_in_utf_8(request):
            return failure_pages.bad_request(request, BadRequest("a form in another charset"))
        return get_response(request)

    return middleware


def _is_in_utf_8(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return request.content_type != "multipart/form-data" or charset.lower() in ("utf-8", "utf8")


def _length_of(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdecimal() else 0


def shared_uploads(get_response: GetResponse) -> GetResponse:
    """Open a form with files, within what a recruiter may send at a time, before anything reads it.

    It stands behind whatever refuses strangers, and before the check of the form (CSRF), which reads it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not takes_files(request):
            return get_response(request)
        try:
            with share_of_threads(request):
                request.upload_handlers = [FilesToDisk(request)]
                return get_response(request)
        except TooManyUploads as error:
            wait_for_no_more(request)
            return failure_pages.answer_with(request, describe(error))

    return middleware


class TypedFailures:
    """Render the errors that views raise, so that no view has to."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_telegram(request) and isinstance(response, HttpResponseNotAllowed):
            return failure_pages.method_not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case TooManySignIns():
                logger.warning("Too many attempts to sign in from %s", address_of(request))
                return failure_pages.too_many_sign_ins(request, error)
            case TelegramError():
                logger.info("%s: %s %s", request.path, type(error).__name__, error.telegram_name or "")
                return answers.fail(request, describe(error))
            case BadRequest():
                return failure_pages.bad_request(request, error)
            case PermissionDenied():
                return failure_pages.permission_denied(request, error)
            case DatabaseFailure() if failure_pages.is_passing(error):
                logger.error("%s: the database failed", request.path, exc_info=error)
                return failure_pages.database_failed(request)
            case Http404() if is_telegram(request):
                return failure_pages.page_not_found(request, error)
        return None

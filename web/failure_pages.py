"""The failures that are not Telegram's: an unknown address, a wrong method, a stale form."""

import sys
from dataclasses import replace
from http import HTTPStatus
from typing import cast

from django.db import DataError, IntegrityError, NotSupportedError, ProgrammingError
from django.db import Error as DatabaseFailure
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from web.csrf import csrf_failure_of
from web.desk.uploads import takes_files, upload_limit
from web.desk.views.message_edit import refuse_unread
from web.desk.views.send_message import is_on_its_way, refuse_on_its_way, refuse_unsent
from web.failures.errors import OtherPerson, TooManySignIns, UploadTooLarge
from web.failures.failure import Failure, describe
from web.failures.ways import Way
from web.holders import claims_of, is_of_another_person
from web.login.answers import fail
from web.login.views.sign_in import success_url_of
from web.readers import Reader, SignedInRequest, reader_of


def unknown(request: HttpRequest, **_: str) -> HttpResponse:
    """Answer every address under /telegram/ that nothing else answers."""
    raise Http404(request.path)


# Without @requires_csrf_token: it would read the form again, which may be what could not be read.
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    text = _("HR Helper did not understand this request.")
    return _fail(request, HTTPStatus.BAD_REQUEST, "bad_request", text)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    return _fail(request, HTTPStatus.FORBIDDEN, "permission_denied", _("You may not open this page."))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    return _fail(request, HTTPStatus.NOT_FOUND, "page_not_found", _("There is no such page. It may have moved."))


@requires_csrf_token
def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    text = _("This address does not take such a request.")
    response = _fail(request, HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", text)
    response["Allow"] = allowed
    return response


# Without @requires_csrf_token, as bad_request(): the form is not to be read.
def body_too_large(request: HttpRequest) -> HttpResponse:
    if takes_files(request):
        return answer_with(request, describe(UploadTooLarge(upload_limit())))
    text = _("This is more than HR Helper takes at once. Send less, or in parts.")
    return _fail(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", text)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why a form was refused, and give it back renewed, with what was written in it."""
    if request.user.is_authenticated and any(is_of_another_person(request, claim) for claim in claims_of(request)):
        return other_person(request)
    failure, place = csrf_failure_of(request, reason), request.resolver_match
    if place and place.view_name == "login" and reader_of(request) is not Reader.PROGRAM:
        return _sign_in_again(request, failure)
    if place and place.view_name == "telegram:messages_list" and failure.field == "text":
        return refuse_unsent(cast("SignedInRequest", request), place.kwargs["chat_id"], failure)
    if place and place.view_name == "telegram:message_edit" and failure.field == "text":
        return refuse_unread(cast("SignedInRequest", request), failure=failure, **place.kwargs)
    return answer_with(request, failure)


def _sign_in_again(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Another tab may have signed in meanwhile: then this one goes on to where it was led."""
    name, user = request.POST.get("username"), request.user
    values = {"failure": failure, "username": name, "next": request.POST.get("next")}
    if user.is_authenticated:
        go_on_url = success_url_of(request)
        if name == user.get_username():
            return redirect(go_on_url)
        text = _("You are signed in already, as %(name)s, in another tab. Go on so, or sign out first.")
        failure = replace(failure, text=text % {"name": user.get_username()})
        values |= {"failure": failure, "go_on_url": go_on_url}
    return render(request, "registration/login.html", values, status=failure.status)


def other_person(request: HttpRequest) -> HttpResponse:
    return answer_with(request, describe(OtherPerson()))


def too_many_sign_ins(request: HttpRequest, error: TooManySignIns) -> HttpResponse:
    """Answer at the form, whichever door it came from, with the name that was typed."""
    failure = describe(error)
    if reader_of(request) is not Reader.BROWSER:
        return fail(request, failure)
    typed = {"failure": failure, "username": request.POST.get("username"), "next": request.POST.get("next")}
    response = render(request, "registration/login.html", typed, status=failure.status)
    response["Retry-After"] = str(failure.retry_after)
    return response


def is_passing(error: BaseException | None) -> bool:
    """True if the database itself is in trouble: away, locked, full. What we have asked of it wrongly is a defect."""
    defects = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
    return isinstance(error, DatabaseFailure) and not isinstance(error, defects)


def database_failed(request: HttpRequest) -> HttpResponse:
    text = _("HR Helper cannot reach its database just now. Your connection to Telegram is not lost: try again soon.")
    return _answer_without_database(request, HTTPStatus.SERVICE_UNAVAILABLE, "database_unavailable", text, after=5)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_passing(sys.exc_info()[1]):  # before any view: at the session, or at the person
        return database_failed(request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    text = _("Something broke in HR Helper. Try again; if it happens again, please tell your administrator.")
    return _answer_without_database(request, status, "server_error", text)


def _answer_without_database(
    request: HttpRequest, status: HTTPStatus, code: str, text: str | Promise, *, after: int | None = None
) -> HttpResponse:
    if reader_of(request) is not Reader.BROWSER:
        return _fail(request, status, code, text, after=after)
    failure = Failure(status=status, code=code, text=str(text), way=Way.HOME)
    response = render(None, "500.html", {"failure": failure}, status=status)  # without the person
    if after:
        response["Retry-After"] = str(after)
    return response


def _fail(
    request: HttpRequest, status: HTTPStatus, code: str, text: str | Promise, *, after: int | None = None
) -> HttpResponse:
    return answer_with(request, Failure(status=status, code=code, text=str(text), way=Way.HOME, retry_after=after))


def answer_with(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Answer where the page waits for it: at a message that is on its way."""
    return refuse_on_its_way(request, failure) if is_on_its_way(request) else fail(request, failure)

"""The one place that decides who gets what: JSON for programs, partials for htmx, pages for browsers."""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import replace_url, reswap, retarget

from tgsdk import FloodWait, QrLogin
from web.failures.errors import Field
from web.failures.failure import Failure, describe
from web.failures.reactions import Way
from web.readers import Reader, SignedInRequest, reader_of

from .cards import Card, connect_card, current_card
from .qr import QrCode

View = Callable[[SignedInRequest], HttpResponse]
NOT_SIGNED_IN = {"error": "Not authenticated in Django", "requires_django_auth": True}


def answer(request: HttpRequest, payload: dict[str, Any], card: Card) -> HttpResponse:
    """A success: ``payload`` for a program, ``card`` for a person. A reload then asks for nothing twice."""
    page = reverse("telegram:index")
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse(payload)
        case Reader.BROWSER if request.method == "POST":
            return redirect(page)
        case Reader.HTMX if request.path != page:
            return replace_url(show(request, card), page)
        case _:
            return show(request, card)


def show(request: HttpRequest, card: Card, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """The card alone, for the page's panel, or the page around it."""
    context = {"card": card, **card.context}
    if reader_of(request) is Reader.BROWSER:
        return render(request, "telegram.html", context, status=status)
    if card.part and request.headers.get("HX-Target") == card.part:  # what is typed beside it stays
        return render(
            request, f"partials/login/{card.part.replace('-', '_')}.html", {**context, "is_part": True}, status=status
        )
    panel = render(request, "panel.html", context, status=status)
    if request.headers.get("HX-Target") == "index":  # htmx finds no other target for what was swapped out meanwhile
        return panel
    return reswap(retarget(panel, "#index"), "innerHTML")


def answer_qr(request: HttpRequest, payload: dict[str, Any], qr: QrLogin) -> HttpResponse:
    """A code to scan. htmx swaps the code alone, so that nothing around it moves."""
    if reader_of(request) is not Reader.HTMX:
        return answer(request, payload, connect_card(qr))
    return render(request, "partials/login/qr_status.html", {"qr": QrCode.of(qr)})


def fail(request: HttpRequest, failure: Failure, *, phone: str | None = None) -> HttpResponse:
    """A failure: in JSON, at the field, or in its own words with the way on.

    ``phone`` is the number that it is about, where the request does not say.
    """
    if reader_of(request) is Reader.PROGRAM:
        response: HttpResponse = JsonResponse(_payload(failure), status=failure.status)
    elif failure.way in (Way.CORRECT, Way.LOOK) and request.user.is_authenticated:
        card = current_card(request.user, failure, phone=phone or request.POST.get("phone"))
        response = show(request, card, status=failure.status)
    else:
        response = _in_words(request, "partials/failures/error.html", failure)
    if failure.retry_after:
        response["Retry-After"] = str(failure.retry_after)
    return response


def waiting_at(field: Field) -> Callable[[View], View]:
    """For a view behind a form: whoever has to wait is told so at this field, with what they have typed."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: SignedInRequest) -> HttpResponse:
            try:
                return view(request)
            except FloodWait as error:
                return fail(request, describe(error, field))

        return wrapper

    return decorated


def refuse_stranger(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in to HR Helper."""
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse(NOT_SIGNED_IN, status=HTTPStatus.UNAUTHORIZED)
    text = _("You are not signed in to HR Helper. Please sign in.")
    failure = Failure(status=HTTPStatus.UNAUTHORIZED, code="not_signed_in", text=text)
    return _in_words(request, "partials/failures/signed_out.html", failure, next_url=_way_back(request))


def _in_words(request: HttpRequest, template: str, failure: Failure, **more: str) -> HttpResponse:
    context = {"failure": failure, **more}
    if reader_of(request) is Reader.BROWSER:
        return show(request, Card(template=template, context=context), status=failure.status)
    is_swapped = request.headers.get("HX-Target") == "index"  # all of it: what had the focus is gone
    return render(request, template, {**context, "is_news": True, "is_swapped": is_swapped}, status=failure.status)


def _way_back(request: HttpRequest) -> str:
    """Where signing in leads: the page that was asked for, or the one that the request came from or to."""
    is_page = reader_of(request) is Reader.BROWSER and request.method == "GET"
    return request.get_full_path() if is_page else reverse("telegram:index")


def _payload(failure: Failure) -> dict[str, Any]:
    payload: dict[str, Any] = {"error": failure.text, "code": failure.code}
    if failure.telegram_name:
        payload["telegram"] = failure.telegram_name
    if failure.retry_after:
        payload["retry_after"] = failure.retry_after
    if failure.requires_telegram_auth:
        payload["requires_telegram_auth"] = True
    return payload

"""The answers of the login: JSON for programs, partials for htmx, pages for browsers."""

import functools
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import replace_url, reswap, retarget

from tgsdk import AccountBusy, FloodWait, QrLogin
from web.failures.errors import Field, OtherAccount, OtherPerson
from web.failures.failure import Failure, describe
from web.failures.ways import Way
from web.readers import ANSWER_HEADER, Answer, Reader, SignedInRequest, reader_of

from .card_choice import choose_current_card
from .cards import Card, ConnectCard, FailureCard, SignedOutCard
from .qr import QrCode

View = Callable[[SignedInRequest], HttpResponse]
ANSWERS = {OtherPerson.code: Answer.OTHER_PERSON, OtherAccount.code: Answer.OTHER_ACCOUNT}
NOT_SIGNED_IN = {"error": "Not authenticated in Django", "requires_django_auth": True}


def answer_with_card(request: HttpRequest, payload: dict[str, Any], card: Card) -> HttpResponse:
    """A success: ``payload`` for a program, ``card`` for a person. Reloading the page afterwards repeats nothing."""
    page = reverse("telegram:index")
    match reader_of(request):
        case Reader.PROGRAM:
            return JsonResponse(payload)
        case Reader.BROWSER if request.method == "POST":
            return redirect(page)
        case Reader.HTMX if request.path != page:
            return replace_url(show_card(request, card), page)
        case _:
            return show_card(request, card)


def answer_with_qr(request: HttpRequest, payload: dict[str, Any], qr: QrLogin) -> HttpResponse:
    """A code to scan. htmx swaps the code alone, so that nothing around it moves."""
    if reader_of(request) is not Reader.HTMX:
        return answer_with_card(request, payload, ConnectCard.of(qr))
    return render(request, "partials/login/qr_status.html", {"qr": QrCode.of(qr)})


def answer_with_scanned(request: HttpRequest) -> HttpResponse:
    """Say in the place of the code that it was scanned. The card of what has come of it is asked for next."""
    return render(request, "partials/login/qr_scanned.html", {"news": _("The code was scanned.")})


def show_card(request: HttpRequest, card: Card, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """The card alone, for the panel of the page, or the page around it."""
    target = request.headers.get("HX-Target")
    if reader_of(request) is Reader.BROWSER:
        return render(request, "telegram.html", {"card": card}, status=status)
    if card.part and target == card.part:  # what is typed beside it stays
        template = f"partials/login/{card.part.replace('-', '_')}.html"
        return render(request, template, {"card": replace(card, is_part=True)}, status=status)
    panel = render(request, "panel.html", {"card": replace(card, is_swapped=True)}, status=status)
    if target == "index":  # htmx finds no other target for what was swapped out meanwhile
        return panel
    return reswap(retarget(panel, "#index"), "innerHTML")


def fail(request: HttpRequest, failure: Failure, *, phone: str | None = None) -> HttpResponse:
    """A failure: in JSON, at its field, or in its own words with the way on.

    ``phone`` is the number that it is about, where the request does not say.
    """
    if reader_of(request) is Reader.PROGRAM:
        response: HttpResponse = JsonResponse(_failure_payload(failure), status=failure.status)
    elif failure.way in (Way.CORRECT, Way.LOOK) and request.user.is_authenticated:
        typed, country = phone or request.POST.get("phone"), request.POST.get("country")
        card = choose_current_card(request.user, failure, phone=typed, country=country)
        response = show_card(request, card, status=failure.status)
    else:
        response = _show_failure(
            request, FailureCard(failure=failure, news=failure.text, kept=_text_to_keep(request, failure)), failure
        )
    return with_headers(response, failure)


def with_headers(response: HttpResponse, failure: Failure) -> HttpResponse:
    """Add what a failure says beside its words: when to try again, and its kind where the page has to know it."""
    if failure.retry_after:
        response["Retry-After"] = str(failure.retry_after)
    if failure.requires_telegram_auth:
        response[ANSWER_HEADER] = Answer.DISCONNECTED.value
    if failure.code in ANSWERS:
        response[ANSWER_HEADER] = ANSWERS[failure.code].value
    return response


def refuse_stranger(request: HttpRequest) -> HttpResponse:
    """The refusal of whoever is not signed in to HR Helper."""
    response = _refuse_stranger(request)
    response[ANSWER_HEADER] = Answer.SIGNED_OUT.value
    return response


def _refuse_stranger(request: HttpRequest) -> HttpResponse:
    if reader_of(request) is Reader.PROGRAM:
        return JsonResponse(NOT_SIGNED_IN, status=HTTPStatus.UNAUTHORIZED)
    text = _("You are not signed in to HR Helper. Please sign in.")
    failure = Failure(status=HTTPStatus.UNAUTHORIZED, code="not_signed_in", text=text)
    card = SignedOutCard(failure=failure, news=text, next_url=_url_after_sign_in(request), kept=_text_to_keep(request))
    return _show_failure(request, card, failure)


def waiting_at(field: Field) -> Callable[[View], View]:
    """Decorate the view behind a form: whoever has to wait is told so at this field, with what they have typed."""

    def decorated(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: SignedInRequest) -> HttpResponse:
            try:
                return view(request)
            except (FloodWait, AccountBusy) as error:
                return fail(request, describe(error, field))

        return wrapper

    return decorated


def _show_failure(request: HttpRequest, card: Card, failure: Failure) -> HttpResponse:
    if reader_of(request) is Reader.BROWSER:
        return show_card(request, card, status=failure.status)
    is_swapped = request.headers.get("HX-Target") == "index"  # all of it: what had the focus is gone
    return render(request, "panel.html", {"card": replace(card, is_swapped=is_swapped)}, status=failure.status)


def _text_to_keep(request: HttpRequest, failure: Failure | None = None) -> str:
    """The message that a browser without scripts has posted, unless it is the body that could not be read."""
    is_lost = reader_of(request) is Reader.BROWSER and request.method == "POST"
    is_readable = failure is None or failure.status in (HTTPStatus.CONFLICT, HTTPStatus.UNAUTHORIZED)
    is_short = int(request.META.get("CONTENT_LENGTH") or 0) <= settings.BODY_LIMIT  # files are not read for nothing
    return request.POST.get("text", "") if is_lost and is_readable and is_short else ""


def _url_after_sign_in(request: HttpRequest) -> str:
    """The page that was asked for, or the one that the request came from or to."""
    is_page = reader_of(request) is Reader.BROWSER and request.method == "GET"
    return request.get_full_path() if is_page else reverse("telegram:index")


def _failure_payload(failure: Failure) -> dict[str, Any]:
    payload: dict[str, Any] = {"error": failure.text, "code": failure.code}
    if failure.telegram_name:
        payload["telegram"] = failure.telegram_name
    if failure.retry_after:
        payload["retry_after"] = failure.retry_after
    if failure.way is Way.DOUBT:
        payload["connect_again"] = {"method": "POST", "url": reverse("telegram:session_connect_again")}
    if failure.requires_telegram_auth:
        payload["requires_telegram_auth"] = True
    if failure.capability is not None:
        payload["capability"] = failure.capability
    if failure.part is not None:
        payload["part"] = failure.part
    return payload

"""Addresses of views, each found out once: a page has hundreds, and Django's way to each is long."""

import functools
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, get_urlconf, reverse

__all__ = ["Place", "address", "known_place", "place"]

Place = tuple[str, str | None]  # the prefix of the request, and its URLconf

_place: ContextVar[Place | None] = ContextVar("place", default=None)


def known_place(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask Django once in a request where the site stands."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _place.set(_asked())
        try:
            return get_response(request)
        finally:
            _place.reset(token)

    return middleware


def place() -> Place:
    """Return where the addresses of this request begin."""
    return _place.get() or _asked()


def address(name: str, *arguments: int | str) -> str:
    """Return the address of one of the site's views, below the prefix of the request."""
    return _reversed(name, arguments, place())


def _asked() -> Place:
    return get_script_prefix(), get_urlconf()


@functools.lru_cache(maxsize=5000)
def _reversed(name: str, arguments: tuple[int | str, ...], place: Place) -> str:  # noqa: ARG001 - of the key
    return reverse(f"telegram:{name}", args=arguments)

"""Addresses of views, each found out once: a page has hundreds, and Django's way to each is long."""

import functools

from django.urls import get_script_prefix, get_urlconf, reverse

__all__ = ["address"]


def address(name: str, *arguments: int | str) -> str:
    """Return the address of one of the site's views, below the prefix of the request."""
    return _reversed(name, arguments, get_script_prefix(), get_urlconf())


@functools.lru_cache(maxsize=5000)
def _reversed(name: str, arguments: tuple[int | str, ...], prefix: str, urls: str | None) -> str:  # noqa: ARG001 - of the key
    return reverse(f"telegram:{name}", args=arguments)

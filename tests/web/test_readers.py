"""The address of a client, as far as it can be believed."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from web.readers import address_of

CLIENT, LIAR, OUTER, INNER = "203.0.113.7", "6.6.6.6", "10.0.0.1", "10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "", CLIENT, CLIENT),
        (0, LIAR, CLIENT, CLIENT),
        (1, CLIENT, INNER, CLIENT),
        (1, f"{LIAR}, {CLIENT}", INNER, CLIENT),
        (2, f"{CLIENT}, {OUTER}", INNER, CLIENT),
        (2, f"{LIAR},{CLIENT} ,{OUTER}", INNER, CLIENT),
        (1, CLIENT, "", CLIENT),  # the proxy comes by a Unix socket
        (0, "", "", None),
        (1, "", INNER, None),
        (1, "unknown", INNER, None),
        (1, f"{CLIENT}:51234", INNER, None),
        (1, "2001:db8::1", "::1", "2001:db8::1"),
        (0, "", "not an address", None),
        (1, "1" * 1000, INNER, None),
        (1, "203.0.113.7\0", INNER, None),
    ],
)
def test_the_address_is_the_one_that_the_outermost_proxy_saw(
    settings: Settings, proxies: int, forwarded: str, remote: str, address: str | None
) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == address

"""Addresses, and where they begin."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import set_script_prefix

from web.reversing import address, known_place, place


def test_an_address_begins_where_the_site_stands_for_this_request() -> None:
    said: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        said.append(address("index"))
        return HttpResponse()

    try:
        for prefix in ("/hr/", "/", "/other/"):
            set_script_prefix(prefix)
            known_place(view)(RequestFactory().get("/"))
            said.append(address("index"))
    finally:
        set_script_prefix("/")
    assert said == ["/hr/telegram/"] * 2 + ["/telegram/"] * 2 + ["/other/telegram/"] * 2


def test_a_request_that_fails_leaves_no_place_behind() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise ValueError("broken")

    try:
        set_script_prefix("/hr/")
        with pytest.raises(ValueError, match="broken"):
            known_place(view)(RequestFactory().get("/"))
    finally:
        set_script_prefix("/")
    assert place()[0] == "/"

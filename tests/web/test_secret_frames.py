"""No variable of any frame shows a secret when something breaks that nobody foresaw."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from tests.recording import recorded, reported
from tgsdk import MemoryBackend

from .conftest import BORIS, BROWSER, CODE, HTMX, PHONE

MESSAGES = f"/telegram/chats/{BORIS}/messages/"
SECRETS = ("canary", "9005550123", CODE, PHONE.removeprefix("+"))


class NobodyForesaw(Exception):
    """An exception that is not one of tgsdk's."""


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """What a recorder and Django's own report say of each failed request."""
    said: list[str] = []

    def record(request: HttpRequest, **_: Any) -> None:
        error = sys.exc_info()[1]
        assert isinstance(error, NobodyForesaw)
        said.append(recorded(error) + reported(error, request))

    got_request_exception.connect(record)
    yield said
    got_request_exception.disconnect(record)


def post(headers: dict[str, str], client: Client, path: str, form: dict[str, str]) -> None:
    client.raise_request_exception = False
    assert client.post(path, form, headers=headers).status_code == 500


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_a_phone_number(program: Client, backend: MemoryBackend, reports: list[str], headers: dict[str, str]) -> None:
    program.get("/telegram/")
    backend.fail(NobodyForesaw())  # type: ignore[arg-type]
    post(headers, program, "/telegram/auth/phone/", {"phone": "+7 900 555-01-23"})
    assert not shown_in(reports)


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
@pytest.mark.usefixtures("code_sent")
def test_a_code(program: Client, backend: MemoryBackend, reports: list[str], headers: dict[str, str]) -> None:
    backend.fail(NobodyForesaw())  # type: ignore[arg-type]
    post(headers, program, "/telegram/auth/verify/", {"code": CODE})
    assert not shown_in(reports)


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
@pytest.mark.usefixtures("scanned_with_password")
def test_a_password(program: Client, backend: MemoryBackend, reports: list[str], headers: dict[str, str]) -> None:
    backend.fail(NobodyForesaw())  # type: ignore[arg-type]
    post(headers, program, "/telegram/auth/verify/", {"password": "pass-canary"})
    assert not shown_in(reports)


@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_a_message(program: Client, desk: MemoryBackend, reports: list[str], headers: dict[str, str]) -> None:
    desk.fail(NobodyForesaw())  # type: ignore[arg-type]
    post(headers, program, MESSAGES, {"text": "text-canary"})
    assert not shown_in(reports)


class Broken:
    """A backend that knows the passwords, and breaks."""

    def authenticate(self, request: HttpRequest, username: str, password: str) -> None:
        raise NobodyForesaw


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
@pytest.mark.usefixtures("db")
def test_a_recruiters_own_password(path: str, reports: list[str], settings: Settings) -> None:
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Broken"]
    post(BROWSER, Client(), path, {"username": "olga", "password": "pass-canary"})
    assert not shown_in(reports)


def shown_in(reports: list[str]) -> list[str]:
    (said,) = reports
    assert "NobodyForesaw" in said
    return [secret for secret in SECRETS if secret in said]

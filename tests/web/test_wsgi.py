"""The site speaks WSGI to the letter, as the standard library's own validator reads it."""

from collections.abc import Iterable
from types import TracebackType
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from django.test import Client

from hrhelper.wsgi import application

from .conftest import BROWSER, HTMX

PAGES = ("/telegram/", "/telegram/chats/", "/telegram/auth/qr/status/", "/telegram/nowhere/", "/accounts/login/")
Headers = list[tuple[str, str]]


def ask(path: str, headers: dict[str, str], cookies: str) -> str:
    """Ask as a strict server does, and return the status; what breaks the specification raises AssertionError."""
    said: list[str] = []

    def start_response(
        status: str,
        headers: Headers,
        error: tuple[type[BaseException], BaseException, TracebackType] | None = None,
        /,
    ) -> None:
        assert all(type(part) is str for header in headers for part in header), headers
        said.append(status)

    environ: dict[str, object] = {"SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_COOKIE": cookies}
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    answer: Iterable[bytes] = validator(application)(environ, start_response)  # type: ignore[arg-type]
    list(answer)
    answer.close()  # type: ignore[attr-defined]
    return said[0]


@pytest.mark.django_db(transaction=True)  # closing an answer closes the connection to the database too
@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER], ids=["program", "htmx", "browser"])
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_what_a_strict_server_takes(program: Client, path: str, headers: dict[str, str]) -> None:
    cookies = "; ".join(f"{name}={each.value}" for name, each in program.cookies.items())
    for said in (cookies, ""):
        assert ask(path, headers, said)[0] in "234"

"""A stranger's WSGI application: ``/call/3`` asks who the fourth account is."""

from collections.abc import Callable, Iterable
from typing import Any

from .work import JOBS


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _, job, number = environ["PATH_INFO"].split("/")
    said = JOBS[job](int(number)).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]

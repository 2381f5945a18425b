"""The prefix of a site that stands below a path of its host, as ``/hr``: on every request, whatever passes it on."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Asgi = Callable[..., Awaitable[None]]


def prefix_in(path: str) -> str:
    """Return a path as a prefix: it begins with a slash and ends with none. The root of the host is empty."""
    bare = path.strip("/ ")
    return f"/{bare}" if bare else ""


def prefixed_wsgi(application: Wsgi, prefix: str) -> Wsgi:
    """Return a WSGI application that gets each path without the prefix, and the prefix as its SCRIPT_NAME.

    Some proxies take the prefix off, others leave it to the site, and the server may know of it or not.
    """

    def prefixed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = _without(prefix, environ.get("PATH_INFO", ""))
        return application({**environ, "SCRIPT_NAME": prefix, "PATH_INFO": path}, start_response)

    return prefixed if prefix else application


def prefixed_asgi(application: Asgi, prefix: str) -> Asgi:
    """Return an ASGI application that gets each path with the prefix, as ASGI has it; see prefixed_wsgi()."""

    async def prefixed(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            path = prefix + _without(prefix, scope["path"])
            scope = {**scope, "root_path": prefix, "path": path}
        await application(scope, receive, send)

    return prefixed if prefix else application


def _without(prefix: str, path: str) -> str:
    is_below = path == prefix or path.startswith(f"{prefix}/")
    return (path.removeprefix(prefix) if is_below else path) or "/"

"""A small Django site of views that hold a server up: for WSGI (``wsgi``) and for ASGI (``asgi``)."""

import time
from collections.abc import AsyncIterator, Iterator

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

PART, PARTS = b"x" * 512 * 1024, 200

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="bench", ALLOWED_HOSTS=["*"], MIDDLEWARE=[])


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def silent(_: HttpRequest) -> HttpResponse:
    time.sleep(15)  # as a call to a Telegram that says nothing
    return HttpResponse()


def file(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_parts_for_asgi() if isinstance(request, ASGIRequest) else _parts())


def _parts() -> Iterator[bytes]:
    yield from [PART] * PARTS


async def _parts_for_asgi() -> AsyncIterator[bytes]:
    for part in _parts():
        yield part


urlpatterns = [path("form", form), path("silent", silent), path("file", file), path("", form)]
wsgi = get_wsgi_application()


def __getattr__(name: str) -> object:
    if name == "asgi":
        from django.core.asgi import get_asgi_application

        return get_asgi_application()
    raise AttributeError(name)

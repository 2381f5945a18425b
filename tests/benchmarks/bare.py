"""A bare page behind the site's own middleware, to compare the others with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hrhelper import urls

BARE = "telegram/bare/"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user}</p>")


urlpatterns = [path(BARE, bare), *urls.urlpatterns]

"""The poll of auth/qr/status/ through Django with MemoryBackend, beside a bare view with the same middleware."""

import os
import tempfile
from pathlib import Path

from .measuring import Goal, measure, show

BARE = "a bare view behind the same middleware"
OURS = "auth/qr/status/"


def run() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        return _run()


def _run() -> bool:
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connections
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import path

    def bare(request: HttpRequest) -> HttpResponse:
        """It knows who asks, as every view of ours does, and says nothing."""
        return HttpResponse(status=204 if request.user.is_authenticated else 401)

    from hrhelper import urls
    from web.login.qr import fingerprint_of

    urls.urlpatterns.insert(0, path("telegram/bare/", bare))
    call_command("migrate", verbosity=0)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create(username="bench"))
    client.get("/telegram/auth/qr/")
    fingerprint = fingerprint_of(client.get("/telegram/auth/qr/status/").json()["url"])
    poll, headers = f"/telegram/auth/qr/status/?shown={fingerprint}", {"HX-Request": "true"}
    assert client.get(poll, headers=headers).status_code == 204
    assert client.get("/telegram/bare/", headers=headers).status_code == 204
    ways = {
        OURS: lambda: client.get(poll, headers=headers),
        BARE: lambda: client.get("/telegram/bare/", headers=headers),
    }
    medians = measure(ways, rounds=30, block=10)
    connections.close_all()
    return show(
        "One poll without news, MemoryBackend, SQLite", medians, ours=OURS, goals=(Goal(against=BARE, ratio=3),)
    )

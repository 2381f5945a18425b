"""Sessions and choices last as long as somebody works, and no longer because a page was left open."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User as Recruiter
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.web.conftest import BORIS, BROWSER, HTMX
from tgsdk import MemoryBackend

DAY = timedelta(days=1)
CHAT = f"/telegram/chats/{BORIS}/messages/"
BY_PEOPLE = [
    ("get", "/telegram/chats/", BROWSER),
    ("get", CHAT, BROWSER),
    ("get", "/telegram/chats/", HTMX),
    ("get", CHAT, HTMX),
    ("post", CHAT, HTMX),
]
BY_PAGES = [
    ("get", "/telegram/chats/?part=top", HTMX),
    ("get", "/telegram/chats/?part=rows", HTMX),
    ("get", f"{CHAT}?part=news&after=1", HTMX),
    ("get", "/telegram/session/status/", HTMX),
    ("get", "/telegram/auth/qr/status/", HTMX),
    ("get", "/telegram/pictures/?wanted=901-chat", HTMX),
    ("get", "/telegram/pictures/901/chat/", {"Accept": "image/*,*/*;q=0.8"}),
    ("post", f"{CHAT[:-9]}read/", HTMX),
    ("get", "/telegram/chats/", {}),  # a program's
    ("get", "/telegram/nowhere/", BROWSER),
]


@pytest.fixture
def client(program: Client, recruiter: Recruiter, desk: MemoryBackend) -> Client:
    """The browser of somebody whose session ends tomorrow."""
    end = timezone.now() + DAY
    Session.objects.update(expire_date=end)
    return program


def asked(client: Client, method: str, path: str, headers: dict[str, str]) -> datetime:
    """Ask, and return when the session ends."""
    fields = {"post": {"data": {"text": "hi", "message_id": "3"}}}.get(method, {})
    getattr(client, method)(path, headers=headers, **fields)
    return Session.objects.get().expire_date


@pytest.mark.parametrize(("method", "path", "headers"), BY_PEOPLE)
def test_what_a_person_does_renews_their_session(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    assert asked(client, method, path, headers) > timezone.now() + 13 * DAY
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


@pytest.mark.parametrize(("method", "path", "headers"), BY_PAGES)
def test_what_a_page_or_a_program_asks_renews_nothing(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    assert asked(client, method, path, headers) < timezone.now() + 2 * DAY


def test_a_session_is_written_once_a_day(client: Client) -> None:
    first = asked(client, *BY_PEOPLE[0])
    assert asked(client, *BY_PEOPLE[1]) == first
    with mock.patch.object(timezone, "now", return_value=timezone.now() + DAY):
        assert asked(client, *BY_PEOPLE[1]) > first


@pytest.mark.parametrize("days", [20, 400])
def test_somebody_who_works_every_day_is_never_signed_out(client: Client, days: int) -> None:
    now = timezone.now()
    for day in range(0, days, 5):
        with mock.patch.object(timezone, "now", return_value=now + day * DAY):
            assert client.get("/telegram/chats/", headers=BROWSER).status_code == 200


def test_a_language_is_chosen_for_a_year_and_kept_with_the_session(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en"}, headers=BROWSER)
    chosen = client.cookies[site.LANGUAGE_COOKIE_NAME]
    assert (chosen.value, chosen["max-age"]) == ("en", 365 * 24 * 3600)
    with mock.patch.object(timezone, "now", return_value=timezone.now() + DAY):
        again = client.get("/telegram/chats/", headers=BROWSER).cookies[site.LANGUAGE_COOKIE_NAME]
    assert (again.value, again["max-age"], again["httponly"]) == ("en", 365 * 24 * 3600, True)


def test_a_language_that_is_none_is_not_kept(client: Client) -> None:
    client.cookies[site.LANGUAGE_COOKIE_NAME] = "xx"
    assert site.LANGUAGE_COOKIE_NAME not in client.get("/telegram/chats/", headers=BROWSER).cookies

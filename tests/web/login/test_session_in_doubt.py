"""A connection in doubt is said in words and in JSON, with the way to connect again, which a person decides on."""

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from tests.web.conftest import ANNA, FACE
from tgsdk import MemoryBackend, Photo, SessionInDoubt
from tgsdk.contrib.django.accounts import open_to_disconnect
from tgsdk.contrib.django.models import TelegramAccount
from web.models import AuditEvent, Picture, PictureSize
from web.pictures.store import note

AGAIN, STATUS = "/telegram/session/connect-again/", "/telegram/session/status/"


def doubt() -> SessionInDoubt:
    return SessionInDoubt(telegram_name="AUTH_KEY_NOT_FOUND", telegram_code=404)


@pytest.fixture
def doubted(program: Client, connected: None, backend: MemoryBackend) -> None:
    backend.fail(doubt())
    assert program.get(STATUS).status_code == 503


def test_a_program_reads_the_way_to_connect_again(program: Client, connected: None, backend: MemoryBackend) -> None:
    backend.fail(doubt())
    response = program.get(STATUS)
    assert response.status_code == 503
    assert response.json()["code"] == "session_in_doubt"
    assert response.json()["connect_again"] == {"method": "POST", "url": AGAIN}
    assert "requires_telegram_auth" not in response.json()


@pytest.mark.parametrize("reader", ["htmx", "browser"])
def test_a_person_reads_both_ways_on(
    reader: str, connected: None, backend: MemoryBackend, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(reader)
    backend.fail(doubt())
    for html in (client.get(STATUS).content.decode(), client.get("/telegram/").content.decode()):
        assert "не узнаёт это подключение" in html
        assert f'<form method="post" action="{AGAIN}"' in html
        assert f'hx-get="{STATUS}"' in html


def test_no_get_gives_the_key_up(program: Client, doubted: None, backend: MemoryBackend) -> None:
    before = TelegramAccount.objects.get()
    for address in ("auth/qr/", "auth/qr/status/", "", "user/info/", "chats/"):
        backend.fail(doubt())
        program.get(f"/telegram/{address}")
    after = TelegramAccount.objects.get()
    assert after.encrypted_session == before.encrypted_session
    assert (after.state, after.in_doubt_since) == ("logged_in", before.in_doubt_since)


def test_a_call_that_works_ends_the_doubt(program: Client, doubted: None) -> None:
    assert program.get(STATUS).json()["active"]
    assert TelegramAccount.objects.get().in_doubt_since is None


def test_pictures_stay_until_the_new_login_has_come_about(
    program: Client, doubted: None, backend: MemoryBackend
) -> None:
    note(TelegramAccount.objects.get().pk, [(Photo(id=FACE.id, location="face"), PictureSize.CHAT)])
    assert program.post(AGAIN).json() == {"active": False, "state": "logged_out"}
    url = program.get("/telegram/auth/qr/").json()["url"]
    assert Picture.objects.filter(photo_id=FACE.id).exists()
    backend.scan(url, ANNA)
    assert program.get("/telegram/auth/qr/status/").json()["authorized"]
    assert not Picture.objects.filter(photo_id=FACE.id).exists()


def test_connecting_again_without_a_doubt_changes_nothing(program: Client, connected: None) -> None:
    before = TelegramAccount.objects.get().encrypted_session
    assert program.post(AGAIN).status_code == 409
    assert TelegramAccount.objects.get().encrypted_session == before


def test_a_doubt_the_decision_and_the_way_back_are_in_the_audit(
    program: Client, doubted: None, backend: MemoryBackend
) -> None:
    program.post(AGAIN, REMOTE_ADDR="203.0.113.7")
    with open_to_disconnect(Recruiter.objects.get()) as account:
        account.forget()
    written = AuditEvent.objects.exclude(kind__in=["connected", "failed"]).order_by("pk")
    assert [event.kind for event in written] == ["doubted", "put_aside", "taken_back"]
    assert written[1].address == "203.0.113.7"
    assert {event.telegram_user_id for event in written} == {ANNA.id}

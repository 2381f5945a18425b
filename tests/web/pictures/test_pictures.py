"""Pictures: noted when they are shown, fetched together, given to nobody else."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User as Recruiter
from django.test import Client
from django.utils import timezone

from tgsdk import Chat, ChatKind, MemoryBackend, Photo, Sender, TelegramUnavailable, User
from tgsdk.contrib.django.models import TelegramAccount
from web.models import Picture, PictureSize
from web.pictures.store import LARGEST, image_type, note

from ..conftest import ANNA, BORIS, FACE, PNG, TEAM, message
from ..desk.test_chats_list import CHATS, ROWS
from ..desk.test_messages_list import CHAT

PICTURES, PICTURE = "/telegram/pictures/", "/telegram/pictures/901/chat/"


@pytest.fixture
def wanted(htmx: Client, desk: MemoryBackend) -> str:
    """The address that fetches what the list of chats wants."""
    url = str(htmx.get(CHATS, headers=ROWS).context["wanted_url"])
    desk.calls.clear()
    return url


def test_what_is_shown_is_noted_and_wanted(wanted: str) -> None:
    assert wanted == f"{PICTURES}?id=901.l-{BORIS}"
    (row,) = Picture.objects.all()
    assert (row.photo_id, row.size, row.location, row.content) == (901, "chat", "location-of-face", None)


def test_pictures_are_fetched_together_and_swapped_in(htmx: Client, desk: MemoryBackend, wanted: str) -> None:
    response = htmx.get(wanted)
    (avatar,) = response.context["pictures"]
    assert (avatar.element_id, avatar.url) == (f"avatar-l-{BORIS}", PICTURE)
    assert "hx-swap-oob" in response.content.decode()
    assert desk.calls == ["read_photos"]
    listed = htmx.get(CHATS, headers=ROWS)
    assert (listed.context["list"].rows[0].avatar.url, listed.context["wanted_url"]) == (PICTURE, None)
    htmx.get(wanted)
    assert desk.calls.count("read_photos") == 1


def test_the_face_of_a_group_s_member_stands_at_the_last_message_of_a_run(
    htmx: Client, program: Client, desk: MemoryBackend
) -> None:
    clara, bare = Sender(id=61, name="Clara Oak", photo=Photo(id=902, location="of-clara")), Sender(id=62, name="Dan")
    for number, sender in enumerate((clara, clara, bare, clara), 10):
        desk.put_message(ANNA.id, message(number, "hi", chat_id=TEAM, sender=sender))
    desk.put_file("of-clara", PNG)
    path = f"/telegram/chats/{TEAM}/messages/"
    assert program.get(path).json()["messages"][0]["sender"] == {
        "id": 61,
        "name": "Clara Oak",
        "photo": {"id": 902, "url": f"{PICTURES}902/chat/"},
    }
    opened = htmx.get(path, headers=CHAT)
    faces = {row.id: row.face and row.face.url for row in opened.context["chat"].messages.rows if row.id >= 10}
    assert faces == {10: None, 11: None, 12: None, 13: None}
    assert [row.id for row in opened.context["chat"].messages.rows if row.face] == [11, 13]
    wanted = opened.context["chat"].wanted
    assert [key for key in wanted if key.startswith("902")] == ["902.b-11", "902.b-13"]
    response = htmx.get(f"{PICTURES}?id=902.b-11&id=902.b-13")
    assert [each.element_id for each in response.context["pictures"]] == ["avatar-b-11", "avatar-b-13"]
    again = htmx.get(path, headers=CHAT).content.decode()
    assert again.count(f'class="avatar" src="{PICTURES}902/chat/"') == 2


def test_a_program_gets_addresses(program: Client, desk: MemoryBackend, wanted: str) -> None:
    assert program.get(f"{PICTURES}?id=901.chat&id=901.message&id=5.chat").json() == {
        "pictures": [{"id": 901, "size": "chat", "url": PICTURE}]
    }


@pytest.mark.parametrize("said", ["", "x", "901", "901.x-1", "901.m-1", "9" * 19 + ".chat", "901.l-<b>"])
def test_what_is_not_understood_is_left_out(htmx: Client, desk: MemoryBackend, wanted: str, said: str) -> None:
    assert htmx.get(PICTURES, {"id": said}).status_code == 204
    assert desk.calls == []


def test_nothing_is_fetched_that_telegram_has_not_shown(htmx: Client, desk: MemoryBackend, wanted: str) -> None:
    assert htmx.get(f"{PICTURES}?id=777.l-1").status_code == 204
    assert desk.calls == []


def test_a_picture_is_asked_for_anew_each_time_and_seldom_sent(htmx: Client, program: Client, wanted: str) -> None:
    htmx.get(wanted)
    response = program.get(PICTURE)
    assert (response.status_code, response.content, response["Content-Type"]) == (200, PNG, "image/png")
    assert response["Cache-Control"] == "private, no-cache"
    again = program.get(PICTURE, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")


def test_a_picture_never_asks_telegram(program: Client, desk: MemoryBackend, wanted: str) -> None:
    for path in (PICTURE, f"{PICTURES}901/message/", f"{PICTURES}901/x/", f"{PICTURES}5/chat/"):
        response = program.get(path)
        assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
    assert desk.calls == []


def test_another_recruiter_s_pictures_are_not_there(htmx: Client, program: Client, wanted: str) -> None:
    htmx.get(wanted)
    etag = program.get(PICTURE)["ETag"]
    other = Client()
    other.force_login(Recruiter.objects.create_user("petr"))
    assert other.get(PICTURE, headers={"If-None-Match": etag}).status_code == 404
    assert other.get(f"{PICTURES}?id=901.chat").json() == {"pictures": []}


@pytest.mark.parametrize("content", [None, b"", b"<svg onload=alert(1)>", b"GIF89a", PNG + b"x" * LARGEST])
def test_what_is_no_picture_is_not_kept_nor_asked_for_again(
    htmx: Client, desk: MemoryBackend, program: Client, wanted: str, content: bytes | None
) -> None:
    desk.remove_file("location-of-face")
    if content is not None:
        desk.put_file("location-of-face", content)
    assert htmx.get(wanted).status_code == 204
    assert program.get(PICTURE).status_code == 404
    assert htmx.get(CHATS, headers=ROWS).context["wanted_url"] is None
    Picture.objects.update(fetched_at=timezone.now() - timedelta(hours=2))
    assert htmx.get(CHATS, headers=ROWS).context["wanted_url"] == wanted


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF1234WEBP", "image/webp"), (b"RIFF1234AVI ", None)]
)
def test_pictures_are_known_by_their_first_bytes(content: bytes, kind: str | None) -> None:
    assert image_type(content) == kind


def test_that_telegram_is_away_is_no_failure(htmx: Client, desk: MemoryBackend, wanted: str) -> None:
    desk.fail(TelegramUnavailable())
    assert htmx.get(wanted).status_code == 204
    assert htmx.get(wanted).status_code == 200


@pytest.mark.parametrize("way", ["disconnect", "end", "other"])
def test_pictures_go_with_the_account(htmx: Client, desk: MemoryBackend, wanted: str, way: str) -> None:
    htmx.get(wanted)
    if way == "disconnect":
        htmx.post("/telegram/session/reset/")
    elif way == "end":
        desk.end_sessions(ANNA.id)
        htmx.get(CHATS)
    else:
        TelegramAccount.objects.update(telegram_user_id=1)
        htmx.get("/telegram/user/info/")
    assert not Picture.objects.exists()


def test_the_newest_are_kept(
    desk: MemoryBackend, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    monkeypatch.setitem(settings.TELEGRAM, "PICTURES", 3)
    account = TelegramAccount.objects.get()
    for number in range(5):
        note(account.pk, [(Photo(id=number, location="x"), PictureSize.CHAT)])
    assert sorted(Picture.objects.values_list("photo_id", flat=True)) == [2, 3, 4]
    with django_assert_num_queries(1):  # type: ignore[operator]
        note(account.pk, [(Photo(id=4, location="x"), PictureSize.CHAT)])


def test_a_picture_that_moved_is_looked_for_at_its_new_place(htmx: Client, desk: MemoryBackend, wanted: str) -> None:
    photo = Photo(id=FACE.id, location="new place")
    desk.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris", photo=photo))
    htmx.get(CHATS)
    assert Picture.objects.get().location == "new place"


def test_the_account_s_card_has_its_photo(
    program: Client, browser: Client, htmx: Client, backend: MemoryBackend
) -> None:
    url = program.get("/telegram/auth/qr/").json()["url"]
    backend.scan(url, User(id=ANNA.id, first_name="Anna", photo=FACE))
    program.get("/telegram/auth/qr/status/")
    backend.put_file("location-of-face", PNG)
    card = browser.get("/telegram/")
    assert card.context["wanted_url"] == f"{PICTURES}?id=901.a-{ANNA.id}"
    htmx.get(card.context["wanted_url"])
    assert browser.get("/telegram/").context["avatar"].url == PICTURE
    assert "photo" not in program.get("/telegram/user/info/").json()

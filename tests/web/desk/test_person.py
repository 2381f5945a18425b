"""The card of a person or a group, and what was shared in a chat."""

import dataclasses

import pytest
from django.test import Client

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Forbidden,
    MemoryBackend,
    Photo,
    Profile,
    TelegramUnavailable,
)
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, TEAM, message

PERSON = f"/telegram/chats/{BORIS}/person/"
SHARED = f"/telegram/chats/{BORIS}/shared/"
CARD = {"HX-Target": "person"}
BORIS_CHAT = Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris Sokolov", username="boris")
TEAM_CHAT = Chat(id=TEAM, kind=ChatKind.SUPERGROUP, title="Backend team", members_count=3)
PHOTO = Attachment(
    kind=AttachmentKind.PHOTO,
    size=9,
    mime_type="image/jpeg",
    location="photo",
    thumbnail=Photo(id=77, location="small", width=320, height=200),
)


@pytest.fixture
def known(desk: MemoryBackend) -> MemoryBackend:
    """Boris shows his number and a bio, is in a group with Anna, and has sent a photo."""
    profile = Profile(
        chat=BORIS_CHAT,
        phone="+79001112233",
        about="Python <b>and</b> tea\nMoscow",
        common_chats=(TEAM_CHAT,),
        common_chats_count=3,
    )
    desk.put_profile(ANNA.id, profile)
    desk.put_message(ANNA.id, message(4, attachment=PHOTO))
    desk.calls.clear()
    return desk


def test_the_head_of_a_chat_leads_to_the_card(htmx: Client, known: MemoryBackend) -> None:
    page = htmx.get(f"/telegram/chats/{BORIS}/messages/", headers={"HX-Target": "chat"}).content.decode()
    assert f'href="{PERSON}"' in page
    assert f'hx-get="{PERSON}"' in page


def test_a_card_says_all_that_telegram_says(htmx: Client, known: MemoryBackend) -> None:
    page = htmx.get(PERSON, headers=CARD).content.decode()
    for said in (
        "Boris Sokolov",
        'href="tel:+79001112233"',
        "@boris",
        "Python &lt;b&gt;and&lt;/b&gt; tea",
        "Backend team",
    ):
        assert said in page
    assert "и ещё 2" in page
    assert f"/telegram/chats/{TEAM}/messages/" in page


def test_without_scripts_a_card_is_a_page(browser: Client, known: MemoryBackend) -> None:
    page = browser.get(PERSON).content.decode()
    assert "<html" in page
    assert "Boris Sokolov" in page
    assert f'href="{SHARED}?kind=files"' in page


def test_a_group_says_its_members(htmx: Client, known: MemoryBackend) -> None:
    about = "All who write Python: https://team.example.com/"
    known.put_profile(ANNA.id, Profile(chat=TEAM_CHAT, about=about, members_count=5))
    page = htmx.get(f"/telegram/chats/{TEAM}/person/", headers=CARD).content.decode()
    assert "5 участников" in page
    assert 'All who write Python: <a href="https://team.example.com/" target="_blank" rel="noopener' in page
    assert "Описание" in page


def test_a_program_reads_a_card(program: Client, known: MemoryBackend) -> None:
    said = program.get(PERSON).json()
    assert (said["phone"], said["about"]) == ("+79001112233", "Python <b>and</b> tea\nMoscow")
    assert [chat["id"] for chat in said["common_chats"]] == [TEAM]
    assert (said["chat"]["id"], said["common_chats_count"], said["members_count"]) == (BORIS, 3, None)


def test_opening_a_card_is_written_down(htmx: Client, known: MemoryBackend) -> None:
    htmx.get(PERSON, headers=CARD)
    assert AuditEvent.objects.get(operation="person").subject == str(BORIS)


def test_a_card_that_cannot_be_read_says_why_in_its_place(htmx: Client, known: MemoryBackend) -> None:
    known.fail(TelegramUnavailable())
    answer = htmx.get(PERSON, headers=CARD)
    assert answer.status_code == 503
    assert "Нет связи с Telegram" in answer.content.decode()
    assert 'hx-target="#person"' in answer.content.decode()


def test_a_card_of_a_chat_that_was_closed_is_refused_on_a_page(browser: Client, known: MemoryBackend) -> None:
    known.fail(Forbidden(telegram_name="CHANNEL_PRIVATE"))
    assert browser.get(f"/telegram/chats/{TEAM}/person/").status_code == 403


def test_shared_files_are_listed(htmx: Client, known: MemoryBackend) -> None:
    page = htmx.get(SHARED, {"kind": "files"}, headers=CARD).content.decode()
    assert "CV.pdf" in page
    assert f"/telegram/chats/{BORIS}/messages/3/file/" in page
    assert "picture-s-4" not in page
    assert f'href="/telegram/chats/{BORIS}/messages/3/view/"' in page


def test_shared_photos_are_a_grid_and_their_pictures_are_asked_for(htmx: Client, known: MemoryBackend) -> None:
    page = htmx.get(SHARED, {"kind": "photos"}, headers=CARD).content.decode()
    assert 'id="picture-s-4"' in page
    assert "77.s-4.96x96" in page
    known.put_file("small", b"\x89PNG\r\n\x1a\n" + b"pixels")
    fetched = htmx.get("/telegram/pictures/", {"id": "77.s-4.96x96"}).content.decode()
    assert 'id="picture-s-4"' in fetched


def test_more_files_come_by_scrolling(htmx: Client, known: MemoryBackend) -> None:
    cv = Attachment(kind=AttachmentKind.DOCUMENT, size=9, mime_type="application/pdf", location="x", name="more.pdf")
    for number in range(10, 40):
        known.put_message(ANNA.id, message(number, attachment=dataclasses.replace(cv, name=f"more{number}.pdf")))
    page = htmx.get(SHARED, {"kind": "files"}, headers=CARD).content.decode()
    assert page.count('class="shared-file"') == 20
    assert "cursor=" in page


def test_nothing_shared_is_said(htmx: Client, known: MemoryBackend) -> None:
    page = htmx.get(f"/telegram/chats/{TEAM}/shared/", {"kind": "photos"}, headers=CARD).content.decode()
    assert "Здесь ещё не отправляли фото" in page


def test_without_scripts_what_was_shared_is_a_page(browser: Client, known: MemoryBackend) -> None:
    page = browser.get(SHARED, {"kind": "files"}).content.decode()
    assert "<html" in page
    assert "CV.pdf" in page


def test_a_program_reads_what_was_shared(program: Client, known: MemoryBackend) -> None:
    said = program.get(SHARED, {"kind": "photos", "limit": "1"}).json()
    assert [each["id"] for each in said["messages"]] == [4]
    assert program.get(SHARED, {"kind": "spoons"}).status_code == 400
    assert program.get(SHARED, {"cursor": "nonsense"}).status_code == 400


def test_a_list_that_cannot_be_continued_says_why(htmx: Client, known: MemoryBackend) -> None:
    known.fail(TelegramUnavailable())
    answer = htmx.get(SHARED, {"kind": "files"}, headers=CARD)
    assert answer.status_code == 503
    assert "Нет связи" in answer.content.decode()

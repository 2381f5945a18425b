"""A group leads to its people: its card lists them, and whoever writes in it has a card."""

from typing import Any

import pytest
from django.test import Client

from tgsdk import Chat, ChatKind, Member, MemberRole, MemoryBackend, Photo, Sender
from tgsdk.contrib.django.models import Attempt, Stranger
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, NEWS, TEAM, message

MEMBERS, CARD = f"/telegram/chats/{TEAM}/members/", {"HX-Target": "person"}
VERA = Chat(
    id=6_000_000_001,
    kind=ChatKind.PRIVATE,
    title="Vera Orlova",
    username="vera_orlova",
    photo=Photo(id=55, location="face of Vera"),
)
GLEB = Chat(id=6_000_000_002, kind=ChatKind.PRIVATE, title="Gleb <b>Novak</b>")
OWN = Chat(id=ANNA.id, kind=ChatKind.SAVED, title="Anna Petrova")
TO_VERA = f"/telegram/chats/{VERA.id}/messages/"


@pytest.fixture
def team(desk: MemoryBackend) -> MemoryBackend:
    """Anna's team: Vera, who owns it, and Gleb, who has written there. She has a chat with neither."""
    members = [Member(chat=OWN), Member(chat=VERA, role=MemberRole.CREATOR), Member(chat=GLEB)]
    desk.put_members(ANNA.id, TEAM, members)
    desk.put_message(ANNA.id, message(11, "Good morning", chat_id=TEAM, sender=Sender(id=GLEB.id, name=GLEB.title)))
    return desk


@pytest.fixture
def one_a_day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.TELEGRAM, "LIMITS", {"new_conversation": [[1, 86400]]})


def test_a_program_reads_the_members(program: Client, team: MemoryBackend) -> None:
    said = program.get(MEMBERS, {"limit": "2"}).json()
    assert [(each["chat"]["title"], each["role"]) for each in said["members"]] == [
        ("Anna Petrova", "member"),
        ("Vera Orlova", "creator"),
    ]
    rest = program.get(MEMBERS, {"cursor": said["next"]}).json()
    assert ([each["chat"]["id"] for each in rest["members"]], rest["next"]) == ([GLEB.id], None)
    assert program.get(MEMBERS, {"cursor": "nonsense"}).status_code == 400
    assert program.get(MEMBERS, {"limit": "0"}).status_code == 400
    assert program.get(f"/telegram/chats/{BORIS}/members/").status_code == 404


def test_the_card_of_a_group_asks_for_its_members(htmx: Client, team: MemoryBackend) -> None:
    assert f'hx-get="{MEMBERS}"' in htmx.get(f"/telegram/chats/{TEAM}/person/", headers=CARD).content.decode()
    for chat_id in (BORIS, NEWS):
        page = htmx.get(f"/telegram/chats/{chat_id}/person/", headers=CARD).content.decode()
        assert f"/telegram/chats/{chat_id}/members/" not in page


def test_each_member_leads_to_their_card_and_that_to_writing(htmx: Client, team: MemoryBackend) -> None:
    page = htmx.get(MEMBERS).content.decode()
    for said in ("Vera Orlova", "@vera_orlova", "владелец", "это вы", "Gleb &lt;b&gt;Novak&lt;/b&gt;", "55.w-"):
        assert said in page
    assert f'href="/telegram/chats/{VERA.id}/person/"' in page
    card = htmx.get(f"/telegram/chats/{VERA.id}/person/", headers=CARD).content.decode()
    assert "Написать" in card
    assert f'hx-get="{TO_VERA}"' in card


def test_a_large_group_comes_in_pages(htmx: Client, desk: MemoryBackend) -> None:
    chats = [Chat(id=6_000_000_100 + number, kind=ChatKind.PRIVATE, title=f"P {number}") for number in range(40)]
    desk.put_members(ANNA.id, TEAM, [Member(chat=chat) for chat in chats])
    page = htmx.get(MEMBERS).content.decode()
    assert page.count('/person/" hx-get') == 30
    cursor = page.partition("cursor=")[2].partition('"')[0]
    assert htmx.get(MEMBERS, {"cursor": cursor}).content.decode().count('/person/" hx-get') == 10


def test_without_scripts_the_members_are_a_page(browser: Client, team: MemoryBackend) -> None:
    page = browser.get(MEMBERS).content.decode()
    assert "<html" in page
    assert "Vera Orlova" in page
    assert f'href="/telegram/chats/{TEAM}/person/"' in page


def test_a_group_that_hides_its_members_says_so(
    htmx: Client, browser: Client, program: Client, team: MemoryBackend
) -> None:
    team.put_members(ANNA.id, TEAM, None)
    for reader in (htmx, browser, program):
        answer = reader.get(MEMBERS)
        assert answer.status_code == 403
        said = answer.json()["error"] if reader is program else answer.content.decode()
        assert "Участники скрыты: их видят только администраторы." in said


def test_looking_at_the_members_is_written_down(htmx: Client, team: MemoryBackend) -> None:
    htmx.get(MEMBERS)
    assert AuditEvent.objects.get(operation="members").subject == str(TEAM)


@pytest.mark.usefixtures("one_a_day")
def test_members_count_as_strangers(program: Client, team: MemoryBackend) -> None:
    program.get(MEMBERS)
    assert set(Stranger.objects.values_list("chat_id", flat=True)) == {VERA.id, GLEB.id}
    assert program.post(TO_VERA, {"text": "Are you looking for a job?"}).status_code == 200
    assert program.post(TO_VERA, {"text": "It is a good one"}).status_code == 200
    answer = program.post(f"/telegram/chats/{GLEB.id}/messages/", {"text": "And you?"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_new_conversations")


@pytest.mark.parametrize("address", ["11/", "11/edit/", "by-id/?message_ids=11"])
def test_whoever_was_met_in_one_message_counts_as_a_stranger(
    address: str, program: Client, team: MemoryBackend
) -> None:
    assert program.get(f"/telegram/chats/{TEAM}/messages/{address}").status_code in (200, 403)
    assert program.post(f"/telegram/chats/{GLEB.id}/messages/", {"text": "hello"}).status_code == 200
    assert Attempt.objects.filter(operation="new_conversation").count() == 1


def test_whoever_was_reacted_to_counts_as_a_stranger(program: Client, team: MemoryBackend) -> None:
    reaction = program.post(f"/telegram/chats/{TEAM}/messages/reaction/", {"message_id": 11, "emoji": "👍"})
    assert reaction.status_code == 200
    assert program.post(f"/telegram/chats/{GLEB.id}/messages/", {"text": "hello"}).status_code == 200
    assert Attempt.objects.filter(operation="new_conversation").count() == 1


@pytest.mark.parametrize("reader", ["program", "browser"])
def test_whoever_has_written_in_a_group_counts_as_a_stranger(
    reader: str, request: pytest.FixtureRequest, team: MemoryBackend
) -> None:
    client: Client = request.getfixturevalue(reader)
    client.get(f"/telegram/chats/{TEAM}/messages/")
    assert client.get(f"/telegram/chats/{GLEB.id}/person/").status_code == 200
    assert client.post(f"/telegram/chats/{GLEB.id}/messages/", {"text": "hello"}).status_code < 400
    assert Attempt.objects.filter(operation="new_conversation").count() == 1


def test_whoever_one_has_a_chat_with_is_no_stranger(program: Client, team: MemoryBackend) -> None:
    team.put_message(ANNA.id, message(12, "Hi", chat_id=TEAM))
    program.get("/telegram/chats/")
    program.get(f"/telegram/chats/{TEAM}/messages/")
    assert not Stranger.objects.filter(chat_id=BORIS).exists()


def test_the_name_and_the_face_in_a_group_lead_to_a_card(htmx: Client, team: MemoryBackend) -> None:
    page = htmx.get(f"/telegram/chats/{TEAM}/messages/", headers={"HX-Target": "chat"}).content.decode()
    assert page.count(f'href="../../{GLEB.id}/person/"') == 2
    alone = htmx.get(f"/telegram/chats/{BORIS}/messages/", headers={"HX-Target": "chat"}).content.decode()
    assert "to-card" not in alone

"""Messages that are sent later: planned, listed, sent at once, given up."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tgsdk import Capability, MemoryBackend, WriteForbidden

from ..conftest import ANNA, BORIS

CHAT, PLANNED = f"/telegram/chats/{BORIS}/messages/", f"/telegram/chats/{BORIS}/scheduled/"
ENGLISH = {"Accept-Language": "en"}
FORM = {"draft": "a-form-of-its-own", "text": "Good morning"}


def tomorrow(hour: int = 9, zone: str = "UTC") -> str:
    """As a page says it: by the reader's own clock."""
    return f"{timezone.localdate(timezone=ZoneInfo(zone)) + timedelta(days=1)}T{hour:02}:00"


def planned(program: Client) -> list[str]:
    return [message["text"] for message in program.get(PLANNED).json()["messages"]]


def test_a_page_plans_a_message_and_shows_what_is_planned(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    htmx.cookies["timezone"] = tokyo = "Asia/Tokyo"
    html = htmx.post(PLANNED, FORM | {"at": tomorrow(zone=tokyo)}, headers=ENGLISH).content.decode()
    assert "Planned: tomorrow at 09:00." in html
    assert "Good morning" in html
    (message,) = program.get(PLANNED).json()["messages"]
    assert message["date"].endswith("T00:00:00Z")  # nine o'clock in Tokyo
    assert "Good morning" not in [each["text"] for each in program.get(CHAT).json()["messages"]]


def test_the_same_form_plans_its_text_once(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    for at in (tomorrow(), tomorrow(), tomorrow(10)):
        assert htmx.post(PLANNED, FORM | {"at": at}).status_code == 200
    assert planned(program) == ["Good morning", "Good morning"]


def test_what_is_planned_takes_its_draft_away(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    program.post(f"/telegram/chats/{BORIS}/draft/", {"text": "Good morning"})
    htmx.post(PLANNED, FORM | {"at": tomorrow(), "saved": "yes"})
    assert not [chat for chat in program.get("/telegram/chats/").json()["chats"] if chat["draft"]]


@pytest.mark.parametrize(
    "fields", [{"at": ""}, {"at": "soon"}, {"at": "2020-01-01T09:00"}, {"at": tomorrow(), "text": " "}]
)
def test_what_cannot_be_planned_is_refused_at_the_field(
    htmx: Client, program: Client, desk: MemoryBackend, fields: dict[str, str]
) -> None:
    htmx.post(PLANNED, FORM | {"at": tomorrow(12), "text": "What is planned stays in sight"})
    for client in (htmx, program):
        answer = client.post(PLANNED, FORM | fields, headers=ENGLISH)
        assert answer.status_code == 400
    shown = htmx.post(PLANNED, FORM | fields).content.decode()
    assert ('role="alert"' in shown, "What is planned stays in sight" in shown) == (True, True)
    assert desk.calls.count("schedule_message") == 1


def test_what_telegram_refuses_is_said_above_the_list(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    htmx.post(PLANNED, FORM | {"at": tomorrow()})
    far = f"{timezone.localdate() + timedelta(days=500)}T09:00"
    html = htmx.post(PLANNED, FORM | {"at": far}, headers=ENGLISH).content.decode()
    assert "a year ahead at most" in html
    assert html.count("Good morning") > 1  # what is planned stands below it
    desk.forbid_writing(ANNA.id, BORIS, WriteForbidden())
    assert htmx.post(PLANNED, FORM | {"at": tomorrow(11)}).status_code == 403


def test_a_planned_message_is_sent_now_or_given_up(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    for text in ("first", "second"):
        program.post(PLANNED, {"text": text, "at": f"{tomorrow()}:00Z"})
    html = htmx.get(PLANNED, headers=ENGLISH).content.decode()
    send, delete = re.findall(r'hx-post="([^"]+)"', html)[0], re.findall(r'hx-post="([^"]+)"', html)[3]
    assert "second" in htmx.post(send).content.decode()
    assert "Nothing is planned" in htmx.post(delete, headers=ENGLISH).content.decode()
    assert program.get(CHAT).json()["messages"][0]["text"] == "first"
    assert htmx.post(send).status_code == 404


def test_a_program_plans_and_gives_up(program: Client, desk: MemoryBackend) -> None:
    fields = {"text": "Hello", "at": f"{tomorrow()}:00+03:00", "random_id": "5"}
    made = program.post(PLANNED, fields).json()["message"]
    assert made["date"].endswith("T06:00:00Z")
    assert program.post(PLANNED, fields).status_code == 409
    assert program.post(f"{PLANNED}{made['id']}/delete/").json() == {"deleted": True}
    again = program.post(PLANNED, fields | {"random_id": "6"}).json()["message"]
    assert program.post(f"{PLANNED}{again['id']}/send/").json() == {"sent": True}
    assert planned(program) == []


def test_a_browser_without_scripts_has_a_page_of_what_is_planned(browser: Client, desk: MemoryBackend) -> None:
    html = browser.get(CHAT).content.decode()
    assert f'formaction="{PLANNED}"' in html
    assert re.search(r'<input id="id_at" type="datetime-local" name="at" form="message-form" value="[^"]+T09:00"', html)
    assert browser.post(PLANNED, FORM | {"at": tomorrow()})["Location"] == PLANNED
    page = browser.get(PLANNED).content.decode()
    assert "<h1" in page
    assert "Good morning" in page
    refused = browser.post(PLANNED, FORM | {"at": "2020-01-01T09:00"})
    assert (refused.status_code, "<h1" in refused.content.decode()) == (400, True)


def test_where_the_backend_plans_nothing_there_is_no_field(browser: Client, desk: MemoryBackend) -> None:
    desk.supports = frozenset(Capability) - {Capability.SCHEDULE}  # type: ignore[misc]
    html = browser.get(CHAT).content.decode()
    assert 'id="id_at"' not in html
    assert 'id="later-opener"' not in html

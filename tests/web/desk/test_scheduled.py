"""Messages that are sent later: planned, listed, sent at once, given up."""

import json
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tgsdk import Capability, MemoryBackend, TelegramUnavailable, WriteForbidden

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
    assert ('class="field-error"' in shown, "What is planned stays in sight" in shown) == (True, True)
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


def offer() -> SimpleUploadedFile:
    return SimpleUploadedFile("Оффер.pdf", b"%PDF-1.4 the offer", "application/pdf")


def test_files_are_planned_once_with_their_caption(program: Client, desk: MemoryBackend) -> None:
    fields = {"text": "**Ваш** оффер", "markup": "telegram", "at": f"{tomorrow()}:00Z", "random_id": "5"}
    made = program.post(PLANNED, fields | {"files": offer()}).json()["message"]
    assert (made["text"], made["attachment"]["name"], made["date"]) == ("Ваш оффер", "Оффер.pdf", f"{tomorrow()}:00Z")
    assert made["entities"][0]["kind"] == "bold"
    assert program.post(PLANNED, fields | {"files": offer()}).status_code == 409
    album = program.post(PLANNED, {"files": [offer(), offer()], "at": f"{tomorrow(10)}:00Z"}).json()["messages"]
    assert len(album) == 2
    assert planned(program) == ["Ваш оффер", "", ""]
    refused = program.post(PLANNED, {"files": offer(), "at": "2020-01-01T09:00"}, headers=ENGLISH)
    assert (refused.status_code, refused.json()["error"]) == (400, "This time has passed. Choose a later one.")
    assert program.post(f"{PLANNED}{made['id']}/send/").status_code == 200
    sent = program.get(CHAT).json()["messages"][0]
    assert (sent["text"], sent["attachment"]["name"]) == ("Ваш оффер", "Оффер.pdf")


def test_a_page_plans_files_in_their_bubble_and_opens_what_is_planned(
    htmx: Client, program: Client, desk: MemoryBackend
) -> None:
    bubble = {"HX-Target": "outgoing-answer-1-2-3-4"}
    fields = {"draft": "a-form-of-its-own", "text": "Ваш оффер"}
    for _ in range(2):
        answer = htmx.post(PLANNED, fields | {"files": offer(), "at": tomorrow()}, headers=bubble | ENGLISH)
        assert (answer.status_code, answer["HX-Reswap"]) == (200, "none")
        assert {*json.loads(answer["HX-Trigger"])} == {"arrived", "planned"}
        assert "Planned: tomorrow at 09:00." in answer.content.decode()
    assert planned(program) == ["Ваш оффер"]
    htmx.post(PLANNED, fields | {"files": offer(), "at": tomorrow(10)}, headers=bubble)
    assert planned(program) == ["Ваш оффер"] * 2
    refused = htmx.post(PLANNED, fields | {"files": offer(), "at": ""}, headers=bubble | ENGLISH)
    assert (refused.status_code, "Choose a day and a time." in refused.content.decode()) == (400, True)


def test_a_planned_message_is_changed_in_its_line(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    fields = {"text": "Good **morning**", "markup": "telegram", "at": f"{tomorrow()}:00Z"}
    message_id = program.post(PLANNED, fields).json()["message"]["id"]
    edit = f"{PLANNED}{message_id}/edit/"
    htmx.cookies["timezone"] = "UTC"
    html = htmx.get(edit).content.decode()
    assert "Good **morning**</textarea>" in html
    assert f'name="at" value="{tomorrow()}"' in html
    changed = {"text": "Good __evening__", "markup": "telegram", "at": tomorrow(19)}
    answer = htmx.post(edit, changed, headers=ENGLISH).content.decode()
    assert "Planned: tomorrow at 19:00." in answer
    assert "<textarea" not in answer
    (message,) = program.get(PLANNED).json()["messages"]
    assert (message["text"], message["date"]) == ("Good evening", f"{tomorrow(19)}:00Z")
    assert [(each["kind"], each["offset"]) for each in message["entities"]] == [("italic", 5)]


@pytest.mark.parametrize("fields", [{"at": ""}, {"at": "2020-01-01T09:00"}, {"text": " "}, {"text": "x" * 5000}])
def test_a_change_that_is_refused_stays_in_its_form(
    htmx: Client, browser: Client, program: Client, desk: MemoryBackend, fields: dict[str, str]
) -> None:
    message_id = program.post(PLANNED, {"text": "Good morning", "at": f"{tomorrow()}:00Z"}).json()["message"]["id"]
    for client in (htmx, browser):
        written = {"text": "Good evening", "at": tomorrow(19)} | fields
        answer = client.post(f"{PLANNED}{message_id}/edit/", written, headers=ENGLISH)
        html = answer.content.decode()
        assert (answer.status_code, f"{written['text']}</textarea>" in html) == (400, True)
        assert f'value="{written["at"]}"' in html
        assert html.count('role="alert"') == 1
    assert program.post(f"{PLANNED}{message_id}/edit/", {"text": "a", "at": tomorrow()} | fields).status_code == 400
    assert planned(program) == ["Good morning"]


def test_what_was_sent_while_it_was_changed_is_not_lost(
    htmx: Client, browser: Client, program: Client, desk: MemoryBackend
) -> None:
    message_id = program.post(PLANNED, {"text": "Good morning", "at": f"{tomorrow()}:00Z"}).json()["message"]["id"]
    program.post(f"{PLANNED}{message_id}/send/")
    for client in (htmx, browser):
        answer = client.post(f"{PLANNED}{message_id}/edit/", {"text": "Good evening", "at": tomorrow()})
        assert (answer.status_code, "Good evening</textarea>" in answer.content.decode()) == (404, True)
        assert client.get(f"{PLANNED}{message_id}/edit/").status_code == 404
    assert program.get(f"{PLANNED}{message_id}/edit/").status_code == 404


def test_a_planned_file_may_lose_its_caption_and_keeps_its_formats_without_marks(
    program: Client, htmx: Client, desk: MemoryBackend
) -> None:
    bold_and_link = [{"kind": "bold", "offset": 2, "length": 3}, {"kind": "spoiler", "offset": 0, "length": 3}]
    fields = {"text": "your offer", "entities": json.dumps(bold_and_link), "at": f"{tomorrow()}:00Z"}
    made = program.post(PLANNED, fields | {"files": offer()}).json()["message"]
    said = program.get(f"{PLANNED}{made['id']}/edit/").json()
    assert (said["is_plain"], said["text"]) == (True, "your offer")
    htmx.post(f"{PLANNED}{made['id']}/edit/", {"plain": "yes", "text": "your offers", "at": tomorrow()})
    (message,) = program.get(PLANNED).json()["messages"]
    assert (message["text"], len(message["entities"])) == ("your offers", 2)
    assert htmx.post(f"{PLANNED}{made['id']}/edit/", {"text": "", "at": tomorrow()}).status_code == 200
    (message,) = program.get(PLANNED).json()["messages"]
    assert (message["text"], message["attachment"]["name"]) == ("", "Оффер.pdf")


def test_where_the_backend_plans_no_files_and_changes_nothing_no_way_is_shown(
    browser: Client, program: Client, desk: MemoryBackend
) -> None:
    program.post(PLANNED, {"text": "Good morning", "at": f"{tomorrow()}:00Z"})
    ways = ("/edit/", 'id="files-later-opener"', 'id="id_files_at"')
    html = browser.get(CHAT).content.decode() + browser.get(PLANNED).content.decode()
    assert [way in html for way in ways] == [True] * 3
    desk.supports = frozenset(Capability) - {Capability.SCHEDULE_FILES, Capability.EDIT_SCHEDULED}  # type: ignore[misc]
    html = browser.get(CHAT).content.decode() + browser.get(PLANNED).content.decode()
    assert [way in html for way in ways] == [False] * 3


def test_a_browser_without_scripts_plans_files(browser: Client, program: Client, desk: MemoryBackend) -> None:
    answer = browser.post(PLANNED, {"files": offer(), "text": "Ваш оффер", "at": tomorrow()})
    assert (answer.status_code, answer["Location"]) == (302, PLANNED)
    assert planned(program) == ["Ваш оффер"]


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


def test_a_wrong_time_is_said_at_its_field_and_another_mistake_above_the_list(
    htmx: Client, browser: Client, desk: MemoryBackend
) -> None:
    """Without a script the page of the plans has no such field."""
    entries = {"text": "Hello", "at": "2020-01-01T09:00"}
    at_the_field = r'innerHTML:#later-error">\s*<p class="field-error"'
    html = htmx.post(PLANNED, entries).content.decode()
    assert (bool(re.search(at_the_field, html)), html.count('class="field-error"')) == (True, 1)
    html = htmx.post(PLANNED, {"text": "", "at": tomorrow()}).content.decode()
    assert (bool(re.search(at_the_field, html)), html.count('class="field-error"')) == (False, 1)
    html = browser.post(PLANNED, entries).content.decode()
    assert ("#later-error" in html, html.count('class="field-error"')) == (False, 1)


def test_how_many_are_planned_is_said_where_it_was_read(htmx: Client, desk: MemoryBackend) -> None:
    assert 'data-count="0"' in htmx.get(PLANNED).content.decode()
    assert 'data-count="1"' in htmx.post(PLANNED, {"text": "Hello", "at": tomorrow()}).content.decode()
    desk.fail(TelegramUnavailable(), times=20)
    assert "data-count" not in htmx.get(PLANNED).content.decode()

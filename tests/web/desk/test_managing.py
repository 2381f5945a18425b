"""Chats are managed from the list and from their cards: pinned, archived, muted, read."""

import json
from typing import Any

import pytest
from django.test import Client

from tgsdk import Chat, ChatKind, MemoryBackend, TelegramUnavailable

from ..conftest import ANNA, BORIS, TEAM, message

CHAT = f"/telegram/chats/{BORIS}/"
PIN, ARCHIVE, MUTE, UNREAD, CARD = (f"{CHAT}{name}/" for name in ("pin", "archive", "mute", "unread", "person"))
SWITCHES = {PIN: "pinned", MUTE: "muted", ARCHIVE: "archived"}
ROW, ACTS = {"HX-Target": "chats-said"}, {"HX-Target": "chat-acts"}
SAID = {
    PIN: ("Чат закреплён.", "Чат откреплён."),
    ARCHIVE: ("Чат в архиве.", "Чат снова в списке."),
    MUTE: ("Чат без звука.", "Чат снова со звуком."),
}


def state_of(program: Client, name: str) -> Any:
    return program.get(f"{CHAT}info/").json()["chat"][f"is_{name}"]


@pytest.mark.parametrize("url", SWITCHES)
def test_a_program_switches_on_and_off(url: str, program: Client, desk: MemoryBackend) -> None:
    name = SWITCHES[url]
    for value in (True, False):
        answer = program.post(url, json.dumps({name: value}), content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, {name: value})
        assert state_of(program, name) is value


@pytest.mark.parametrize("url", SWITCHES)
def test_a_row_is_told_what_was_done(url: str, htmx: Client, desk: MemoryBackend) -> None:
    for value, said in zip(("yes", ""), SAID[url], strict=True):
        assert htmx.post(url, {SWITCHES[url]: value}, headers=ROW).content.decode().strip() == said


def test_a_row_says_what_its_chat_is(htmx: Client, desk: MemoryBackend) -> None:
    assert 'data-last="3" data-is="u"' in htmx.get("/telegram/chats/").content.decode()
    for url, name in ((PIN, "pinned"), (MUTE, "muted")):
        htmx.post(url, {name: "yes"}, headers=ROW)
    htmx.post(UNREAD, {"unread": "", "message_id": "3"}, headers=ROW)
    assert 'data-last="3" data-is="pm"' in htmx.get("/telegram/chats/").content.decode()


def test_what_is_found_and_what_nobody_has_written_in_has_no_menu(htmx: Client, desk: MemoryBackend) -> None:
    found = htmx.get("/telegram/chats/", {"q": "vacancy", "in": "messages"}).content.decode()
    assert "Boris" in found
    assert "data-last" not in found
    assert htmx.get("/telegram/chats/").content.decode().count("data-last") == 1


def test_the_list_of_another_page_comes_to_know_of_it(htmx: Client, program: Client, desk: MemoryBackend) -> None:
    def state() -> str:
        page = htmx.get("/telegram/chats/").content.decode()
        return page.partition('name="state" value="')[2][:16]

    states = {state()}
    for url, name in SWITCHES.items():
        program.post(url, {name: "yes"})
        states.add(state())
    assert len(states) == 4


def test_a_chat_is_read_from_the_list_up_to_its_last_message(program: Client, desk: MemoryBackend) -> None:
    program.post(UNREAD, {"unread": "yes"})
    assert program.post(UNREAD, {"unread": "", "message_id": "3"}).json() == {"unread": False}
    chat = program.get(f"{CHAT}info/").json()["chat"]
    assert (chat["unread_count"], chat["is_marked_unread"]) == (0, False)
    assert program.post(UNREAD, {"unread": "", "message_id": "0"}).status_code == 400


def pin_five(desk: MemoryBackend) -> None:
    for number in range(5):
        chat = Chat(id=7_000_000_000 + number, kind=ChatKind.PRIVATE, title=f"P {number}", is_pinned=True)
        desk.put_chat(ANNA.id, chat)


def test_too_many_pinned_chats_are_refused_in_words(program: Client, htmx: Client, desk: MemoryBackend) -> None:
    pin_five(desk)
    answer = program.post(PIN, {"pinned": "yes"})
    assert (answer.status_code, answer.json()["telegram"]) == (403, "PINNED_DIALOGS_TOO_MUCH")
    for headers in (ROW, ACTS):
        page = htmx.post(PIN, {"pinned": "yes"}, headers=headers)
        assert page.status_code == 403
        assert "Telegram не даёт закрепить больше чатов" in page.content.decode()


def test_a_card_has_the_same_acts_and_shows_them_anew(htmx: Client, desk: MemoryBackend) -> None:
    card = htmx.get(CARD, headers={"HX-Target": "person"}).content.decode()
    for url in (PIN, ARCHIVE, MUTE, UNREAD):
        assert f'hx-post="{url}"' in card
    assert "Закрепить" in card
    acts = htmx.post(PIN, {"pinned": "yes"}, headers=ACTS).content.decode()
    assert "Открепить" in acts
    assert f'hx-post="{MUTE}"' in acts
    read = htmx.post(UNREAD, {"unread": "", "message_id": "3"}, headers=ACTS).content.decode()
    assert "Отметить как непрочитанное" in read


def test_without_scripts_an_act_leads_back_to_the_card(browser: Client, program: Client, desk: MemoryBackend) -> None:
    for url, name in SWITCHES.items():
        answer = browser.post(url, {name: "yes"})
        assert (answer.status_code, answer["Location"]) == (302, CARD)
        assert state_of(program, name) is True
    assert "Из архива" in browser.get(CARD).content.decode()


def test_a_card_of_somebody_who_is_not_in_the_list_has_no_acts(htmx: Client, desk: MemoryBackend) -> None:
    card = htmx.get(f"/telegram/chats/{TEAM}/person/", headers={"HX-Target": "person"}).content.decode()
    assert "chat-acts" not in card
    desk.put_message(ANNA.id, message(9, "Hi", chat_id=TEAM))
    card = htmx.get(f"/telegram/chats/{TEAM}/person/", headers={"HX-Target": "person"}).content.decode()
    assert "chat-acts" in card


@pytest.mark.parametrize("url", [PIN, ARCHIVE, MUTE])
def test_what_does_not_reach_telegram_is_said(url: str, htmx: Client, desk: MemoryBackend) -> None:
    desk.fail(TelegramUnavailable())
    answer = htmx.post(url, {SWITCHES[url]: "yes"}, headers=ROW)
    assert answer.status_code == 503
    assert "Нет связи" in answer.content.decode()


def test_a_backend_that_cannot_manage_chats_shows_no_acts(
    htmx: Client, desk: MemoryBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk), "supports", desk.supports - {"manage_chats"})
    assert "chat-menu" not in htmx.get("/telegram/chats/", headers={"Accept": "text/html"}).content.decode()
    assert "chat-acts" not in htmx.get(CARD, headers={"HX-Target": "person"}).content.decode()

"""Beginning a conversation: by number, @name or link, within the day's budget, with what is in the way said before."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from tgsdk import (
    AccountRestricted,
    Chat,
    ChatKind,
    FloodWait,
    MemoryBackend,
    PaymentRequired,
    PremiumRequired,
    Requirement,
    RequirementKind,
    TelegramError,
    TelegramUnavailable,
)
from tgsdk.contrib.django.models import Attempt, FloodPause, LookUp, Stranger
from web.models import AuditEvent

from ..conftest import ANNA, BORIS, message

RESOLVE, CHATS = "/telegram/resolve/", "/telegram/chats/"
VERA = Chat(id=6_000_000_001, kind=ChatKind.PRIVATE, title="Vera Orlova", username="vera_orlova")
NUMBER = "+79005550101"
MESSAGES = f"/telegram/chats/{VERA.id}/messages/"
PREMIUM = Requirement(kind=RequirementKind.PREMIUM)
PAID = Requirement(kind=RequirementKind.PAYMENT, stars=25)


@pytest.fixture
def vera(desk: MemoryBackend) -> MemoryBackend:
    """Anna's desk, where Vera can be found, with whom nobody has written."""
    desk.put_person(ANNA.id, VERA, phone=NUMBER)
    return desk


Limit = Callable[..., None]


@pytest.fixture
def limit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Sets limits in the dictionary itself: with a new one the backend would be made anew."""
    return lambda **limits: monkeypatch.setitem(settings.TELEGRAM, "LIMITS", {"resolve": [], **limits})


@pytest.fixture
def no_limits(limit: Limit) -> None:
    limit()


def resolved(program: Client, who: str) -> Any:
    return program.post(RESOLVE, json.dumps({"who": who}), content_type="application/json")


# Programs


@pytest.mark.parametrize("who", ["@vera_orlova", "https://t.me/vera_orlova", NUMBER, "8 (900) 555-01-01"])
def test_a_program_finds_somebody_and_writes_to_them(who: str, program: Client, vera: MemoryBackend) -> None:
    said = resolved(program, who).json()["chat"]
    assert (said["id"], said["title"], said["last_message"]) == (VERA.id, "Vera Orlova", None)
    assert program.post(MESSAGES, {"text": "Are you looking for a job?"}).status_code == 200
    assert [each["text"] for each in program.get(MESSAGES).json()["messages"]] == ["Are you looking for a job?"]


def test_the_same_person_is_looked_up_once(program: Client, vera: MemoryBackend) -> None:
    for who in ("@vera_orlova", "t.me/Vera_Orlova", "@vera_orlova"):
        assert resolved(program, who).json()["chat"]["id"] == VERA.id
    assert vera.calls.count("resolve") == 1


def test_whom_nobody_has_found_is_not_looked_up_again_soon(program: Client, vera: MemoryBackend) -> None:
    for _ in range(2):
        answer = resolved(program, "@nobody_at_all")
        assert (answer.status_code, answer.json()["code"]) == (404, "nobody_found")
        assert answer.json()["telegram"] == "USERNAME_NOT_OCCUPIED"
    assert vera.calls.count("resolve") == 1


def test_what_was_looked_up_is_asked_again_the_next_day(program: Client, vera: MemoryBackend) -> None:
    resolved(program, "@vera_orlova")
    LookUp.objects.update(at=timezone.now() - timedelta(hours=25))
    Attempt.objects.all().delete()
    assert resolved(program, "@vera_orlova").status_code == 200
    assert vera.calls.count("resolve") == 2


def test_names_and_numbers_do_not_stand_in_the_database(program: Client, vera: MemoryBackend) -> None:
    resolved(program, NUMBER)
    kept = [str(value) for row in LookUp.objects.values() for value in row.values()]
    assert kept
    assert [value for value in kept if "900555" in value or "vera" in value] == []


def test_two_people_are_looked_up_no_faster_than_telegram_likes(program: Client, vera: MemoryBackend) -> None:
    assert resolved(program, "@vera_orlova").status_code == 200
    answer = resolved(program, NUMBER)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_look_ups")
    assert 1 <= int(answer["Retry-After"]) <= 3
    assert vera.calls.count("resolve") == 1


REFUSED = {
    "https://t.me/+AbCdEf": (400, "invite_link_unsupported"),
    "@": (400, "username_invalid"),
    "+7 900": (400, "username_invalid"),
    "+7 900 555": (400, "invalid_input"),
    "Анна": (400, "username_invalid"),
    "": (400, "invalid_input"),
    "a" * 300: (400, "invalid_input"),
}


@pytest.mark.parametrize("who", REFUSED, ids=lambda who: who[:12])
def test_what_names_nobody_is_refused_before_telegram_is_asked(who: str, program: Client, vera: MemoryBackend) -> None:
    answer = resolved(program, who)
    status, code = REFUSED[who]
    assert answer.status_code == status
    assert answer.json()["code"] in (code, "invalid_input", "phone_number_invalid")
    assert vera.calls == []


# The day's budget


def begin(program: Client, backend: MemoryBackend, number: int) -> Any:
    """Write to somebody for the first time."""
    chat = Chat(id=7_000_000_000 + number, kind=ChatKind.PRIVATE, title=f"P {number}", username=f"person_{number}")
    backend.put_person(ANNA.id, chat)
    assert resolved(program, f"@person_{number}").status_code == 200
    return program.post(f"/telegram/chats/{chat.id}/messages/", {"text": "hello"})


@pytest.mark.usefixtures("no_limits")
def test_a_day_has_a_budget_of_new_conversations(program: Client, desk: MemoryBackend) -> None:
    assert [begin(program, desk, number).status_code for number in range(4)] == [200] * 4
    answer = begin(program, desk, 5)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_new_conversations")
    assert int(answer["Retry-After"]) > 23 * 3600
    assert "спамерский" in answer.json()["error"]
    again = program.post(f"/telegram/chats/{7_000_000_001}/messages/", {"text": "and one more thing"})
    assert again.status_code == 200
    assert program.post(f"/telegram/chats/{BORIS}/messages/", {"text": "an old friend"}).status_code == 200


def test_the_setting_changes_the_budget(program: Client, desk: MemoryBackend, limit: Limit) -> None:
    limit(new_conversation=[[1, 86400]])
    assert [begin(program, desk, number).status_code for number in range(2)] == [200, 429]


def test_whoever_has_written_meanwhile_is_no_stranger(program: Client, desk: MemoryBackend, limit: Limit) -> None:
    limit(new_conversation=[[1, 86400]])
    begin(program, desk, 1)
    desk.put_person(ANNA.id, VERA)
    resolved(program, "@vera_orlova")
    desk.put_message(ANNA.id, message(8, "I have found you first", chat_id=VERA.id))
    assert program.post(MESSAGES, {"text": "How nice"}).status_code == 200
    assert not Stranger.objects.filter(chat_id=VERA.id).exists()


def test_what_is_planned_for_a_stranger_begins_a_conversation_too(
    program: Client, vera: MemoryBackend, limit: Limit
) -> None:
    limit(new_conversation=[[1, 86400]])
    fields = {"text": "hello", "at": f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%MZ}"}
    resolved(program, "@vera_orlova")
    for _ in range(2):
        assert program.post(f"{CHATS}{VERA.id}/scheduled/", fields).status_code == 200
    assert Attempt.objects.filter(operation="new_conversation").count() == 1
    assert begin(program, vera, 1).status_code == 429


def test_opening_an_empty_chat_makes_its_first_message_count(program: Client, vera: MemoryBackend) -> None:
    vera.put_chat(ANNA.id, VERA)
    assert program.get(MESSAGES).json()["messages"] == []
    assert program.post(MESSAGES, {"text": "hello"}).status_code == 200
    assert Attempt.objects.filter(operation="new_conversation").count() == 1
    assert AuditEvent.objects.filter(kind="sent", operation="new_conversation").count() == 1


def test_what_telegram_did_not_get_does_not_count(program: Client, vera: MemoryBackend) -> None:
    resolved(program, "@vera_orlova")
    vera.put_chat(ANNA.id, VERA)
    vera.forbid_writing(ANNA.id, VERA.id, TelegramUnavailable())
    assert program.post(MESSAGES, {"text": "hello"}).status_code == 503
    assert not Attempt.objects.filter(operation="new_conversation").exists()


# A restricted account


@pytest.mark.parametrize("name", ["PEER_FLOOD", "FROZEN_METHOD_INVALID", "USER_RESTRICTED"])
@pytest.mark.usefixtures("no_limits")
def test_a_restriction_stops_further_tries_and_says_what_to_do(name: str, program: Client, vera: MemoryBackend) -> None:
    resolved(program, "@vera_orlova")
    vera.forbid_writing(ANNA.id, VERA.id, AccountRestricted(telegram_name=name))
    first = program.post(MESSAGES, {"text": "hello"})
    assert (first.status_code, first.json()["code"], first.json()["telegram"]) == (403, "account_restricted", name)
    asked = len(vera.calls)
    for answer in (program.post(MESSAGES, {"text": "hello"}), resolved(program, "@boris_the_second")):
        assert (answer.status_code, answer.json()["telegram"]) == (429, name)
        assert int(answer["Retry-After"]) > 23 * 3600
        assert "Telegram" in answer.json()["error"]
    assert vera.calls[asked:].count("send_message") == 0
    assert vera.calls[asked:].count("resolve") == 0
    assert program.post(f"/telegram/chats/{BORIS}/messages/", {"text": "an old friend"}).status_code == 200
    assert FloodPause.objects.filter(telegram_name=name).count() == 2
    assert AuditEvent.objects.filter(kind="failed", reason=name).exists()


def test_telegrams_own_pause_is_kept(program: Client, vera: MemoryBackend) -> None:
    vera.fail(FloodWait(3000, telegram_name="FLOOD_WAIT_3000"))
    assert resolved(program, "@vera_orlova").status_code == 429
    answer = resolved(program, NUMBER)
    assert (answer.status_code, answer.json()["telegram"]) == (429, "FLOOD_WAIT_3000")


# The page


def test_a_number_in_the_search_is_offered_and_nobody_is_asked(htmx: Client, vera: MemoryBackend) -> None:
    page = htmx.get(CHATS, {"q": "8 900 555-01-01"}, headers={"HX-Target": "chats"}).content.decode()
    assert "+7 900 555-01-01" in page.replace("\xa0", " ")
    assert f'value="{NUMBER}"' in page
    assert vera.calls == []


@pytest.mark.parametrize("query", ["@vera_orlova", "https://t.me/vera_orlova", "tg://resolve?domain=vera_orlova"])
def test_a_name_and_a_link_in_the_search_are_offered(query: str, htmx: Client, vera: MemoryBackend) -> None:
    page = htmx.get(CHATS, {"q": query}, headers={"HX-Target": "chats"}).content.decode()
    assert ">@vera_orlova<" in page
    assert "resolve" not in vera.calls


@pytest.mark.parametrize("query", ["Boris", "2026", "+7 900", "@b", "example.com", "boris@example.com", "1 000 000"])
def test_nothing_is_offered_for_what_names_nobody_yet(query: str, htmx: Client, vera: MemoryBackend) -> None:
    assert 'id="offer"' not in htmx.get(CHATS, {"q": query}, headers={"HX-Target": "chats"}).content.decode()


def test_an_invite_link_is_explained_in_the_search(htmx: Client, vera: MemoryBackend) -> None:
    page = htmx.get(CHATS, {"q": "https://t.me/+AbCdEf"}, headers={"HX-Target": "chats"}).content.decode()
    assert "Эта ссылка приглашает в группу" in page


def test_the_offer_opens_the_chat_with_an_empty_history(htmx: Client, vera: MemoryBackend) -> None:
    answer = htmx.post(RESOLVE, {"who": NUMBER})
    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Push-Url"]) == (200, MESSAGES)
    assert "Vera Orlova" in page
    assert 'id="id_text"' in page
    assert "В контакты никто не добавляется" in page
    assert "Сегодня можно начать ещё 4" in page


def test_without_scripts_the_offer_leads_to_the_chat(browser: Client, vera: MemoryBackend) -> None:
    answer = browser.post(RESOLVE, {"who": "@vera_orlova"})
    assert (answer.status_code, answer["Location"]) == (302, MESSAGES)


def test_without_scripts_a_refusal_stands_in_the_list(browser: Client, vera: MemoryBackend) -> None:
    answer = browser.post(RESOLVE, {"who": "@nobody_at_all"})
    assert answer.status_code == 404
    assert "Такого имени в Telegram нет" in answer.content.decode()
    assert 'value="@nobody_at_all"' in answer.content.decode()


REFUSALS: dict[str, tuple[TelegramError, int, str]] = {
    "restricted": (AccountRestricted(telegram_name="PEER_FLOOD"), 403, "@SpamBot"),
    "frozen": (AccountRestricted(telegram_name="FROZEN_METHOD_INVALID"), 403, "заморозил"),
    "flood": (FloodWait(7200), 429, "паузу"),
    "away": (TelegramUnavailable(), 503, "Нет связи"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_has_its_words_at_the_offer(name: str, htmx: Client, vera: MemoryBackend) -> None:
    error, status, words = REFUSALS[name]
    vera.fail(error)
    answer = htmx.post(RESOLVE, {"who": NUMBER})
    assert (answer.status_code, answer["HX-Retarget"]) == (status, "#offer")
    assert words in answer.content.decode()
    assert escape(NUMBER) in answer.content.decode()


@pytest.mark.parametrize(
    ("requirement", "words"),
    [(PREMIUM, "подписчик"), (PAID, "стоит 25 звёзд")],
)
def test_what_is_asked_of_whoever_writes_is_said_before_anything_is_typed(
    requirement: Requirement, words: str, htmx: Client, desk: MemoryBackend
) -> None:
    desk.put_person(ANNA.id, VERA, phone=NUMBER, requirement=requirement)
    page = htmx.post(RESOLVE, {"who": NUMBER}).content.decode()
    assert words in page
    assert 'id="id_text"' not in page


def test_a_program_is_told_what_is_asked(program: Client, desk: MemoryBackend) -> None:
    desk.put_person(ANNA.id, VERA, requirement=PAID)
    resolved(program, "@vera_orlova")
    said = program.get(f"/telegram/chats/{VERA.id}/requirement/").json()
    assert said == {"kind": "payment", "stars": 25}


def test_the_spent_budget_closes_the_form_with_its_reason(htmx: Client, vera: MemoryBackend, limit: Limit) -> None:
    limit(new_conversation=[[1, 86400]])
    other = Chat(id=6_000_000_002, kind=ChatKind.PRIVATE, title="Igor", username="igor_smirnov")
    vera.put_person(ANNA.id, other)
    htmx.post(RESOLVE, {"who": "@igor_smirnov"})
    htmx.post(f"/telegram/chats/{other.id}/messages/", {"text": "hello"})
    page = htmx.post(RESOLVE, {"who": "@vera_orlova"}).content.decode()
    assert "столько новых переписок" in page
    assert 'id="id_text"' not in page


def test_a_chat_with_messages_says_nothing_of_beginnings(htmx: Client, vera: MemoryBackend) -> None:
    page = htmx.get(f"/telegram/chats/{BORIS}/messages/", headers={"HX-Target": "chat"}).content.decode()
    assert "В контакты никто" not in page
    assert "requirement" not in vera.calls


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PremiumRequired(telegram_name="PRIVACY_PREMIUM_REQUIRED"), "подписчик"),
        (PaymentRequired(telegram_name="ALLOW_PAYMENT_REQUIRED_5"), "платные"),
    ],
)
def test_a_refusal_that_nobody_foresaw_keeps_the_text(
    error: TelegramError, words: str, browser: Client, vera: MemoryBackend
) -> None:
    browser.post(RESOLVE, {"who": "@vera_orlova"})
    vera.forbid_writing(ANNA.id, VERA.id, error)
    answer = browser.post(MESSAGES, {"text": "my long letter"})
    assert answer.status_code == 403
    assert "my long letter" in answer.content.decode()
    assert words in answer.content.decode()

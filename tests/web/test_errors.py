"""Each failure has its status, its words and its way on, for every reader."""

import pytest
from django.test import Client
from pytest_django import Settings

import tgsdk
from tgsdk import FloodWait, MemoryBackend, TelegramError, TelegramFailure
from web.errors import REACTIONS, REASONS, AccountBusy, describe, reason_in_words, wait_in_words

CLASSES = [
    value
    for name in tgsdk.__all__
    if isinstance(value := getattr(tgsdk, name), type) and issubclass(value, TelegramError)
]
STATUSES = {
    "InvalidInput": 400,
    "PasswordInvalid": 400,
    "NotLoggedIn": 401,
    "SessionInvalid": 401,
    "SessionEnded": 401,
    "WrongMoment": 409,
    "LoginExpired": 410,
    "Forbidden": 403,
    "NotFound": 404,
    "FloodWait": 429,
    "Misconfigured": 502,
    "TelegramUnavailable": 503,
    "Timeout": 504,
    "TelegramFailure": 502,
    "ProtocolError": 502,
    "TelegramError": 502,
}


def made(kind: type[TelegramError]) -> TelegramError:
    if issubclass(kind, FloodWait):
        return kind(12, telegram_name="NAME_OF_IT")
    return kind(telegram_name="NAME_OF_IT")


def test_every_public_error_has_a_reaction_of_its_own() -> None:
    assert set(CLASSES) | {AccountBusy} == set(REACTIONS)


@pytest.mark.parametrize("kind", CLASSES)
def test_a_program_reads_status_code_and_words(program: Client, backend: MemoryBackend, kind: type) -> None:
    backend.fail(made(kind), times=2)
    response = program.get("/telegram/user/info/")
    body = response.json()
    assert response.status_code == STATUSES[kind.__name__]
    assert body["code"] == kind.code
    assert body["telegram"] == "NAME_OF_IT"
    assert len(body["error"]) > 10
    assert ("requires_telegram_auth" in body) == issubclass(kind, tgsdk.NotLoggedIn)
    assert response.has_header("Retry-After") == ("retry_after" in body)


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if STATUSES[kind.__name__] not in (400, 409)])
def test_a_person_reads_what_happened_and_the_way_on(
    htmx: Client, browser: Client, backend: MemoryBackend, kind: type
) -> None:
    for client in (htmx, browser):
        backend.fail(made(kind))
        response = client.get("/telegram/user/info/")
        html = response.content.decode()
        assert response.status_code == STATUSES[kind.__name__]
        assert "NAME_OF_IT" in html
        assert 'href="/telegram/"' in html
        assert ("<html" in html) == (client is browser)


def test_waiting_errors_try_again_by_themselves(htmx: Client, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(12))
    html = htmx.get("/telegram/user/info/").content.decode()
    assert 'hx-trigger="load delay:12s"' in html
    assert "Попробуем сами через 12 с." in html


def test_an_unknown_kind_of_error_is_described_as_its_parent() -> None:
    class Unheard(TelegramFailure):
        code = "unheard"

    assert describe(Unheard()).status == 502
    assert describe(Unheard()).text == describe(TelegramFailure()).text


def test_a_failure_of_our_own_is_not_hidden(browser: Client, settings: Settings) -> None:
    settings.TELEGRAM = None
    browser.raise_request_exception = False
    response = browser.get("/telegram/user/info/")
    assert response.status_code == 500
    assert "В HR Helper что-то сломалось." in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_program_s_500_is_json(program: Client, settings: Settings) -> None:
    settings.TELEGRAM = None
    program.raise_request_exception = False
    assert program.get("/telegram/user/info/").json()["code"] == "server_error"


@pytest.mark.parametrize("name", [*REASONS, "SOMETHING_NEW", ""])
def test_every_reason_has_words(name: str) -> None:
    assert len(reason_in_words(name)) > 20


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 с"), (59, "59 с"), (61, "2 мин"), (3600, "1 ч"), (86400, "24 ч")]
)
def test_waiting_in_words(seconds: int, words: str) -> None:
    assert wait_in_words(seconds) == words

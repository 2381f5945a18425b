"""Each failure has its status, its words and its way on, for every reader."""

import copy
import json
import pickle
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

import tgsdk
from tgsdk import (
    FloodWait,
    Forbidden,
    LoginUnsupported,
    MemoryBackend,
    SessionEnded,
    TelegramError,
    TelegramFailure,
    Unsupported,
    UploadIncomplete,
)
from tgsdk.contrib.django.errors import AccountBusy, TooManyAttempts, TooManyLookUps, TooManyNewConversations
from web.entries import HalfCharacter
from web.failures.errors import (
    EntryRefused,
    FileTooLarge,
    OtherAccount,
    OtherPerson,
    TooManyDownloads,
    TooManySignIns,
    TooManyUploads,
    UploadTooLarge,
)
from web.failures.failure import UNKNOWN, describe, invalid_input, reason_in_words
from web.failures.ways import Way
from web.failures.words import NAMED, REACTIONS, REASONS
from web.words.waits import wait_in_words

CLASSES = [
    value
    for name in tgsdk.__all__
    if isinstance(value := getattr(tgsdk, name), type) and issubclass(value, TelegramError)
]
STATUSES = {
    "InvalidInput": 400,
    "PhoneNumberInvalid": 400,
    "PhoneNumberUnoccupied": 400,
    "PhoneCodeInvalid": 400,
    "PasswordInvalid": 400,
    "MessageInvalid": 400,
    "FileInvalid": 400,
    "QueryInvalid": 400,
    "CursorInvalid": 400,
    "UsernameInvalid": 400,
    "InviteLinkUnsupported": 400,
    "NotLoggedIn": 401,
    "SessionInvalid": 401,
    "SessionEnded": 401,
    "WrongMoment": 409,
    "AccountBusy": 409,
    "SendCodeUnavailable": 409,
    "MessageAlreadySent": 409,
    "LoginExpired": 410,
    "PhoneCodeExpired": 410,
    "Forbidden": 403,
    "PhoneNumberBanned": 403,
    "LoginUnsupported": 403,
    "WriteForbidden": 403,
    "EditForbidden": 403,
    "DeleteForbidden": 403,
    "ForwardForbidden": 403,
    "ReactionForbidden": 403,
    "AccountRestricted": 403,
    "PremiumRequired": 403,
    "PaymentRequired": 403,
    "NotFound": 404,
    "AnsweredMessageGone": 404,
    "NobodyFound": 404,
    "FileReferenceExpired": 404,
    "FloodWait": 429,
    "SlowMode": 429,
    "Misconfigured": 502,
    "UpdateAppToLogin": 502,
    "TelegramUnavailable": 503,
    "SessionInDoubt": 503,
    "Timeout": 504,
    "Unsupported": 501,
    "TelegramFailure": 502,
    "DownloadIncomplete": 502,
    "UploadIncomplete": 502,
    "ProtocolError": 502,
    "TelegramError": 502,
}
FIELDS = {
    "PhoneNumberInvalid": "phone",
    "PhoneNumberUnoccupied": "phone",
    "PhoneNumberBanned": "phone",
    "LoginUnsupported": "phone",
    "PhoneCodeInvalid": "code",
    "PhoneCodeExpired": "code",
    "SendCodeUnavailable": "code",
    "PasswordInvalid": "password",
    "MessageInvalid": "text",
    "WriteForbidden": "text",
    "EditForbidden": "text",
    "AnsweredMessageGone": "text",
    "PremiumRequired": "text",
    "PaymentRequired": "text",
    "FileInvalid": "files",
    "QueryInvalid": "query",
    "UsernameInvalid": "query",
    "InviteLinkUnsupported": "query",
    "NobodyFound": "query",
}
AT_THE_CARD = (Way.CORRECT, Way.LOOK)  # the card itself is shown again


@pytest.fixture(params=["htmx", "browser"])
def person(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def made(kind: type[TelegramError]) -> TelegramError:
    if issubclass(kind, FloodWait):
        return kind(12, telegram_name="NAME_OF_IT")
    if issubclass(kind, UploadIncomplete):
        return kind(7, telegram_name="NAME_OF_IT")
    if issubclass(kind, Unsupported):
        return kind("send_messages", telegram_name="NAME_OF_IT")
    return kind(telegram_name="NAME_OF_IT")


def through_json(error: BaseException) -> object:
    """Carry an error as Celery's JSON does: its class and its args."""
    return type(error)(*json.loads(json.dumps(error.args)))


@pytest.mark.parametrize("carried", [copy.copy, lambda each: pickle.loads(pickle.dumps(each)), through_json])
@pytest.mark.parametrize(
    "error",
    [
        FileTooLarge(7),
        UploadTooLarge(7),
        EntryRefused("Not so", "phone"),
        TooManyDownloads(5),
        TooManyUploads(5),
        TooManySignIns(60),
        AccountBusy("x"),
    ],
)
def test_an_error_of_the_sites_own_says_the_same_behind_a_task_queue(
    error: TelegramError, carried: Callable[[TelegramError], object]
) -> None:
    other = carried(error)
    assert type(other) is type(error)
    assert (str(other), vars(other)) == (str(error), vars(error))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_file_for_telegrams_own_applications_has_words_and_a_way_of_its_own(language: str) -> None:
    with override(language):
        text = describe(Forbidden(telegram_name="upload.fileCdnRedirect")).text
        assert text not in (str(REACTIONS[Forbidden].text), str(UNKNOWN))
        assert "Telegram" in text


def test_every_public_error_has_a_reaction_of_its_own() -> None:
    accounts = {AccountBusy, TooManyAttempts, TooManyLookUps, TooManyNewConversations}
    ours = {FileTooLarge, HalfCharacter, OtherAccount, OtherPerson, TooManyDownloads, TooManySignIns}
    ours |= {TooManyUploads, UploadTooLarge}
    assert set(CLASSES) | accounts | ours == set(REACTIONS)


@pytest.mark.parametrize("kind", CLASSES)
def test_what_can_be_corrected_says_its_field(kind: type[TelegramError]) -> None:
    failure = describe(made(kind))
    assert failure.field == FIELDS.get(kind.__name__)
    assert failure.field is None or failure.way is Way.CORRECT


@pytest.mark.parametrize("kind", CLASSES)
def test_a_program_reads_status_code_and_words(
    program: Client, backend: MemoryBackend, kind: type[tgsdk.TelegramError]
) -> None:
    backend.fail(made(kind), times=2)
    response = program.get("/telegram/user/info/")
    body = response.json()
    assert response.status_code == STATUSES[kind.__name__]
    assert body["code"] == kind.code
    assert body["telegram"] == "NAME_OF_IT"
    assert len(body["error"]) > 10
    assert ("requires_telegram_auth" in body) == issubclass(kind, tgsdk.NotLoggedIn)
    assert response.has_header("Retry-After") == ("retry_after" in body)
    assert body.get("capability") == ("send_messages" if kind is Unsupported else None)
    assert body.get("part") == (7 if kind is UploadIncomplete else None)


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if REACTIONS[kind].way not in AT_THE_CARD])
def test_a_person_reads_what_happened_and_the_way_on(
    person: Client, browser: Client, backend: MemoryBackend, kind: type
) -> None:
    backend.fail(made(kind))
    response = person.get("/telegram/user/info/")
    html = response.content.decode()
    assert response.status_code == STATUSES[kind.__name__]
    assert "NAME_OF_IT" in html
    assert 'href="/telegram/"' in html
    assert ("<html" in html) == (person is browser)


def test_waiting_errors_try_again_by_themselves(htmx: Client, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(12))
    html = htmx.get("/telegram/user/info/").content.decode()
    assert 'hx-trigger="load delay:12s"' in html
    assert "Попробуем сами через 12 с." in html


def test_the_focus_goes_to_the_failure_that_fills_the_panel(
    htmx: Client, browser: Client, backend: MemoryBackend
) -> None:
    backend.fail(TelegramFailure(), times=3)
    html = htmx.get("/telegram/user/info/", headers={"HX-Target": "index"}).content.decode()
    assert '<p class="failure-text" tabindex="-1" autofocus>' in html
    assert "autofocus" not in htmx.get("/telegram/user/info/", headers={"HX-Target": "qr-status"}).content.decode()
    assert "autofocus" not in browser.get("/telegram/user/info/").content.decode()


@pytest.mark.parametrize("error", [FloodWait(7200, telegram_name="FLOOD_WAIT_7200"), TooManyAttempts(7200)])
def test_a_long_wait_is_said_in_words_and_offers_no_try(
    person: Client, backend: MemoryBackend, error: FloodWait
) -> None:
    backend.fail(error)
    response = person.get("/telegram/user/info/")
    (html,) = re.findall(r'<div id="error".*?</div>', response.content.decode(), re.DOTALL)
    assert "Попробуйте снова через 2 ч." in html
    assert "hx-trigger" not in html
    assert "button" not in html
    assert response["Retry-After"] == "7200"


@pytest.mark.parametrize(("seconds", "is_long"), [(1, False), (60, False), (61, True), (3600, True)])
def test_more_than_a_minute_is_a_long_wait(seconds: int, is_long: bool) -> None:
    assert describe(FloodWait(seconds)).is_long_wait is is_long


def test_our_own_limit_is_a_429_of_its_own(program: Client, backend: MemoryBackend) -> None:
    backend.fail(TooManyAttempts(90))
    response = program.get("/telegram/user/info/")
    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    assert response.json() == {
        "error": "Слишком много попыток подряд. Сделайте паузу, чтобы Telegram не ограничил вход.",
        "code": "too_many_attempts",
        "retry_after": 90,
    }


def test_an_unknown_error_is_shown_by_its_name(program: Client, backend: MemoryBackend) -> None:
    backend.fail(TelegramFailure(telegram_name="TEAPOT_EMPTY", telegram_code=418))
    response = program.get("/telegram/user/info/")
    assert response.status_code == 502
    assert response.json()["telegram"] == "TEAPOT_EMPTY"
    assert response.json()["error"].startswith("Telegram ответил: TEAPOT_EMPTY. ")
    with override("en"):
        failure = describe(TelegramFailure(telegram_name="TEAPOT_EMPTY"))
    assert failure.text.startswith("Telegram said: TEAPOT_EMPTY. ")


def test_an_unknown_error_s_name_is_no_markup(htmx: Client, backend: MemoryBackend) -> None:
    backend.fail(TelegramFailure(telegram_name="<b>%(name)s</b>"))
    assert "<b>" not in htmx.get("/telegram/user/info/").content.decode()


def test_a_name_may_have_finer_words_than_its_class() -> None:
    finer = describe(LoginUnsupported(telegram_name="auth.sentCodeTypeSetUpEmailRequired"))
    assert finer.text == str(NAMED["auth.sentCodeTypeSetUpEmailRequired"]) != describe(LoginUnsupported()).text
    assert (finer.status, finer.code, finer.field) == (403, "login_unsupported", "phone")


def test_a_number_in_the_name_does_not_hide_the_words() -> None:
    assert describe(tgsdk.LoginExpired(telegram_name="AUTH_RESTART_17")).text == str(NAMED["AUTH_RESTART_%d"])


@pytest.mark.parametrize("name", [name for name in REASONS if name.isupper()])
def test_an_ended_session_says_why(name: str) -> None:
    assert describe(SessionEnded(telegram_name=name)).text == reason_in_words(name)


def test_an_ended_session_of_an_unknown_kind_says_what_to_do() -> None:
    assert describe(SessionEnded(telegram_name="SOMETHING_NEW")).text == describe(SessionEnded()).text


@pytest.mark.parametrize("text", [UNKNOWN, *NAMED.values()])
def test_finer_words_are_said_in_both_languages(text: str) -> None:
    for language, is_russian in (("ru", True), ("en", False)):
        with override(language):
            assert bool(re.search("[а-я]", str(text))) is is_russian


def test_an_entry_that_is_refused_here_can_name_its_field() -> None:
    assert invalid_input("Enter it", "phone").field == "phone"
    assert invalid_input("Enter it").field is None


def test_an_unknown_kind_of_error_is_described_as_its_parent() -> None:
    class Unheard(TelegramFailure):
        code = "unheard"

    assert describe(Unheard()).status == 502
    assert describe(Unheard()).text == describe(TelegramFailure()).text


@pytest.mark.usefixtures("defect")
def test_a_failure_of_our_own_is_not_hidden(browser: Client) -> None:
    browser.raise_request_exception = False
    response = browser.get("/telegram/user/info/")
    assert response.status_code == 500
    assert "В HR Helper что-то сломалось." in response.content.decode()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("defect")
def test_a_program_s_500_is_json(program: Client) -> None:
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

"""What happened to whose account is written down once, without a secret, and stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User as Recruiter
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tgsdk import (
    FloodWait,
    MemoryBackend,
    PhoneNumberBanned,
    PhoneNumberInvalid,
    ProtocolError,
    SessionEnded,
    TelegramError,
    TelegramFailure,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)
from tgsdk.contrib.django.accounts import open_account, open_to_start_over
from tgsdk.contrib.django.models import Attempt, FloodPause
from web import audit
from web.models import AuditEvent

from .conftest import ANNA

VERIFY, QR, QR_STATUS = "/telegram/auth/verify/", "/telegram/auth/qr/", "/telegram/auth/qr/status/"
STATUS, RESET, INFO = "/telegram/session/status/", "/telegram/session/reset/", "/telegram/user/info/"
PHONE = "+79001234567"
Event = tuple[str, str, str]


def events() -> list[Event]:
    """Oldest first."""
    return list(AuditEvent.objects.order_by("pk").values_list("kind", "operation", "reason"))


# What is written down.


def test_who_connected_is_written_down_with_when_and_from_where(program: Client, scanned: None) -> None:
    program.get(QR_STATUS, REMOTE_ADDR="203.0.113.7")
    event = AuditEvent.objects.get()
    assert (event.kind, event.username, event.address) == ("connected", "olga", "203.0.113.7")
    assert (event.user_id, event.telegram_user_id) == (Recruiter.objects.get().pk, ANNA.id)
    assert timezone.now() - event.at < timedelta(minutes=1)
    assert str(event).endswith(" olga: connected")


def test_a_connection_is_written_down_once(program: Client, connected: None) -> None:
    for path in (STATUS, INFO, QR_STATUS, STATUS):
        program.get(path)
    assert events() == [("connected", "", "")]


@pytest.mark.usefixtures("scanned_with_password")
def test_every_wrong_password_is_written_down(program: Client) -> None:
    for _ in range(2):
        program.post(VERIFY, {"password": "wrong"}, REMOTE_ADDR="2001:db8::1")
    program.post(VERIFY, {"password": " pass word "}, REMOTE_ADDR="2001:db8::1")
    assert events() == [("failed", "check_password", "PASSWORD_HASH_INVALID")] * 2 + [("connected", "", "")]
    assert set(AuditEvent.objects.values_list("address", flat=True)) == {"2001:db8::1"}


@pytest.mark.usefixtures("scanned_with_password")
def test_too_many_attempts_are_written_down_once_a_minute(program: Client) -> None:
    for _ in range(8):
        program.post(VERIFY, {"password": "wrong"}, REMOTE_ADDR="203.0.113.7")
    limited = AuditEvent.objects.get(kind="limited")
    assert (limited.operation, limited.reason) == ("check_password", "too_many_attempts")
    assert limited.address == "203.0.113.7"


@pytest.mark.usefixtures("scanned_with_password")
def test_a_pause_that_telegram_asks_for_is_written_down(program: Client, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90, telegram_name="FLOOD_WAIT_90"))
    program.post(VERIFY, {"password": "x"})
    assert events() == [("limited", "check_password", "FLOOD_WAIT_90")]


def test_a_disconnect_is_written_down(program: Client, connected: None) -> None:
    program.post(RESET, REMOTE_ADDR="203.0.113.7")
    event = AuditEvent.objects.get(kind="disconnected")
    assert (event.telegram_user_id, event.address) == (ANNA.id, "203.0.113.7")


@pytest.mark.parametrize("error", [TelegramUnavailable(), Timeout()])
def test_a_disconnect_is_written_down_though_telegram_is_away(
    program: Client, connected: None, backend: MemoryBackend, error: TelegramError
) -> None:
    backend.fail(error)
    program.post(RESET)
    assert events()[1:] == [("disconnected", "", "")]


def test_giving_up_what_was_never_connected_is_not_a_disconnect(program: Client, shown_url: str) -> None:
    program.post(RESET)
    assert events() == []


@pytest.mark.parametrize("path", [STATUS, INFO])
def test_an_end_from_the_phone_is_written_down_once(
    program: Client, connected: None, backend: MemoryBackend, path: str
) -> None:
    backend.end_sessions(ANNA.id)
    for _ in range(3):
        program.get(path, REMOTE_ADDR="203.0.113.7")
    assert events()[1:] == [("ended", "", "SESSION_REVOKED")]
    assert AuditEvent.objects.get(kind="ended").address == "203.0.113.7"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PhoneNumberBanned(telegram_name="PHONE_NUMBER_BANNED"), "PHONE_NUMBER_BANNED"),
        (PhoneNumberInvalid(), "phone_number_invalid"),
        (TelegramUnavailable(), "unavailable"),
    ],
)
def test_a_code_that_could_not_be_sent_is_written_down(
    recruiter: Recruiter, backend: MemoryBackend, error: TelegramError, reason: str
) -> None:
    backend.fail(error)
    with pytest.raises(type(error)), open_account(recruiter, address="203.0.113.7") as account:
        account.login.send_code(PHONE)
    assert events() == [("failed", "send_code", reason)]
    assert AuditEvent.objects.get().address == "203.0.113.7"


def test_what_a_page_asks_by_itself_does_not_fill_the_table(
    program: Client, shown_url: str, backend: MemoryBackend
) -> None:
    for error in (TelegramUnavailable(), Timeout(), WrongMoment()):
        backend.fail(error, times=3)
    for _ in range(9):
        program.get(QR_STATUS)
    program.post(RESET)
    program.get(INFO)  # nobody is logged in
    assert events() == []
    backend.fail(ProtocolError(), times=5)
    for _ in range(5):
        program.get(STATUS)
    assert events() == [("failed", "status", "protocol_error")]


def test_what_does_not_reach_telegram_and_does_not_count_does_not_fill_the_table(
    recruiter: Recruiter, backend: MemoryBackend
) -> None:
    backend.fail(TelegramUnavailable(), times=5)
    for _ in range(5):
        with pytest.raises(TelegramUnavailable), open_account(recruiter) as account:
            account.login.send_code(PHONE)
    assert events() == [("failed", "send_code", "unavailable")]


@pytest.mark.parametrize("said", ["\0", "<b>", "+7 900 123-45-67", "X" * 100, "пароль", "A B"])
def test_what_is_no_name_of_an_error_is_not_written_down(
    recruiter: Recruiter, backend: MemoryBackend, said: str
) -> None:
    backend.fail(TelegramFailure(telegram_name=said))
    with pytest.raises(TelegramFailure), open_account(recruiter) as account:
        account.login.send_code(PHONE)
    assert events() == [("failed", "send_code", "?")]


# What is not.


def test_no_event_holds_a_phone_code_password_hint_or_token(
    recruiter: Recruiter, program: Client, backend: MemoryBackend
) -> None:
    backend.add(PHONE, ANNA, code="43210", password="pass-canary", hint="hint-canary")
    secrets = set()
    for error in (None, Timeout(), TelegramUnavailable(), FloodWait(1), SessionEnded(telegram_name="SESSION_REVOKED")):
        for work in ("send_code", "resend_code", "sign_in", "check_password"):
            program.post(RESET)
            _log_in_until(recruiter, work)
            secrets |= _secrets_of(recruiter)
            if error:
                backend.fail(error)
            _try(recruiter, work)
            _start_afresh()
    backend.scan(program.get(QR).json()["url"], ANNA, password="pass-canary", hint="hint-canary")
    secrets |= _secrets_of(recruiter)
    program.get(QR_STATUS)
    program.post(VERIFY, {"password": "wrong-canary"})
    program.post(VERIFY, {"password": "pass-canary"})
    program.post(RESET)
    said = "\n".join(str(row) for row in AuditEvent.objects.values())
    assert {kind for kind, _, _ in events()} == {"connected", "failed", "limited", "disconnected"}
    assert len(secrets) > 5
    for secret in secrets | {"9001234567", "43210", "99999", "canary"}:
        assert secret not in said


def _log_in_until(recruiter: Recruiter, step: str) -> None:
    with open_to_start_over(recruiter) as account:
        if step != "send_code":
            account.login.send_code(PHONE)
        if step == "check_password":
            account.login.sign_in("43210")


def _secrets_of(recruiter: Recruiter) -> set[str]:
    with open_account(recruiter) as account:
        session = account.telegram.session
    found = {session.qr_url, session.phone_code_hash, *(token.hex() for token in session.future_auth_tokens)}
    return {secret for secret in found if secret}


def _try(recruiter: Recruiter, work: str) -> None:
    wrong = {"send_code": [PHONE], "resend_code": [], "sign_in": ["99999"], "check_password": ["wrong-canary"]}
    try:
        with open_account(recruiter) as account:
            getattr(account.login, work)(*wrong[work])
    except TelegramError:
        pass


def _start_afresh() -> None:
    Attempt.objects.all().delete()
    FloodPause.objects.all().delete()


# It stays.


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent(pk=event.pk, user_id=1, username="boris", kind="ended").save(),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(username="boris"),
        lambda event: AuditEvent.objects.bulk_update([event], ["username"]),
        lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"username": "boris"}),
    ],
)
def test_what_happened_cannot_be_changed_or_deleted(connected: None, change: Callable[[AuditEvent], object]) -> None:
    event = AuditEvent.objects.get()
    event.username = "boris"
    with pytest.raises(TypeError, match="what happened cannot be"), transaction.atomic():
        change(event)
    assert AuditEvent.objects.get().username == "olga"


def test_an_address_is_kept_in_one_form(recruiter: Recruiter) -> None:
    audit.record(AuditEvent.Kind.CONNECTED, recruiter, address="::ffff:203.0.113.7")
    assert AuditEvent.objects.get().address == "203.0.113.7"


def test_a_refusal_is_written_down_again_after_a_while(recruiter: Recruiter) -> None:
    def refuse() -> None:
        audit.record(AuditEvent.Kind.LIMITED, recruiter, operation="sign_in", reason="too_many_attempts", once=True)

    refuse()
    refuse()
    assert AuditEvent.objects.count() == 1
    _turn_back_the_clock_of_all_events()
    refuse()
    assert AuditEvent.objects.count() == 2


def _turn_back_the_clock_of_all_events() -> None:
    with connection.cursor() as cursor:  # the models refuse it
        cursor.execute("UPDATE web_auditevent SET at = %s", [timezone.now() - audit.A_WHILE])


# The client's address, behind proxies.


def test_behind_a_proxy_the_client_s_address_is_written_down(
    program: Client, scanned: None, settings: Settings
) -> None:
    settings.PROXIES = 1
    program.get(QR_STATUS, REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"})
    assert AuditEvent.objects.get().address == "203.0.113.7"

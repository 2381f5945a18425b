"""One piece of work at a time for an account, saved whatever came of it."""

import asyncio
import base64
import contextlib
import threading
import time
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User as Recruiter
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tgsdk import (
    FloodWait,
    LoginState,
    MemoryBackend,
    Misconfigured,
    PhoneCodeInvalid,
    Session,
    SessionEnded,
    SessionInvalid,
    Stage,
    Timeout,
    User,
)
from tgsdk.backends.base import Connection
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.accounts import open_account, open_for_a_poll, open_to_disconnect, open_to_start_over
from tgsdk.contrib.django.errors import AccountBusy
from tgsdk.contrib.django.models import Attempt, FloodPause, TelegramAccount
from tgsdk.contrib.django.stored import session_of, shown_qr_url
from web.models import AuditEvent

from .conftest import ANNA


class SlowBackend(MemoryBackend):
    """Takes nine tenths of a second for each look at the state."""

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        async with super().connect(session) as connection:
            quickly = connection.status

            async def slowly() -> LoginState:
                await asyncio.sleep(0.9)
                return await quickly()

            connection.status = slowly  # type: ignore[method-assign]
            yield connection


def row(recruiter: Recruiter) -> TelegramAccount:
    return TelegramAccount.objects.get(user=recruiter)


def test_the_session_is_kept_between_two_openings(recruiter: Recruiter) -> None:
    with open_account(recruiter) as account:
        url = account.login.start_qr_login().url
    with open_account(recruiter) as account:
        assert account.telegram.session.stage is Stage.AWAITING_SCAN
        assert account.login.start_qr_login().url == url


def test_the_session_is_saved_when_the_work_raised(recruiter: Recruiter) -> None:
    with pytest.raises(Timeout), open_account(recruiter) as account:  # noqa: PT012 - both belong to the work
        account.login.start_qr_login()
        raise Timeout
    assert row(recruiter).state == "awaiting_scan"
    assert session_of(row(recruiter)).qr_url
    assert row(recruiter).lease_token is None


def test_a_programming_mistake_frees_the_lease_too(recruiter: Recruiter) -> None:
    with pytest.raises(ZeroDivisionError), open_account(recruiter):
        raise ZeroDivisionError
    assert row(recruiter).lease_token is None


def test_an_ended_session_disconnects_and_keeps_the_session(recruiter: Recruiter) -> None:
    with open_account(recruiter) as account:
        account.login.start_qr_login()
    with pytest.raises(SessionEnded), open_account(recruiter):
        raise SessionEnded(telegram_name="USER_DEACTIVATED_BAN")
    assert (row(recruiter).state, row(recruiter).disconnect_reason) == ("disconnected", "USER_DEACTIVATED_BAN")
    assert session_of(row(recruiter)).auth_key


def test_only_one_at_a_time(recruiter: Recruiter) -> None:
    with open_account(recruiter):
        with pytest.raises(AccountBusy), open_account(recruiter):
            pass
        with pytest.raises(AccountBusy), open_for_a_poll(recruiter):
            pass
    with open_account(recruiter):
        pass


def test_two_recruiters_do_not_wait_for_each_other(recruiter: Recruiter) -> None:
    with open_for_a_poll(recruiter), open_account(Recruiter.objects.create_user("petr")):
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_threads_the_second_is_told_that_the_account_is_busy(recruiter: Recruiter) -> None:
    inside, done, refused = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        try:
            with open_account(recruiter):
                inside.set()
                done.wait(10)
        finally:
            connection.close()

    def second() -> None:
        try:
            with open_account(recruiter):
                pass
        except AccountBusy:
            refused.set()
        finally:
            connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    threads[1].join(10)
    done.set()
    threads[0].join(10)
    assert refused.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_threads_takes_turns(recruiter: Recruiter, settings: Settings, backend: MemoryBackend) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "PATIENCE": 20}
    inside: list[int] = []
    most: list[int] = []
    urls: set[str] = set()

    def work() -> None:
        try:
            with open_account(recruiter) as account:
                inside.append(1)
                most.append(len(inside))
                urls.add(account.login.start_qr_login().url)
                inside.pop()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(most) == 8
    assert max(most) == 1
    assert len(urls) == 1


def test_a_lease_that_ran_out_is_taken(recruiter: Recruiter) -> None:
    TelegramAccount.objects.create(
        user=recruiter, lease_token=uuid.uuid4(), lease_until=timezone.now() - timedelta(seconds=1)
    )
    with open_for_a_poll(recruiter):
        pass


def test_a_lease_in_force_is_not_taken(recruiter: Recruiter) -> None:
    TelegramAccount.objects.create(
        user=recruiter, lease_token=uuid.uuid4(), lease_until=timezone.now() + timedelta(seconds=5)
    )
    with pytest.raises(AccountBusy), open_for_a_poll(recruiter):
        pass


def test_a_lease_ends_by_itself(recruiter: Recruiter) -> None:
    with open_account(recruiter, timeout=7):
        until = row(recruiter).lease_until
        assert until is not None
        assert timedelta(seconds=10) < until - timezone.now() < timedelta(seconds=13)


def test_a_lost_lease_overwrites_nothing(recruiter: Recruiter) -> None:
    thief = uuid.uuid4()
    with pytest.raises(AccountBusy), open_account(recruiter) as account:  # noqa: PT012 - both belong to the work
        account.login.start_qr_login()
        TelegramAccount.objects.update(lease_token=thief, encrypted_session="theirs")
    assert row(recruiter).encrypted_session == "theirs"
    assert row(recruiter).lease_token == thief


def test_no_transaction_is_open_during_the_work(transactional_db: None) -> None:
    recruiter = Recruiter.objects.create_user("olga")
    with open_account(recruiter):
        assert not connection.in_atomic_block


def test_an_unreadable_session_is_refused_and_frees_the_lease(recruiter: Recruiter) -> None:
    TelegramAccount.objects.create(user=recruiter, encrypted_session="damaged", state="logged_in")
    with pytest.raises(SessionInvalid), open_account(recruiter):
        pass
    assert row(recruiter).lease_token is None
    assert row(recruiter).encrypted_session == "damaged"
    with pytest.raises(SessionInvalid), open_to_start_over(recruiter):
        pass
    with open_to_disconnect(recruiter) as account:
        assert account.telegram.session == Session()


def test_an_unfinished_login_that_cannot_be_read_starts_over(recruiter: Recruiter) -> None:
    TelegramAccount.objects.create(user=recruiter, encrypted_session="damaged", state="awaiting_scan")
    with open_to_start_over(recruiter) as account:
        assert account.telegram.session == Session()


def test_what_takes_over_wins_and_the_other_one_saves_nothing(recruiter: Recruiter) -> None:
    def be_overtaken() -> None:
        with open_account(recruiter) as slow:
            slow.login.start_qr_login()
            with open_to_disconnect(recruiter) as quick:
                quick.login.log_out()

    with pytest.raises(AccountBusy):
        be_overtaken()
    assert row(recruiter).encrypted_session == ""
    assert row(recruiter).lease_token is None


def test_names_are_kept_as_far_as_the_database_goes(recruiter: Recruiter, backend: MemoryBackend) -> None:
    with open_account(recruiter) as account:
        backend.scan(account.login.start_qr_login().url, User(id=1, first_name="A\0" * 300, username="b" * 300))
        account.login.check_qr_login()
    assert row(recruiter).first_name == "A" * 255
    assert row(recruiter).username == "b" * 64


def test_swapped_rows_are_refused(recruiter: Recruiter) -> None:
    other = Recruiter.objects.create_user("petr")
    for user in (recruiter, other):
        with open_account(user) as account:
            account.login.start_qr_login()
    TelegramAccount.objects.filter(user=other).update(encrypted_session=row(recruiter).encrypted_session)
    with pytest.raises(SessionInvalid), open_account(other):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_database_s_raw_bytes_hold_no_secret(backend: MemoryBackend) -> None:
    recruiter = Recruiter.objects.create_user("olga")
    backend.add("+79001234567", ANNA, code="43210", password="right", hint="hint-canary")
    secrets: set[bytes] = {b"9001234567", b"hint-canary"}

    def keep_secrets(session: Session) -> None:
        found = (session.auth_key, session.qr_url, session.phone_code_hash, *session.future_auth_tokens)
        secrets.update(each if isinstance(each, bytes) else each.encode() for each in found if each)
        secrets.add(session.to_string()[:40].encode())

    with open_account(recruiter) as account:
        account.login.start_qr_login()
        keep_secrets(account.telegram.session)
    assert row(recruiter).encrypted_session[:30].encode() in raw_bytes()
    assert_absent(secrets)
    with open_account(recruiter) as account:
        account.login.send_code("+7 900 123-45-67")
        with pytest.raises(PhoneCodeInvalid):
            account.login.sign_in("99999")
        keep_secrets(account.telegram.session)
    backend.fail(FloodWait(90))
    with pytest.raises(FloodWait), open_account(recruiter) as account:
        account.login.resend_code()
    assert Attempt.objects.exists()
    assert FloodPause.objects.exists()
    assert AuditEvent.objects.count() == 2
    assert_absent(secrets)
    with open_account(recruiter) as account:
        account.login.sign_in("43210")
        account.login.check_password("right")
        account.login.log_out()
        keep_secrets(account.telegram.session)
    assert account.telegram.session.future_auth_tokens
    assert row(recruiter).encrypted_session
    assert_absent(secrets)


def assert_absent(secrets: set[bytes]) -> None:
    raw = raw_bytes()
    for secret in secrets:
        for written in (secret, base64.b64encode(secret)[:-4], base64.urlsafe_b64encode(secret)[:-4], secret.hex()):
            assert (written.encode() if isinstance(written, str) else written) not in raw


def raw_bytes() -> bytes:
    """What is in the database's files, deleted rows included."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(connection.settings_dict["NAME"])
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def test_the_keys_rotate(recruiter: Recruiter, settings: Settings) -> None:
    with open_account(recruiter) as account:
        account.login.start_qr_login()
    old, new = django_settings.TELEGRAM["SESSION_KEYS"][0], "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE="
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [new, old]}
    with open_account(recruiter):
        pass
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [new]}
    assert session_of(row(recruiter)).qr_url
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [old]}
    with pytest.raises(SessionInvalid):
        session_of(row(recruiter))


@pytest.mark.parametrize(
    "wrong", [{"SESSION_KEYS": []}, {"SESSION_KEYS": ["x"]}, {"BACKEND": "nowhere"}, {"OPTIONS": {"x": 1}}]
)
def test_wrong_settings_are_the_operator_s_business(
    recruiter: Recruiter, settings: Settings, wrong: dict[str, object]
) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, **wrong}
    with pytest.raises(Misconfigured), open_account(recruiter):
        pass


def test_there_is_one_backend_until_the_settings_change(settings: Settings) -> None:
    first = settings_made.backend()
    assert settings_made.backend() is first
    settings.TELEGRAM = {**settings.TELEGRAM}
    assert settings_made.backend() is not first


def test_only_the_waiting_see_a_code_s_address(recruiter: Recruiter) -> None:
    assert shown_qr_url(recruiter) is None
    with open_account(recruiter) as account:
        url = account.login.start_qr_login().url
    assert shown_qr_url(recruiter) == url


@pytest.mark.parametrize("operation", ["send_code", "resend_code"])
def test_each_code_has_its_own_ten_minutes(recruiter: Recruiter, backend: MemoryBackend, operation: str) -> None:
    backend.add("+79001234567", User(id=1, first_name="Anna"), code="12345")
    with open_account(recruiter) as account:
        account.login.send_code("+79007654321" if operation == "send_code" else "+79001234567")
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=9, seconds=59))
    with open_account(recruiter) as account:
        account.login.send_code("+79001234567") if operation == "send_code" else account.login.resend_code()
    assert timezone.now() - (row(recruiter).login_started_at or timezone.now()) < timedelta(minutes=1)


def test_a_login_that_is_finished_after_it_was_taken_over_is_ended(
    recruiter: Recruiter, backend: MemoryBackend
) -> None:
    user = User(id=1, first_name="Anna")
    backend.add("+79001234567", user, code="12345")
    with open_account(recruiter) as account:
        account.login.send_code("+79001234567")
    with pytest.raises(AccountBusy), open_account(recruiter) as account:  # noqa: PT012 - what happens meanwhile
        account.login.sign_in("12345")
        with open_to_disconnect(recruiter) as other:
            other.login.log_out()
    assert row(recruiter).state == "logged_out"
    assert backend.calls[-1] == "log_out"
    events = AuditEvent.objects.order_by("pk").values_list("kind", "reason")
    assert list(events) == [("connected", ""), ("disconnected", "lease_lost")]


def test_a_login_that_two_have_finished_is_not_ended_by_the_one_who_came_too_late(
    recruiter: Recruiter, backend: MemoryBackend
) -> None:
    backend.add("+79001234567", User(id=1, first_name="Anna"), code="12345")
    with open_account(recruiter) as account:
        account.login.send_code("+79001234567")
    with pytest.raises(AccountBusy), open_account(recruiter) as account:  # noqa: PT012 - what happens meanwhile
        account.login.sign_in("12345")
        TelegramAccount.objects.update(
            lease_token=uuid.uuid4(),
            encrypted_session=settings_made.seal().seal(account.telegram.session, recruiter.pk),
        )
    assert "log_out" not in backend.calls


def test_work_of_several_calls_keeps_its_lease(recruiter: Recruiter) -> None:
    with open_account(recruiter, timeout=7) as account:
        account.began -= 3
        TelegramAccount.objects.update(lease_until=timezone.now() + timedelta(seconds=1))
        account.login.status()
        assert row(recruiter).lease_until - timezone.now() > timedelta(seconds=10)


def test_three_slow_calls_end_within_the_time_of_the_whole_work(recruiter: Recruiter, settings: Settings) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": f"{__name__}.SlowBackend"}
    began, done = time.monotonic(), 0
    with pytest.raises(Timeout), open_account(recruiter, timeout=1) as account:  # noqa: PT012
        for done in range(3):  # noqa: B007 - how far it came
            account.login.status()
    assert done == 1
    assert time.monotonic() - began < 1.6  # two such calls take 1.8 s, three 2.7 s


def test_a_login_that_is_forgotten_has_no_more_time_for_that(recruiter: Recruiter, settings: Settings) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": f"{__name__}.SlowBackend"}
    began = time.monotonic()
    with pytest.raises(Timeout), open_account(recruiter, timeout=1) as account:  # noqa: PT012 - one piece of work
        account.login.status()
        account.forget()
        account.login.status()
    assert time.monotonic() - began < 1.6


def test_work_of_several_calls_stops_when_its_lease_is_lost(recruiter: Recruiter) -> None:
    with pytest.raises(AccountBusy), open_account(recruiter) as account:  # noqa: PT012 - both belong to the work
        account.began -= 3
        TelegramAccount.objects.update(lease_token=uuid.uuid4())
        account.login.status()


def test_a_session_that_did_not_change_is_not_written(recruiter: Recruiter) -> None:
    with open_account(recruiter) as account:
        account.login.start_qr_login()
    before = row(recruiter).encrypted_session
    with open_account(recruiter) as account:
        account.login.check_qr_login()
    assert row(recruiter).encrypted_session == before

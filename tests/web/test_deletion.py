"""A recruiter who is deleted takes their session at Telegram with them; what happened stays on record."""

import pytest
from django.contrib.auth.models import User as Recruiter
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tgsdk import MemoryBackend, TelegramError, TelegramUnavailable, Timeout
from tgsdk.contrib.django.models import TelegramAccount
from web.models import AuditEvent


@pytest.fixture
def boss(db: None) -> Client:
    client = Client()
    client.force_login(Recruiter.objects.create_superuser("boss"))
    return client


def delete(boss: Client, recruiter: Recruiter) -> None:
    response = boss.post(f"/admin/auth/user/{recruiter.pk}/delete/", {"post": "yes"})
    assert response.status_code == 302
    assert not Recruiter.objects.filter(pk=recruiter.pk).exists()


@pytest.fixture
def commits(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


@pytest.mark.usefixtures("connected")
def test_deleting_a_recruiter_ends_their_session(
    boss: Client, recruiter: Recruiter, backend: MemoryBackend, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    with commits(execute=True):
        delete(boss, recruiter)
        assert "log_out" not in backend.calls  # not while a transaction is open
    assert backend.calls[-1] == "log_out"


@pytest.mark.usefixtures("connected")
def test_deleting_an_account_ends_its_session(
    boss: Client, backend: MemoryBackend, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    account = TelegramAccount.objects.get()
    with commits(execute=True):
        boss.post(f"/admin/tgsdk/telegramaccount/{account.pk}/delete/", {"post": "yes"})
    assert not TelegramAccount.objects.exists()
    assert backend.calls[-1] == "log_out"


@pytest.mark.usefixtures("connected")
def test_what_happened_outlives_the_recruiter(boss: Client, recruiter: Recruiter) -> None:
    user_id = recruiter.pk
    delete(boss, recruiter)
    connection.check_constraints()
    events = AuditEvent.objects.order_by("pk").values_list("user_id", "username", "kind", "reason")
    assert list(events) == [(user_id, "olga", "connected", ""), (user_id, "olga", "disconnected", "deleted")]
    assert "olga" in boss.get("/admin/web/auditevent/").content.decode()


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("error", [TelegramUnavailable(), Timeout()])
def test_a_recruiter_is_deleted_though_telegram_is_away(
    boss: Client,
    recruiter: Recruiter,
    backend: MemoryBackend,
    commits: DjangoCaptureOnCommitCallbacks,
    error: TelegramError,
) -> None:
    backend.fail(error)
    with commits(execute=True):
        delete(boss, recruiter)
    assert backend.calls[-1] == "log_out"


@pytest.mark.usefixtures("connected")
def test_a_recruiter_is_deleted_though_their_session_cannot_be_read(boss: Client, recruiter: Recruiter) -> None:
    TelegramAccount.objects.update(encrypted_session="damaged")
    delete(boss, recruiter)


@pytest.mark.usefixtures("connected")
def test_a_recruiter_is_deleted_though_the_keys_are_gone(
    boss: Client, recruiter: Recruiter, settings: Settings
) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": []}
    delete(boss, recruiter)


@pytest.mark.usefixtures("shown_url")
def test_a_login_that_was_never_finished_has_nothing_to_end(
    boss: Client, recruiter: Recruiter, backend: MemoryBackend, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    with commits(execute=True):
        delete(boss, recruiter)
    assert "log_out" not in backend.calls
    assert not AuditEvent.objects.exists()


@pytest.mark.usefixtures("connected")
def test_a_deletion_that_is_taken_back_ends_nothing(
    recruiter: Recruiter, backend: MemoryBackend, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    with commits(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        recruiter.delete()
        raise ZeroDivisionError
    assert "log_out" not in backend.calls
    assert [event.kind for event in AuditEvent.objects.all()] == ["connected"]

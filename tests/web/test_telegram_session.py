"""manage.py telegram_session: an account leaves the site, or comes into it, as a string."""

import getpass
from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import User as Recruiter
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tgsdk import MemoryBackend, Session, Telegram
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web.models import AuditEvent

from .conftest import ANNA

Typed = Callable[[str], None]
KINDS = {"tgsdk": Session.from_string, "pyrogram": Session.from_pyrogram, "telethon": Session.from_telethon}


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """What the operator types where nothing is shown."""
    return lambda line: monkeypatch.setattr(getpass, "getpass", lambda _prompt: line)


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("telegram_session", *arguments, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue()


def events(recruiter: Recruiter) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(user_id=recruiter.pk).order_by("pk").values_list("kind", "operation"))


def logged_in_elsewhere(backend: MemoryBackend) -> Session:
    telegram = Telegram(backend)
    backend.scan(telegram.start_qr_login().url, ANNA)
    telegram.check_qr_login()
    return telegram.session


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_is_exported_with_a_warning_and_audited(
    kind: str, connected: None, recruiter: Recruiter, account: Callable[[], TelegramAccount]
) -> None:
    string, warning = run("export", "olga", "--format", kind, "--yes")
    assert KINDS[kind](string).auth_key == session_of(account()).auth_key
    assert "Telegram" in warning
    assert string not in warning
    assert events(recruiter)[-1] == ("exported", kind)


@pytest.mark.parametrize("ended", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("arguments", [("export", "olga"), ("import", "olga"), ("import", "olga", "--yes")])
def test_without_a_terminal_nothing_is_done(
    connected: None, arguments: tuple[str, ...], ended: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_prompt: str) -> str:
        raise ended

    monkeypatch.setattr("builtins.input", end)
    monkeypatch.setattr(getpass, "getpass", end)
    with override("en"), pytest.raises(CommandError, match=r"Nothing was done, because nothing was entered\."):
        run(*arguments)


def test_nothing_is_exported_unless_it_is_meant(
    connected: None, recruiter: Recruiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: "y")
    with pytest.raises(CommandError):
        run("export", "olga")
    assert ("exported", "tgsdk") not in events(recruiter)


def test_an_account_that_is_not_connected_cannot_be_exported(recruiter: Recruiter) -> None:
    with pytest.raises(CommandError):
        run("export", "olga", "--yes")


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_is_imported_and_audited(
    kind: str,
    recruiter: Recruiter,
    backend: MemoryBackend,
    account: Callable[[], TelegramAccount],
    typed: Typed,
) -> None:
    session = logged_in_elsewhere(backend)
    strings = {
        "tgsdk": session.to_string(),
        "pyrogram": session.to_pyrogram(1),
        "telethon": session.to_telethon(),
    }
    typed(f" {strings[kind]} ")
    said, _ = run("import", "olga", "--format", kind, "--yes")
    assert "Anna Petrova" in said
    row = account()
    assert (row.state, row.telegram_user_id) == (TelegramAccount.State.LOGGED_IN, ANNA.id)
    assert session_of(row).auth_key == session.auth_key
    assert events(recruiter)[-2:] == [("connected", ""), ("imported", kind)]


def test_what_is_no_session_is_refused_and_nothing_is_kept(
    recruiter: Recruiter, typed: Typed, account: Callable[[], TelegramAccount]
) -> None:
    typed("canary")
    with pytest.raises(CommandError) as refused:
        run("import", "olga", "--format", "telethon", "--yes")
    assert "canary" not in str(refused.value)


def test_a_session_that_telegram_has_ended_is_not_kept(
    recruiter: Recruiter, backend: MemoryBackend, account: Callable[[], TelegramAccount], typed: Typed
) -> None:
    session = logged_in_elsewhere(backend)
    backend.end_sessions(ANNA.id)
    typed(session.to_string())
    with pytest.raises(CommandError):
        run("import", "olga", "--yes")
    assert session_of(account()).auth_key is None
    assert account().state != TelegramAccount.State.LOGGED_IN


def test_a_connected_account_is_not_replaced(
    connected: None, backend: MemoryBackend, account: Callable[[], TelegramAccount], typed: Typed
) -> None:
    before = session_of(account()).auth_key
    typed(logged_in_elsewhere(backend).to_string())
    with pytest.raises(CommandError):
        run("import", "olga", "--yes")
    assert session_of(account()).auth_key == before

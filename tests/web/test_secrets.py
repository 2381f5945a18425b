"""Logs and pages hold no secret, whatever happens."""

import logging

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from tgsdk import MemoryBackend, SessionEnded, TelegramUnavailable
from web import accounts
from web.models import TelegramAccount

from .conftest import ANNA, BROWSER, HTMX


def test_logs_hold_no_token_password_key_or_phone(
    program: Client, recruiter: Recruiter, backend: MemoryBackend, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = program.get("/telegram/auth/qr/").json()["url"]
    backend.scan(url, ANNA, password="pass-canary", hint="hint-canary")
    program.get("/telegram/auth/qr/status/")
    for error in (TelegramUnavailable(), SessionEnded(telegram_name="SESSION_REVOKED")):
        backend.fail(error)
        program.post("/telegram/auth/verify/", {"password": "wrong-canary"})
    sealed = TelegramAccount.objects.get().encrypted_session
    session = accounts.session_of(TelegramAccount.objects.get()).to_string()
    said = "\n".join(
        record.getMessage() + str(record.__dict__) for record in caplog.records if "sql" not in record.__dict__
    )
    assert said
    for secret in ("canary", url.partition("=")[2], session, sealed, "+79001234567"):
        assert secret not in said


@pytest.mark.parametrize("path", ["", "user/info/", "session/status/", "auth/qr/status/"])
@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_answers_about_a_connected_account_hold_no_secret(
    program: Client, connected: None, path: str, headers: dict[str, str]
) -> None:
    account = TelegramAccount.objects.get()
    said = program.get(f"/telegram/{path}", headers=headers).content.decode()
    for secret in (account.encrypted_session, accounts.session_of(account).to_string(), "79001234567", "tgsdk1:"):
        assert secret not in said

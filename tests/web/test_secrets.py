"""Logs and pages hold no secret, whatever happens."""

import logging
from dataclasses import replace

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from tgsdk import (
    Chat,
    ChatKind,
    CodeType,
    Contact,
    FloodWait,
    MemoryBackend,
    PhoneCodeExpired,
    PhoneNumberBanned,
    Sender,
    SessionEnded,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WriteForbidden,
)
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web.models import AuditEvent

from .conftest import ANNA, BROWSER, CV, FACE, HTMX, message


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
    session = session_of(TelegramAccount.objects.get()).to_string()
    said = said_in(caplog)
    assert said
    for secret in ("canary", url.partition("=")[2], session, sealed, "+79001234567"):
        assert secret not in said


@pytest.mark.parametrize(
    "error",
    [
        None,
        FloodWait(90),
        PhoneNumberBanned(telegram_name="PHONE_NUMBER_BANNED"),
        PhoneCodeExpired(telegram_name="PHONE_CODE_EXPIRED"),
        SessionEnded(telegram_name="SESSION_REVOKED"),
        TelegramUnavailable(),
        Timeout(),
    ],
)
@pytest.mark.parametrize("step", ["auth/phone/", "auth/resend/", "auth/verify/"])
def test_logs_of_a_login_by_phone_hold_no_phone_code_hash_or_password(
    program: Client,
    recruiter: Recruiter,
    backend: MemoryBackend,
    caplog: pytest.LogCaptureFixture,
    step: str,
    error: TelegramError | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    backend.add("+79001234567", ANNA, code="43210", password="pass-canary", hint="hint-canary")
    backend.send_codes_by(CodeType.APP, CodeType.SMS, timeout=0)
    forms = {
        "auth/phone/": {"phone": "8 (900) 123-45-67"},
        "auth/resend/": {},
        "auth/verify/": {"code": "98765"},
    }
    program.post("/telegram/auth/phone/", forms["auth/phone/"])
    code_hash = session_of(TelegramAccount.objects.get()).phone_code_hash
    if error:
        backend.fail(error)
    program.post(f"/telegram/{step}", forms[step])
    program.post("/telegram/auth/verify/", {"code": "43210"})
    program.post("/telegram/auth/verify/", {"password": "wrong-canary"})
    said = said_in(caplog)
    assert said
    for secret in ("canary", "9001234567", "123-45-67", "98765", "43210", str(code_hash)):
        assert secret not in said


def said_in(caplog: pytest.LogCaptureFixture) -> str:
    """All that was logged, but for Django's own log of SQL, which is off outside of DEBUG, and for clocks and ids of
    threads, in which any five digits come up now and then.
    """
    records = [record for record in caplog.records if "sql" not in record.__dict__]
    return "\n".join(record.getMessage() + str(_without_numbers(record.__dict__)) for record in records)


def _without_numbers(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if not isinstance(value, int | float)}


@pytest.mark.parametrize("path", ["", "user/info/", "session/status/", "auth/qr/status/"])
@pytest.mark.parametrize("headers", [{}, HTMX, BROWSER])
def test_answers_about_a_connected_account_hold_no_secret(
    program: Client, connected: None, path: str, headers: dict[str, str]
) -> None:
    account = TelegramAccount.objects.get()
    said = program.get(f"/telegram/{path}", headers=headers).content.decode()
    for secret in (account.encrypted_session, session_of(account).to_string(), "79001234567", "tgsdk1:"):
        assert secret not in said


@pytest.mark.parametrize("error", [None, TelegramUnavailable(), Timeout(), FloodWait(90), WriteForbidden()])
def test_logs_of_the_desk_hold_no_text_name_or_phone(
    program: Client, htmx: Client, desk: MemoryBackend, caplog: pytest.LogCaptureFixture, error: TelegramError | None
) -> None:
    caplog.set_level(logging.DEBUG)
    title = "name-canary"
    desk.put_chat(ANNA.id, Chat(id=66, kind=ChatKind.PRIVATE, title=title, username="user_canary", photo=FACE))
    file = replace(CV, name="file-canary.pdf", location="location-canary")
    content = Contact(name=title, phone="+79007654321")
    sender = Sender(id=66, name=title)
    desk.put_message(ANNA.id, message(1, "text-canary", chat_id=66, attachment=file, content=content, sender=sender))
    for path in ("chats/", "chats/66/messages/", "chats/66/messages/1/file/", "pictures/?id=901.chat"):
        for client in (program, htmx):
            if error:
                desk.fail(error)
            client.get(f"/telegram/{path}")
    if error:
        desk.fail(error)
    program.post("/telegram/chats/66/messages/", {"text": "sent-canary"})
    said = said_in(caplog)
    for secret in ("canary", "79007654321", CV.location):
        assert secret not in said
    assert not any("canary" in str(values) for values in AuditEvent.objects.values())

"""The signals tell what happened, after the session is stored, and no receiver can change what becomes of it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal

from tgsdk import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    FloodWait,
    MemoryBackend,
    Message,
    PhoneCodeInvalid,
    TelegramUnavailable,
)
from tgsdk.contrib.django import signals
from tgsdk.contrib.django.accounts import open_account, open_to_disconnect, open_to_start_over
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of

from .conftest import ANNA, CODE, PHONE, row

BORIS = 5_000_000_001
CV = Attachment(kind=AttachmentKind.DOCUMENT, size=3, mime_type="application/pdf", location="cv")
Told = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def told() -> Iterator[Told]:
    """Every signal that is sent, with its arguments."""
    heard: Told = []
    with hearing_all(lambda name, values: heard.append((name, values))):
        yield heard


@contextmanager
def hearing_all(receive: Callable[[str, dict[str, Any]], object]) -> Iterator[None]:
    receivers = {name: _receiver(name, receive) for name in signals.__all__}
    for name, receiver in receivers.items():
        _signal(name).connect(receiver)
    yield
    for name, receiver in receivers.items():
        _signal(name).disconnect(receiver)


def _receiver(name: str, receive: Callable[[str, dict[str, Any]], object]) -> Callable[..., None]:
    def receiver(**values: Any) -> None:
        receive(name, values)

    return receiver


def _signal(name: str) -> Signal:
    signal = getattr(signals, name)
    assert isinstance(signal, Signal)
    return signal


def log_in(user: User) -> None:
    with open_to_start_over(user, address="203.0.113.7") as account:
        account.login.send_code(PHONE)
    with open_account(user, address="203.0.113.7") as account:
        account.login.sign_in(CODE)


def names(told: Told) -> list[str]:
    return [name for name, _ in told]


def test_a_login_tells_who_is_connected_and_from_where(user: User, told: Told) -> None:
    log_in(user)
    assert names(told) == ["connected", "profile_seen"]
    _, values = told[0]
    assert values["sender"] is TelegramAccount
    assert values["account"] == row(user)
    assert values["user"] is user
    assert (values["telegram_user_id"], values["address"]) == (ANNA.id, "203.0.113.7")
    assert told[1][1]["profile"].id == ANNA.id


def test_a_disconnect_tells_who_was_connected(user: User, told: Told) -> None:
    log_in(user)
    with open_to_disconnect(user) as account:
        account.login.log_out()
    name, values = told[-1]
    assert (name, values["telegram_user_id"], values["reason"]) == ("disconnected", ANNA.id, "")
    assert values["account"].telegram_user_id is None


def test_an_end_by_telegram_is_told_once(user: User, told: Told, backend: MemoryBackend) -> None:
    log_in(user)
    backend.end_sessions(ANNA.id)
    for _ in range(2):
        with open_account(user) as account:
            account.login.status()
    assert [(name, values["reason"]) for name, values in told[2:]] == [("ended", "SESSION_REVOKED")]


def test_a_wrong_code_is_a_failed_attempt(user: User, told: Told) -> None:
    with open_account(user) as account:
        account.login.send_code(PHONE)
    with pytest.raises(PhoneCodeInvalid), open_account(user) as account:
        account.login.sign_in("99999")
    ((name, values),) = told
    assert (name, values["operation"], values["is_attempt"]) == ("failed", "sign_in", True)
    assert isinstance(values["error"], PhoneCodeInvalid)


def test_what_a_page_asks_by_itself_is_no_attempt(user: User, told: Told, backend: MemoryBackend) -> None:
    backend.fail(TelegramUnavailable())
    with pytest.raises(TelegramUnavailable), open_account(user) as account:
        account.login.status()
    ((name, values),) = told
    assert (name, values["operation"], values["is_attempt"]) == ("failed", "status", False)


def test_a_pause_is_told_with_its_error(user: User, told: Told, backend: MemoryBackend) -> None:
    backend.fail(FloodWait(90))
    with pytest.raises(FloodWait), open_account(user) as account:
        account.login.send_code(PHONE)
    ((name, values),) = told
    assert (name, values["operation"], values["error"].seconds) == ("limited", "send_code", 90)


def test_the_desk_tells_what_is_opened_and_sent(user: User, told: Told, backend: MemoryBackend) -> None:
    backend.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris"))
    backend.put_message(ANNA.id, Message(id=3, chat_id=BORIS, date=datetime.now(UTC), attachment=CV))
    log_in(user)
    told.clear()
    with open_account(user) as account:
        account.desk.chats(10, None, None)
        account.desk.messages(BORIS, 10, None)
        account.desk.messages_after(BORIS, 1, 10)
        account.desk.attachment(BORIS, 3)
        account.desk.search_messages("cv", 10, None)
        sent = account.desk.send_message(BORIS, "Hello", None)
        assert told == []  # not yet
    about = [(name, each["operation"], each["chat_id"], each["message_id"]) for name, each in told]
    assert about == [
        ("opened", "messages", BORIS, None),
        ("opened", "message_file", BORIS, 3),
        ("opened", "search_messages", None, None),
        ("sent", "send_message", BORIS, sent.id),
    ]


def test_a_receiver_finds_the_session_stored_and_the_account_free(user: User) -> None:
    found: list[tuple[str, object]] = []

    def look(name: str, _: object) -> None:
        found.append((row(user).state, row(user).lease_token))
        with open_account(user) as account:
            found.append((account.login.status().name, None))

    with hearing_all(look):
        with open_account(user) as account:
            account.login.send_code(PHONE)
        with pytest.raises(PhoneCodeInvalid), open_account(user) as account:
            account.login.sign_in("99999")
    assert found == [("awaiting_code", None), ("awaiting_code", None)]


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_fails_loses_no_session_and_is_logged(user: User, caplog: pytest.LogCaptureFixture) -> None:
    def fail(name: str, _: object) -> None:
        raise ZeroDivisionError(name)

    with hearing_all(fail):
        log_in(user)
    assert row(user).state == "logged_in"
    assert session_of(row(user)).is_logged_in
    logged = [record for record in caplog.records if record.name == "django.dispatch"]
    assert [record.levelno for record in logged] == [logging.ERROR] * 2


def test_what_the_work_raised_is_raised_though_a_receiver_fails(user: User) -> None:
    def fail(name: str, _: object) -> None:
        raise ZeroDivisionError(name)

    with hearing_all(fail), pytest.raises(PhoneCodeInvalid), open_account(user) as account:  # noqa: PT012
        account.login.send_code(PHONE)
        account.login.sign_in("99999")


def test_a_deletion_is_told_unless_it_is_rolled_back(user: User, told: Told) -> None:
    log_in(user)
    told.clear()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        user.delete()
        raise ZeroDivisionError
    assert [(name, values["reason"]) for name, values in told] == [("disconnected", "deleted")]
    assert row(User.objects.get()).state == "logged_in"


def test_every_signal_is_documented() -> None:
    from pathlib import Path

    text = Path(signals.__file__).read_text()
    assert [name for name in signals.__all__ if f"\n{name} = Signal()" not in text] == []

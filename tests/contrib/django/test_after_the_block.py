"""An account that is not held any more cannot be worked with: somebody else may hold it, with the same session."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from tgsdk import AsyncTelegram, Attachment, AttachmentKind, Backend, Chat, ChatKind, LoggedIn, MemoryBackend
from tgsdk.contrib.django.accounts import Account, Question, open_account, open_to_start_over
from tgsdk.contrib.django.opened import WhileHeld

from .conftest import ANNA, CODE, PHONE, row

BORIS = 5_000_000_001
SIZE = 3 * 1024 * 1024
CALLS: dict[str, Callable[[Account], object]] = {
    "a call of the desk": lambda account: account.desk.chats(5, None, None),
    "calls together": lambda account: account.desk.together(
        Question("chats", lambda t: t.chats(5)), Question("chat", lambda t: t.chat(BORIS))
    ),
    "a step of the login": lambda account: account.login.qr_login(),
    "a log-out": lambda account: account.login.log_out(),
    "an account that is forgotten": lambda account: account.forget(),
    "a call of Telegram": lambda account: account.telegram.chats(5),
    "a block of Telegram": lambda account: account.telegram.connected().__enter__(),
    "calls of Telegram together": lambda account: account.telegram.together(lambda t: t.me(), lambda t: t.chats(5)),
}


@pytest.fixture
def connected(user: User, backend: MemoryBackend) -> MemoryBackend:
    backend.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris"))
    with open_to_start_over(user) as account:
        account.login.send_code(PHONE)
    with open_account(user) as account:
        account.login.sign_in(CODE)
    return backend


def refused(call: Callable[[], object]) -> None:
    with pytest.raises(RuntimeError, match="not held any more"):
        call()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_after_the_block_nobody_is_asked(user: User, connected: MemoryBackend, call: Callable[[Account], Any]) -> None:
    with open_account(user) as account:
        account.desk.chats(5, None, None)
    before = list(connected.calls)
    refused(lambda: call(account))
    assert connected.calls == before
    assert row(user).state == "logged_in"
    with open_account(user) as account:
        assert isinstance(account.login.status(), LoggedIn)


def test_what_was_kept_of_the_account_is_of_no_use_either(user: User, connected: MemoryBackend) -> None:
    with open_account(user) as account:
        desk, login, telegram, twins = account.desk, account.login, account.telegram, list[AsyncTelegram]()
        desk.together(Question("chats", lambda t: _kept(t, twins)), Question("chat", lambda t: t.chat(BORIS)))
    for call in (lambda: desk.chat(BORIS), login.me, telegram.me, lambda: asyncio.run(_me(twins[0]))):
        refused(call)


def test_the_session_can_be_looked_at_still(user: User, connected: MemoryBackend) -> None:
    with open_account(user) as account:
        account.desk.chats(5, None, None)
    assert account.telegram.session.is_logged_in


def test_a_work_that_has_failed_is_over_too(user: User, connected: MemoryBackend) -> None:
    with pytest.raises(ZeroDivisionError), open_account(user) as account:
        raise ZeroDivisionError
    refused(lambda: account.desk.chat(BORIS))


@pytest.mark.parametrize("by", ["desk", "telegram"])
def test_a_file_stops_in_the_midst_when_the_block_ends(user: User, connected: MemoryBackend, by: str) -> None:
    file = Attachment(kind=AttachmentKind.DOCUMENT, mime_type="application/pdf", size=SIZE, location="cv")
    connected.put_file("cv", bytes(SIZE))
    with open_account(user) as account:
        is_desk = by == "desk"
        parts = account.desk.parts(file, 0, SIZE) if is_desk else account.telegram.iter_download(file)
        assert next(parts)
    refused(lambda: next(parts))


def test_the_guard_says_all_that_the_backend_says(backend: MemoryBackend) -> None:
    guard = WhileHeld(backend, lambda: None)
    said = vars(WhileHeld).keys() | vars(guard).keys()
    assert {name for name in vars(Backend) if not name.startswith("_")} <= said
    assert (guard.supports, guard.calls_together) == (backend.supports, backend.calls_together)


async def _kept(telegram: AsyncTelegram, twins: list[AsyncTelegram]) -> object:
    twins.append(telegram)
    return await telegram.chats(5)


async def _me(telegram: AsyncTelegram) -> object:
    return await telegram.me()

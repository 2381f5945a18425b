"""Calls of a desk that are made at once: one wait for Telegram, and each within its own limits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.contrib.auth.models import User

from tgsdk import Chat, ChatKind, FloodWait, MemoryBackend, NotFound, Page, Session, SessionEnded, TelegramError
from tgsdk.backends.base import Connection
from tgsdk.backends.memory.connection import MemoryConnection
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.accounts import Question, open_account, open_to_start_over

from .conftest import ANNA, CODE, PHONE, row

BORIS = 5_000_000_001
CHATS = Question("chats", lambda t: t.chats(5))
CHAT = Question("chat", lambda t: t.chat(BORIS))
MESSAGES = Question("messages", lambda t: t.messages(BORIS))


class Meeting(MemoryBackend):
    """Its chats(), chat() and messages() are answered when all three have been asked for."""

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield MeetingConnection(self._world, self._script, session)


class MeetingConnection(MemoryConnection):
    """The connection of a Meeting."""

    async def _meet(self) -> None:
        self.barrier: asyncio.Barrier = getattr(self, "barrier", None) or asyncio.Barrier(3)
        await self.barrier.wait()

    async def chats(self, *arguments: Any) -> Any:
        await self._meet()
        return await super().chats(*arguments)

    async def chat(self, *arguments: Any) -> Any:
        await self._meet()
        return await super().chat(*arguments)

    async def messages(self, *arguments: Any) -> Any:
        await self._meet()
        return await super().messages(*arguments)


@pytest.fixture
def connected(user: User, backend: MemoryBackend) -> MemoryBackend:
    return connect(user, backend)


def connect(user: User, backend: MemoryBackend) -> MemoryBackend:
    backend.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris"))
    with open_to_start_over(user) as account:
        account.login.send_code(PHONE)
    with open_account(user) as account:
        account.login.sign_in(CODE)
    return backend


def test_three_calls_are_one_wait(user: User, settings: Any) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": f"{__name__}.Meeting"}
    settings_made.forget_settings(setting="TELEGRAM")
    backend = settings_made.backend()
    assert isinstance(backend, Meeting)
    backend.add(PHONE, ANNA, code=CODE)
    connect(user, backend)
    with open_account(user) as account:
        chats, chat, page = account.desk.together(CHATS, CHAT, MESSAGES)
    assert not isinstance(chats, TelegramError)
    assert not isinstance(chat, TelegramError)
    assert (chats.items, page) == ((chat,), Page(items=()))


def test_a_pause_of_one_call_is_kept_and_leaves_the_others_alone(user: User, connected: MemoryBackend) -> None:
    connected.fail(FloodWait(60))
    with open_account(user) as account:
        flood, chat = account.desk.together(CHATS, CHAT)
    assert isinstance(flood, FloodWait)
    assert not isinstance(chat, TelegramError)
    assert row(user).is_paused
    before = list(connected.calls)
    with open_account(user) as account:
        flood, chat = account.desk.together(CHATS, CHAT)
    assert isinstance(flood, FloodWait)
    assert not isinstance(chat, TelegramError)
    assert connected.calls[len(before) :] == ["chat"]


def test_an_error_of_one_call_stands_in_its_place(user: User, connected: MemoryBackend) -> None:
    with open_account(user) as account:
        chat, chats = account.desk.together(Question("chat", lambda t: t.chat(9)), CHATS)
    assert isinstance(chat, NotFound)
    assert not isinstance(chats, TelegramError)


def test_a_session_that_has_ended_asks_nobody(user: User, connected: MemoryBackend) -> None:
    with open_account(user) as account:
        account.note_end("SESSION_REVOKED")
        before = list(connected.calls)
        errors = account.desk.together(CHATS, CHAT)
    assert [type(error) for error in errors] == [SessionEnded, SessionEnded]
    assert connected.calls == before

"""Calls that are under way at once over one connection, over the wire."""

import asyncio
import contextlib
from collections.abc import Iterator

import pytest

from tgsdk import (
    AsyncTelegram,
    FloodWait,
    LoginState,
    NotFound,
    Session,
    Telegram,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    run_async_task,
)
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, faults

from .desk import Desk

ME, CHATS, MESSAGES = "users.GetUsers", "messages.GetDialogs", "messages.GetHistory"


@pytest.fixture
def known(maria: Desk) -> Telegram:
    """A client that knows its chats."""
    telegram = maria.telegram()
    telegram.chats(20)
    return telegram


@contextlib.contextmanager
def asked(desk: Desk) -> Iterator[list[str]]:
    """Yield the methods that are called in the block, once it has ended."""
    before, called = len(desk.server.calls), list[str]()
    yield called
    called += [call.method for call in desk.server.calls[before:]]


def test_a_call_that_is_never_answered_holds_up_no_other(maria: Desk, known: Telegram) -> None:
    patient = Telegram(maria.backend, known.session, timeout=1)
    with maria.server.commit(faults.Silence(), method=ME):
        me, chats = patient.together(lambda t: t.me(), lambda t: t.chats(5), return_errors=True)
    assert isinstance(me, Timeout)
    assert not isinstance(chats, TelegramError)
    assert len(chats.items) == 5


def test_each_call_gets_its_own_answer_in_whichever_order_they_come(maria: Desk, known: Telegram) -> None:
    with maria.server.commit(faults.Delay(0.3), method=ME), maria.server.commit(faults.Delay(0.15), method=CHATS):
        me, chats, page = known.together(
            lambda t: t.me(), lambda t: t.chats(7), lambda t: t.messages(maria.every_kind, 9)
        )
    assert (me.id, len(chats.items), len(page.items)) == (maria.user_id, 7, 9)


@pytest.mark.parametrize("salt", [1, 0])
def test_a_salt_that_is_too_old_is_put_right_for_all_of_them(maria: Desk, known: Telegram, salt: int) -> None:
    telegram = Telegram(maria.backend, known.session.replace(server_salt=salt))
    with asked(maria) as called:
        me, chats, page = telegram.together(
            lambda t: t.me(), lambda t: t.chats(5), lambda t: t.messages(maria.every_kind, 5)
        )
    assert (me.id, len(chats.items), len(page.items)) == (maria.user_id, 5, 5)
    assert sorted(called) == [CHATS, MESSAGES, ME]
    assert telegram.session.server_salt == known.session.server_salt


@pytest.mark.parametrize("seconds", [-4000, 4000])
def test_a_clock_that_is_wrong_is_put_right_for_all_of_them(maria: Desk, known: Telegram, seconds: int) -> None:
    with maria.server.commit(faults.BadClock(seconds)), asked(maria) as called:
        found = known.together(*[lambda t: t.me()] * 6)
    assert {user.id for user in found} == {maria.user_id}
    assert called == [ME] * 6


def test_a_lost_connection_fails_those_without_an_answer_alone(maria: Desk, known: Telegram) -> None:
    server = maria.server
    with (
        server.commit(faults.Delay(0.3), method=ME),
        server.commit(faults.Drop(), method=ME),
        server.commit(faults.Delay(30), method=MESSAGES),
    ):
        me, chats, page = known.together(
            lambda t: t.me(), lambda t: t.chats(5), lambda t: t.messages(maria.every_kind, 5), return_errors=True
        )
    assert isinstance(me, TelegramUnavailable)
    assert isinstance(page, TelegramUnavailable)
    assert me is not page
    assert not isinstance(chats, TelegramError)
    assert len(chats.items) == 5
    assert known.me().id == maria.user_id


def test_a_refusal_of_one_is_its_own(maria: Desk, known: Telegram) -> None:
    with maria.server.commit(faults.FloodWait(7), method=CHATS):
        me, chats, chat = known.together(
            lambda t: t.me(), lambda t: t.chats(5), lambda t: t.chat(1_999_999_999), return_errors=True
        )
    assert not isinstance(me, TelegramError)
    assert isinstance(chats, FloodWait)
    assert chats.seconds == 7
    assert isinstance(chat, FloodWait | NotFound)  # it is looked for in the list


def test_a_key_that_is_in_doubt_is_tried_once_more_for_all_of_them(maria: Desk, known: Telegram) -> None:
    with maria.server.commit(faults.UnknownKey(), times=1):
        me, chats = known.together(lambda t: t.me(), lambda t: t.chats(5))
    assert (me.id, len(chats.items)) == (maria.user_id, 5)
    with maria.server.commit(faults.UnknownKey()):
        doubts = known.together(lambda t: t.me(), lambda t: t.chats(5), return_errors=True)
    assert [type(doubt).__name__ for doubt in doubts] == ["SessionInDoubt"] * 2
    assert known.me().id == maria.user_id


def test_where_nobody_answers_all_of_them_fail_by_one_attempt(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    with local_telegram.commit(faults.Refuse()):
        errors = Telegram(backend, logged_in).together(*[lambda t: t.me()] * 4, return_errors=True)
    assert [type(error) for error in errors] == [TelegramUnavailable] * 4
    assert len({id(error) for error in errors}) == 4


def test_a_chat_that_was_not_seen_before_is_looked_for_once(maria: Desk) -> None:
    chat_id = maria.every_kind
    with asked(maria) as called:
        chat, page = maria.telegram().together(lambda t: t.chat(chat_id), lambda t: t.messages(chat_id, 5))
    assert (chat.id, len(page.items)) == (chat_id, 5)
    assert called.count(CHATS) == 1


def test_another_data_centre_lets_the_account_in_once(maria: Desk, known: Telegram) -> None:
    message = next(
        each
        for each in known.messages(maria.every_kind, 100).items
        if each.attachment
        and each.attachment.size > 10
        and maria.server.file(maria.user_id, each.chat_id, each.id).dc_id != maria.session.dc_id
    )
    file = message.attachment
    assert file is not None
    with asked(maria) as called:
        first, chats, again = known.together(
            lambda t: t._read_part(file, 0), lambda t: t.chats(5), lambda t: t._read_part(file, 0)
        )
    assert first == again
    assert len(first) > 10
    assert len(chats.items) == 5
    assert called.count("auth.ExportAuthorization") == 1
    assert len(known.session.file_keys) == 1


def test_a_move_that_all_of_them_are_told_is_made_once(maria: Desk, known: Telegram) -> None:
    before = len(maria.server.calls)
    with maria.server.commit(faults.RpcFault(303, "USER_MIGRATE_2"), times=3):
        found = known.together(*[lambda t: t.me()] * 3, return_errors=True)
    called = [call.method for call in maria.server.calls[before:]]
    assert called.count("auth.ExportAuthorization") == 1
    assert {type(each).__name__ for each in found} == {"User"}


def test_two_that_begin_a_login_at_once_make_one_key(backend: Backend, local_telegram: LocalTelegram) -> None:
    async def scenario() -> tuple[LoginState, LoginState, Session]:
        telegram = AsyncTelegram(backend)
        async with telegram.connected():
            first, second = await asyncio.gather(telegram.qr_login(), telegram.qr_login())
            return first, second, telegram.session

    first, second, session = run_async_task(scenario())
    assert first == second
    assert session.auth_key is not None
    assert len({call.auth_key_id for call in local_telegram.calls}) == 1


def test_a_call_that_is_given_up_leaves_the_others_their_answers(maria: Desk, known: Telegram) -> None:
    async def scenario() -> tuple[int, int]:
        telegram = AsyncTelegram(maria.backend, known.session)
        async with telegram.connected():
            page = asyncio.create_task(telegram.messages(maria.every_kind, 5))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(telegram.me(), 0.1)
            return len((await page).items), (await telegram.me()).id

    with maria.server.commit(faults.Delay(0.4), times=2):
        assert run_async_task(scenario()) == (5, maria.user_id)

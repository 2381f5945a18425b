"""Several calls over one connection, over the wire."""

import asyncio
import contextlib
import io
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tgsdk import AsyncTelegram, Attachment, Chat, Page, Telegram, TelegramUnavailable, Timeout, User, run_async_task
from tgsdk.testing import faults

from .desk import Desk
from .wire.peer import received_by

CONTENT = secrets.token_bytes(100_000)


def test_a_block_introduces_itself_once_and_sends_each_call_once(maria: Desk) -> None:
    telegram = maria.telegram()
    telegram.chats(5)
    before = len(maria.server.calls)
    with telegram.connected():
        me = telegram.me()
        chats = telegram.chats(20).items
        messages = telegram.messages(chats[0].id, 20).items
    assert (me.id, len(chats), len(messages)) == (maria.user_id, 20, 20)
    made = [call.method for call in maria.server.calls[before:]]
    assert made == ["users.GetUsers", "messages.GetDialogs", "messages.GetHistory"]


def test_all_calls_of_a_block_end_within_its_time(maria: Desk) -> None:
    telegram = maria.telegram()
    with maria.server.commit(faults.Delay(0.25)), telegram.connected(timeout=0.6):
        started = time.monotonic()
        with pytest.raises(Timeout):
            _ask_for_ever(telegram)
        assert time.monotonic() - started < 2
        with pytest.raises(Timeout):
            telegram.me()


def _ask_for_ever(telegram: Telegram) -> None:
    while True:
        telegram.me()


def test_a_packet_that_was_half_there_when_the_time_was_up_is_read_on() -> None:
    """The rest of it is not taken for the beginning of the next one."""

    async def scenario() -> tuple[bytes, bytes]:
        reader = asyncio.StreamReader()
        transport = received_by(reader)
        first, second = bytes(range(200)) * 4, b"second.."
        frame = b"\x7f" + (len(first) // 4).to_bytes(3, "little") + first
        reader.feed_data(frame[:10])
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(transport.recv(), 0.05)
        reader.feed_data(frame[10:] + bytes([len(second) // 4]) + second)
        return await transport.recv(), await transport.recv()

    first, second = run_async_task(scenario())
    assert first == bytes(range(200)) * 4
    assert second == b"second.."


def test_calls_of_two_tasks_in_a_block_come_one_after_the_other(maria: Desk) -> None:
    async def scenario() -> tuple[User, Page[Chat], User]:
        telegram = AsyncTelegram(maria.backend, maria.session)
        async with telegram.connected():
            return await asyncio.gather(telegram.me(), telegram.chats(5), telegram.me())

    first, page, second = run_async_task(scenario())
    assert first == second
    assert len(page.items) == 5


def test_a_late_answer_is_not_taken_for_that_of_the_next_call(maria: Desk) -> None:
    async def scenario() -> None:
        telegram = AsyncTelegram(maria.backend, maria.session, timeout=20)
        async with telegram.connected():
            with maria.server.commit(faults.Delay(0.5), method="users.GetUsers"), pytest.raises(TimeoutError):
                await asyncio.wait_for(telegram.me(), 0.1)  # only this one call has little time
            late = time.monotonic() + 0.8
            while time.monotonic() < late:  # before it comes, while it comes, and after
                assert (await telegram.chats(5)).items
                assert (await telegram.me()).id == maria.user_id

    run_async_task(scenario(), timeout=60)


def test_a_connection_that_was_lost_is_lost_for_the_block_alone(maria: Desk) -> None:
    telegram = maria.telegram()
    with telegram.connected():
        with maria.server.commit(faults.Drop()), pytest.raises(TelegramUnavailable):
            telegram.me()
        with pytest.raises(TelegramUnavailable):
            telegram.me()
    assert telegram.me().id == maria.user_id


@pytest.mark.parametrize("steps", range(8))
def test_a_download_that_was_left_does_not_disturb_the_next_call(maria: Desk, steps: int) -> None:
    """What a loop makes of a generator that nobody has any more it does a few steps later."""

    async def scenario() -> User:
        telegram = AsyncTelegram(maria.backend, maria.session)
        async for _ in telegram.iter_download(file):
            break
        for _ in range(steps):
            await asyncio.sleep(0)
        me = await telegram.me()
        assert [part async for part in telegram.iter_download(file)] == [CONTENT]
        return me

    file = sent_file(maria)
    assert asyncio.run(scenario()).id == maria.user_id


def test_a_call_beside_a_download_does_not_end_with_it(maria: Desk) -> None:
    async def scenario() -> User:
        telegram, to = AsyncTelegram(maria.backend, maria.session), io.BytesIO()
        downloading = asyncio.create_task(telegram.download(file, to))
        await asyncio.sleep(0)
        with maria.server.commit(faults.Delay(0.5), method="users.GetUsers"):
            me = await telegram.me()
        await downloading
        assert to.getvalue() == CONTENT
        return me

    file = sent_file(maria)
    assert asyncio.run(scenario()).id == maria.user_id


def test_a_download_that_is_cancelled_waits_for_no_call_beside_it(maria: Desk) -> None:
    async def scenario() -> None:
        telegram = AsyncTelegram(maria.backend, maria.session)
        downloading = asyncio.create_task(telegram.download(file, io.BytesIO()))
        await asyncio.sleep(0)
        beside = asyncio.create_task(telegram.me())
        await asyncio.sleep(0)
        downloading.cancel()
        assert await asyncio.wait({downloading}, timeout=5) == ({downloading}, set())
        with pytest.raises(TelegramUnavailable):
            await beside

    file = sent_file(maria)
    with maria.server.commit(faults.Silence()):
        asyncio.run(scenario())


def sent_file(desk: Desk) -> Attachment:
    chat_id = desk.server.add_chat(desk.user_id, f"Candidate {secrets.token_hex(4)}")
    sent = desk.telegram().send_file(chat_id, CONTENT, name="cv.bin").attachment
    assert sent is not None
    return sent


def test_answers_are_acknowledged_with_the_call_after_them(maria: Desk) -> None:
    telegram = maria.telegram()
    telegram.chats(5)
    before = maria.server.unacknowledged(maria.user_id)
    with telegram.connected():
        for _ in range(10):
            telegram.me()
    assert maria.server.unacknowledged(maria.user_id) - before <= 2


def test_calls_that_are_made_at_once_without_a_block_end_no_session(maria: Desk) -> None:
    async def scenario() -> tuple[User, Page[Chat], User]:
        telegram = AsyncTelegram(maria.backend, maria.session)
        return await asyncio.gather(telegram.me(), telegram.chats(5), telegram.me())

    first, page, second = run_async_task(scenario())
    assert (first.id, len(page.items), second.id) == (maria.user_id, 5, maria.user_id)
    telegram = maria.telegram()
    with ThreadPoolExecutor(4) as pool:
        assert {user.id for user in pool.map(lambda _: telegram.me(), range(4))} == {maria.user_id}

"""Event loops of other makes: a caller's own, and one that a process has set for everything that it does."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from tests.backends.engines import BACKEND_PATH, engine_backend
from tgsdk import AsyncTelegram, User
from tgsdk.backends.mtproto.wire.closing import cut
from tgsdk.testing import MTProxy

from .desk import Desk
from .plain_proxy import Kind, plain_proxy

uvloop = pytest.importorskip("uvloop")

Way = Callable[[Desk], AbstractContextManager[dict[str, Any]]]


@contextmanager
def direct(desk: Desk) -> Iterator[dict[str, Any]]:
    yield {}


@contextmanager
def by_host_name(desk: Desk) -> Iterator[dict[str, Any]]:
    """``localhost`` is 127.0.0.1 and ::1, as the system has it; the server listens on the first alone."""
    yield {"server": desk.server.options["server"] | {"host": "localhost"}}


@contextmanager
def mtproxy(desk: Desk) -> Iterator[dict[str, Any]]:
    with MTProxy(desk.server, "ee") as proxy:
        yield {"proxy": proxy.url.replace("127.0.0.1", "localhost")}


def plain(kind: Kind) -> Way:
    @contextmanager
    def way(desk: Desk) -> Iterator[dict[str, Any]]:
        with plain_proxy(kind) as proxy:
            yield {"proxy": proxy.url().replace("127.0.0.1", "localhost")}

    return way


@pytest.fixture(autouse=True, scope="module")
def first_loop() -> None:
    """Have uvloop make what it keeps for the whole process before anybody counts open files."""
    uvloop.new_event_loop().close()


WAYS = {
    "direct": direct,
    "host name": by_host_name,
    "MTProxy": mtproxy,
    "SOCKS": plain("socks5"),
    "HTTP": plain("http"),
}


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_telegram_can_be_gone_on_uvloop(maria: Desk, way: str) -> None:
    async def ask(options: dict[str, Any]) -> tuple[User, User]:
        telegram = AsyncTelegram(engine_backend(**maria.server.options | options), maria.session)
        async with telegram.connected():
            inside = await telegram.me()
        return inside, await telegram.me()

    with WAYS[way](maria) as options:
        assert [each.id for each in uvloop.run(ask(options))] == [maria.user_id] * 2


def test_a_process_forked_in_a_block_on_uvloop_leaves_the_session_alone(
    maria: Desk, python: Callable[[str], str]
) -> None:
    said = python(f"""
    import os, signal, uvloop
    from tgsdk import AsyncTelegram, Session, load_backend

    async def main():
        telegram = AsyncTelegram(
            load_backend({BACKEND_PATH!r}, {maria.server.options!r}), Session.from_string({maria.session.to_string()!r})
        )
        async with telegram.connected():
            await telegram.me()
            child = os.fork()
            if child == 0:
                signal.pause()
        try:
            print((await telegram.me()).id)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    uvloop.run(main())
    """)
    assert said == str(maria.user_id)


def test_blocking_calls_and_the_local_telegram_have_loops_of_their_own_whatever_the_policy(
    python: Callable[[str], str],
) -> None:
    said = python(f"""
    import asyncio, uvloop
    from tgsdk import AsyncTelegram, Telegram, load_backend, run_async_task
    from tgsdk.testing import PEOPLE, LocalTelegram, MTProxy

    async def kind_of_loop():
        return type(asyncio.get_running_loop()).__module__.split(".")[0]

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    with LocalTelegram() as server, MTProxy(server, "ee") as proxy:
        session = server.log_in(PEOPLE[0].user_id)
        backend = load_backend({BACKEND_PATH!r}, server.options | {{"proxy": proxy.url}})
        telegram = Telegram(backend, session)
        assert telegram.me().id == PEOPLE[0].user_id
        with telegram.connected():
            assert telegram.chats(5).items
        assert asyncio.run(AsyncTelegram(backend, telegram.session).me()).id == PEOPLE[0].user_id
    print(run_async_task(kind_of_loop()), asyncio.run(kind_of_loop()))
    """)
    assert said == "asyncio uvloop"


def test_a_connection_that_was_reset_is_closed_on_uvloop() -> None:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with writer.get_extra_info("socket").dup() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def be_reset() -> None:
        async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            with pytest.raises(ConnectionError):
                await reader.read()
            await asyncio.sleep(0.05)
            assert writer.get_extra_info("socket") is None
            cut(writer)

    uvloop.run(be_reset())

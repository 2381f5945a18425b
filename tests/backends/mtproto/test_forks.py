"""Processes that are forked while a connection is open: they have a copy of it, and Telegram must not notice."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.backends.engines import BACKEND_PATH, BACKENDS
from tgsdk.testing import MTProxy

from .desk import Desk
from .plain_proxy import plain_proxy

FORKING = """
    import contextlib, os, signal, threading, warnings
    from tgsdk import Session, Telegram, load_backend

    warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads, from Python 3.12 on

    @contextlib.contextmanager
    def forked():
        child = os.fork()
        if child == 0:
            signal.pause()
        try:
            yield
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
"""


@contextmanager
def mtproxy(desk: Desk) -> Iterator[str]:
    with MTProxy(desk.server, "ee") as proxy:
        yield proxy.url


@contextmanager
def socks(desk: Desk) -> Iterator[str]:
    with plain_proxy("socks5") as proxy:
        yield proxy.url()


@contextmanager
def http(desk: Desk) -> Iterator[str]:
    with plain_proxy("http") as proxy:
        yield proxy.url()


@contextmanager
def direct(desk: Desk) -> Iterator[None]:
    yield None


def telegram_of(desk: Desk, backend: str, proxy: str | None = None) -> str:
    options = desk.server.options | ({"proxy": proxy} if proxy else {})
    return FORKING + (
        f"""
    session = Session.from_string({desk.session.to_string()!r})
    telegram = Telegram(load_backend({backend!r}, {options!r}), session)
    """
    )


IN_A_BLOCK = """
    with contextlib.ExitStack() as children:
        with telegram.connected():
            telegram.me()
            children.enter_context(forked())
        print(telegram.me().id, telegram.me().id)
"""


@pytest.mark.parametrize("way", [direct, mtproxy, socks, http])
def test_a_process_forked_in_a_block_leaves_the_session_alone(
    maria: Desk, python: Callable[[str], str], way: Callable[[Desk], AbstractContextManager[str | None]]
) -> None:
    with way(maria) as proxy:
        said = python(telegram_of(maria, BACKEND_PATH, proxy) + IN_A_BLOCK)
    assert said.split() == [str(maria.user_id)] * 2


@pytest.mark.parametrize("engine", BACKENDS)
def test_a_process_forked_in_a_block_leaves_the_session_alone_with_each_engine(
    maria: Desk, python: Callable[[str], str], engine: str
) -> None:
    said = python(telegram_of(maria, BACKENDS[engine]) + IN_A_BLOCK)
    assert said.split() == [str(maria.user_id)] * 2


def test_processes_forked_at_any_moment_of_a_call_leave_the_session_alone(
    maria: Desk, python: Callable[[str], str]
) -> None:
    said = python(
        telegram_of(maria, BACKEND_PATH)
        + """
    def ask():
        print({telegram.me().id for _ in range(100)})

    asking = threading.Thread(target=ask)
    asking.start()
    with contextlib.ExitStack() as children:
        for _ in range(50):
            children.enter_context(forked())
            asking.join(0.02)
        asking.join()
    """
    )
    assert said == f"{{{maria.user_id}}}"

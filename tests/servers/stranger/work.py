"""The calls of a stranger's software, which knows its backend and its sessions from a file."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from tgsdk import AsyncTelegram, Session, Telegram, TelegramError, load_backend

PATIENCE = 30.0  # seconds for a call that will come to its end
TRIES = 6
LIMIT = 1.0  # seconds for one that will not

TOLD = json.loads(Path(os.environ["STRANGER"]).read_text())
BACKEND = load_backend(TOLD["backend"], TOLD["options"])
SESSIONS = [Session.from_string(text) for text in TOLD["sessions"]]


def call(number: int, timeout: float = PATIENCE) -> str:
    """Ask who an account is."""
    return str(Telegram(BACKEND, SESSIONS[number], timeout=timeout).me().id)


async def call_async(number: int, seconds: float = PATIENCE) -> str:
    """Ask who an account is, from a coroutine."""
    return str((await AsyncTelegram(BACKEND, SESSIONS[number], timeout=seconds).me()).id)


def call_with_a_limit(number: int) -> str:
    """Ask who an account is, for so long as somebody waits for the answer."""
    try:
        return call(number, LIMIT)
    except TelegramError as error:
        return type(error).__name__


def fork(number: int) -> str:
    """Fork inside a block: say what its connection answers in the child, and what one of the child's own does."""
    with Telegram(BACKEND, SESSIONS[number], timeout=PATIENCE).connected() as telegram:
        telegram.me()
        said, tries = "", 0
        # A fork takes gunicorn's greenlets along: one looks at its parent every second, and ends it for being another.
        while not said and (tries := tries + 1) < TRIES:
            said = _said_by_a_child(lambda: f"{_refusal(telegram)}, {call(number + 1)}")
        return f"{said}, {telegram.me().id}"


def _refusal(telegram: Telegram) -> str:
    try:
        return str(telegram.me().id)
    except RuntimeError:
        return "refused"


def _said_by_a_child(work: Callable[[], str]) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, work().encode())
        except BaseException as error:  # noqa: BLE001 - it is the child's last word
            os.write(writer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as said:
        return said.read()


def ready(_: int) -> str:
    """Tell that the software runs, without a call."""
    return "ready"


JOBS: dict[str, Callable[[int], str]] = {"call": call, "fork": fork, "limit": call_with_a_limit, "ready": ready}

call(len(SESSIONS) - 1)  # a server that forks its workers forks them after this

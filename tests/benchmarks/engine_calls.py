"""The same calls by one engine or one library's own client, in a process of its own: ``python -m … WAY``."""

import asyncio
import json
import logging
import statistics
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.backends.engines import backend_of
from tests.benchmarks.calling import stock_pyrogram, telethon
from tests.benchmarks.telegram import TelegramProcess
from tgsdk import Session, Telegram

__all__ = ["CALLS", "ROUNDS"]

ROUNDS = 15
CALLS = ("me", "chats")
PAGE = 20


def by_tgsdk(engine: str, telegram: TelegramProcess, session: Session) -> dict[str, Callable[[], object]]:
    backend = backend_of(engine)(**telegram.options)
    return {
        "me": lambda: Telegram(backend, session).me(),
        "chats": lambda: Telegram(backend, session).chats(PAGE),
    }


def by_own_client(library: str, telegram: TelegramProcess, session: Session) -> dict[str, Callable[[], object]]:
    """What the library's own client takes for the same raw call: connect, ask, disconnect."""
    return {
        "me": lambda: asyncio.run(OWN[library](telegram, session, "me")),
        "chats": lambda: asyncio.run(OWN[library](telegram, session, "chats")),
    }


async def by_pyrogram(telegram: TelegramProcess, session: Session, call: str) -> None:
    from tests.backends.pyrogram.stock import trust
    from tgsdk.backends.mtproto.wire.options import Server
    from tgsdk.backends.pyrogram.library import raw

    trust(Server.from_mapping(telegram.options["server"]))
    client = stock_pyrogram(telegram, session)
    await client.connect()
    await client.invoke(_query(call, raw.functions, raw.types))
    await client.disconnect()


async def by_telethon(telegram: TelegramProcess, session: Session, call: str) -> None:
    from tgsdk.backends.telethon.engine import ENGINE

    client = telethon(telegram, session)
    await client.connect()
    await client(_query(call, ENGINE.functions, ENGINE.types))
    await client.disconnect()


OWN: dict[str, Callable[[TelegramProcess, Session, str], Any]] = {"pyrogram": by_pyrogram, "telethon": by_telethon}


def _query(call: str, functions: Any, types: Any) -> Any:
    if call == "me":
        return functions.users.GetUsers(id=[types.InputUserSelf()])
    return functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=PAGE, hash=0
    )


def measure(way: Callable[[], object]) -> dict[str, float]:
    """Return the median seconds of a call, and its mean seconds of CPU, in a worker thread as on a web server."""
    taken: list[float] = []
    spent: list[float] = []

    def work() -> None:
        way()  # imports, and what is made once
        started = time.process_time()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            way()
            taken.append(time.perf_counter() - began)
        spent.append((time.process_time() - started) / ROUNDS)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return {"seconds": statistics.median(taken), "cpu": spent[0]}


def main() -> None:
    logging.getLogger("telethon").setLevel(logging.ERROR)
    kind, engine, call = sys.argv[1:]
    told = json.load(sys.stdin)
    telegram = TelegramProcess(options=told["options"], phone="", process=None)  # type: ignore[arg-type]
    ways = {"tgsdk": by_tgsdk, "own": by_own_client}[kind]
    print(json.dumps(measure(ways(engine, telegram, Session.from_string(told["session"]))[call])))


if __name__ == "__main__":
    main()

"""Opening the desk: the user, 50 chats and 50 messages of one of them, on a resumed session that knows its chats.

Telethon speaks a later layer than Pyrogram, so it is served by a local Telegram that runs on Kurigram's, where that is
there: the same people, chats and messages.
"""

import asyncio
import functools
import json
import logging
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from tests.backends.pyrogram.stock import trust
from tgsdk import Session, Telegram, load_backend
from tgsdk.backends.base import Backend
from tgsdk.backends.mtproto.wire.options import Server

from .calling import PYROGRAM, TELETHON, stock_pyrogram, telethon
from .measuring import Goal, Way, measure, show
from .telegram import TelegramProcess, telegram_process

KURIGRAM = Path(".venv-kurigram/bin/python")
TOGETHER = "tgsdk, three calls together"
CONNECTED = "tgsdk, one connected() block"
ALONE = "tgsdk, three single calls"
CHATS, MESSAGES = 50, 50
GOALS_FAR_AWAY = (Goal(against=PYROGRAM, ratio=0.12), Goal(against=TELETHON, ratio=0.2))


def run() -> bool:
    logging.getLogger("telethon").setLevel(logging.ERROR)
    with telegram_process() as telegram, _later_process() as later:
        session, chat_id = logged_in(telegram)
        session_of_later = later.logged_in_session()
        trust(Server.from_mapping(telegram.options["server"]))
        ways: dict[str, Way] = {
            TOGETHER: lambda: by_tgsdk_together(telegram, session, chat_id),
            CONNECTED: lambda: by_tgsdk(telegram, session, chat_id),
            ALONE: lambda: by_tgsdk_alone(telegram, session, chat_id),
            PYROGRAM: lambda: asyncio.run(by_pyrogram(telegram, session, chat_id)),
            TELETHON: lambda: asyncio.run(by_telethon(later, session_of_later, chat_id)),
        }
        show_calls(ways, telegram, later)
        goals = (Goal(against=PYROGRAM, ratio=0.5),)
        met = show("Opening the desk, loopback", measure(ways, rounds=20), ours=TOGETHER, goals=goals)
        telegram.answer_late(0.05)
        later.answer_late(0.05)
        medians = measure(ways, rounds=5)
        return show("The same, each answer 50 ms late", medians, ours=TOGETHER, goals=GOALS_FAR_AWAY) and met


def _later_process() -> AbstractContextManager[TelegramProcess]:
    return telegram_process(str(KURIGRAM) if KURIGRAM.exists() else sys.executable)


def logged_in(telegram: TelegramProcess) -> tuple[Session, int]:
    """The session, knowing the newest chats, and the first of them that has many messages."""
    client = Telegram(backend_of(telegram), telegram.logged_in_session())
    with client.connected():
        for chat in client.chats(CHATS).items:
            if chat.id > 0 and len(client.messages(chat.id, MESSAGES).items) == MESSAGES:
                return client.session, chat.id
    raise LookupError("no chat has so many messages")


def backend_of(telegram: TelegramProcess) -> Backend:
    """The backend of this server, made once, as on a site."""
    return _backend(json.dumps(telegram.options))


@functools.cache
def _backend(options: str) -> Backend:
    return load_backend("tgsdk.backends.pyrogram.PyrogramBackend", json.loads(options))


def by_tgsdk(telegram: TelegramProcess, session: Session, chat_id: int) -> None:
    with Telegram(backend_of(telegram), session).connected() as client:
        ask(client, chat_id)


def by_tgsdk_together(telegram: TelegramProcess, session: Session, chat_id: int) -> None:
    me, chats, messages = Telegram(backend_of(telegram), session).together(
        lambda client: client.me(),
        lambda client: client.chats(CHATS),
        lambda client: client.messages(chat_id, MESSAGES),
    )
    assert (bool(me), len(chats.items), len(messages.items)) == (True, CHATS, MESSAGES)


def by_tgsdk_alone(telegram: TelegramProcess, session: Session, chat_id: int) -> None:
    ask(Telegram(backend_of(telegram), session), chat_id)


def ask(client: Telegram, chat_id: int) -> None:
    assert client.me()
    assert len(client.chats(CHATS).items) == CHATS
    assert len(client.messages(chat_id, MESSAGES).items) == MESSAGES


async def by_pyrogram(telegram: TelegramProcess, session: Session, chat_id: int) -> None:
    client = stock_pyrogram(telegram, session)
    await client.connect()
    assert await client.get_me()
    assert len([dialog async for dialog in client.get_dialogs(limit=CHATS)]) == CHATS
    assert len([message async for message in client.get_chat_history(chat_id, limit=MESSAGES)]) == MESSAGES
    await client.disconnect()


async def by_telethon(telegram: TelegramProcess, session: Session, chat_id: int) -> None:
    client = telethon(telegram, session)
    await client.connect()
    assert await client.get_me()
    assert len(await client.get_dialogs(limit=CHATS)) == CHATS
    assert len(await client.get_messages(chat_id, limit=MESSAGES)) == MESSAGES
    await client.disconnect()


def show_calls(ways: dict[str, Way], *servers: TelegramProcess) -> None:
    print("\n## Round trips of opening the desk\n\n| way | calls |\n|---|---|")
    for name, way in ways.items():
        before = sum(server.calls() for server in servers)
        way()
        print(f"| {name} | {sum(server.calls() for server in servers) - before} |")

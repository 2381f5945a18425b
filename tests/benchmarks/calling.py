"""One call on a resumed session: connect, users.getUsers, close. On loopback, and with 50 ms added to each answer."""

import asyncio
import logging
from typing import Any

from telethon import TelegramClient
from telethon.crypto import AuthKey
from telethon.sessions import MemorySession
from telethon.tl.functions.users import GetUsersRequest
from telethon.tl.types import InputUserSelf

from tests.backends.pyrogram.stock import trust
from tgsdk import Session, Telegram, load_backend, run_async_task
from tgsdk.backends.mtproto.wire.options import Identity, Route, Server
from tgsdk.backends.mtproto.wire.transport import open_transport
from tgsdk.backends.mtproto.wire.wire import open_wire
from tgsdk.backends.pyrogram.engine import ENGINE
from tgsdk.backends.pyrogram.library import raw

from .measuring import Goal, measure, show
from .telegram import TelegramProcess, telegram_process

OURS = "tgsdk"
PYROGRAM = "stock Pyrogram"
TELETHON = "Telethon"


def run() -> bool:
    logging.getLogger("telethon").setLevel(logging.ERROR)
    with telegram_process() as telegram:
        session = telegram.logged_in_session()
        ways = {
            OURS: lambda: by_tgsdk(telegram, session),
            PYROGRAM: lambda: asyncio.run(by_pyrogram(telegram, session)),
            TELETHON: lambda: asyncio.run(by_telethon(telegram, session)),
        }
        trust(Server.from_mapping(telegram.options["server"]))
        goals = (Goal(against=PYROGRAM, ratio=0.4), Goal(against=TELETHON, ratio=1.0))
        met = show("One call on a resumed session, loopback", measure(ways, rounds=60), ours=OURS, goals=goals)
        show_where_the_time_goes(telegram, session)
        telegram.answer_late(0.05)
        late = (Goal(against=PYROGRAM, ratio=0.35),)
        return show("The same, each answer 50 ms late", measure(ways, rounds=12), ours=OURS, goals=late) and met


def by_tgsdk(telegram: TelegramProcess, session: Session) -> None:
    Telegram(load_backend("tgsdk.backends.pyrogram.PyrogramBackend", telegram.options), session).me()


async def by_pyrogram(telegram: TelegramProcess, session: Session) -> None:
    client = stock_pyrogram(telegram, session)
    await client.connect()
    await client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
    await client.disconnect()


def stock_pyrogram(telegram: TelegramProcess, session: Session) -> Any:
    """Its unmodified client; to be made within the loop that it shall run on."""
    from pyrogram import Client

    server = telegram.options["server"]
    return Client(
        "bench",
        api_id=telegram.options["api_id"],
        api_hash=telegram.options["api_hash"],
        session_string=session.to_pyrogram(telegram.options["api_id"]),
        in_memory=True,
        no_updates=True,
        workers=1,
        proxy={"scheme": "socks5", "hostname": server["host"], "port": server["port"]},
    )


async def by_telethon(telegram: TelegramProcess, session: Session) -> None:
    client = telethon(telegram, session)
    await client.connect()
    await client(GetUsersRequest([InputUserSelf()]))
    await client.disconnect()


def telethon(telegram: TelegramProcess, session: Session) -> TelegramClient:
    server = telegram.options["server"]
    kept = MemorySession()
    kept.set_dc(session.dc_id, server["host"], server["port"] + session.dc_id - 1)
    kept.auth_key = AuthKey(session.auth_key)
    return TelegramClient(kept, telegram.options["api_id"], telegram.options["api_hash"])


def show_where_the_time_goes(telegram: TelegramProcess, session: Session) -> None:
    """Each step does all that the steps before it do, and one thing more."""
    route = Route(server=Server.from_mapping(telegram.options["server"]))
    identity = Identity(
        api_id=telegram.options["api_id"],
        api_hash=telegram.options["api_hash"],
        device_model="bench",
        app_version="1",
        system_version="1",
        lang_code="en",
    )

    async def nothing() -> None: ...

    async def connect() -> None:
        async with open_transport(route, session.dc_id):
            pass

    async def ask(times: int) -> None:
        async with open_wire(
            ENGINE, route, session.dc_id, identity, auth_key=session.auth_key, salt=session.server_salt
        ) as wire:
            for _ in range(times):
                await wire.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))

    steps = {
        "a loop: made, run, wound up, closed": lambda: run_async_task(nothing()),
        "+ TCP: connect, close": lambda: run_async_task(connect()),
        "+ the call: encrypt, send, Telegram's work, receive, decrypt": lambda: run_async_task(ask(1)),
        "+ the facade: backend, types, deadline": lambda: by_tgsdk(telegram, session),
    }
    medians = measure({**steps, "a second call": lambda: run_async_task(ask(2))}, rounds=100)
    print("\n## Where the time of one call goes\n\n| step | adds | so far |\n|---|---|---|")
    before = 0.0
    for name in steps:
        print(f"| {name} | {(medians[name] - before) * 1e3:.2f} ms | {medians[name] * 1e3:.2f} ms |")
        before = medians[name]
    asked_once = medians["+ the call: encrypt, send, Telegram's work, receive, decrypt"]
    print(f"\nA further call on the open connection: {(medians['a second call'] - asked_once) * 1e3:.2f} ms")

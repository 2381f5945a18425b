"""One account, several engines: a session string goes from tgsdk to stock Pyrogram and Telethon, and back."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from telethon import TelegramClient
from telethon.sessions import StringSession
from telethon.tl.functions.users import GetUsersRequest
from telethon.tl.types import InputUserSelf

from tests.backends.pyrogram.stock import trust
from tgsdk import Session, Telegram
from tgsdk.backends.base import Backend
from tgsdk.backends.mtproto.wire.options import Server
from tgsdk.backends.pyrogram.library import raw, rsa
from tgsdk.testing import LocalTelegram


@pytest.fixture(scope="module", autouse=True)
def pyrograms_own_thread() -> None:
    """Stock Pyrogram keeps a thread for good from its first call on: let it be there before the tests look.

    Kurigram has one for each connection.
    """
    import pyrogram

    if hasattr(pyrogram, "crypto_executor"):
        pyrogram.crypto_executor.submit(int).result()


@pytest.fixture
def pyrogram_options(local_telegram: LocalTelegram) -> Iterator[dict[str, Any]]:
    """What points a stock ``pyrogram.Client`` at the server."""
    fingerprint = trust(Server.from_mapping(local_telegram.options["server"]))
    yield {
        "api_id": local_telegram.options["api_id"],
        "api_hash": local_telegram.options["api_hash"],
        "proxy": {"scheme": "socks5", "hostname": local_telegram.host, "port": local_telegram.port},
        "in_memory": True,
        "no_updates": True,
        "workers": 1,
    }
    del rsa.server_public_keys[fingerprint]


def test_pyrogram_goes_on_with_our_session_and_we_with_pyrograms(
    logged_in: Session, backend: Backend, pyrogram_options: dict[str, Any]
) -> None:
    from pyrogram import Client

    async def by_pyrogram() -> tuple[int, str]:
        exported = logged_in.to_pyrogram(pyrogram_options["api_id"])
        client = Client("stock", session_string=exported, **pyrogram_options)
        await client.connect()
        (user,) = await client.invoke(raw.functions.users.GetUsers(id=[raw.types.InputUserSelf()]))
        string = await client.export_session_string()
        await client.disconnect()
        return user.id, string

    user_id, string = asyncio.run(by_pyrogram())
    assert user_id == logged_in.user_id
    assert Telegram(backend, Session.from_pyrogram(string)).me().id == logged_in.user_id


def test_telethon_goes_on_with_our_session_and_we_with_telethons(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    port = local_telegram.port + logged_in.dc_id - 1

    async def by_telethon() -> tuple[int, str]:
        session = StringSession(logged_in.to_telethon(local_telegram.host, port))
        client = TelegramClient(session, local_telegram.options["api_id"], local_telegram.options["api_hash"])
        await client.connect()
        (user,) = await client(GetUsersRequest([InputUserSelf()]))
        await client.disconnect()
        return user.id, session.save()

    user_id, string = asyncio.run(by_telethon())
    assert user_id == logged_in.user_id
    telegram = Telegram(backend, Session.from_telethon(string))
    assert telegram.me().id == logged_in.user_id

"""What Telegram sees of a client: the same from each of our engines as from the engine's own client."""

import asyncio
import dataclasses
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.backends.engines import backend_of
from tests.backends.pyrogram.stock import trust
from tests.leaks import nothing_left_behind  # noqa: F401
from tgsdk import Telegram
from tgsdk.backends.mtproto.wire.options import Server
from tgsdk.backends.pyrogram.library import rsa
from tgsdk.testing import LocalTelegram
from tgsdk.testing.plugin import local_telegram  # noqa: F401

DEVICE = {"device_model": "Desk of Maria", "system_version": "Linux 6", "app_version": "3.2", "lang_code": "ru"}


@pytest.fixture(scope="module", autouse=True)
def pyrograms_own_thread() -> None:
    """Stock Pyrogram keeps a thread for good from its first call on: let it be there before the tests look."""
    import pyrogram

    if hasattr(pyrogram, "crypto_executor"):
        pyrogram.crypto_executor.submit(int).result()


@pytest.fixture
def trusting(local_telegram: LocalTelegram) -> Iterator[LocalTelegram]:  # noqa: F811
    """A server whose key the stock client of Pyrogram knows."""
    fingerprint = trust(Server.from_mapping(local_telegram.options["server"]))
    yield local_telegram
    del rsa.server_public_keys[fingerprint]


async def by_pyrogram(telegram: LocalTelegram) -> None:
    from pyrogram import Client

    proxy = {"scheme": "socks5", "hostname": telegram.host, "port": telegram.port}
    more: dict[str, Any] = {"in_memory": True, "no_updates": True, "workers": 1, "proxy": proxy}
    if "system_lang_code" in inspect.signature(Client).parameters:  # Kurigram's: Pyrogram sends the other once more
        more["system_lang_code"] = DEVICE["lang_code"]
    client = Client("stock", api_id=1, api_hash=telegram.options["api_hash"], **more, **DEVICE)
    await client.connect()
    await client.disconnect()


async def by_telethon(telegram: LocalTelegram) -> None:
    from tests.testing.test_local_telegram_clients import on_telethon

    client = on_telethon(telegram, **DEVICE, system_lang_code=DEVICE["lang_code"])
    await client.connect()
    await client.get_me()
    await client.disconnect()


@pytest.mark.parametrize(
    ("engine", "own_client"), [("pyrogram", by_pyrogram), ("telethon", by_telethon)], ids=["pyrogram", "telethon"]
)
def test_telegram_sees_what_the_engine_s_own_client_would_send(
    trusting: LocalTelegram, engine: str, own_client: Callable[[LocalTelegram], Any]
) -> None:
    """Layer, framing, and every field of ``initConnection``."""
    asyncio.run(own_client(trusting))
    of_own_client = trusting.introductions[-1]
    Telegram(backend_of(engine)(**trusting.options | DEVICE)).start_qr_login()
    ours = trusting.introductions[-1]
    assert ours is not of_own_client
    assert dataclasses.asdict(ours) == dataclasses.asdict(of_own_client)

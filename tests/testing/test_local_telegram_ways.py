"""Obfuscated connections and MTProxy, as clients that are not ours make them."""

import asyncio
import os
import socket
import struct
import time
from typing import Any

import pytest
from telethon.network import connection as telethon_connections

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram, MTProxy

from .test_local_telegram_clients import MARIA, on_telethon

RES_PQ = struct.pack("<I", 0x05162463)


async def log_in(client: Any) -> str:
    await client.connect()
    try:
        sent = await client.send_code_request(MARIA)
        return str((await client.sign_in(MARIA, code="11111", phone_code_hash=sent.phone_code_hash)).first_name)
    finally:
        await client.disconnect()


@pytest.mark.parametrize(
    ("name", "framing"),
    [
        ("ConnectionTcpFull", "full"),
        ("ConnectionTcpAbridged", "abridged"),
        ("ConnectionTcpIntermediate", "intermediate"),
        ("ConnectionTcpObfuscated", "obfuscated abridged"),
    ],
)
def test_telethon_logs_in_in_each_of_its_framings(local_telegram: LocalTelegram, name: str, framing: str) -> None:
    client = on_telethon(local_telegram, connection=getattr(telethon_connections, name))
    assert asyncio.run(log_in(client)) == "Мария"
    assert {said.framing for said in local_telegram.introductions} == {framing}


@pytest.mark.parametrize("transport", ["TCPAbridgedO", "TCPIntermediateO"])
def test_pyrogram_s_obfuscated_transports_are_understood(local_telegram: LocalTelegram, transport: str) -> None:
    from pyrogram.connection import transport as transports

    nonce = os.urandom(16)
    query = raw.functions.ReqPqMulti(nonce=int.from_bytes(nonce, "little", signed=True)).write()

    async def ask() -> Any:
        stream = getattr(transports, transport)(ipv6=False, proxy=None)
        await stream.connect((local_telegram.host, local_telegram.port))
        try:
            await stream.send(bytes(8) + struct.pack("<qi", 4, len(query)) + query)
            return await stream.recv()
        finally:
            await stream.close()

    assert asyncio.run(ask())[20:40] == RES_PQ + nonce


def test_telethon_comes_by_an_mtproxy_in_each_of_its_ways(local_telegram: LocalTelegram) -> None:
    """Each of its connections waits for two seconds, so they do so together."""
    kinds = {
        "ConnectionTcpMTProxyAbridged": "plain",
        "ConnectionTcpMTProxyIntermediate": "plain",
        "ConnectionTcpMTProxyRandomizedIntermediate": "dd",
    }

    async def log_in_by_all(proxies: dict[str, MTProxy]) -> list[str]:
        clients = [
            on_telethon(
                local_telegram,
                connection=getattr(telethon_connections, name),
                proxy=(proxies[kind].host, proxies[kind].port, proxies[kind].secret),
            )
            for name, kind in kinds.items()
        ]
        return await asyncio.gather(*[log_in(client) for client in clients])

    with MTProxy(local_telegram, "plain") as plain, MTProxy(local_telegram, "dd") as dd:
        assert asyncio.run(log_in_by_all({"plain": plain, "dd": dd})) == ["Мария"] * 3
        assert (plain.connections, dd.connections) == (2, 1)
        assert plain.strangers == dd.strangers == 0
    framings = {said.framing: said.proxy for said in local_telegram.introductions}
    assert sorted(framings) == ["abridged", "intermediate", "padded-intermediate"]
    assert framings["padded-intermediate"] == (dd.host, dd.port)


def test_what_looks_like_tls_is_understood_from_a_client_that_is_not_ours(local_telegram: LocalTelegram) -> None:
    from TelethonFakeTLS import ConnectionTcpMTProxyFakeTLS

    with MTProxy(local_telegram, "ee") as proxy:
        said = (proxy.host, proxy.port, proxy.secret.removeprefix("ee"))
        client = on_telethon(local_telegram, connection=ConnectionTcpMTProxyFakeTLS, proxy=said)
        assert asyncio.run(log_in(client)) == "Мария"
        assert (proxy.connections, proxy.strangers) == (1, 0)


def test_who_repeats_a_hello_is_a_stranger(local_telegram: LocalTelegram) -> None:
    from tgsdk.backends.mtproto.wire.client_hello import client_hello

    with MTProxy(local_telegram, "ee") as proxy:
        hello = client_hello(b"www.example.org", proxy.key, int(time.time()))
        for strangers in (0, 1):
            with socket.create_connection((proxy.host, proxy.port), timeout=10) as client:
                client.sendall(hello)
                assert client.recv(3) == b"\x16\x03\x03"
            assert proxy.strangers == strangers


def test_config_names_addresses_of_both_families() -> None:
    from .raw_client import Client

    with LocalTelegram(ipv6_host="::1") as telegram:
        client = Client(telegram)
        try:
            config = client.call(raw.functions.help.GetConfig())
        finally:
            client.close()
        said = {(each.id, each.ip_address, bool(each.ipv6)) for each in config.dc_options}
    assert said == {(1, "127.0.0.1", False), (1, "::1", True), (2, "127.0.0.1", False), (2, "::1", True)}

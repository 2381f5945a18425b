"""Unmodified clients: stock Pyrogram through SOCKS5, Telethon, and the phone."""

import asyncio
import base64
import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from tgsdk.backends.pyrogram.library import raw
from tgsdk.errors import SessionEnded, TelegramUnavailable, WrongMoment
from tgsdk.testing import LocalTelegram, Phone, faults
from tgsdk.testing.phone import ScanRefused

from .raw_client import Connect, Export

MARIA, DMITRY, JAMES = "9996611001", "9996611003", "9996621001"


def url_of(token: bytes) -> str:
    return "tg://login?token=" + base64.urlsafe_b64encode(token).decode().rstrip("=")


async def on_stock_pyrogram(
    options: dict[str, Any], work: Callable[[Any], Awaitable[Any]], session_string: str | None = None
) -> Any:
    import pyrogram

    client = pyrogram.Client("test", session_string=session_string, **options)
    await client.connect()
    try:
        return await work(client)
    finally:
        await client.disconnect()


def test_stock_pyrogram_logs_in_by_code_on_its_own_data_centre(trusted: dict[str, Any]) -> None:
    async def log_in(client: Any) -> Any:
        sent = await client.send_code("9996611001")
        return await client.sign_in("9996611001", sent.phone_code_hash, "11111"), await client.get_me()

    user, me = asyncio.run(on_stock_pyrogram(trusted, log_in))
    assert user.first_name == me.first_name == "Мария"


def test_stock_pyrogram_gives_a_password(trusted: dict[str, Any], local_telegram: LocalTelegram) -> None:
    from pyrogram.errors import PasswordHashInvalid, SessionPasswordNeeded

    async def log_in(client: Any) -> Any:
        sent = await client.send_code(DMITRY)
        with pytest.raises(SessionPasswordNeeded):
            await client.sign_in(DMITRY, sent.phone_code_hash, "11111")
        with pytest.raises(PasswordHashInvalid):
            await client.check_password("wrong")
        return await client.check_password(local_telegram.accounts[2].password)

    assert asyncio.run(on_stock_pyrogram(trusted, log_in)).first_name == "Дмитрий"


def test_stock_pyrogram_resumes_a_qr_login_in_another_loop(
    trusted: dict[str, Any], local_telegram: LocalTelegram
) -> None:
    export_token = raw.functions.auth.ExportLoginToken(api_id=1, api_hash=trusted["api_hash"], except_ids=[])

    async def start(client: Any) -> Any:
        await client.storage.user_id(0)
        await client.storage.is_bot(False)
        token = await client.invoke(export_token)
        return token.token, await client.export_session_string()

    async def resume(client: Any) -> Any:
        return (await client.invoke(export_token)).authorization.user.first_name

    token, session_string = asyncio.run(on_stock_pyrogram(trusted, start))
    with Phone(local_telegram.options, JAMES) as phone:
        phone.scan(url_of(token))
    assert asyncio.run(on_stock_pyrogram(trusted, resume, session_string)) == "James"


@pytest.mark.parametrize(
    ("request_bytes", "answer"),
    [
        (b"\x05\x01\x02", b"\x05\xff"),
        (b"\x05\x01\x00" + b"\x05\x01\x00\x01\x08\x08\x08\x08\x01\xbb", b"\x05\x00" + b"\x05\x02\x00\x01" + bytes(6)),
        (b"\x05\x01\x00" + b"\x05\x02\x00\x01\x7f\x00\x00\x01\x01\xbb", b"\x05\x00" + b"\x05\x07\x00\x01" + bytes(6)),
    ],
)
def test_what_socks_cannot_serve_is_refused(local_telegram: LocalTelegram, request_bytes: bytes, answer: bytes) -> None:
    with socket.create_connection((local_telegram.host, local_telegram.port), timeout=5) as client:
        client.sendall(request_bytes)
        received = b""
        while data := client.recv(100):
            received += data
    assert received.endswith(answer[-len(received) :])
    assert len(received) >= 2


@pytest.mark.parametrize("target", [b"\x01\x7f\x00\x00\x01", b"\x03\x09localhost", b"\x04" + bytes(15) + b"\x01"])
def test_socks_finds_a_data_centre_by_its_port(local_telegram: LocalTelegram, target: bytes) -> None:
    request = b"\x05\x01\x00\x05\x01\x00" + target + (local_telegram.port + 1).to_bytes(2, "big")
    with socket.create_connection((local_telegram.host, local_telegram.port), timeout=5) as client:
        for each in request:
            client.sendall(bytes([each]))
        received = b""
        while len(received) < 12:
            received += client.recv(100)
    assert received == b"\x05\x00" + b"\x05\x00\x00\x01" + bytes(6)


def on_telethon(telegram: LocalTelegram, session: Any = None, **options: Any) -> Any:
    """Make a stock client of Telethon, in data centre 1 if it is given no session."""
    from telethon import TelegramClient
    from telethon.crypto import rsa
    from telethon.sessions import MemorySession

    key = load_pem_public_key(telegram.public_key.encode())
    rsa.add_key(key.public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode(), old=False)
    if session is None:
        session = MemorySession()
        session.set_dc(1, telegram.host, telegram.port)
    TelegramClient._config = None  # Telethon keeps the first server's data centres on the class
    return TelegramClient(session, 1, telegram.options["api_hash"], **options)


def test_telethon_logs_in_by_qr_on_another_data_centre(local_telegram: LocalTelegram) -> None:
    def scan(url: str) -> None:
        with Phone(local_telegram.options, JAMES) as phone:
            phone.scan(url)

    async def log_in() -> Any:
        client = on_telethon(local_telegram)
        await client.connect()
        try:
            qr = await client.qr_login()
            waiting = asyncio.create_task(qr.wait(10))
            await asyncio.to_thread(scan, qr.url)
            return (await waiting).first_name, (await client.get_me()).first_name, client.session.dc_id
        finally:
            await client.disconnect()

    assert asyncio.run(log_in()) == ("James", "James", 2)


def test_telethon_reads_every_kind_of_message_with_and_without_updates(local_telegram: LocalTelegram) -> None:
    """Its layer is later than that of Pyrogram, whose classes the server has."""
    maria = local_telegram.accounts[0].user_id
    kinds = local_telegram.find_chat(maria, "Анна Смирнова")

    async def read(client: Any) -> Any:
        await client.connect()
        try:
            if not await client.is_user_authorized():
                sent = await client.send_code_request(MARIA)
                await client.sign_in(MARIA, code="11111", phone_code_hash=sent.phone_code_hash)
            dialogs = await client.get_dialogs(150)
            entities = {each.id: each.entity for each in dialogs}
            messages = await client.get_messages(entities[kinds], limit=300)
            return [each.id for each in dialogs], [each.id for each in messages], client.session
        finally:
            await client.disconnect()

    chats, messages, session = asyncio.run(read(on_telethon(local_telegram)))
    assert set(chats) <= set(local_telegram.chats(maria))
    assert len(chats) == 150
    assert tuple(messages) == local_telegram.message_ids(maria, kinds)[:300]
    quiet = on_telethon(local_telegram, session, receive_updates=False)
    assert asyncio.run(read(quiet))[:2] == (chats, messages)


def test_the_phone_scans_a_qr_code(local_telegram: LocalTelegram, connect: Connect, export: Export) -> None:
    client = connect()
    with Phone(local_telegram.options, MARIA) as phone:
        phone.scan(url_of(export(client).token))
    assert export(client).authorization.user.username == "maria_sokolova"
    assert local_telegram.calls[-2].method == "auth.LogOut"


def test_the_phone_gives_its_password(local_telegram: LocalTelegram, connect: Connect, export: Export) -> None:
    account = local_telegram.accounts[2]
    with Phone(local_telegram.options, account.phone, account.password) as phone:
        phone.scan(url_of(export(connect()).token))


def test_the_phone_wants_a_password_where_there_is_one(local_telegram: LocalTelegram) -> None:
    with Phone(local_telegram.options, DMITRY) as phone, pytest.raises(WrongMoment):
        phone.log_in()


def test_the_phone_says_why_a_scan_is_refused(local_telegram: LocalTelegram, connect: Connect, export: Export) -> None:
    url = url_of(export(connect()).token)
    with Phone(local_telegram.options, MARIA) as phone:
        phone.scan(url)
        with pytest.raises(ScanRefused) as refused:
            phone.scan(url)
        with pytest.raises(ValueError, match="tg://login"):
            phone.scan("https://example.org/login?token=AAAA")
    assert (refused.value.telegram_name, refused.value.telegram_code) == ("AUTH_TOKEN_ALREADY_ACCEPTED", 400)


def test_the_phone_notices_that_its_session_was_ended(local_telegram: LocalTelegram) -> None:
    with Phone(local_telegram.options, MARIA) as phone:
        phone.log_in()
        local_telegram.end_sessions(412_673_905)
        with pytest.raises(SessionEnded):
            phone.scan(url_of(b"token"))


def test_the_phone_closes_when_the_server_is_gone(local_telegram: LocalTelegram) -> None:
    threads = threading.active_count()
    phone = Phone(local_telegram.options, MARIA)
    with local_telegram.commit(faults.Refuse()), pytest.raises(TelegramUnavailable):
        phone.log_in()
    phone.close()
    with Phone(local_telegram.options, MARIA) as phone:
        phone.log_in()
        local_telegram.stop()
    assert threading.active_count() == threads - 1


def test_a_phone_is_a_client_of_its_own_server_only(local_telegram: LocalTelegram) -> None:
    with LocalTelegram() as other, Phone(other.options, MARIA) as phone:
        phone.log_in()
        assert [call.method for call in other.calls] == ["auth.SendCode", "auth.SignIn"]
    assert local_telegram.calls == []

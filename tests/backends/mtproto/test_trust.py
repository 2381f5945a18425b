"""Which servers a backend believes, and how it gets to them."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tgsdk import Misconfigured, ProtocolError, Session, Telegram, TelegramFailure, TelegramUnavailable
from tgsdk.backends.base import Backend
from tgsdk.backends.mtproto.reading.locations import FileLocation
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram, Phone, faults

from .conftest import find
from .http_proxy import http_proxy


def options(telegram: LocalTelegram) -> dict[str, Any]:
    return {name: telegram.options[name] for name in ("api_id", "api_hash")}


def test_a_server_whose_key_is_another_one_is_not_believed(local_telegram: LocalTelegram) -> None:
    other = pem(rsa.generate_private_key(65537, 2048).public_key())
    backend = PyrogramBackend(
        **local_telegram.options | {"server": local_telegram.options["server"] | {"public_key": other}}
    )
    with pytest.raises(ProtocolError, match=r"the server has the key \w{16}, and trusted is \w{16}: the public_key"):
        Telegram(backend).start_qr_login()


def test_the_key_of_a_server_is_not_believed_on_a_connection_to_telegram(
    backend: Backend, local_telegram: LocalTelegram
) -> None:
    Telegram(backend).start_qr_login()  # from here on Pyrogram knows the server's key
    through = f"socks5://{local_telegram.host}:{local_telegram.port}"
    to_telegram = PyrogramBackend(**options(local_telegram), proxy=through)  # the proxy leads back to the server
    with pytest.raises(ProtocolError):
        Telegram(to_telegram).start_qr_login()


def test_a_proxy_is_a_way_to_the_server(local_telegram: LocalTelegram) -> None:
    through = f"socks5://{local_telegram.host}:{local_telegram.port}"
    telegram = Telegram(PyrogramBackend(**local_telegram.options, proxy=through))
    assert telegram.start_qr_login().url.startswith("tg://login?token=")


ESTABLISHED = b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"


@pytest.mark.parametrize("cut", [1, 12, 30, len(ESTABLISHED) - 2, len(ESTABLISHED) - 1, len(ESTABLISHED)])
def test_a_proxys_answer_is_read_to_its_empty_line(local_telegram: LocalTelegram, cut: int) -> None:
    pieces = [piece for piece in (ESTABLISHED[:cut], ESTABLISHED[cut:]) if piece]
    with http_proxy(*pieces) as proxy:
        through = f"http://user:pass%3Aword@127.0.0.1:{proxy.port}"
        telegram = Telegram(PyrogramBackend(**local_telegram.options, proxy=through))
        assert telegram.start_qr_login().url.startswith("tg://login?token=")
    assert not proxy.went_on_early
    assert b"Proxy-Authorization: Basic dXNlcjpwYXNzOndvcmQ=\r\n" in proxy.requests[0]


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 407 Who are you?\r\n\r\n", b"SSH-2.0\r\n\r\n", b"x" * 100_000 + b"\r\n\r\n"]
)
def test_a_proxy_that_refuses_or_is_none_is_a_typed_error(local_telegram: LocalTelegram, answer: bytes) -> None:
    with http_proxy(answer) as proxy:
        through = f"http://127.0.0.1:{proxy.port}"
        with pytest.raises(TelegramUnavailable):
            Telegram(PyrogramBackend(**local_telegram.options, proxy=through)).start_qr_login()


def test_a_server_with_another_home_and_one_address_is_logged_in_to_and_downloaded_from(
    local_telegram: LocalTelegram,
) -> None:
    account = find(local_telegram, dc_id=2, has_password=False)
    of_server = local_telegram.options["server"]
    second = of_server | {"port": of_server["port"] + 1, "home_dc": 2, "one_address": True}
    telegram = Telegram(PyrogramBackend(**local_telegram.options | {"server": second}))
    with Phone(local_telegram.options, account.phone) as phone:
        phone.scan(telegram.start_qr_login().url)
    telegram.check_qr_login()
    assert telegram.session.dc_id == 2
    photos = [chat.photo for chat in telegram.chats(100).items if chat.photo]
    of_home = [photo for photo in photos if FileLocation.from_string(photo.location).dc_id == 2]
    assert any(telegram.download_photos(of_home[:3]))
    telegram.log_out()
    telegram.start_qr_login()
    assert telegram.session.dc_id == 2


def test_a_server_can_have_an_address_for_each_data_centre(local_telegram: LocalTelegram) -> None:
    of_server = local_telegram.options["server"]
    places = {"1": ["127.0.0.1", of_server["port"]], "2": ["127.0.0.1", of_server["port"] + 1]}
    server = of_server | {"host": "unknown.invalid", "data_centers": places}
    for home_dc in (1, 2):
        options = local_telegram.options | {"server": server | {"home_dc": home_dc}}
        assert Telegram(PyrogramBackend(**options)).start_qr_login().url


def test_a_proxy_that_is_away_is_a_typed_error(local_telegram: LocalTelegram) -> None:
    through = f"socks5://{local_telegram.host}:{local_telegram.port}"
    telegram = Telegram(PyrogramBackend(**local_telegram.options, proxy=through))
    with local_telegram.commit(faults.Refuse()), pytest.raises(TelegramUnavailable):
        telegram.start_qr_login()


@pytest.mark.parametrize("key", ["-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----", None])
def test_a_public_key_that_is_none_is_refused_when_the_backend_is_made(
    key: str | None, local_telegram: LocalTelegram
) -> None:
    server = local_telegram.options["server"] | {
        "public_key": key or pem(ec.generate_private_key(ec.SECP256R1()).public_key())
    }
    with pytest.raises(ValueError, match="public_key"):
        PyrogramBackend(**local_telegram.options | {"server": server})


def test_a_session_of_the_test_servers_is_not_used_on_the_others(logged_in: Session, backend: Backend) -> None:
    with pytest.raises(Misconfigured):
        Telegram(backend, logged_in.replace(test_mode=True)).me()


def test_a_wrong_api_hash_is_for_the_operator(local_telegram: LocalTelegram) -> None:
    backend = PyrogramBackend(**local_telegram.options | {"api_hash": "0" * 32})
    with pytest.raises(Misconfigured) as caught:
        Telegram(backend).start_qr_login()
    assert caught.value.telegram_name == "API_ID_INVALID"


def test_a_data_centre_that_does_not_exist_is_a_typed_error(local_telegram: LocalTelegram) -> None:
    backend = PyrogramBackend(**options(local_telegram))
    with pytest.raises(TelegramFailure):
        Telegram(backend, Session(dc_id=77)).start_qr_login()


def pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

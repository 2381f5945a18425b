"""Which servers a backend believes, and how it gets to them."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tgsdk import Misconfigured, ProtocolError, Session, Telegram, TelegramFailure, TelegramUnavailable
from tgsdk.backends.base import Backend
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram, faults


def options(telegram: LocalTelegram) -> dict[str, Any]:
    return {name: telegram.options[name] for name in ("api_id", "api_hash")}


def test_a_server_whose_key_is_another_one_is_not_believed(local_telegram: LocalTelegram) -> None:
    other = pem(rsa.generate_private_key(65537, 2048).public_key())
    backend = PyrogramBackend(
        **local_telegram.options | {"server": local_telegram.options["server"] | {"public_key": other}}
    )
    with pytest.raises(ProtocolError):
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

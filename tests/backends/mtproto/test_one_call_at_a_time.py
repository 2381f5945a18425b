"""What Telegram does to an account that is used over two connections at once, and why a lease guards it."""

import threading

import pytest

from tgsdk import Session, SessionEnded, Telegram, TelegramError
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, faults


def test_two_calls_at_once_end_the_session(logged_in: Session, backend: Backend, local_telegram: LocalTelegram) -> None:
    errors: list[TelegramError] = []

    def call() -> None:
        try:
            Telegram(backend, logged_in).me()
        except TelegramError as error:
            errors.append(error)

    threads = [threading.Thread(target=call) for _ in range(2)]
    with local_telegram.commit(faults.Delay(0.3)):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert any(isinstance(error, SessionEnded) for error in errors)
    assert "AUTH_KEY_DUPLICATED" in {error.telegram_name for error in errors}


def test_a_call_beside_an_open_connection_ends_the_session(logged_in: Session, backend: Backend) -> None:
    telegram = Telegram(backend, logged_in)
    with telegram.connected():
        telegram.me()
        with pytest.raises(SessionEnded) as raised:
            Telegram(backend, logged_in).me()
    assert raised.value.telegram_name == "AUTH_KEY_DUPLICATED"


def test_one_call_after_the_other_is_fine(logged_in: Session, backend: Backend) -> None:
    telegram = Telegram(backend, logged_in)
    assert {telegram.me().id for _ in range(5)} == {logged_in.user_id}


def test_a_session_ended_from_the_phone_is_seen_at_the_next_call(
    logged_in: Session, backend: Backend, local_telegram: LocalTelegram
) -> None:
    telegram = Telegram(backend, logged_in)
    local_telegram.end_sessions(logged_in.user_id or 0)
    state = telegram.status()
    assert state.name == "logged_out"
    assert state.reason in {"SESSION_REVOKED", "AUTH_KEY_UNREGISTERED"}

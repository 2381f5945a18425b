"""Calls while the interpreter ends: a result or a TelegramError."""

from collections.abc import Callable

import pytest

SCRIPT = """
import atexit
from tgsdk import MemoryBackend, Telegram, TelegramError
from tgsdk.backends.pyrogram import PyrogramBackend

def call(backend):
    try:
        print(type(Telegram(backend, timeout=5).start_qr_login()).__name__)
    except TelegramError as error:
        print(type(error).__name__)

backends = [MemoryBackend(), PyrogramBackend(api_id=1, api_hash="x", proxy="{proxy}")]
atexit.register(lambda: [call(backend) for backend in backends])
"""


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://localhost:9"])
def test_the_first_call_may_be_the_last_thing_that_a_process_does(python: Callable[[str], str], proxy: str) -> None:
    assert python(SCRIPT.format(proxy=proxy)).split() == ["QrLogin", "TelegramUnavailable"]

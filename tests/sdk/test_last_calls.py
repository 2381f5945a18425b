"""Calls while the interpreter ends: a result or a TelegramError."""

import sys
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


# Python 3.12.0 and 3.12.1 start no thread any more by then (https://github.com/python/cpython/issues/113964).
FIRST = "TelegramUnavailable" if (3, 12, 0) <= sys.version_info < (3, 12, 2) else "QrLogin"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "http://localhost:9"])
def test_the_first_call_may_be_the_last_thing_that_a_process_does(python: Callable[[str], str], proxy: str) -> None:
    assert python(SCRIPT.format(proxy=proxy)).split() == [FIRST, "TelegramUnavailable"]

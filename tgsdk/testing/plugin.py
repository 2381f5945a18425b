"""The pytest plugin of tgsdk: the fixture ``local_telegram``, and readable failures of the backend contract.

pytest loads it by itself wherever tgsdk is installed.
"""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from . import KeyPair, LocalTelegram

__all__ = ["local_telegram"]

pytest.register_assert_rewrite("tgsdk.testing.contract")


@functools.cache
def _key_pair() -> "KeyPair":
    """Make one key pair for all tests of a process: it takes longer than many a test."""
    from . import KeyPair

    return KeyPair()


@pytest.fixture
def local_telegram() -> "Iterator[LocalTelegram]":
    """A fresh local Telegram for one test, with its own ports, accounts and faults."""
    # Imported here, because Pyrogram comes with it and most test runs do not need it.
    from . import LocalTelegram

    with LocalTelegram(key_pair=_key_pair()) as telegram:
        yield telegram

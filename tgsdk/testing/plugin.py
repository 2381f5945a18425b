"""Fixtures for pytest: ``pytest_plugins = ["tgsdk.testing.fixtures"]`` in your ``conftest.py``."""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from . import KeyPair, LocalTelegram

__all__ = ["local_telegram"]


@functools.cache
def _key_pair() -> "KeyPair":
    """One for all tests of a process: to make one takes longer than many a test."""
    from . import KeyPair

    return KeyPair()


@pytest.fixture
def local_telegram() -> "Iterator[LocalTelegram]":
    """A fresh Telegram for one test: its own port, accounts and faults."""
    # Imported here, because Pyrogram comes with it and most test runs do not need that.
    from . import LocalTelegram

    with LocalTelegram(key_pair=_key_pair()) as telegram:
        yield telegram

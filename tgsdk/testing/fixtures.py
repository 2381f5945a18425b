"""Fixtures for pytest: ``pytest_plugins = ["tgsdk.testing.fixtures"]`` in your ``conftest.py``."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tgsdk.testing import LocalTelegram

__all__ = ["local_telegram"]


@pytest.fixture
def local_telegram() -> "Iterator[LocalTelegram]":
    """A fresh Telegram for one test: its own port, key pair, accounts and faults."""
    # Imported here, because Pyrogram comes with it and most test runs do not need that.
    from tgsdk.testing import LocalTelegram

    with LocalTelegram() as telegram:
        yield telegram

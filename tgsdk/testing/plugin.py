"""The pytest plugin of tgsdk: the fixture ``local_telegram``, and readable failures of the backend contract.

pytest loads it by itself wherever tgsdk is installed; the local Telegram needs what ``tgsdk[testing]`` brings.
"""

import functools
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from tgsdk.errors import Unsupported

if TYPE_CHECKING:
    from . import KeyPair, LocalTelegram

__all__ = ["local_telegram"]

pytest.register_assert_rewrite("tgsdk.testing.contract")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Skip a behaviour of the contract whose account needs what the backend does not declare."""
    try:
        return (yield)
    except Unsupported as error:
        _skip_if_undeclared(item, error)
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Skip a behaviour of the contract that is about what the backend does not declare."""
    try:
        return (yield)
    except Unsupported as error:
        _skip_if_undeclared(item, error)
        raise


def _skip_if_undeclared(item: pytest.Item, error: Unsupported) -> None:
    from .contract.fixtures import DECLARED

    declared = item.stash.get(DECLARED, None)
    if declared is not None and error.capability not in declared:
        pytest.skip(f"{error.capability} is not declared")


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

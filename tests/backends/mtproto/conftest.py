"""Pyrogram over real MTProto against the local Telegram."""

from collections.abc import Iterator

import pytest

from tests.backends.engines import engine_backend
from tests.leaks import nothing_left_behind  # noqa: F401
from tgsdk import Session, Telegram
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account
from tgsdk.testing.plugin import local_telegram  # noqa: F401

from .desk import maria, server  # noqa: F401


@pytest.fixture
def backend(local_telegram: LocalTelegram) -> Backend:  # noqa: F811
    return engine_backend(**local_telegram.options)


@pytest.fixture
def account(local_telegram: LocalTelegram) -> Account:  # noqa: F811
    """A person of data centre 1 without a two-factor password."""
    return find(local_telegram, dc_id=1, has_password=False)


@pytest.fixture
def phone(local_telegram: LocalTelegram, account: Account) -> Iterator[Phone]:  # noqa: F811
    with Phone(local_telegram.options, account.phone) as phone:
        yield phone


@pytest.fixture
def pending(backend: Backend) -> Session:
    """A session whose QR code waits for a scan."""
    telegram = Telegram(backend)
    telegram.start_qr_login()
    return telegram.session


@pytest.fixture
def logged_in(backend: Backend, phone: Phone) -> Session:
    telegram = Telegram(backend)
    phone.scan(telegram.start_qr_login().url)
    telegram.check_qr_login()
    return telegram.session


def find(telegram: LocalTelegram, *, dc_id: int, has_password: bool) -> Account:
    return next(
        account
        for account in telegram.accounts
        if account.dc_id == dc_id and (account.password is not None) == has_password
    )

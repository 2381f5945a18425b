"""A new key is stored before it is used: whatever fails afterwards, no login at Telegram is left that nobody knows."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from pytest_django import Settings

from tgsdk import AwaitingPassword, LoggedIn
from tgsdk.contrib.django import backend as settings_made
from tgsdk.contrib.django.accounts import open_account, open_to_disconnect, open_to_start_over
from tgsdk.contrib.django.errors import AccountBusy
from tgsdk.contrib.django.models import FREE, TelegramAccount
from tgsdk.contrib.django.stored import session_of
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.plugin import local_telegram  # noqa: F401

from .conftest import row


@pytest.fixture
def local_backend(settings: Settings, local_telegram: LocalTelegram) -> None:  # noqa: F811
    name = "tgsdk.backends.pyrogram.PyrogramBackend"
    settings.TELEGRAM = {**settings.TELEGRAM, "BACKEND": name, "OPTIONS": local_telegram.options}
    settings_made.forget_settings(setting="TELEGRAM")


@pytest.fixture(params=[False, True], ids=["without a password", "with a password"])
def scanned(
    request: pytest.FixtureRequest,
    user: User,
    local_backend: None,
    local_telegram: LocalTelegram,  # noqa: F811
) -> User:
    """A user whose code was scanned with an account of the other data centre."""
    has_password = bool(request.param)
    person = next(a for a in local_telegram.accounts if a.dc_id == 2 and (a.password is not None) == has_password)
    with open_to_start_over(user) as account:
        url = account.login.start_qr_login().url
    with Phone(local_telegram.options, person.phone, person.password) as phone:
        phone.scan(url)
    return user


@contextlib.contextmanager
def failing_saves(number: int) -> Iterator[None]:
    """Have the ``number``-th save of a session fail, and every write after it."""
    saves = 0

    def execute_or_fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal saves
        is_save = sql.startswith("UPDATE") and "encrypted_session" in sql
        saves += is_save
        if sql.startswith("UPDATE") and saves >= number:
            raise OperationalError("disk I/O error")
        return execute(sql, *rest)

    with connection.execute_wrapper(execute_or_fail):
        yield


def free(user: User) -> None:
    """The lease ends by itself, as time goes by."""
    TelegramAccount.objects.filter(user=user).update(lease_until=FREE)


def look_and_be_overtaken(user: User) -> None:
    """Disconnect the account while a look at its login is under way."""
    with open_account(user) as account:
        free(user)
        with open_to_disconnect(user) as other:
            other.login.log_out()
        account.login.check_qr_login()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("save", [1, 2], ids=["before the import", "after the import"])
def test_a_login_goes_on_after_a_save_that_failed_on_its_way_to_another_data_centre(
    scanned: User,
    local_telegram: LocalTelegram,  # noqa: F811
    save: int,
) -> None:
    with failing_saves(save), pytest.raises(OperationalError), open_account(scanned) as account:
        account.login.check_qr_login()
    assert local_telegram.called("auth.ImportLoginToken") == save - 1
    free(scanned)
    with open_account(scanned) as account:
        assert isinstance(account.login.check_qr_login(), LoggedIn | AwaitingPassword)
    assert local_telegram.called("auth.ImportLoginToken") == 1
    assert session_of(row(scanned)).dc_id == 2


def test_an_account_that_was_taken_over_meanwhile_is_not_logged_in(
    scanned: User,
    local_telegram: LocalTelegram,  # noqa: F811
) -> None:
    with pytest.raises(AccountBusy):
        look_and_be_overtaken(scanned)
    assert local_telegram.called("auth.ImportLoginToken") == 0
    assert row(scanned).state == "logged_out"


def test_the_first_key_is_stored_before_a_code_is_shown(user: User) -> None:
    with open_to_start_over(user) as account:
        account.login.start_qr_login()
        stored = session_of(row(user))
        assert stored.auth_key == account.telegram.session.auth_key
        assert row(user).lease_token == account.lease
    assert row(user).state == "awaiting_scan"

"""manage.py telegram_rotate_keys: after it the first key alone is enough, and nothing newer is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tgsdk import Misconfigured, Session
from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of

OLD: str = django_settings.TELEGRAM["SESSION_KEYS"][0]
NEW = Fernet.generate_key().decode()
Keys = Callable[..., None]


@pytest.fixture
def keys(settings: Settings) -> Keys:
    def choose(*keys: str) -> None:
        settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": list(keys)}

    return choose


@pytest.fixture
def accounts(db: None) -> list[TelegramAccount]:
    """Three that were sealed with the old key."""
    for name in ("olga", "petr", "ivan"):
        with open_account(User.objects.create_user(name)) as account:
            account.login.start_qr_login()
    return list(TelegramAccount.objects.order_by("pk"))


def rotate() -> str:
    said = StringIO()
    call_command("telegram_rotate_keys", stdout=said)
    return said.getvalue().strip()


@contextmanager
def before_the_update(work: Callable[[], object]) -> Iterator[None]:
    """Do ``work``, as another process would, before the first row is written."""
    is_done = False

    def wrap(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal is_done
        if sql.startswith("UPDATE") and not is_done:
            is_done = True
            work()
        return execute(sql, *rest)

    with connection.execute_wrapper(wrap):
        yield
    assert is_done


def test_afterwards_the_old_key_can_go(accounts: list[TelegramAccount], keys: Keys) -> None:
    before = [session_of(account) for account in accounts]
    keys(NEW, OLD)
    assert rotate() == "sealed again: 3, sealed with the first key already: 0, unreadable: 0"
    keys(NEW)
    assert [session_of(account) for account in TelegramAccount.objects.order_by("pk")] == before


def test_a_second_time_there_is_nothing_to_do(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys(NEW, OLD)
    rotate()
    sealed = list(TelegramAccount.objects.order_by("pk").values_list("encrypted_session", flat=True))
    assert rotate() == "sealed again: 0, sealed with the first key already: 3, unreadable: 0"
    assert list(TelegramAccount.objects.order_by("pk").values_list("encrypted_session", flat=True)) == sealed


def test_accounts_without_a_session_are_passed_over(accounts: list[TelegramAccount], keys: Keys) -> None:
    TelegramAccount.objects.update(encrypted_session="")
    keys(NEW, OLD)
    assert rotate() == "sealed again: 0, sealed with the first key already: 0, unreadable: 0"
    assert not TelegramAccount.objects.exclude(encrypted_session="").exists()


def test_what_the_site_saves_meanwhile_is_kept(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys(NEW, OLD)
    account = accounts[0]
    newer = session_of(account).replace(server_salt=5)

    def save() -> None:
        sealed = seal().seal(newer, account.user_id)
        TelegramAccount.objects.filter(pk=account.pk).update(encrypted_session=sealed)

    with before_the_update(save):
        assert rotate() == "sealed again: 2, sealed with the first key already: 1, unreadable: 0"
    account.refresh_from_db()
    assert session_of(account) == newer


def test_what_an_old_process_saves_meanwhile_is_sealed_again_too(accounts: list[TelegramAccount], keys: Keys) -> None:
    account = accounts[0]
    newer = session_of(account).replace(server_salt=5)
    sealed_with_the_old_key = seal().seal(newer, account.user_id)
    keys(NEW, OLD)

    def save() -> None:
        TelegramAccount.objects.filter(pk=account.pk).update(encrypted_session=sealed_with_the_old_key)

    with before_the_update(save):
        assert rotate() == "sealed again: 3, sealed with the first key already: 0, unreadable: 0"
    keys(NEW)
    account.refresh_from_db()
    assert session_of(account) == newer


def test_who_disconnects_meanwhile_stays_disconnected(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys(NEW, OLD)
    account = accounts[0]
    with before_the_update(lambda: TelegramAccount.objects.filter(pk=account.pk).update(encrypted_session="")):
        rotate()
    account.refresh_from_db()
    assert session_of(account) == Session()


def test_nothing_but_the_session_is_written(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys(NEW, OLD)
    other = [field.name for field in TelegramAccount._meta.fields if field.name != "encrypted_session"]
    before = list(TelegramAccount.objects.order_by("pk").values(*other))
    rotate()
    assert list(TelegramAccount.objects.order_by("pk").values(*other)) == before


def test_what_cannot_be_read_is_named_and_left_alone_and_the_others_go_on(
    accounts: list[TelegramAccount], keys: Keys
) -> None:
    first, second, third = accounts
    TelegramAccount.objects.filter(pk=first.pk).update(encrypted_session="damaged-canary")
    TelegramAccount.objects.filter(pk=second.pk).update(encrypted_session=third.encrypted_session)  # somebody else's
    keys(NEW, OLD)
    said = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("telegram_rotate_keys", stdout=said)
    assert said.getvalue().strip() == "sealed again: 1, sealed with the first key already: 0, unreadable: 2"
    assert str(caught.value).endswith(f": {first.pk}, {second.pk}")
    assert caught.value.returncode == 1
    assert "canary" not in str(caught.value)
    first.refresh_from_db()
    assert first.encrypted_session == "damaged-canary"
    keys(NEW)
    third.refresh_from_db()
    assert session_of(third).qr_url


def test_without_the_old_key_nothing_is_lost(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys(NEW)
    with pytest.raises(CommandError):
        rotate()
    keys(NEW, OLD)
    assert rotate() == "sealed again: 3, sealed with the first key already: 0, unreadable: 0"


def test_without_any_key_it_says_so(accounts: list[TelegramAccount], keys: Keys) -> None:
    keys()
    with pytest.raises(Misconfigured):
        rotate()

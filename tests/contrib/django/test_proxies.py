"""The way to Telegram of one account: stored sealed, in force from the next opening on, never passed by."""

import getpass
import logging
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from pytest_django import Settings

from tgsdk import MemoryBackend, Misconfigured, ProxyInvalid
from tgsdk.contrib.django.accounts import open_account, open_to_disconnect
from tgsdk.contrib.django.checks import check_telegram
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.proxies import has_proxy, set_proxy
from tgsdk.testing import LocalTelegram, MTProxy

from .conftest import row

PROXY = "socks5://olga:canary@proxy.example:1080"


def test_an_account_goes_by_its_own_proxy_and_others_do_not(user: User, backend: MemoryBackend) -> None:
    set_proxy(user, PROXY)
    backend.proxies.clear()
    with open_account(User.objects.create_user("petr")) as account:
        account.login.start_qr_login()
    assert backend.proxies == []
    with open_account(user) as account:
        account.login.start_qr_login()
    assert backend.proxies == [PROXY]


def test_several_are_kept_in_order_and_none_is_the_backends_own_way_again(user: User, backend: MemoryBackend) -> None:
    set_proxy(user, [PROXY, "direct://"])
    assert has_proxy(user)
    backend.proxies.clear()
    with open_account(user):
        pass
    assert backend.proxies == [[PROXY, "direct://"]]
    set_proxy(user, None)
    assert not has_proxy(user)
    with open_account(user):
        pass
    assert backend.proxies == [[PROXY, "direct://"]]


def test_nothing_of_a_proxy_is_seen_in_the_database(user: User) -> None:
    set_proxy(user, PROXY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tgsdk_telegramaccount")
        rows = str(cursor.fetchall())
    assert "canary" not in rows and "proxy.example" not in rows
    assert "canary" not in f"{row(user)} {row(user)!r}"


@pytest.mark.django_db
@pytest.mark.parametrize("nobody", [AnonymousUser(), User(username="petr"), User(pk=5, username="petr")])
def test_it_is_for_somebody_who_is_stored(nobody: User | AnonymousUser) -> None:
    with pytest.raises(ValueError, match="only a stored user"):
        set_proxy(nobody, PROXY)
    assert not TelegramAccount.objects.exists()


def test_it_outlives_a_disconnect(user: User) -> None:
    set_proxy(user, PROXY)
    with open_to_disconnect(user) as account:
        account.login.log_out()
    assert has_proxy(user)


@pytest.mark.parametrize("how", ["altered", "of another", "a session"])
def test_a_proxy_that_cannot_be_opened_lets_nothing_past_it(user: User, how: str) -> None:
    other = User.objects.create_user("petr")
    set_proxy(user, PROXY)
    set_proxy(other, "direct://")
    with open_account(other) as account:
        account.login.start_qr_login()
    sealed = {
        "altered": row(user).sealed_proxy[:-5] + "AAAAA",
        "of another": row(other).sealed_proxy,
        "a session": row(other).encrypted_session,
    }[how]
    TelegramAccount.objects.filter(user_id=user.pk).update(sealed_proxy=sealed)
    with pytest.raises(Misconfigured, match="proxy of this account"), open_account(user) as account:
        account.login.start_qr_login()
    with open_to_disconnect(user) as account:  # which forgets in any case
        account.login.log_out()
    assert row(user).state == "logged_out"
    set_proxy(user, None)
    with open_account(user) as account:
        assert account.login.start_qr_login().url


def test_another_key_seals_it_again(user: User, settings: Settings, backend: MemoryBackend) -> None:
    set_proxy(user, PROXY)
    old, new = settings.TELEGRAM["SESSION_KEYS"][0], Fernet.generate_key().decode()
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [new, old]}
    said = StringIO()
    call_command("telegram_rotate_keys", stdout=said)
    assert "sealed again: 1," in said.getvalue()
    settings.TELEGRAM = {**settings.TELEGRAM, "SESSION_KEYS": [new]}
    with open_account(user) as account:
        assert account.login.start_qr_login().url


def command(*arguments: str) -> str:
    said = StringIO()
    with override("en"):
        call_command("telegram_proxy", *arguments, stdout=said)
    return said.getvalue()


def test_an_operator_gives_and_takes_it(user: User, monkeypatch: pytest.MonkeyPatch, backend: MemoryBackend) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _: PROXY)
    assert command("olga") == "From now on the account goes to Telegram by this proxy.\n"
    assert backend.proxies == [PROXY] and has_proxy(user)
    assert command("olga", "--remove") == "The account has no proxy of its own any more.\n"
    assert not has_proxy(user)


@pytest.mark.parametrize("ended", [EOFError, KeyboardInterrupt])
def test_without_a_terminal_nothing_is_done(
    user: User, monkeypatch: pytest.MonkeyPatch, ended: type[BaseException]
) -> None:
    def end(_prompt: str) -> str:
        raise ended

    monkeypatch.setattr(getpass, "getpass", end)
    with pytest.raises(CommandError, match=r"Nothing was done, because nothing was entered\."):
        command("olga")
    assert not has_proxy(user)


PYROGRAM = {"BACKEND": "tgsdk.backends.pyrogram.PyrogramBackend"}
APPLICATION = {"api_id": 1, "api_hash": "x"}


@pytest.mark.parametrize("wrong", ["", "nonsense canary", "mtproxy://proxy.example:443/canary"])
def test_a_wrong_one_is_refused_and_not_shown(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, **PYROGRAM, "OPTIONS": APPLICATION}
    user = User.objects.create_user("olga")
    with pytest.raises(ProxyInvalid) as refused:
        set_proxy(user, wrong)
    monkeypatch.setattr(getpass, "getpass", lambda _: wrong)
    with caplog.at_level(logging.DEBUG), pytest.raises(CommandError) as failed:
        command("olga")
    assert "canary" not in f"{refused.value} {failed.value} {caplog.text}"
    assert not has_proxy(user)


@pytest.mark.parametrize("proxy", ["nonsense", ["socks5://localhost:1080", "mtproxy://canary:443/canary"], 5])
def test_a_wrong_proxy_in_the_settings_is_found_with_a_hint_and_not_shown(settings: Settings, proxy: Any) -> None:
    settings.TELEGRAM = {**settings.TELEGRAM, **PYROGRAM, "OPTIONS": APPLICATION | {"proxy": proxy}}
    message, *others = check_telegram()
    assert {other.id for other in others} <= {"tgsdk.W010"}  # which a password may stand in
    assert (message.id, "mtproxy://host:443/secret" in str(message.hint)) == ("tgsdk.E009", True)
    assert str(message.msg).startswith("TELEGRAM_PROXY is wrong: proxy cannot be used: ")
    assert "canary" not in f"{message.msg} {others}"


def test_it_is_gone_by_over_the_wire(db: None, settings: Settings) -> None:
    with LocalTelegram() as telegram, MTProxy(telegram, "ee") as proxy:
        settings.TELEGRAM = {**settings.TELEGRAM, **PYROGRAM, "OPTIONS": telegram.options}
        user = User.objects.create_user("olga")
        set_proxy(user, proxy.url)
        with open_account(user) as account:
            assert account.login.start_qr_login().url
        assert proxy.connections == 1

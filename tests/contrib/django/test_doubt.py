"""A session that Telegram does not recognise is in doubt: nothing is forgotten before a new login has come about."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.dispatch import Signal
from django.utils import timezone

from tgsdk import AwaitingScan, LoggedIn, MemoryBackend, SessionEnded, SessionInDoubt, Telegram, WrongMoment
from tgsdk.contrib.django import signals
from tgsdk.contrib.django.accounts import Login, open_account, open_to_disconnect, open_to_start_over
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of

from .conftest import ANNA, PHONE, row

STARTS: list[Callable[[Login], object]] = [lambda login: login.send_code(PHONE), Login.start_qr_login]


@pytest.fixture
def connected(user: User, backend: MemoryBackend) -> User:
    log_in(user, backend)
    return user


@pytest.fixture
def doubted(connected: User, backend: MemoryBackend) -> User:
    backend.fail(SessionInDoubt(telegram_name="AUTH_KEY_NOT_FOUND", telegram_code=404))
    with pytest.raises(SessionInDoubt), open_account(connected) as account:
        account.login.me()
    return connected


@pytest.fixture
def connecting_again(doubted: User) -> User:
    with open_account(doubted) as account:
        account.login.connect_again()
    return doubted


def log_in(user: User, backend: MemoryBackend) -> None:
    with open_to_start_over(user) as account:
        backend.scan(account.login.start_qr_login().url, ANNA)
        assert isinstance(account.login.check_qr_login(), LoggedIn)


def test_the_account_stays_and_the_next_call_that_works_ends_the_doubt(doubted: User) -> None:
    assert row(doubted).state == "logged_in"
    assert row(doubted).in_doubt_since is not None
    with open_account(doubted) as account:
        account.desk.chats(10, None, None)
    assert row(doubted).in_doubt_since is None


def test_nothing_is_given_up_when_a_login_is_started_without_a_decision(doubted: User, backend: MemoryBackend) -> None:
    before = row(doubted).encrypted_session
    backend.fail(SessionInDoubt(), times=2)
    with pytest.raises(SessionInDoubt), open_to_start_over(doubted) as account:
        account.login.start_qr_login()
    assert (row(doubted).encrypted_session, row(doubted).state) == (before, "logged_in")


def test_connecting_again_is_for_an_account_in_doubt(connected: User) -> None:
    with pytest.raises(WrongMoment), open_account(connected) as account:
        account.login.connect_again()


def test_the_old_key_is_logged_out_when_the_new_login_has_come_about(
    connecting_again: User, backend: MemoryBackend
) -> None:
    kept = seal().open(row(connecting_again).kept_session, connecting_again.pk)
    assert Telegram(backend, kept).me() == ANNA
    log_in(connecting_again, backend)
    account = row(connecting_again)
    assert (account.state, account.kept_session, account.in_doubt_since) == ("logged_in", "", None)
    assert session_of(account).auth_key != kept.auth_key
    with pytest.raises(SessionEnded):
        Telegram(backend, kept).me()


def test_the_old_session_comes_back_when_nothing_comes_of_the_new_login(
    connecting_again: User, backend: MemoryBackend
) -> None:
    kept = seal().open(row(connecting_again).kept_session, connecting_again.pk)
    with open_to_start_over(connecting_again) as account:
        account.login.start_qr_login()
    long_ago = timezone.now() - timedelta(hours=1)
    TelegramAccount.objects.filter(user=connecting_again).update(login_started_at=long_ago)
    with pytest.raises(WrongMoment), open_to_start_over(connecting_again) as opened:
        opened.login.start_qr_login()
    assert session_of(row(connecting_again)).auth_key == kept.auth_key
    with open_account(connecting_again) as opened:
        assert opened.login.me() == ANNA
    assert row(connecting_again).in_doubt_since is None


def test_a_disconnect_ends_both(connecting_again: User, backend: MemoryBackend) -> None:
    kept = seal().open(row(connecting_again).kept_session, connecting_again.pk)
    with open_to_disconnect(connecting_again) as account:
        account.login.log_out()
    assert (row(connecting_again).kept_session, row(connecting_again).in_doubt_since) == ("", None)
    with pytest.raises(SessionEnded):
        Telegram(backend, kept).me()


@pytest.mark.django_db(transaction=True)
def test_a_deletion_ends_the_kept_session_too(connecting_again: User, backend: MemoryBackend) -> None:
    kept = seal().open(row(connecting_again).kept_session, connecting_again.pk)
    connecting_again.delete()
    with pytest.raises(SessionEnded):
        Telegram(backend, kept).me()


def test_the_kept_session_is_sealed_again_with_the_others(connecting_again: User) -> None:
    call_command("telegram_rotate_keys")
    assert seal().open(row(connecting_again).kept_session, connecting_again.pk).is_logged_in


def test_the_new_login_waits_for_its_scan_meanwhile(connecting_again: User) -> None:
    with open_to_start_over(connecting_again) as account:
        account.login.start_qr_login()
        assert isinstance(account.login.check_qr_login(), AwaitingScan)
    assert row(connecting_again).in_doubt_since is not None


@pytest.mark.parametrize("start", STARTS)
def test_a_login_begins_anew_when_the_phone_has_ended_the_session(
    start: Callable[[Login], object], connected: User, backend: MemoryBackend
) -> None:
    backend.end_sessions(ANNA.id)
    with open_to_start_over(connected) as account:
        start(account.login)
    assert row(connected).state in ("awaiting_scan", "awaiting_code")


def test_a_code_that_was_scanned_while_nobody_looked_is_logged_out_with_its_old_login(
    user: User, backend: MemoryBackend
) -> None:
    with open_to_start_over(user) as account:
        backend.scan(account.login.start_qr_login().url, ANNA)
        session = account.telegram.session
    TelegramAccount.objects.filter(user=user).update(login_started_at=timezone.now() - timedelta(hours=1))
    with open_to_start_over(user) as account:
        account.login.start_qr_login()
        assert "log_out" in backend.calls
        assert account.telegram.session.auth_key != session.auth_key


def test_chats_are_there_again_when_the_new_login_was_left_waiting(
    connecting_again: User, backend: MemoryBackend
) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    TelegramAccount.objects.filter(user=connecting_again).update(login_started_at=long_ago)
    with open_account(connecting_again) as account:
        assert account.desk.chats(10, None, None).items == ()
    assert (row(connecting_again).state, row(connecting_again).kept_session) == ("logged_in", "")


def test_a_doubt_is_told_once_and_so_is_the_decision_to_connect_again(connected: User, backend: MemoryBackend) -> None:
    with hearing(signals.doubted) as doubts, hearing(signals.put_aside) as decisions:
        for _ in range(2):
            backend.fail(SessionInDoubt())
            with pytest.raises(SessionInDoubt), open_account(connected, address="203.0.113.7") as account:
                account.login.me()
        assert not decisions
        for _ in range(2):
            with open_account(connected, address="203.0.113.7") as account:
                account.login.connect_again()
    told = {"account": row(connected), "user": connected, "telegram_user_id": ANNA.id, "address": "203.0.113.7"}
    assert doubts == decisions == [told]


def test_a_session_in_doubt_that_comes_back_is_told(connecting_again: User) -> None:
    with hearing(signals.taken_back) as returns, open_to_disconnect(connecting_again) as account:
        account.forget()
    assert [each["telegram_user_id"] for each in returns] == [ANNA.id]
    assert row(connecting_again).state == "logged_in"


def test_a_doubt_that_begins_anew_is_told_anew(doubted: User, backend: MemoryBackend) -> None:
    with open_account(doubted) as account:
        account.login.me()
    backend.fail(SessionInDoubt())
    with hearing(signals.doubted) as doubts, pytest.raises(SessionInDoubt), open_account(doubted) as account:
        account.login.me()
    assert len(doubts) == 1


def test_a_login_under_way_that_is_in_doubt_goes_on_or_is_given_up_by_its_owner(
    user: User, backend: MemoryBackend
) -> None:
    with open_to_start_over(user) as account:
        url = account.login.start_qr_login().url
    for _ in range(2):
        backend.fail(SessionInDoubt())
        with pytest.raises(SessionInDoubt), open_account(user) as account:
            account.login.check_qr_login()
    assert (row(user).state, row(user).in_doubt_since) == ("awaiting_scan", None)
    with open_account(user) as account:
        account.login.connect_again()
    assert row(user).state == "logged_out"
    with open_account(user) as account:
        assert account.login.start_qr_login().url != url


@contextlib.contextmanager
def hearing(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """What a signal says inside the block."""
    heard: list[dict[str, Any]] = []

    def receive(*, signal: Signal, sender: object, **values: Any) -> None:
        heard.append(values)

    signal.connect(receive)
    yield heard
    signal.disconnect(receive)

"""The openings: who may open an account, when, and what each of them is for."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import Settings

from tgsdk import AwaitingPassword, AwaitingScan, LoggedIn, MemoryBackend, NotLoggedIn, SessionEnded
from tgsdk.contrib.django.accounts import (
    Desk,
    Login,
    open_account,
    open_for_a_poll,
    open_for_a_transfer,
    open_in_the_background,
    open_to_disconnect,
    open_to_start_over,
)
from tgsdk.contrib.django.errors import AccountBusy, AccountGone
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.proxies import has_proxy, set_proxy
from tgsdk.contrib.django.stored import code_sent_of, shown_qr_url

from .conftest import ANNA, CODE, PHONE, row

OPENINGS = [
    open_account,
    open_for_a_poll,
    open_for_a_transfer,
    open_in_the_background,
    open_to_disconnect,
    open_to_start_over,
]


@pytest.fixture(params=OPENINGS, ids=lambda opening: opening.__name__)
def opening(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_each_opening_saves_and_frees(user: User, opening: Any) -> None:
    with opening(user, address="203.0.113.7") as account:
        account.login.start_qr_login()
        assert row(user).lease_token == account.lease
    assert (row(user).state, row(user).lease_token) == ("awaiting_scan", None)


def test_no_opening_is_for_somebody_who_is_not_stored(db: None, opening: Any) -> None:
    for nobody in (AnonymousUser(), User(username="olga"), User(pk=5, username="its key was made, as a UUID is")):
        with pytest.raises(ValueError, match="only a stored user"), opening(nobody):
            pass
    assert not TelegramAccount.objects.exists()


@pytest.mark.parametrize("wrong", [None, 1, "olga", User, object()])
def test_what_is_no_user_is_a_type_error(db: None, opening: Any, wrong: Any) -> None:
    with pytest.raises(TypeError, match="its id: user is a "), opening(wrong):
        pass
    for ask in (shown_qr_url, code_sent_of, has_proxy, lambda user: set_proxy(user, None)):
        with pytest.raises(TypeError, match="its id: user is a "):
            ask(wrong)
    assert not TelegramAccount.objects.exists()


def test_the_openings_take_the_user_of_a_request(user: User, rf: RequestFactory) -> None:
    """``make check`` holds it: mypy knows that it may be an anonymous one, which is refused as the view runs."""

    def telegram_login(request: HttpRequest) -> str:
        with open_to_start_over(request.user) as account:
            account.login.qr_login()
        return f"{shown_qr_url(request.user)} {code_sent_of(request.user)} {has_proxy(request.user)}"

    request = rf.get("/")
    request.user = user
    assert telegram_login(request).startswith("tg://login")
    request.user = AnonymousUser()
    with pytest.raises(ValueError, match="only a stored user"):
        telegram_login(request)
    assert (shown_qr_url(request.user), code_sent_of(request.user), has_proxy(request.user)) == (None, None, False)


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_no_opening_is_possible(user: User) -> None:
    for opening in OPENINGS:
        with pytest.raises(RuntimeError, match="non_atomic_requests"), transaction.atomic(), opening(user):
            pass
    assert not TelegramAccount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_autocommit_no_opening_is_possible(user: User) -> None:
    transaction.set_autocommit(False)
    try:
        with pytest.raises(RuntimeError, match="inside a transaction"), open_account(user):
            pass
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def test_the_transaction_of_a_test_case_is_no_obstacle_but_one_inside_of_it_is(user: User) -> None:
    assert connection.in_atomic_block
    with open_account(user):
        pass
    with pytest.raises(RuntimeError), transaction.atomic(), open_account(user):
        pass


@pytest.mark.django_db(transaction=True)
def test_an_account_that_is_deleted_meanwhile_is_gone(user: User) -> None:
    deleted: list[bool] = []

    def delete(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT") and "encrypted_session" in sql and not deleted:
            deleted.append(True)
            TelegramAccount.objects.all().delete()
        return execute(sql, *rest)

    with open_account(user):
        pass
    with connection.execute_wrapper(delete), pytest.raises(AccountGone) as gone, open_account(user):
        pass
    assert isinstance(gone.value, NotLoggedIn)


def test_a_poll_does_not_wait_and_a_disconnect_takes_over(user: User) -> None:
    TelegramAccount.objects.create(
        user=user, lease_token=uuid.uuid4(), lease_until=timezone.now() + timedelta(seconds=9)
    )
    with pytest.raises(AccountBusy), open_for_a_poll(user):
        pass
    with open_to_disconnect(user) as account:
        assert row(user).lease_token == account.lease


def test_what_runs_in_the_background_gives_way(user: User) -> None:
    soon = timezone.now() + timedelta(seconds=0.2)
    TelegramAccount.objects.create(user=user, lease_wanted_until=timezone.now() + timedelta(hours=1))
    with pytest.raises(AccountBusy), open_in_the_background(user):
        pass
    TelegramAccount.objects.update(lease_wanted_until=soon)
    with open_for_a_transfer(user):
        pass


def test_the_two_faces_are_of_one_account_and_know_nothing_of_each_other(user: User) -> None:
    with open_account(user) as account:
        assert account.login == Login(account)
        assert account.desk == Desk(account)
        assert not hasattr(account.login, "desk")
        assert not hasattr(account.desk, "login")


def test_the_desk_of_an_ended_account_is_closed_without_asking_telegram(user: User, backend: MemoryBackend) -> None:
    TelegramAccount.objects.create(user=user, state="disconnected", disconnect_reason="SESSION_REVOKED")
    with pytest.raises(SessionEnded) as ended, open_account(user) as account:
        account.desk.chats(10, None, None)
    assert ended.value.telegram_name == "SESSION_REVOKED"
    assert backend.calls == []
    assert row(user).disconnect_reason == "SESSION_REVOKED"


# qr_login(): the one call that a page needs.


def ask(user: User) -> Any:
    with open_to_start_over(user) as account:
        return account.login.qr_login()


def test_a_page_that_asks_again_and_again_leads_a_login_to_its_end(user: User, backend: MemoryBackend) -> None:
    shown = ask(user)
    assert isinstance(shown, AwaitingScan)
    assert ask(user) == shown
    backend.scan(shown.qr.url, ANNA)
    assert ask(user) == ask(user) == LoggedIn(ANNA)


def test_a_code_that_grew_old_is_renewed(user: User, backend: MemoryBackend) -> None:
    shown = ask(user)
    backend.expire_tokens()
    assert ask(user).qr.url != shown.qr.url


def test_a_page_is_told_that_the_password_is_waited_for(user: User, backend: MemoryBackend) -> None:
    backend.scan(ask(user).qr.url, ANNA, password="secret", hint="the cat")
    assert ask(user) == ask(user) == AwaitingPassword("the cat")


def test_a_login_of_eleven_minutes_begins_anew(user: User) -> None:
    first = ask(user)
    TelegramAccount.objects.update(login_started_at=timezone.now() - timedelta(minutes=11))
    assert ask(user).qr.url != first.qr.url


def test_an_account_that_telegram_ended_begins_anew(user: User, backend: MemoryBackend) -> None:
    backend.scan(ask(user).qr.url, ANNA)
    ask(user)
    backend.end_sessions(ANNA.id)
    assert ask(user).name == "logged_out"
    assert ask(user).name == "awaiting_scan"


def test_a_login_by_code_gives_way_to_the_page_s_qr_code(user: User) -> None:
    with open_account(user) as account:
        account.login.send_code(PHONE)
    assert ask(user).name == "awaiting_scan"


# Settings of a project.


def test_a_project_that_says_the_least_has_the_usual_times(user: User, settings: Settings) -> None:
    least = {name: settings.TELEGRAM[name] for name in ("BACKEND", "SESSION_KEYS")}
    settings.TELEGRAM = least
    with open_account(user) as account:
        assert account.timeout == 15
    with open_account(user, timeout=2) as account:
        assert account.timeout == 2


class Replicas:
    """Reads go to a copy of the database, which this test has none of."""

    def db_for_read(self, model: type[object], **_: object) -> str | None:
        return "replica" if model.__module__.startswith("tgsdk.") else None

    def db_for_write(self, model: type[object], **_: object) -> str:
        return "default"

    def allow_relation(self, *_: object, **__: object) -> bool:
        return True


def test_an_account_is_read_where_it_is_written(user: User, settings: Settings) -> None:
    settings.DATABASE_ROUTERS = [f"{__name__}.Replicas"]
    with open_account(user) as account:
        account.login.send_code(PHONE)
    with open_account(user) as account:
        assert isinstance(account.login.sign_in(CODE), LoggedIn)
    assert row(user).state == "logged_in"

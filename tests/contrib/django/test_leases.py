"""Who works with an account: one at a time, across processes and hosts. (With an account opened: test_accounts.py.)"""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from tgsdk.contrib.django.errors import AccountBusy
from tgsdk.contrib.django.leases import MARGIN, give_back, leased, take_lease
from tgsdk.contrib.django.models import FREE, TelegramAccount


def take(user: User, *, take_over: bool = False) -> uuid.UUID:
    return take_lease(user, timeout=20, patience=0, take_over=take_over)


def test_the_first_lease_makes_the_account(user: User) -> None:
    lease = take(user)
    account = TelegramAccount.objects.get(user=user)
    assert account.lease_token == lease
    assert timedelta(seconds=15) < account.lease_until - timezone.now() <= timedelta(seconds=20 + MARGIN)


def test_a_lease_that_is_held_is_refused(user: User) -> None:
    lease = take(user)
    with pytest.raises(AccountBusy):
        take(user)
    assert leased(user.pk, lease).exists()


def test_a_lease_that_was_given_back_is_free(user: User) -> None:
    assert give_back(user.pk, take(user), first_name="Anna")
    account = TelegramAccount.objects.get()
    assert (account.lease_token, account.lease_until, account.first_name) == (None, FREE, "Anna")
    take(user)


def test_a_lease_that_is_over_is_free_and_its_holder_saves_nothing(user: User) -> None:
    late = take(user)
    TelegramAccount.objects.update(lease_until=F("lease_until") - timedelta(seconds=20 + MARGIN))
    lease = take(user)
    assert not give_back(user.pk, late, first_name="late")
    account = TelegramAccount.objects.get()
    assert (account.lease_token, account.first_name) == (lease, "")


def test_a_lease_that_is_over_and_nobody_took_still_saves(user: User) -> None:
    late = take(user)
    TelegramAccount.objects.update(lease_until=F("lease_until") - timedelta(seconds=20 + MARGIN))
    assert give_back(user.pk, late, first_name="Anna")


def test_who_takes_over_has_it(user: User) -> None:
    slow, quick = take(user), take(user, take_over=True)
    assert not give_back(user.pk, slow)
    assert give_back(user.pk, quick)


def test_one_user_s_lease_is_nobody_else_s(user: User) -> None:
    lease, other = take(user), User.objects.create_user("petr")
    take(other)
    assert not give_back(other.pk, lease)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gives_way", [False, True])
def test_who_comes_again_lets_those_go_first_who_wait(gives_way: bool) -> None:
    """As a download does, which takes the lease again and again, and a program that asks one thing after the other."""
    user = User.objects.create_user("olga")
    lease = take(user)
    got = list[uuid.UUID]()

    def click() -> None:
        try:
            got.append(take_lease(user, timeout=20, patience=10))
        finally:
            connection.close()

    thread = threading.Thread(target=click)
    thread.start()
    wanted = TelegramAccount.objects.filter(lease_wanted_until__gt=Now())
    while not wanted.exists():
        threading.Event().wait(0.01)
    give_back(user.pk, lease)
    with pytest.raises(AccountBusy):
        take_lease(user, timeout=20, patience=0, gives_way=gives_way)
    thread.join(10)
    assert got
    give_back(user.pk, got[0])
    assert take_lease(user, timeout=20, patience=0, gives_way=gives_way)  # nobody waits any more


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_that_comes_first_one_gets_it() -> None:
    user = User.objects.create_user("olga")  # who has no row yet: it is made once
    together, leases, refused = threading.Barrier(6), list[uuid.UUID](), list[int]()

    def come() -> None:
        try:
            together.wait(10)
            leases.append(take(user))
        except AccountBusy:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(leases), len(refused)) == (1, 5)
    assert TelegramAccount.objects.get().lease_token == leases[0]

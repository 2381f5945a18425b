"""Who works with an account: one at a time, across processes and hosts. (With an account opened: test_accounts.py.)"""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User as Recruiter
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from tgsdk.contrib.django.errors import AccountBusy
from tgsdk.contrib.django.leases import give_back, leased, take_lease
from tgsdk.contrib.django.models import FREE, TelegramAccount


def take(recruiter: Recruiter, *, take_over: bool = False) -> uuid.UUID:
    return take_lease(recruiter, seconds=20, patience=0, take_over=take_over)


def test_the_first_lease_makes_the_account(recruiter: Recruiter) -> None:
    lease = take(recruiter)
    account = TelegramAccount.objects.get(user=recruiter)
    assert account.lease_token == lease
    assert timedelta(seconds=15) < account.lease_until - timezone.now() <= timedelta(seconds=20)


def test_a_lease_that_is_held_is_refused(recruiter: Recruiter) -> None:
    lease = take(recruiter)
    with pytest.raises(AccountBusy):
        take(recruiter)
    assert leased(recruiter.pk, lease).exists()


def test_a_lease_that_was_given_back_is_free(recruiter: Recruiter) -> None:
    assert give_back(recruiter.pk, take(recruiter), first_name="Anna")
    account = TelegramAccount.objects.get()
    assert (account.lease_token, account.lease_until, account.first_name) == (None, FREE, "Anna")
    take(recruiter)


def test_a_lease_that_is_over_is_free_and_its_holder_saves_nothing(recruiter: Recruiter) -> None:
    late = take(recruiter)
    TelegramAccount.objects.update(lease_until=F("lease_until") - timedelta(seconds=20))
    lease = take(recruiter)
    assert not give_back(recruiter.pk, late, first_name="late")
    account = TelegramAccount.objects.get()
    assert (account.lease_token, account.first_name) == (lease, "")


def test_a_lease_that_is_over_and_nobody_took_still_saves(recruiter: Recruiter) -> None:
    late = take(recruiter)
    TelegramAccount.objects.update(lease_until=F("lease_until") - timedelta(seconds=20))
    assert give_back(recruiter.pk, late, first_name="Anna")


def test_who_takes_over_has_it(recruiter: Recruiter) -> None:
    slow, quick = take(recruiter), take(recruiter, take_over=True)
    assert not give_back(recruiter.pk, slow)
    assert give_back(recruiter.pk, quick)


def test_one_recruiter_s_lease_is_nobody_else_s(recruiter: Recruiter) -> None:
    lease, other = take(recruiter), Recruiter.objects.create_user("petr")
    take(other)
    assert not give_back(other.pk, lease)


@pytest.mark.django_db(transaction=True)
def test_who_gives_way_lets_those_go_first_who_wait() -> None:
    """As a download does, which takes the lease again and again."""
    recruiter = Recruiter.objects.create_user("olga")
    lease = take(recruiter)
    got = list[uuid.UUID]()

    def click() -> None:
        try:
            got.append(take_lease(recruiter, seconds=20, patience=10))
        finally:
            connection.close()

    thread = threading.Thread(target=click)
    thread.start()
    wanted = TelegramAccount.objects.filter(lease_wanted_until__gt=Now())
    while not wanted.exists():
        threading.Event().wait(0.01)
    give_back(recruiter.pk, lease)
    with pytest.raises(AccountBusy):
        take_lease(recruiter, seconds=20, patience=0, gives_way=True)
    thread.join(10)
    assert got
    give_back(recruiter.pk, got[0])
    assert take_lease(recruiter, seconds=20, patience=5, gives_way=True)


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_that_comes_first_one_gets_it() -> None:
    recruiter = Recruiter.objects.create_user("olga")  # who has no row yet: it is made once
    together, leases, refused = threading.Barrier(6), list[uuid.UUID](), list[int]()

    def come() -> None:
        try:
            together.wait(10)
            leases.append(take(recruiter))
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

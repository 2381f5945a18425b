"""The lease of an account: who works with it, across processes and hosts."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import DateTimeField, ExpressionWrapper, QuerySet
from django.db.models.functions import Now

from .errors import AccountBusy
from .models import FREE, TelegramAccount

PAUSE = 0.1
WANTED = timedelta(seconds=3 * PAUSE)  # somebody waits, as was seen when they last tried


def take_lease(
    user: User, *, seconds: float, patience: float, take_over: bool = False, gives_way: bool = False
) -> uuid.UUID:
    """Become the only one who works with this account, for so many seconds by the database's clock.

    With ``take_over`` the one who holds it after ``patience`` seconds has lost it, and saves nothing. With
    ``gives_way`` whoever else waits goes first: so works what nobody sits and waits for.
    """
    deadline = time.monotonic() + patience
    lease, length = uuid.uuid4(), timedelta(seconds=seconds)
    free = _free_and_unwanted(user) if gives_way else _free(user)
    if _set_lease(free, lease, length):
        return lease
    TelegramAccount.objects.get_or_create(user=user)
    while not _set_lease(free, lease, length):
        if time.monotonic() >= deadline:
            if take_over:
                _set_lease(TelegramAccount.objects.filter(user_id=user.pk), lease, length)
                return lease
            raise AccountBusy("Another piece of work with this account is under way")
        if patience and not gives_way:
            TelegramAccount.objects.filter(user_id=user.pk).update(lease_wanted_until=_from_now(WANTED))
        time.sleep(PAUSE)
    return lease


def prolong(user_id: int, lease: uuid.UUID, seconds: float) -> bool:
    """Hold the lease for so many seconds from now on; False if it is somebody else's by now."""
    return _set_lease(leased(user_id, lease), lease, timedelta(seconds=seconds))


def _set_lease(accounts: QuerySet[TelegramAccount], lease: uuid.UUID, length: timedelta) -> bool:
    return bool(accounts.update(lease_token=lease, lease_until=_from_now(length)))


def _from_now(length: timedelta) -> Any:
    return ExpressionWrapper(Now() + length, output_field=DateTimeField())


def _free(user: User) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user.pk, lease_until__lt=Now())


def _free_and_unwanted(user: User) -> QuerySet[TelegramAccount]:
    return _free(user).filter(lease_wanted_until__lt=Now())


def leased(user_id: int, lease: uuid.UUID) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user_id, lease_token=lease)


def give_back(user_id: int, lease: uuid.UUID, **changes: object) -> bool:
    """End the lease and save ``changes`` in one statement; False, and nothing saved, if it is somebody else's now."""
    return bool(leased(user_id, lease).update(lease_token=None, lease_until=FREE, **changes))

"""The lease of an account: who works with it, across processes and hosts."""

import time
import uuid
from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import DateTimeField, ExpressionWrapper, QuerySet
from django.db.models.functions import Now

from .errors import AccountBusy
from .models import FREE, TelegramAccount

PAUSE = 0.1


def take_lease(user: User, *, seconds: float, patience: float, take_over: bool = False) -> uuid.UUID:
    """Become the only one who works with this account, for so many seconds by the database's clock.

    With ``take_over`` the one who holds it after ``patience`` seconds has lost it, and saves nothing.
    """
    deadline = time.monotonic() + patience
    lease, length = uuid.uuid4(), timedelta(seconds=seconds)
    if _take_free_lease(user, lease, length):
        return lease
    TelegramAccount.objects.get_or_create(user=user)
    while not _take_free_lease(user, lease, length):
        if time.monotonic() >= deadline:
            if take_over:
                _set_lease(TelegramAccount.objects.filter(user_id=user.pk), lease, length)
                return lease
            raise AccountBusy("Another piece of work with this account is under way")
        time.sleep(PAUSE)
    return lease


def _take_free_lease(user: User, lease: uuid.UUID, length: timedelta) -> bool:
    return _set_lease(_free(user), lease, length)


def prolong(user_id: int, lease: uuid.UUID, seconds: float) -> bool:
    """Hold the lease for so many seconds from now on; False if it is somebody else's by now."""
    return _set_lease(leased(user_id, lease), lease, timedelta(seconds=seconds))


def _set_lease(accounts: QuerySet[TelegramAccount], lease: uuid.UUID, length: timedelta) -> bool:
    until = ExpressionWrapper(Now() + length, output_field=DateTimeField())
    return bool(accounts.update(lease_token=lease, lease_until=until))


def _free(user: User) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user.pk, lease_until__lt=Now())


def leased(user_id: int, lease: uuid.UUID) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user_id, lease_token=lease)


def give_back(user_id: int, lease: uuid.UUID, **changes: object) -> bool:
    """End the lease and save ``changes`` in one statement; False, and nothing saved, if it is somebody else's now."""
    return bool(leased(user_id, lease).update(lease_token=None, lease_until=FREE, **changes))

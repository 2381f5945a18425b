"""The lease of an account: who works with it, across processes and hosts."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router, transaction
from django.db.models import DateTimeField, ExpressionWrapper, QuerySet
from django.db.models.functions import Now

from .errors import AccountBusy
from .models import FREE, TelegramAccount

MARGIN = 5.0  # seconds that a lease outlives the deadline of the work that it is for
PAUSE = 0.1  # seconds between two tries, at most
FIRST_PAUSE = 0.02  # which each next one doubles
WANTED = timedelta(seconds=3 * PAUSE)  # how long somebody counts as waiting after a try
IN_A_TRANSACTION = (
    "A Telegram account cannot be opened inside a transaction: no other process would see that it is in use, and a "
    "rollback would lose the session that Telegram knows. Under ATOMIC_REQUESTS decorate the view with "
    "@django.db.transaction.non_atomic_requests; elsewhere open the account before or after atomic()."
)


def take_lease(
    user: AbstractBaseUser, *, timeout: float, patience: float, take_over: bool = False, gives_way: bool = False
) -> uuid.UUID:
    """Become the only one who works with this account: for ``timeout`` seconds and ``MARGIN``, by the database's clock.

    Who comes lets those go first who wait already. With ``take_over`` whoever still holds it after ``patience`` seconds
    has lost it, and saves nothing. With ``gives_way`` those who come later go first too.

    Raises AccountBusy after ``patience`` seconds, and ``RuntimeError`` inside a transaction.
    """
    refuse_transaction()
    deadline = time.monotonic() + patience
    lease, length, pause = uuid.uuid4(), _length(timeout), FIRST_PAUSE
    unwanted = _free_and_unwanted(user)
    if _set_lease(unwanted, lease, length):
        return lease
    TelegramAccount.objects.get_or_create(user_id=user.pk)
    mine, changes = unwanted, dict[str, Any]()
    while not _set_lease(mine, lease, length, **changes):
        if time.monotonic() >= deadline:
            if take_over:
                _set_lease(_rows_of(user), lease, length)
                return lease
            raise AccountBusy("Another piece of work with this account is under way")
        if not gives_way:  # from now on this is who waits
            _rows_of(user).update(lease_wanted_until=_from_now(WANTED))
            mine, changes = _free(user), {"lease_wanted_until": FREE}
        time.sleep(pause)
        pause = min(2 * pause, PAUSE)
    return lease


def refuse_transaction() -> None:
    """Raise ``RuntimeError`` inside a transaction on the accounts' database, other than the one of Django's TestCase.

    The rule, and the exception for tests, are those of ``transaction.atomic(durable=True)``.
    """
    connection = transaction.get_connection(router.db_for_write(TelegramAccount))
    blocks = connection.atomic_blocks
    is_open = not blocks[-1]._from_testcase if blocks else not connection.get_autocommit()
    if is_open:
        raise RuntimeError(IN_A_TRANSACTION)


def prolong(user_id: Any, lease: uuid.UUID, timeout: float) -> bool:
    """Hold the lease from now on as if it were taken now; return False if it is somebody else's by now."""
    return _set_lease(leased(user_id, lease), lease, _length(timeout))


def _length(timeout: float) -> timedelta:
    return timedelta(seconds=timeout + MARGIN)


def leased(user_id: Any, lease: uuid.UUID) -> QuerySet[TelegramAccount]:
    """Return the row of this user, if the lease is still in force."""
    return TelegramAccount.objects.filter(user_id=user_id, lease_token=lease)


def give_back(user_id: Any, lease: uuid.UUID, **changes: object) -> bool:
    """End the lease and save ``changes`` in one statement; False, and nothing saved, if it is somebody else's now."""
    return bool(leased(user_id, lease).update(lease_token=None, lease_until=FREE, **changes))


def _set_lease(accounts: QuerySet[TelegramAccount], lease: uuid.UUID, length: timedelta, **changes: object) -> bool:
    return bool(accounts.update(lease_token=lease, lease_until=_from_now(length), **changes))


def _from_now(length: timedelta) -> Any:
    return ExpressionWrapper(Now() + length, output_field=DateTimeField())


def _rows_of(user: AbstractBaseUser) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user.pk)


def _free(user: AbstractBaseUser) -> QuerySet[TelegramAccount]:
    return _rows_of(user).filter(lease_until__lt=Now())


def _free_and_unwanted(user: AbstractBaseUser) -> QuerySet[TelegramAccount]:
    return _free(user).filter(lease_wanted_until__lt=Now())

"""Seals all stored sessions and proxies again with the first key, which alone is enough when this has ended well."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from tgsdk import SessionInvalid
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount


class Outcome(StrEnum):
    """The result for one session or proxy."""

    SEALED_AGAIN = "sealed again"
    ALREADY = "sealed with the first key already"
    UNREADABLE = "unreadable"


def _session_again(sealed: str, owner: object) -> str:
    return seal().seal(seal().open(sealed, owner), owner)


def _proxy_again(sealed: str, owner: object) -> str:
    return seal().seal_proxy(seal().open_proxy(sealed, owner), owner)


SEALED: dict[str, Callable[[str, object], str]] = {
    "encrypted_session": _session_again,
    "kept_session": _session_again,  # a session in doubt, beside which a new login is under way
    "sealed_proxy": _proxy_again,
}


class Command(BaseCommand):
    help = "Seals every stored session again with the first of the session keys. The site may run meanwhile."

    def handle(self, *_: Any, **__: Any) -> None:
        accounts: dict[Outcome, list[int]] = defaultdict(list)
        for column in SEALED:
            for account_id in _stored(column).order_by("pk").values_list("pk", flat=True):
                accounts[_seal_again(column, account_id)].append(account_id)
        self.stdout.write(", ".join(f"{outcome}: {len(accounts[outcome])}" for outcome in Outcome))
        if unreadable := accounts[Outcome.UNREADABLE]:
            names = ", ".join(map(str, unreadable))
            raise CommandError(f"No key opens the sessions of these Telegram accounts, which are left alone: {names}")


def _seal_again(column: str, account_id: int) -> Outcome:
    """Replace what was read and nothing else: whoever has saved something newer meanwhile wins, and is looked at."""
    while account := _stored(column).filter(pk=account_id).first():
        sealed = getattr(account, column)
        try:
            anew = SEALED[column](sealed, account.user_id)
        except SessionInvalid:
            return Outcome.UNREADABLE
        if seal().is_of_first_key(sealed):
            return Outcome.ALREADY
        if _stored(column).filter(pk=account_id, **{column: sealed}).update(**{column: anew}):
            return Outcome.SEALED_AGAIN
    return Outcome.ALREADY  # disconnected meanwhile: there is nothing to seal


def _stored(column: str) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.exclude(**{column: ""})

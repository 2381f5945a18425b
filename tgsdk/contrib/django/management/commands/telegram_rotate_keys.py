"""Seals all stored sessions again with the first key, which alone is enough when this has ended well."""

from collections import defaultdict
from enum import StrEnum
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from tgsdk import SessionInvalid
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of


class Outcome(StrEnum):
    """The result for one session."""

    SEALED_AGAIN = "sealed again"
    ALREADY = "sealed with the first key already"
    UNREADABLE = "unreadable"


class Command(BaseCommand):
    help = "Seals every stored session again with the first of the session keys. The site may run meanwhile."

    def handle(self, *_: Any, **__: Any) -> None:
        accounts: dict[Outcome, list[int]] = defaultdict(list)
        for account_id in _stored().order_by("pk").values_list("pk", flat=True):
            accounts[_seal_again(account_id)].append(account_id)
        for account_id in _kept().order_by("pk").values_list("pk", flat=True):
            accounts[_seal_kept_again(account_id)].append(account_id)
        self.stdout.write(", ".join(f"{outcome}: {len(accounts[outcome])}" for outcome in Outcome))
        if unreadable := accounts[Outcome.UNREADABLE]:
            names = ", ".join(map(str, unreadable))
            raise CommandError(f"No key opens the sessions of these Telegram accounts, which are left alone: {names}")


def _seal_again(account_id: int) -> Outcome:
    """Replace what was read and nothing else: whoever has saved a newer session meanwhile wins, and is looked at."""
    while account := _stored().filter(pk=account_id).first():
        sealed = account.encrypted_session
        try:
            session = session_of(account)
        except SessionInvalid:
            return Outcome.UNREADABLE
        if seal().is_of_first_key(sealed):
            return Outcome.ALREADY
        anew = seal().seal(session, account.user_id)
        if _stored().filter(pk=account_id, encrypted_session=sealed).update(encrypted_session=anew):
            return Outcome.SEALED_AGAIN
    return Outcome.ALREADY  # disconnected meanwhile: there is nothing to seal


def _seal_kept_again(account_id: int) -> Outcome:
    """As above, for a session in doubt beside which a new login is under way."""
    while account := _kept().filter(pk=account_id).first():
        sealed = account.kept_session
        try:
            anew = seal().seal(seal().open(sealed, account.user_id), account.user_id)
        except SessionInvalid:
            return Outcome.UNREADABLE
        if seal().is_of_first_key(sealed):
            return Outcome.ALREADY
        if _kept().filter(pk=account_id, kept_session=sealed).update(kept_session=anew):
            return Outcome.SEALED_AGAIN
    return Outcome.ALREADY


def _kept() -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.exclude(kept_session="")


def _stored() -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.exclude(encrypted_session="")

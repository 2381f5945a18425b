"""Deletion: with a user goes their account, and with an account its session at Telegram."""

import logging
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from tgsdk import Session, Telegram, TelegramError

from . import signals
from .models import TelegramAccount
from .opened import end_session_kept_by, log_out_at_telegram
from .proxies import backend_of
from .stored import session_of

TIMEOUT = 5  # seconds: the administrator waits

logger = logging.getLogger(__name__)


def watch_users() -> None:
    """Delete the account of every user who is deleted, also of one that is deleted by a proxy of the user model."""
    user_model = get_user_model()
    for model in apps.get_models():
        if model._meta.concrete_model is user_model:
            pre_delete.connect(delete_account, sender=model)


def delete_account(*, instance: AbstractBaseUser, **_: Any) -> None:
    """Delete the account of a user, in whichever database it is."""
    for account in TelegramAccount.objects.filter(user_id=instance.pk):
        account.know_user(instance)
        account.delete()


@receiver(pre_delete, sender=TelegramAccount)
def end_session(*, instance: TelegramAccount, **_: Any) -> None:
    """End the session of an account as soon as its row is really gone, so that no transaction waits for Telegram."""
    if deferred := instance.get_deferred_fields():  # they cannot be read any more then
        instance.refresh_from_db(fields=deferred)
    if instance.kept_session:
        transaction.on_commit(
            partial(end_session_kept_by, instance),
            using=router.db_for_write(TelegramAccount, instance=instance),
            robust=True,
        )
    try:
        session = session_of(instance)
    except TelegramError as error:
        logger.warning("The session of account %s is deleted without its end: %s", instance.pk, type(error).__name__)
        return
    if session.is_logged_in:
        _tell_disconnected(instance)
        database = router.db_for_write(TelegramAccount, instance=instance)
        transaction.on_commit(partial(_log_out, instance, session), using=database, robust=True)


def _tell_disconnected(account: TelegramAccount) -> None:
    """Send the signal inside the transaction: see signals.py."""
    signals.disconnected.send_robust(
        TelegramAccount,
        account=account,
        user=account.user,
        telegram_user_id=account.telegram_user_id,
        address=None,
        reason="deleted",
    )


def _log_out(account: TelegramAccount, session: Session) -> None:
    log_out_at_telegram(Telegram(backend_of(account), session, timeout=TIMEOUT))

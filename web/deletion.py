"""When a recruiter is deleted, their session at Telegram ends with the row that kept it."""

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from tgsdk import Session, Telegram, TelegramError
from tgsdk.contrib.django.backend import backend
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import session_of
from web import audit
from web.models import AuditEvent

logger = logging.getLogger(__name__)

TIMEOUT = 5  # seconds: the administrator waits


@receiver(pre_delete, sender=TelegramAccount)
def end_the_session(*, instance: TelegramAccount, **_: Any) -> None:
    """Only when the row is really gone, so that no transaction waits for Telegram; whatever comes of it."""
    try:
        session = session_of(instance)
    except TelegramError as error:
        logger.warning("The session of account %s is deleted without its end: %s", instance.pk, type(error).__name__)
        return
    if session.is_logged_in:
        number = instance.telegram_user_id
        audit.record(AuditEvent.Kind.DISCONNECTED, instance.user, reason="deleted", telegram_user_id=number)
        transaction.on_commit(partial(_log_out, session), robust=True)


def _log_out(session: Session) -> None:
    try:
        Telegram(backend(), session, timeout=TIMEOUT).log_out()
    except TelegramError as error:
        logger.warning("Telegram was not told of a deletion: %s", type(error).__name__)

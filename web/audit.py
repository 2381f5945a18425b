"""What is written down of each account: who connected, failed, was limited, opened
what, sent, disconnected, when and from where. No content."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from web.models import AuditEvent

Kind = AuditEvent.Kind
A_WHILE = timedelta(minutes=1)
NAME = re.compile(r"[A-Za-z0-9_.]{1,64}")  # as Telegram's errors and ours are called; nothing else is written down


def record(
    kind: Kind,
    user: User,
    *,
    operation: str = "",
    reason: str = "",
    subject: str = "",
    telegram_user_id: int | None = None,
    address: str | None = None,
    once: bool = False,
) -> None:
    """Write down what happened. With ``once``, not again what was written down a moment ago.

    ``subject`` is the number of the chat, or of chat and message, that it was about.
    """
    reason = reason if NAME.fullmatch(reason) else "?" * bool(reason)
    what = {"kind": kind, "operation": operation, "reason": reason, "subject": subject}
    if once and AuditEvent.objects.filter(user_id=user.pk, at__gt=timezone.now() - A_WHILE, **what).exists():
        return
    AuditEvent.objects.create(
        user_id=user.pk, username=user.get_username(), telegram_user_id=telegram_user_id, address=address, **what
    )

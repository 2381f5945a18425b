"""The audit: who connected, failed, was limited, opened what, sent, disconnected, when and from where. No content."""

import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.dispatch import receiver
from django.utils import timezone

from tgsdk import (
    FloodWait,
    InvalidInput,
    NotFound,
    NotLoggedIn,
    SlowMode,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)
from tgsdk.contrib.django import signals
from web.models import AuditEvent

Kind = AuditEvent.Kind
NOBODY = 0  # in the place of a recruiter's id
A_WHILE = timedelta(minutes=1)
NAME = re.compile(r"[A-Za-z0-9_.]{1,64}")  # as Telegram's errors and ours are called; nothing else is written down
# Of what a page asks by itself: it would fill the table while Telegram is away. And what comes of any chat and message.
UNREMARKABLE = (WrongMoment, NotLoggedIn, TelegramUnavailable, Timeout, InvalidInput, NotFound, SlowMode)


def record(
    kind: Kind,
    user: User | None,
    *,
    operation: str = "",
    reason: str = "",
    subject: str = "",
    telegram_user_id: int | None = None,
    address: str | None = None,
    once: bool = False,
) -> None:
    """Write down what happened, to nobody known where there is no ``user``.

    With ``once``, what was written down a moment ago is not written again.
    ``subject`` is the number of the chat, or of chat and message, that it was about.
    """
    reason = reason if NAME.fullmatch(reason) else "?" * bool(reason)
    user_id, username = (user.pk, user.get_username()) if user else (NOBODY, "")
    what = {"kind": kind, "operation": operation, "reason": reason, "subject": subject}
    if once and AuditEvent.objects.filter(user_id=user_id, at__gt=timezone.now() - A_WHILE, **what).exists():
        return
    AuditEvent.objects.create(
        user_id=user_id, username=username, telegram_user_id=telegram_user_id, address=address, **what
    )


@receiver(signals.connected)
def record_connected(*, user: User, telegram_user_id: int | None, address: str | None, **_: Any) -> None:
    record(Kind.CONNECTED, user, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.disconnected)
def record_disconnected(
    *, user: User, telegram_user_id: int | None, address: str | None, reason: str, **_: Any
) -> None:
    record(Kind.DISCONNECTED, user, reason=reason, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.ended)
def record_ended(*, user: User, telegram_user_id: int | None, address: str | None, reason: str, **_: Any) -> None:
    record(Kind.ENDED, user, reason=reason, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.doubted)
def record_doubted(**values: Any) -> None:
    _record_about_session(Kind.DOUBTED, **values)


@receiver(signals.put_aside)
def record_put_aside(**values: Any) -> None:
    _record_about_session(Kind.PUT_ASIDE, **values)


@receiver(signals.taken_back)
def record_taken_back(**values: Any) -> None:
    _record_about_session(Kind.TAKEN_BACK, **values)


def _record_about_session(
    kind: Kind, *, user: User, telegram_user_id: int | None, address: str | None, **_: Any
) -> None:
    record(kind, user, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.exported)
def record_exported(*, user: User, telegram_user_id: int | None, address: str | None, format: str, **_: Any) -> None:  # noqa: A002
    record(Kind.EXPORTED, user, operation=format, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.imported)
def record_imported(*, user: User, telegram_user_id: int | None, address: str | None, format: str, **_: Any) -> None:  # noqa: A002
    record(Kind.IMPORTED, user, operation=format, telegram_user_id=telegram_user_id, address=address)


@receiver(signals.limited)
def record_limited(
    *, user: User, telegram_user_id: int | None, address: str | None, operation: str, error: FloodWait, **_: Any
) -> None:
    record(
        Kind.LIMITED,
        user,
        operation=operation,
        reason=_name_of(error),
        telegram_user_id=telegram_user_id,
        address=address,
        once=True,
    )


@receiver(signals.failed)
def record_failed(
    *,
    user: User,
    telegram_user_id: int | None,
    address: str | None,
    operation: str,
    error: TelegramError,
    is_attempt: bool,
    **_: Any,
) -> None:
    """Write each attempt down that Telegram has counted, and what is remarkable of everything else once a minute."""
    if isinstance(error, WrongMoment if is_attempt else UNREMARKABLE):
        return
    record(
        Kind.FAILED,
        user,
        operation=operation,
        reason=_name_of(error),
        telegram_user_id=telegram_user_id,
        address=address,
        once=not (is_attempt and error.telegram_code is not None),
    )


@receiver(signals.opened)
def record_opened(**values: Any) -> None:
    _record_about_chat(Kind.OPENED, **values)


@receiver(signals.sent)
def record_sent(**values: Any) -> None:
    _record_about_chat(Kind.SENT, **values)


def _record_about_chat(
    kind: Kind,
    *,
    user: User,
    telegram_user_id: int | None,
    address: str | None,
    operation: str,
    chat_id: int | None,
    message_id: int | None,
    **_: Any,
) -> None:
    numbers = [str(number) for number in (chat_id, message_id) if number is not None]
    record(
        kind,
        user,
        operation=operation,
        subject="/".join(numbers),
        telegram_user_id=telegram_user_id,
        address=address,
        once=True,
    )


def _name_of(error: TelegramError) -> str:
    return error.telegram_name or error.code

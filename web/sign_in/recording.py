"""The sign-ins in the audit: who came in, and for whom a wrong password was given. What was typed is not kept."""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from tgsdk.contrib.django.limits import uncount
from web.audit import record
from web.models import AuditEvent
from web.readers import address_of

from .attempts import OPERATION
from .backend import ATTEMPT
from .names import user_called

Kind = AuditEvent.Kind


@receiver(user_logged_in)
def record_signed_in(*, request: HttpRequest | None, user: User, **_: Any) -> None:
    """Take the try back, and write down who came in with a password."""
    if request is not None and hasattr(request, ATTEMPT):
        uncount(getattr(request, ATTEMPT))
        record(Kind.SIGNED_IN, user, operation=OPERATION, address=address_of(request))


@receiver(user_login_failed)
def record_failed(*, request: HttpRequest | None, credentials: dict[str, Any], **_: Any) -> None:
    """Write down whose name was given, if it is one: else it may be a password in the wrong field."""
    if request is not None:
        user = user_called(str(credentials.get("username"))).first()
        record(Kind.FAILED, user, operation=OPERATION, reason="invalid_login", address=address_of(request))

"""Making, finding and revoking tokens.

A token is kept as its SHA-256 alone. That is enough, and a slow, salted hash would only slow down every request: those
are for what people choose, which can be guessed, while nobody can try the 256 random bits of a token.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from tgsdk import Secret
from web.audit import record
from web.models import ApiToken, AuditEvent, Scope

Kind = AuditEvent.Kind
PREFIX = "hrh_"  # by which people, and scanners for leaked secrets, know what it is
LENGTH = 32  # random bytes
OPERATION = "api_token"
A_WHILE = timedelta(minutes=1)  # between two notes of a token's use


def make_token(
    user: User, *, name: str, scopes: Collection[str], days: int, address: str | None = None
) -> tuple[ApiToken, str]:
    """Make a token, and return it with its secret, which cannot be had again. Who may send may read too."""
    secret = Secret(PREFIX + secrets.token_urlsafe(LENGTH))
    granted = {*scopes, *({Scope.READ} if Scope.SEND in scopes else ())}
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=_digest(secret),
        scopes=" ".join(scope for scope in Scope if scope in granted),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(Kind.TOKEN_MADE, user, operation=OPERATION, subject=f"token {token.pk}", address=address)
    return token, secret


def find_token(secret: str) -> ApiToken | None:
    """Return the live token of this secret, and with it its recruiter."""
    return ApiToken.objects.live().select_related("user").filter(digest=_digest(secret)).first()


def note_use(token: ApiToken, address: str | None) -> None:
    """Keep when and from where a token was used last, once a minute; a new address goes into the audit."""
    now = timezone.now()
    if token.last_address != address or token.last_used_at is None:
        record(Kind.TOKEN_USED, token.user, operation=OPERATION, subject=f"token {token.pk}", address=address)
    elif now - token.last_used_at < A_WHILE:
        return
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now, last_address=address)


def note_unknown(address: str | None) -> None:
    """Write down, once a minute, that somebody came with what is no token, or one that opens nothing any more."""
    record(Kind.FAILED, None, operation=OPERATION, reason="invalid_token", address=address, once=True)


def revoke_token(user: User, token_id: int, *, address: str | None = None) -> bool:
    """Delete a token of this recruiter's own; False where there is none."""
    deleted, _ = ApiToken.objects.filter(user=user, pk=token_id).delete()
    if deleted:
        record(Kind.TOKEN_REVOKED, user, operation=OPERATION, subject=f"token {token_id}", address=address)
    return bool(deleted)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()

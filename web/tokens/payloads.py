"""Tokens, as programs read them: all but the secret, which is shown once."""

from web.models import ApiToken
from web.words.moments import iso_in_utc

from .shapes import Token


def token_payload(token: ApiToken) -> Token:
    return {
        "id": token.pk,
        "name": token.name,
        "scopes": token.scopes.split(),
        "created_at": iso_in_utc(token.created_at),
        "expires_at": iso_in_utc(token.expires_at),
        "last_used_at": iso_in_utc(token.last_used_at) if token.last_used_at else None,
    }

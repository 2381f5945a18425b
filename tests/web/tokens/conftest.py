"""Tokens, and the programs that bring them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User as Recruiter
from django.test import Client

from web.models import ApiToken, Scope
from web.tokens.keeping import make_token

Bearer = Callable[..., Client]


def secret_for(recruiter: Recruiter, *scopes: Scope) -> str:
    return str(make_token(recruiter, name="report", scopes=scopes, days=30)[1])


def with_secret(secret: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def bearer(recruiter: Recruiter) -> Bearer:
    """Makes a program with a token of these scopes, of all if none is given."""
    return lambda *scopes: with_secret(secret_for(recruiter, *(scopes or Scope)))


@pytest.fixture
def token(recruiter: Recruiter) -> tuple[ApiToken, str]:
    """A token that may do everything, and its secret."""
    made, secret = make_token(recruiter, name="report", scopes=list(Scope), days=30)
    return made, str(secret)

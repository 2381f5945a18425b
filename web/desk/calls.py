"""The desk of whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from tgsdk.contrib.django.accounts import Desk, Opening, open_account
from web.accounts import account_of
from web.readers import SignedInRequest

__all__ = ["Desk", "desk_of"]


@contextmanager
def desk_of(
    request: SignedInRequest, opening: Opening = open_account, *, timeout: float | None = None
) -> Iterator[Desk]:
    """Open the desk of whoever asks; its calls go over one connection. See ``account_of``."""
    with account_of(request, opening, timeout=timeout) as account:
        yield account.desk

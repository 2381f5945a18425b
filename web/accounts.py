"""The account of whoever asks."""

from contextlib import AbstractContextManager

from tgsdk.contrib.django.accounts import Account, Opening, open_account
from web.readers import SignedInRequest, address_of


def account_of(
    request: SignedInRequest, opening: Opening = open_account, *, timeout: float | None = None
) -> AbstractContextManager[Account]:
    """Open the account of whoever asks, by one of the openings of ``tgsdk.contrib.django.accounts``."""
    return opening(request.user, timeout=timeout, address=address_of(request))

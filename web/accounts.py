"""The account of whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from tgsdk.contrib.django.accounts import Account, Opening, open_account, open_for_a_transfer, open_to_disconnect
from tgsdk.contrib.django.errors import AccountBusy
from web.holders import check_holder
from web.readers import SignedInRequest, address_of
from web.shares import Share

ASKING = Share(8)  # requests of one recruiter that ask Telegram, or wait for their turn
# A transfer has a share of its own (desk/downloads.py), and a disconnect is never refused.
OUTSIDE_THE_SHARE = (open_for_a_transfer, open_to_disconnect)


@contextmanager
def account_of(
    request: SignedInRequest, opening: Opening = open_account, *, timeout: float | None = None
) -> Iterator[Account]:
    """Open the account of whoever asks, by one of the openings of ``tgsdk.contrib.django.accounts``.

    Raises AccountBusy at once where the recruiter's share of this process is used up, and what ``check_holder`` raises
    where the page that asks belongs to somebody else.
    """
    opened = opening(request.user, timeout=timeout, address=address_of(request))
    if opening in OUTSIDE_THE_SHARE:
        with opened as account:
            check_holder(request, account.row)
            yield account
        return
    with ASKING.piece(request.user.pk, AccountBusy("Too many requests wait for this account")), opened as account:
        check_holder(request, account.row)
        yield account

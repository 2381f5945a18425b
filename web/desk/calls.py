"""The desk of whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from tgsdk import TelegramError
from tgsdk.contrib.django.accounts import Desk, Opening, Question, open_account, open_for_a_poll
from web.accounts import account_of
from web.holders import holder_of
from web.readers import SignedInRequest

from .silence import SILENCE

__all__ = ["Desk", "Question", "desk_for_a_poll", "desk_of", "raised"]

T = TypeVar("T")

POLL_TIMEOUT = 3  # seconds: a page asks again by itself


@contextmanager
def desk_of(
    request: SignedInRequest, opening: Opening = open_account, *, timeout: float | None = None
) -> Iterator[Desk]:
    """Open the desk of whoever asks; its calls go over one connection. See ``account_of``."""
    with account_of(request, opening, timeout=timeout) as account:
        yield account.desk
        request.holder = holder_of(request.user, account.row)


@contextmanager
def desk_for_a_poll(request: SignedInRequest) -> Iterator[Desk]:
    """Open the desk where nobody else does right now, for a page that asks by itself and asks again soon."""
    with SILENCE.broken(), desk_of(request, open_for_a_poll, timeout=POLL_TIMEOUT) as desk:
        yield desk


def raised(answer: T | TelegramError) -> T:
    """Return an answer of ``Desk.together``. Raises the error that stands in its place."""
    if isinstance(answer, TelegramError):
        raise answer
    return answer

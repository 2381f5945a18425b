"""A user's Telegram account, opened for one piece of work, and saved and freed after it.

::

    with open_to_start_over(request.user) as account:
        state = account.login.qr_login()

    with open_account(request.user) as account:
        page = account.desk.chats(50, None, None)

Each opening is named after what it is for. All of them hold the account for this piece of work alone, across processes
and hosts; make all calls over one connection; end all of them together within ``timeout`` seconds (settings.TELEGRAM
has the usual ones); and save the session afterwards, also when the work raised. ``address`` is where the work was asked
for from, and goes to the receivers of the signals.

Every opening raises AccountBusy when the account is not free in time, SessionInvalid for a stored session that cannot
be read, Misconfigured for settings that cannot be used, AccountGone when the account is deleted meanwhile;
``ValueError`` for a user that is not stored (as an anonymous one), and ``RuntimeError`` inside a transaction.

After the block every call of the account, its faces and its ``telegram`` raises ``RuntimeError``, and asks nobody:
Telegram ends a session that is used over two connections at once. What is streamed is given after the block, so open
the account for each stretch of it, with ``open_for_a_transfer``.
"""

import contextlib
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import Error as DatabaseFailure
from django.utils import timezone

from tgsdk import (
    Capability,
    LoginExpired,
    Misconfigured,
    PhoneCodeExpired,
    Session,
    SessionEnded,
    SessionInvalid,
    Telegram,
)

from . import signals
from .backend import backend, seal, usual_patience, usual_timeout
from .desk import Beginning, Desk, Question
from .errors import AccountBusy, AccountGone
from .leases import give_back, take_lease
from .login import Login
from .models import TelegramAccount
from .opened import OpenAccount, log_out_at_telegram
from .proxies import backend_of
from .stored import AnyUser, State, has_key_of, require_stored, session_of

__all__ = [
    "Account",
    "Beginning",
    "Desk",
    "Login",
    "Opening",
    "Question",
    "is_supported",
    "open_account",
    "open_for_a_poll",
    "open_for_a_transfer",
    "open_in_the_background",
    "open_to_disconnect",
    "open_to_start_over",
]

DISCONNECT_TIMEOUT = 5.0  # seconds: a disconnect must not hang where Telegram is away
BACKGROUND_TIMEOUT = 3.0  # seconds: less than a click waits for the account
TRANSFER_PATIENCE = 15.0  # seconds that a transfer waits for its next turn

logger = logging.getLogger(__name__)


class Account(OpenAccount):
    """An open account with its two faces, which know nothing of each other."""

    __slots__ = ()

    @property
    def login(self) -> Login:
        """Connecting and disconnecting."""
        return Login(self)

    @property
    def desk(self) -> Desk:
        """Chats, messages and files."""
        return Desk(self)


class Opening(Protocol):
    """One of the openings below."""

    def __call__(
        self, user: AnyUser, *, timeout: float | None = None, address: str | None = None
    ) -> AbstractContextManager[Account]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """The manner in which an opening meets others who want the account, and what is stored.

    ``patience`` is in seconds, None for the usual one. With ``start_over`` an account that Telegram ended, or an
    unfinished login that cannot be read, begins anew. With ``take_over`` whatever is stored, or still under way after
    ``patience`` seconds, gives way. With ``gives_way`` whoever else waits goes first.
    """

    patience: float | None = None
    start_over: bool = False
    take_over: bool = False
    gives_way: bool = False


_USUAL = _Manner()


def is_supported(capability: Capability) -> bool:
    """Tell whether the backend of settings.TELEGRAM declares this. One that cannot be made says why when it is used."""
    try:
        return capability in backend().supports
    except Misconfigured:
        return True


def open_account(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account for somebody who waits for the answer."""
    return _open(user, timeout or usual_timeout(), address, _USUAL)


def open_to_start_over(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account for a login: one that Telegram ended, or an unfinished one that cannot be read, begins anew."""
    return _open(user, timeout or usual_timeout(), address, _Manner(start_over=True))


def open_to_disconnect(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account to end it: what is stored need not be readable, and what does not end in time is overtaken."""
    return _open(user, timeout or DISCONNECT_TIMEOUT, address, _Manner(take_over=True))


def open_for_a_poll(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account only if it is free right now: a page that asks by itself asks again soon."""
    return _open(user, timeout or usual_timeout(), address, _Manner(patience=0))


def open_in_the_background(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account for short work that nobody sits and waits for: whoever does goes first."""
    return _open(user, timeout or BACKGROUND_TIMEOUT, address, _Manner(gives_way=True))


def open_for_a_transfer(
    user: AnyUser, *, timeout: float | None = None, address: str | None = None
) -> AbstractContextManager[Account]:
    """Open the account for the next stretch of a long transfer: it lets others go first, and waits longer."""
    return _open(user, timeout or usual_timeout(), address, _Manner(patience=TRANSFER_PATIENCE, gives_way=True))


@contextmanager
def _open(user: AnyUser, timeout: float, address: str | None, manner: _Manner) -> Iterator[Account]:
    """Take the lease, do the work, save and free; tell what happened at the very end."""
    account = _leased_account(user, timeout, address, manner)
    with contextlib.ExitStack() as at_last:
        at_last.callback(account.send_signals)
        try:
            with _ending_well(account):
                account.take_back_when_too_late()
                if manner.start_over and account.row.state == State.DISCONNECTED:
                    account.forget()
                yield account
        finally:
            is_kept = _save_or_end(account)
        if not is_kept:
            _end_what_nobody_keeps(account)
            raise AccountBusy("The work took longer than its lease")


def _leased_account(user: AnyUser, timeout: float, address: str | None, manner: _Manner) -> Account:
    user = require_stored(user)
    seal()  # a secret that cannot be sealed is not to be asked for
    lease = take_lease(
        user,
        timeout=timeout,
        patience=usual_patience() if manner.patience is None else manner.patience,
        take_over=manner.take_over,
        gives_way=manner.gives_way,
    )
    try:
        row = _row_of(user)
        stored = _readable_session(row, manner)
        return Account(user=user, row=row, lease=lease, timeout=timeout, stored=stored, address=address)
    except BaseException:
        give_back(user.pk, lease)
        raise


@contextmanager
def _ending_well(account: Account) -> Iterator[None]:
    """Note an end that the work has met, and close the connection."""
    try:
        yield
    except SessionEnded as error:
        account.note_end(error.telegram_name or error.code)
        raise
    except LoginExpired as error:
        if not isinstance(error, PhoneCodeExpired):  # another code can be sent
            account.forget()
        raise
    finally:
        account.disconnect()


def _row_of(user: AbstractBaseUser) -> TelegramAccount:
    try:
        row = TelegramAccount.objects.get(user_id=user.pk)
    except TelegramAccount.DoesNotExist:
        raise AccountGone("The account was deleted meanwhile") from None
    row.know_user(user)
    return row


def _readable_session(row: TelegramAccount, manner: _Manner) -> Session | None:
    try:
        return session_of(row)
    except SessionInvalid as error:
        logger.warning("The session of account %s cannot be read: %s", row.pk, error)
        if not (manner.take_over or (manner.start_over and row.state != State.LOGGED_IN)):
            raise
        logger.warning("The session of account %s is forgotten", row.pk)
        return None


def _end_what_nobody_keeps(account: Account) -> None:
    """End a login that was finished after somebody had taken the account over or deleted it: it has no owner."""
    session, was_connected = account.telegram.session, account.noted["state"] == State.LOGGED_IN
    stored = TelegramAccount.objects.filter(pk=account.row.pk).first()
    if session.is_logged_in and not was_connected and not (stored and has_key_of(stored, session)):
        log_out_at_telegram(Telegram(backend_of(account.row), session, timeout=DISCONNECT_TIMEOUT))
        account.tell(signals.disconnected, reason="lease_lost")


def _save_or_end(account: Account) -> bool:
    """Save and free. Where the database fails, a login that is stored nowhere is ended: it would have no owner."""
    try:
        return _save(account)
    except DatabaseFailure:
        session, stored = account.telegram.session, account.stored
        if session.is_logged_in and not (stored and stored.auth_key == session.auth_key):
            log_out_at_telegram(Telegram(backend_of(account.row), session, timeout=DISCONNECT_TIMEOUT))
        raise


def _save(account: Account) -> bool:
    """Save and free in one statement; False, and nothing saved, if the lease is somebody else's by now.

    A session that did not change, as polls leave it, is not sealed anew, unless another key is the first one by now.
    """
    row, session, now = account.row, account.telegram.session, timezone.now()
    if row.state != State.DISCONNECTED:
        row.state = State(session.stage)
    changes = account.changes()
    if session != account.stored or (row.encrypted_session and seal().is_to_be_renewed(row.encrypted_session)):
        changes["encrypted_session"] = "" if session == Session() else seal().seal(session, row.user_id)
    is_saved = give_back(row.user_id, account.lease, last_used_at=now, updated_at=now, **changes)
    if not is_saved:
        logger.warning("The lease of account %s was lost, so its session was not saved", row.pk)
    return is_saved

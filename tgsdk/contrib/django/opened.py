"""OpenAccount: an account while its lease is held. Its two faces, Login and Desk, are made from it."""

import contextlib
import logging
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import Signal
from django.utils import timezone

from tgsdk import (
    Backend,
    Connection,
    FloodWait,
    Secret,
    Session,
    SessionInDoubt,
    SessionInvalid,
    SlowMode,
    Telegram,
    TelegramError,
)

from . import limits, signals
from .backend import seal
from .errors import AccountBusy
from .leases import MARGIN, leased, prolong
from .models import TelegramAccount
from .proxies import backend_of
from .stored import State

NOTED = (
    "state",
    "disconnect_reason",
    "telegram_user_id",
    "first_name",
    "last_name",
    "username",
    "login_started_at",
    "connected_at",
    "paused_until",
    "photo_id",
    "in_doubt_since",
    "kept_session",
)

NOT_HELD = (
    "The account is not held any more: make its calls inside the with block that opens it. Telegram ends a session "
    "that is used over two connections at once. What is streamed is fetched in an opening for each stretch of it: "
    "open_for_a_transfer."
)

logger = logging.getLogger(__name__)


class WhileHeld(Backend):
    """The backend of an open account: it connects for as long as the account is held.

    ``refuse`` raises afterwards, so that nothing which was kept of the account can be of use: its telegram, the
    awaitable twin of that, or a file that is still being downloaded.
    """

    def __init__(self, backend: Backend, refuse: Callable[[], None]) -> None:
        self.supports = backend.supports  # type: ignore[misc]
        self.calls_together = backend.calls_together  # type: ignore[misc]
        self._backend = backend
        self._refuse = refuse

    def seconds_to_send(self, size: int) -> float:
        return self._backend.seconds_to_send(size)

    def through(self, proxy: str | Sequence[str]) -> Backend:
        return WhileHeld(self._backend.through(proxy), self._refuse)

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        self._refuse()
        async with self._backend.connect(session) as connection:
            yield connection


@dataclass(slots=True, kw_only=True)
class OpenAccount:
    """An account while its lease is held: ``telegram`` does the work, and ``row`` keeps what came of it.

    All calls go over one connection and end together within ``timeout`` seconds. Once the ``with`` block has ended,
    each raises ``RuntimeError`` and asks nobody; only the session can still be looked at. ``stored`` is the session as
    the database has it, None where it cannot be read. ``address`` is where the work was asked for from, for the
    signals.
    """

    user: AbstractBaseUser
    row: TelegramAccount
    lease: uuid.UUID
    timeout: float
    stored: Session | None
    address: str | None = None
    began: float = field(default_factory=time.monotonic)
    telegram: Telegram = field(init=False, repr=False)  # not there yet while it cannot be made
    noted: dict[str, Any] = field(init=False)
    _connection: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _untold: list[Callable[[], object]] = field(default_factory=list)
    _is_held: bool = True

    def __post_init__(self) -> None:
        self.noted = self._notes()
        self._connect(self.stored or Session())

    @contextlib.contextmanager
    def asking(self, operation: str, phone: str | None = None) -> Iterator[None]:
        """Make a call within the limits, while the lease is ours, and tell what went wrong."""
        phone = Secret.of(phone)
        self.refuse_when_over()
        is_attempt = operation in limits.LIMITS  # else it may be what a page asks every two seconds
        try:
            self._keep_lease()
            subjects = limits.subjects_of(self.row.user_id, phone)
            may_be_paused = self.row.is_paused or phone is not None or operation in limits.RISKY
            with limits.attempt(operation, subjects, may_be_paused=may_be_paused):
                yield
            self._end_doubt()
        except SlowMode:  # of one chat: the account has no pause
            raise
        except FloodWait as error:
            until = timezone.now() + timedelta(seconds=min(error.seconds, limits.MONTH))
            self.row.paused_until = max(until, self.row.paused_until or until)
            self.tell(signals.limited, operation=operation, error=error)
            raise
        except TelegramError as error:
            if isinstance(error, SessionInDoubt):
                self._doubt()
            self.tell(signals.failed, operation=operation, error=error, is_attempt=is_attempt)
            raise

    def put_aside(self) -> None:
        """Begin a new login beside a session in doubt, which comes back if nothing comes of the login."""
        if not self.row.kept_session:
            self.row.kept_session = seal().seal(self.telegram.session, self.row.user_id)
            self.tell(signals.put_aside)
        self._connect(self.telegram.session.without_login())
        self.row.state, self.row.login_started_at = State.LOGGED_OUT, timezone.now()

    def end_kept(self) -> None:
        """End the session in doubt, if there is one: a new login has come about, or the account is disconnected."""
        self.row.in_doubt_since = None
        if self.row.kept_session:
            end_session_kept_by(self.row)
            self.row.kept_session = ""

    def _doubt(self) -> None:
        """A session that is logged in was not recognised; one of a login under way was never sure."""
        if self.row.state == State.LOGGED_IN and self.row.in_doubt_since is None:
            self.row.in_doubt_since = timezone.now()
            self.tell(signals.doubted)

    def _end_doubt(self) -> None:
        """A call has worked, so the doubt is over, if it was made with the session that was doubted."""
        if self.row.state == State.LOGGED_IN and not self.row.kept_session:
            self.row.in_doubt_since = None

    def end_old_login(self) -> None:
        """Log out the key of a login that is over: its code may have been scanned while nobody looked."""
        if self.telegram.session.auth_key is not None:
            log_out_at_telegram(self.telegram)

    def take_back_when_too_late(self) -> None:
        """Go on with the session in doubt when the new login was left waiting for too long."""
        if self.row.kept_session and self.row.is_login_too_old:
            self.end_old_login()
            self._take_back()

    def _take_back(self) -> None:
        """Go on with the session in doubt."""
        self._connect(seal().open(self.row.kept_session, self.row.user_id))
        self.row.state, self.row.kept_session, self.row.login_started_at = State.LOGGED_IN, "", None
        self.tell(signals.taken_back)

    def go_on_from(self, session: Session) -> None:
        """Go on from the session of another client, which is stored if the work ends well."""
        self._connect(session)

    def note_end(self, reason: str | None) -> None:
        """Keep that the account is not connected any more, or that Telegram has ended it for ``reason``."""
        if self.row.state == State.LOGGED_IN:
            self.tell(signals.ended, reason=reason or "")
        self.row.state = State.DISCONNECTED if reason else State.LOGGED_OUT
        self.row.disconnect_reason = clipped("disconnect_reason", reason)

    def forget(self) -> None:
        """Start from nothing, but for the tokens that may spare the next code; or from the session in doubt."""
        if self.row.kept_session:
            return self._take_back()
        self._connect(self.telegram.session.without_login())
        self.row.state = State.LOGGED_OUT
        for name in ("disconnect_reason", "first_name", "last_name", "username"):
            setattr(self.row, name, "")
        self.row.telegram_user_id = self.row.login_started_at = self.row.connected_at = self.row.photo_id = None
        self.row.in_doubt_since = None
        return None

    def tell(self, signal: Signal, **values: Any) -> None:
        """Have a signal sent as soon as the account is stored and free again."""
        common = {"account": self.row, "user": self.user, "telegram_user_id": self.row.telegram_user_id}
        self._untold.append(partial(signal.send_robust, TelegramAccount, address=self.address, **common, **values))

    def send_signals(self) -> None:
        """Send the signals of this work, in the order in which things happened."""
        while self._untold:
            self._untold.pop(0)()

    def changes(self) -> dict[str, Any]:
        """Return the columns that are not as the database has them."""
        return {name: value for name, value in self._notes().items() if value != self.noted[name]}

    def store(self, session: Session) -> None:
        """Save the session in the midst of a call, if the lease is still ours: its new key may be logged in next."""
        state = State(session.stage)
        sealed = seal().seal(session, self.row.user_id)
        changes = {"state": state, "kept_session": self.row.kept_session}
        if not leased(self.row.user_id, self.lease).update(encrypted_session=sealed, **changes):
            raise AccountBusy("The lease was lost")
        self.stored = session
        self.noted |= changes

    def disconnect(self) -> None:
        """Close the connection to Telegram, for good. The session stays."""
        self._is_held = False
        self._connection.close()

    def refuse_when_over(self) -> None:
        """Raise ``RuntimeError`` when the block has ended in which the account was held."""
        if not self._is_held:
            raise RuntimeError(NOT_HELD)

    def _connect(self, session: Session) -> None:
        """Go on from ``session``, over a connection of its own, with the time that is left."""
        self.refuse_when_over()
        self._connection.close()
        guarded = WhileHeld(backend_of(self.row), self.refuse_when_over)
        self.telegram = Telegram(guarded, session, timeout=self.timeout, on_session=self.store)
        left = max(self.timeout - self._spent(), 0)
        self._connection.enter_context(self.telegram.connected(timeout=left))

    def _keep_lease(self) -> None:
        """Make sure before a later call that nobody has taken the account over, and that the lease outlives it."""
        if self._spent() > MARGIN / 2 and not prolong(self.row.user_id, self.lease, self.timeout):
            raise AccountBusy("The lease was lost")

    def _spent(self) -> float:
        return time.monotonic() - self.began

    def _notes(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in NOTED}


def clipped(field: str, text: str | None) -> str:
    """Return what Telegram said as the database can keep it."""
    column = TelegramAccount._meta.get_field(field)
    return (text or "").replace("\0", "")[: getattr(column, "max_length", None)]


def end_session_kept_by(row: TelegramAccount) -> None:
    """End the session in doubt that an account keeps beside a new login."""
    try:
        session = seal().open(row.kept_session, row.user_id)
    except SessionInvalid:
        logger.warning("The session in doubt of account %s cannot be read, so it is not ended", row.pk)
    else:
        log_out_at_telegram(Telegram(backend_of(row), session, timeout=MARGIN / 2))


def log_out_at_telegram(telegram: Telegram) -> None:
    """End the session at Telegram if that can be done: whoever has disconnected an account must not be kept in it."""
    try:
        telegram.log_out()
    except TelegramError as error:
        logger.warning("Telegram was not told of a disconnect: %s", type(error).__name__)

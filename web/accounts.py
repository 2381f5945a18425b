"""A recruiter's Telegram account: opened for one piece of work, saved and freed after it."""

import functools
import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signals import setting_changed
from django.db.models import DateTimeField, ExpressionWrapper, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

import tgsdk
from tgsdk import (
    AwaitingPassword,
    AwaitingScan,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    LoginState,
    Misconfigured,
    QrLogin,
    Session,
    SessionEnded,
    SessionInvalid,
    Telegram,
    TelegramError,
    WrongMoment,
    load_backend,
)

from .errors import AccountBusy
from .models import FREE, TelegramAccount
from .sealing import Seal

logger = logging.getLogger(__name__)

State = TelegramAccount.State
LEASE_MARGIN = 5  # seconds that a lease outlives the work's own deadline
PATIENCE = 2.0  # seconds that a second caller waits for the first
PAUSE = 0.1
NOTED = (
    "state",
    "disconnect_reason",
    "telegram_user_id",
    "first_name",
    "last_name",
    "username",
    "login_started_at",
    "connected_at",
)
LOGIN_LIFETIME = timedelta(minutes=10)
_making = threading.Lock()


@functools.cache
def _made_backend() -> Any:
    try:
        return load_backend(settings.TELEGRAM["BACKEND"], settings.TELEGRAM.get("OPTIONS"))
    except (ImportError, TypeError, ValueError) as error:
        raise Misconfigured("The Telegram backend cannot be made: see manage.py check") from error


def backend() -> Any:
    """The one backend of this process."""
    with _making:
        return _made_backend()


@functools.cache
def seal() -> Seal:
    try:
        return Seal(settings.TELEGRAM.get("SESSION_KEYS") or [])
    except ValueError:
        raise Misconfigured("The session keys cannot be used: see manage.py check") from None


def forget_settings(*, setting: str, **_: Any) -> None:
    if setting == "TELEGRAM":
        _made_backend.cache_clear()
        seal.cache_clear()


setting_changed.connect(forget_settings)


@dataclass(slots=True, kw_only=True)
class OpenAccount:
    """An account while its lease is held. ``telegram`` does the work; what came of it is noted in ``row``."""

    row: TelegramAccount
    telegram: Telegram
    timeout: float
    noted: dict[str, Any]

    def start_qr_login(self) -> QrLogin:
        """The code in force, or a new one. A login has LOGIN_LIFETIME from its first code on."""
        if self._is_too_old():
            self.forget()
        try:
            qr = self.telegram.start_qr_login()
        except WrongMoment:  # the code was scanned while nobody looked: whose account is it?
            self.note(self.telegram.status())
            raise
        self.row.login_started_at = self.row.login_started_at or timezone.now()
        self.note(AwaitingScan(qr))
        return qr

    def check_qr_login(self) -> LoginState:
        self._refuse_old_login()
        return self.note(self.telegram.check_qr_login())

    def check_password(self, password: str) -> LoginState:
        self._refuse_old_login()
        return self.note(self.telegram.check_password(password))

    def log_out(self) -> None:
        """End the session at Telegram if that can be done, and forget it in any case."""
        try:
            self.telegram.log_out()
        except TelegramError as error:
            logger.warning("Telegram was not told of a disconnect: %s", type(error).__name__)
        self.forget()

    def note(self, state: LoginState) -> LoginState:
        """Keep what Telegram said of the login, and hand it on."""
        match state:
            case LoggedIn(user):
                self._note_user(user)
            case LoggedOut(reason):
                self.note_end(reason)
            case AwaitingPassword() if self.row.state != State.AWAITING_PASSWORD:
                self.row.login_started_at = timezone.now()
                self.row.state = State.AWAITING_PASSWORD
            case _:
                self.row.state = State(state.name)
        return state

    def note_end(self, reason: str | None) -> None:
        self.row.state = State.DISCONNECTED if reason else State.LOGGED_OUT
        self.row.disconnect_reason = _clipped("disconnect_reason", reason)

    def forget(self) -> None:
        """Start from nothing."""
        self.telegram = Telegram(backend(), Session(), timeout=self.timeout)
        self.row.state = State.LOGGED_OUT
        for name in ("disconnect_reason", "first_name", "last_name", "username"):
            setattr(self.row, name, "")
        self.row.telegram_user_id = self.row.login_started_at = self.row.connected_at = None

    def _note_user(self, user: tgsdk.User) -> None:
        row = self.row
        if row.state != State.LOGGED_IN:
            row.connected_at = timezone.now()
        row.state, row.disconnect_reason, row.login_started_at = State.LOGGED_IN, "", None
        row.telegram_user_id, row.username = user.id, _clipped("username", user.username)
        row.first_name, row.last_name = _clipped("first_name", user.first_name), _clipped("last_name", user.last_name)

    def _refuse_old_login(self) -> None:
        if self._is_too_old():
            raise LoginExpired("The login was left waiting for too long")

    def _is_too_old(self) -> bool:
        started = self.row.login_started_at
        return started is not None and timezone.now() - started > LOGIN_LIFETIME


def _clipped(field: str, text: str | None) -> str:
    """What Telegram said, as the database can keep it."""
    column = TelegramAccount._meta.get_field(field)
    return (text or "").replace("\0", "")[: getattr(column, "max_length", None)]


@contextmanager
def open_account(
    user: User,
    *,
    timeout: float | None = None,
    patience: float | None = None,
    start_over: bool = False,
    take_over: bool = False,
) -> Iterator[OpenAccount]:
    """The user's account for one piece of work of at most ``timeout`` seconds, which nobody else does meanwhile.

    The Session is saved afterwards, also when the work raised. With ``start_over`` an account that Telegram
    ended, or whose unfinished login cannot be read, begins anew. With ``take_over`` whatever is stored or under
    way gives way, after ``patience`` seconds. Raises AccountBusy after ``patience`` seconds of waiting,
    SessionInvalid for a session that cannot be read.
    """
    timeout = timeout or settings.TELEGRAM.get("TIMEOUT", 15)
    patience = settings.TELEGRAM.get("PATIENCE", PATIENCE) if patience is None else patience
    seal()  # a secret that cannot be sealed is not to be asked for
    lease = take_lease(user, seconds=timeout + LEASE_MARGIN, patience=patience, take_over=take_over)
    try:
        account = _opened(user, timeout, start_over=start_over, take_over=take_over)
    except BaseException:
        _leased(user.pk, lease).update(lease_token=None, lease_until=FREE)
        raise
    try:
        yield account
    except SessionEnded as error:
        account.note_end(error.telegram_name or error.code)
        raise
    except LoginExpired:
        account.forget()
        raise
    finally:
        kept = _save(account, lease)
    if not kept:
        raise AccountBusy("The work took longer than its lease")


def take_lease(user: User, *, seconds: float, patience: float, take_over: bool = False) -> uuid.UUID:
    """Become the only one who works with this account, for so many seconds by the database's clock.

    With ``take_over`` the one who holds it after ``patience`` seconds has lost it, and saves nothing.
    """
    deadline = time.monotonic() + patience
    lease, length = uuid.uuid4(), timedelta(seconds=seconds)
    if _take_free_lease(user, lease, length):
        return lease
    TelegramAccount.objects.get_or_create(user=user)
    while not _take_free_lease(user, lease, length):
        if time.monotonic() >= deadline:
            if take_over:
                _set_lease(TelegramAccount.objects.filter(user_id=user.pk), lease, length)
                return lease
            raise AccountBusy("Another piece of work with this account is under way")
        time.sleep(PAUSE)
    return lease


def session_of(account: TelegramAccount) -> Session:
    """The account's Session, without a lease: only to look at. Raises SessionInvalid."""
    if not account.encrypted_session:
        return Session()
    return seal().open(account.encrypted_session, account.user_id)


def shown_qr_url(user: User) -> str | None:
    """The address in the QR code that this user is shown now, if there is one."""
    account = TelegramAccount.objects.filter(user=user, state=State.AWAITING_SCAN).first()
    return session_of(account).qr_url if account else None


def _take_free_lease(user: User, lease: uuid.UUID, length: timedelta) -> bool:
    return _set_lease(_free(user), lease, length)


def _set_lease(accounts: QuerySet[TelegramAccount], lease: uuid.UUID, length: timedelta) -> bool:
    until = ExpressionWrapper(Now() + length, output_field=DateTimeField())
    return bool(accounts.update(lease_token=lease, lease_until=until))


def _free(user: User) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user.pk, lease_until__lt=Now())


def _leased(user_id: int, lease: uuid.UUID) -> QuerySet[TelegramAccount]:
    return TelegramAccount.objects.filter(user_id=user_id, lease_token=lease)


def _opened(user: User, timeout: float, *, start_over: bool, take_over: bool) -> OpenAccount:
    row = TelegramAccount.objects.get(user_id=user.pk)
    may_forget = take_over or (start_over and row.state != State.LOGGED_IN)
    telegram = Telegram(backend(), _readable_session(row, may_forget), timeout=timeout)
    account = OpenAccount(row=row, telegram=telegram, timeout=timeout, noted=_notes(row))
    if start_over and row.state == State.DISCONNECTED:
        account.forget()
    return account


def _readable_session(row: TelegramAccount, may_forget: bool) -> Session:
    try:
        return session_of(row)
    except SessionInvalid:
        if not may_forget:
            raise
        logger.warning("The session of account %s cannot be read and is forgotten", row.pk)
        return Session()


def _notes(row: TelegramAccount) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NOTED}


def _save(account: OpenAccount, lease: uuid.UUID) -> bool:
    """Save and free in one statement; False, and nothing saved, if the lease is somebody else's by now.

    The session is sealed anew each time, so that by and by all are sealed with the first key.
    """
    row, session, now = account.row, account.telegram.session, timezone.now()
    if row.state != State.DISCONNECTED:
        row.state = State(session.stage)
    saved = _leased(row.user_id, lease).update(
        encrypted_session="" if session == Session() else seal().seal(session, row.user_id),
        lease_token=None,
        lease_until=FREE,
        last_used_at=now,
        updated_at=now,
        **{name: value for name, value in _notes(row).items() if value != account.noted[name]},
    )
    if not saved:
        logger.warning("The lease of account %s was lost, so its session was not saved", row.pk)
    return bool(saved)

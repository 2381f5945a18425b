"""A recruiter's Telegram account: opened for one piece of work, saved and freed after it."""

import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

import tgsdk
from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    CodeType,
    FloodWait,
    InvalidInput,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    LoginState,
    NotFound,
    NotLoggedIn,
    PhoneCodeExpired,
    QrLogin,
    Session,
    SessionEnded,
    SessionInvalid,
    SlowMode,
    Telegram,
    TelegramError,
    TelegramUnavailable,
    Timeout,
    WrongMoment,
)
from tgsdk.contrib.django import limits
from tgsdk.contrib.django.backend import backend, seal
from tgsdk.contrib.django.errors import AccountBusy
from tgsdk.contrib.django.leases import give_back, prolong, take_lease
from tgsdk.contrib.django.models import TelegramAccount
from tgsdk.contrib.django.stored import State, _has_key_of, session_of
from web import audit
from web.models import AuditEvent, PictureSize
from web.pictures import store as pictures
from web.readers import SignedInRequest, address_of

logger = logging.getLogger(__name__)

Kind = AuditEvent.Kind
LEASE_MARGIN = 5  # seconds that a lease outlives the work's own deadline
PATIENCE = 4.0  # seconds that a second caller waits for the first, longer than what nobody waits for may take
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
)
# Of what a page asks by itself: it would fill the audit while Telegram is away. And what comes of any chat and message.
UNREMARKABLE = (WrongMoment, NotLoggedIn, TelegramUnavailable, Timeout, InvalidInput, NotFound, SlowMode)


@dataclass(slots=True, kw_only=True)
class OpenAccount:
    """An account while its lease is held. ``telegram`` does the work; what came of it is noted in ``row``.

    ``stored`` is the session as the database has it, None where it cannot be read. ``address`` is where the work was
    asked for from, for the audit.
    """

    row: TelegramAccount
    telegram: Telegram
    timeout: float
    noted: dict[str, Any]
    stored: Session | None
    lease: uuid.UUID
    began: float = field(default_factory=time.monotonic)
    address: str | None = None

    def start_qr_login(self) -> QrLogin:
        """The code in force, or a new one. A login has ten minutes from its first code on."""
        if self.row.is_login_too_old:
            self.forget()
        try:
            with self.asking("qr_login"):
                qr = self.telegram.start_qr_login()
        except WrongMoment:  # the code was scanned while nobody looked: whose account is it?
            self.note(self.telegram.status())
            raise
        self.note(AwaitingScan(qr))
        return qr

    def check_qr_login(self) -> LoginState:
        self._refuse_old_login()
        with self.asking("qr_login"):
            return self.note(self.telegram.check_qr_login())

    def send_code(self, phone: str) -> CodeSent:
        """Have a code sent. With CodeType.NOT_NEEDED the account is connected, or waits for its password."""
        if self.row.is_login_too_old:
            self.forget()
        with self.asking("send_code", phone):
            return self._note_code(self.telegram.send_code(phone))

    def resend_code(self) -> CodeSent:
        self._refuse_old_login()
        with self.asking("send_code", self._phone()):
            return self._note_code(self.telegram.resend_code())

    def sign_in(self, code: str) -> LoginState:
        self._refuse_old_login()
        with self.asking("sign_in", self._phone()):
            return self.note(self.telegram.sign_in(code))

    def check_password(self, password: str) -> LoginState:
        self._refuse_old_login()
        with self.asking("check_password", self._phone()):
            return self.note(self.telegram.check_password(password))

    def status(self) -> LoginState:
        with self.asking("status"):
            return self.note(self.telegram.status())

    def me(self) -> tgsdk.User:
        with self.asking("status"):
            me = self.telegram.me()
        self.note(LoggedIn(me))
        return me

    def log_out(self, reason: str = "") -> None:
        """End the session at Telegram if that can be done, and forget it in any case."""
        was_connected = self.row.state == State.LOGGED_IN
        try:
            self.telegram.log_out()
        except TelegramError as error:
            logger.warning("Telegram was not told of a disconnect: %s", type(error).__name__)
        if was_connected:
            self.record(Kind.DISCONNECTED, reason=reason)
        self.forget()

    def note(self, state: LoginState) -> LoginState:
        """Keep what Telegram said of the login, and hand it on."""
        match state:
            case LoggedIn(user):
                self._note_user(user)
            case LoggedOut(reason):
                self.note_end(reason)
            case AwaitingScan() | AwaitingCode() | AwaitingPassword() if self.row.state != state.name:
                self.row.login_started_at = timezone.now()
                self.row.state = State(state.name)
        return state

    def note_end(self, reason: str | None) -> None:
        if self.row.state == State.LOGGED_IN:
            pictures.forget(self.row.pk)
            if reason:
                self.record(Kind.ENDED, reason=reason)
        self.row.state = State.DISCONNECTED if reason else State.LOGGED_OUT
        self.row.disconnect_reason = _clipped("disconnect_reason", reason)

    def forget(self) -> None:
        """Start from nothing, but for the tokens that may spare the next code."""
        self.telegram = Telegram(backend(), self.telegram.session.without_login(), timeout=self.timeout)
        self.row.state = State.LOGGED_OUT
        for name in ("disconnect_reason", "first_name", "last_name", "username"):
            setattr(self.row, name, "")
        self.row.telegram_user_id = self.row.login_started_at = self.row.connected_at = self.row.photo_id = None
        pictures.forget(self.row.pk)

    @contextmanager
    def asking(self, operation: str, phone: str | None = None) -> Iterator[None]:
        """Within the limits and the time, and with what went wrong in the audit."""
        is_limited = operation in limits.LIMITS  # else it may be what a page asks every two seconds
        try:
            self._keep_time()
            subjects = limits.subjects_of(self.row.user_id, phone)
            with limits.attempt(operation, subjects, may_be_paused=self.row.is_paused or phone is not None):
                yield
        except SlowMode:  # of one chat: the account has no pause
            raise
        except FloodWait as error:
            until = timezone.now() + timedelta(seconds=min(error.seconds, limits.MONTH))
            self.row.paused_until = max(until, self.row.paused_until or until)
            self.record(Kind.LIMITED, operation=operation, reason=error.telegram_name or error.code, once=True)
            raise
        except TelegramError as error:
            if not isinstance(error, WrongMoment if is_limited else UNREMARKABLE):
                reason, is_countable = error.telegram_name or error.code, is_limited and error.telegram_code is not None
                self.record(Kind.FAILED, operation=operation, reason=reason, once=not is_countable)
            raise

    def record(
        self, kind: AuditEvent.Kind, *, operation: str = "", reason: str = "", subject: str = "", once: bool = False
    ) -> None:
        audit.record(
            kind,
            self.row.user,
            operation=operation,
            reason=reason,
            subject=subject,
            telegram_user_id=self.row.telegram_user_id,
            address=self.address,
            once=once,
        )

    def _keep_time(self) -> None:
        """Before each call of several: no new one when the time is up, and a lease that outlives the next one."""
        spent = time.monotonic() - self.began
        if spent > self.timeout:
            raise Timeout(f"not done within {self.timeout:g} s")
        if spent > LEASE_MARGIN / 2 and not prolong(self.row.user_id, self.lease, self.timeout + LEASE_MARGIN):
            raise AccountBusy("The lease was lost")

    def _note_code(self, code: CodeSent) -> CodeSent:
        if code.type is CodeType.NOT_NEEDED:
            self.note(self.telegram.status())
        else:
            self.note(AwaitingCode(code))
            self.row.login_started_at = timezone.now()  # each code has its own ten minutes
        return code

    def _phone(self) -> str | None:
        code = self.telegram.session.code_sent
        return code.phone if code else None

    def _note_user(self, user: tgsdk.User) -> None:
        row, is_new = self.row, self.row.state != State.LOGGED_IN
        if is_new:
            row.connected_at = timezone.now()
        if user.id != row.telegram_user_id:
            pictures.forget(row.pk)
        if user.photo:
            pictures.note(row.pk, [(user.photo, PictureSize.CHAT)])
        row.photo_id = user.photo.id if user.photo else None
        row.state, row.disconnect_reason, row.login_started_at = State.LOGGED_IN, "", None
        row.telegram_user_id, row.username = user.id, _clipped("username", user.username)
        row.first_name, row.last_name = _clipped("first_name", user.first_name), _clipped("last_name", user.last_name)
        if is_new:
            self.record(Kind.CONNECTED)

    def _refuse_old_login(self) -> None:
        if self.row.is_login_too_old:
            raise LoginExpired("The login was left waiting for too long")


def _clipped(field: str, text: str | None) -> str:
    """What Telegram said, as the database can keep it."""
    column = TelegramAccount._meta.get_field(field)
    return (text or "").replace("\0", "")[: getattr(column, "max_length", None)]


def account_of(request: SignedInRequest, **options: Any) -> AbstractContextManager[OpenAccount]:
    """The account of whoever asks, opened as by :func:`open_account`."""
    return open_account(request.user, address=address_of(request), **options)


@contextmanager
def open_account(
    user: User,
    *,
    timeout: float | None = None,
    patience: float | None = None,
    start_over: bool = False,
    take_over: bool = False,
    gives_way: bool = False,
    address: str | None = None,
) -> Iterator[OpenAccount]:
    """The user's account for one piece of work of at most ``timeout`` seconds, which nobody else does meanwhile.

    The Session is saved afterwards, also when the work raised. With ``start_over`` an account that Telegram
    ended, or whose unfinished login cannot be read, begins anew. With ``take_over`` whatever is stored or under
    way gives way, after ``patience`` seconds. With ``gives_way`` whoever else waits for the account goes first.

    Raises AccountBusy after ``patience`` seconds of waiting, SessionInvalid for a session that cannot be read.
    """
    timeout = timeout or settings.TELEGRAM.get("TIMEOUT", 15)
    patience = settings.TELEGRAM.get("PATIENCE", PATIENCE) if patience is None else patience
    seal()  # a secret that cannot be sealed is not to be asked for
    lease = take_lease(
        user, seconds=timeout + LEASE_MARGIN, patience=patience, take_over=take_over, gives_way=gives_way
    )
    try:
        account = _opened(user, lease, timeout, start_over=start_over, take_over=take_over)
        account.address = address
    except BaseException:
        give_back(user.pk, lease)
        raise
    try:
        yield account
    except SessionEnded as error:
        account.note_end(error.telegram_name or error.code)
        raise
    except LoginExpired as error:
        if not isinstance(error, PhoneCodeExpired):  # another code can be sent
            account.forget()
        raise
    finally:
        kept = _save(account)
    if not kept:
        _end_what_nobody_keeps(account)
        raise AccountBusy("The work took longer than its lease")


def _opened(user: User, lease: uuid.UUID, timeout: float, *, start_over: bool, take_over: bool) -> OpenAccount:
    row = TelegramAccount.objects.get(user_id=user.pk)
    row.user = user
    may_forget = take_over or (start_over and row.state != State.LOGGED_IN)
    stored = _readable_session(row, may_forget)
    telegram = Telegram(backend(), stored or Session(), timeout=timeout)
    account = OpenAccount(row=row, telegram=telegram, timeout=timeout, noted=_notes(row), stored=stored, lease=lease)
    if start_over and row.state == State.DISCONNECTED:
        account.forget()
    return account


def _readable_session(row: TelegramAccount, may_forget: bool) -> Session | None:
    try:
        return session_of(row)
    except SessionInvalid:
        if not may_forget:
            raise
        logger.warning("The session of account %s cannot be read and is forgotten", row.pk)
        return None


def _notes(row: TelegramAccount) -> dict[str, Any]:
    return {name: getattr(row, name) for name in NOTED}


def _end_what_nobody_keeps(account: OpenAccount) -> None:
    """A login that came to its end after somebody had taken the account over, or deleted it, has no owner."""
    session, was_connected = account.telegram.session, account.noted["state"] == State.LOGGED_IN
    stored = TelegramAccount.objects.filter(pk=account.row.pk).first()
    if session.is_logged_in and not was_connected and not (stored and _has_key_of(stored, session)):
        account.telegram = Telegram(backend(), session, timeout=LEASE_MARGIN)
        account.log_out(reason="lease_lost")


def _save(account: OpenAccount) -> bool:
    """Save and free in one statement; False, and nothing saved, if the lease is somebody else's by now.

    A session that did not change, as polls leave it, is not sealed anew, unless another key is the first one by now.
    """
    row, session, now = account.row, account.telegram.session, timezone.now()
    if row.state != State.DISCONNECTED:
        row.state = State(session.stage)
    changes = {name: value for name, value in _notes(row).items() if value != account.noted[name]}
    if session != account.stored or (row.encrypted_session and seal().is_to_be_renewed(row.encrypted_session)):
        changes["encrypted_session"] = "" if session == Session() else seal().seal(session, row.user_id)
    saved = give_back(row.user_id, account.lease, last_used_at=now, updated_at=now, **changes)
    if not saved:
        logger.warning("The lease of account %s was lost, so its session was not saved", row.pk)
    return saved

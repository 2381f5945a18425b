"""Login: the face of an open account that connects it to Telegram and disconnects it."""

from dataclasses import dataclass

from django.utils import timezone

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    CodeType,
    LoggedIn,
    LoggedOut,
    LoginExpired,
    LoginState,
    QrLogin,
    Secret,
    Session,
    SessionEnded,
    User,
    WrongMoment,
)

from . import signals
from .opened import OpenAccount, clipped, log_out_at_telegram
from .stored import State


@dataclass(frozen=True, slots=True)
class Login:
    """The login of an open account. A login that is left waiting for more than ten minutes is over.

    Every call raises ``RuntimeError``, without asking Telegram, when the block has ended that opened the account.
    """

    account: OpenAccount

    def qr_login(self) -> LoginState:
        """Start a login by QR code, look whether it was scanned, or renew it: the one call that a page needs.

        An account that is connected, or waits for its password, says so; so does one that Telegram has ended, once,
        and then it begins anew.
        """
        if self.account.row.state == State.LOGGED_IN:
            return self.status()
        self._begin()
        with self.account.asking("qr_login"):
            return self._note(self.account.telegram.qr_login())

    def adopt(self, session: Session) -> LoginState:
        """Go on with a session that another program has logged in, if Telegram knows it; else it is not kept.

        Raises SessionEnded for one that Telegram does not know, WrongMoment when the account is connected already.
        """
        if self.account.row.state == State.LOGGED_IN:
            raise WrongMoment("the account is connected: disconnect it first")
        self.account.forget()
        self.account.go_on_from(session)
        try:
            with self.account.asking("adopt"):
                state = self.account.telegram.status()
                if isinstance(state, LoggedOut):
                    raise SessionEnded(telegram_name=state.reason)
        except BaseException:
            self.account.forget()
            raise
        return self._note(state)

    def start_qr_login(self) -> QrLogin:
        """Return the code in force, or a new one. A login has ten minutes from its first code on."""
        self._begin()
        try:
            with self.account.asking("qr_login"):
                qr = self.account.telegram.start_qr_login()
        except WrongMoment:  # the code was scanned while nobody looked: whose account is it?
            self._note(self.account.telegram.status())
            raise
        self._note(AwaitingScan(qr))
        return qr

    def check_qr_login(self) -> LoginState:
        """Look once whether the code was scanned."""
        self._refuse_old_login()
        with self.account.asking("qr_login"):
            return self._note(self.account.telegram.check_qr_login())

    def send_code(self, phone: str) -> CodeSent:
        """Have a code sent. With CodeType.NOT_NEEDED the account is connected, or waits for its password."""
        phone = Secret.of(phone)
        self._begin()
        with self.account.asking("send_code", phone):
            return self._note_code(self.account.telegram.send_code(phone))

    def resend_code(self) -> CodeSent:
        """Have the code sent once more, in the next way."""
        self._refuse_old_login()
        with self.account.asking("send_code", self._phone()):
            return self._note_code(self.account.telegram.resend_code())

    def sign_in(self, code: str) -> LoginState:
        """Enter the login code."""
        code = Secret.of(code)
        self._refuse_old_login()
        with self.account.asking("sign_in", self._phone()):
            return self._note(self.account.telegram.sign_in(code))

    def check_password(self, password: str) -> LoginState:
        """Finish the login with the two-step verification password, exactly as typed."""
        password = Secret.of(password)
        self._refuse_old_login()
        with self.account.asking("check_password", self._phone()):
            return self._note(self.account.telegram.check_password(password))

    def status(self) -> LoginState:
        """Return the state of the account. Telegram is asked only when it is connected."""
        with self.account.asking("status"):
            return self._note(self.account.telegram.status())

    def me(self) -> User:
        """Return the connected user. Raises NotLoggedIn."""
        with self.account.asking("status"):
            me = self.account.telegram.me()
        self._note(LoggedIn(me))
        return me

    def connect_again(self) -> None:
        """Begin a new login in place of a session in doubt. Only a person decides on that.

        The session is kept until the new login has come about, and comes back when it does not. A login that was under
        way is given up. Raises WrongMoment when nothing is in doubt.
        """
        row = self.account.row
        if row.in_doubt_since is not None:
            self.account.put_aside()
        elif row.state in (State.LOGGED_OUT, State.LOGGED_IN, State.DISCONNECTED):
            raise WrongMoment("the account is not in doubt")
        else:
            self.account.end_old_login()
            self.account.forget()

    def log_out(self) -> None:
        """End the session at Telegram if that can be done, and forget it in any case."""
        log_out_at_telegram(self.account.telegram)
        if self.account.row.state == State.LOGGED_IN or self.account.row.kept_session:
            self.account.tell(signals.disconnected, reason="")
        self.account.end_kept()
        self.account.forget()

    def _note(self, state: LoginState) -> LoginState:
        """Keep what Telegram said of the login, and hand it on."""
        row = self.account.row
        match state:
            case LoggedIn(user):
                self._note_user(user)
            case LoggedOut(reason):
                self.account.note_end(reason)
            case AwaitingScan() | AwaitingCode() | AwaitingPassword() if row.state != state.name:
                row.login_started_at = timezone.now()
                row.state = State(state.name)
        return state

    def _note_code(self, code: CodeSent) -> CodeSent:
        if code.type is CodeType.NOT_NEEDED:
            self._note(self.account.telegram.status())
        else:
            self._note(AwaitingCode(code))
            self.account.row.login_started_at = timezone.now()  # each code has its own ten minutes
        return code

    def _note_user(self, user: User) -> None:
        row = self.account.row
        is_new = row.state != State.LOGGED_IN or row.telegram_user_id != user.id
        if is_new:
            row.connected_at = timezone.now()
        row.photo_id = user.photo.id if user.photo else None
        row.state, row.disconnect_reason, row.login_started_at = State.LOGGED_IN, "", None
        row.telegram_user_id, row.username = user.id, clipped("username", user.username)
        row.first_name, row.last_name = clipped("first_name", user.first_name), clipped("last_name", user.last_name)
        if is_new:
            self.account.end_kept()
            self.account.tell(signals.connected)
        self.account.tell(signals.profile_seen, profile=user)

    def _phone(self) -> str | None:
        code = self.account.telegram.session.code_sent
        return code.phone if code else None

    def _begin(self) -> None:
        """Make sure that LoggedOut means a login can be started: what is over by now is forgotten."""
        if self.account.row.is_login_too_old:
            self.account.end_old_login()
            self.account.forget()
        if self.account.row.state == State.LOGGED_IN and isinstance(self.status(), LoggedOut):
            self.account.forget()

    def _refuse_old_login(self) -> None:
        if self.account.row.is_login_too_old:
            self.account.end_old_login()
            raise LoginExpired("The login was left waiting for too long")

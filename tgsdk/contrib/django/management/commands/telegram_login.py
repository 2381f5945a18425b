"""Connects a user's Telegram account from a terminal: the QR code drawn in text, or phone and code."""

import getpass
import io
import math
import re
import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
    FloodWait,
    InvalidInput,
    LoggedIn,
    LoggedOut,
    LoginState,
    PhoneCodeExpired,
    QrLogin,
    SendCodeUnavailable,
    TelegramError,
    TelegramUnavailable,
    Timeout,
)
from tgsdk.contrib.django.accounts import Account, open_account, open_to_start_over
from tgsdk.contrib.django.errors import AccountBusy, TooManyAttempts

POLL = 2.0  # seconds between two looks at a QR code
TRY_AGAIN = (InvalidInput, PhoneCodeExpired, SendCodeUnavailable, TooManyAttempts)
PASSING = (AccountBusy, TelegramUnavailable, Timeout)


class Command(BaseCommand):
    """The login in a terminal. A project with words of its own overrides the four methods that have a docstring."""

    help = "Connects the Telegram account of a user: by QR code, or with --phone by a login code."

    def read_phone(self, text: str) -> str:
        """Return the number in international form. Raises ValidationError."""
        return f"+{re.sub(r'[^0-9]', '', text)}"

    def read_code(self, text: str, sent: CodeSent) -> str:  # noqa: ARG002 - an override may want it
        """Return the code that was typed for the one that was sent. Raises ValidationError."""
        return text.strip()

    def describe_code(self, sent: CodeSent) -> str:
        """Say where the code went."""
        return _("The code was sent to %(phone)s (%(way)s).") % {"phone": sent.phone, "way": sent.type}

    def describe_error(self, error: TelegramError) -> str:
        """Say what went wrong, and when to try again."""
        if isinstance(error, FloodWait):
            return _("Too many attempts. Try again in %(seconds)d seconds.") % {"seconds": error.seconds}
        return str(error)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--phone", help="have a login code sent to this number, as +79001234567")
        parser.add_argument("--light", action="store_true", help="the terminal has a light background")

    def handle(self, *, username: str, phone: str | None, light: bool, **_options: Any) -> None:
        self._is_light = light
        self._shown = ""
        try:
            self._user = user_called(username)
            state = self._begin(phone)
            while not isinstance(state, LoggedIn):
                state = self._go_on(state)
        except (KeyboardInterrupt, EOFError):
            raise CommandError(_("The login goes on waiting for a while: run the command again.")) from None
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except TelegramError as error:
            raise CommandError(self.describe_error(error)) from error
        self.stdout.write(_("Telegram is connected: %(name)s.") % {"name": state.user.full_name})

    def _begin(self, phone: str | None) -> LoginState:
        # A login that is under way goes on; one of another kind gives way.
        number = None if phone is None else self.read_phone(phone)
        with open_to_start_over(self._user) as account:
            state = account.login.status()
            if isinstance(state, LoggedIn):
                self.stdout.write(_("This account is connected already. Disconnect it first to take another."))
            if isinstance(state, LoggedIn | AwaitingPassword) or _awaits_code_of(state, number):
                return state
            if isinstance(state, LoggedOut) or account.row.is_login_too_old:
                account.forget()
            if number is None:
                return AwaitingScan(account.login.start_qr_login())
            account.login.send_code(number)
            return account.login.status()

    def _go_on(self, state: LoginState) -> LoginState:
        match state:
            case AwaitingScan(qr):
                return self._after_a_look(qr)
            case AwaitingCode(code):
                return self._after_the_code(code)
            case AwaitingPassword(hint):
                return self._after_the_password(hint)
        raise CommandError(_("The login has ended. Start it again."))

    def _after_a_look(self, qr: QrLogin) -> LoginState:
        if qr.url != self._shown:
            self._draw(qr)
        time.sleep(POLL)
        try:
            with open_account(self._user) as account:
                return account.login.check_qr_login()
        except PASSING:  # the next look may find it gone
            return AwaitingScan(qr)

    def _draw(self, qr: QrLogin) -> None:
        self._shown = qr.url
        self.stdout.write(_drawn(qr.url, is_light=self._is_light))
        self.stdout.write(_("Scan it with Telegram on your phone: Settings → Devices → Link Desktop Device."))

    def _after_the_code(self, code: CodeSent) -> LoginState:
        self.stdout.write(self.describe_code(code))
        entered = input(_("Code (empty: send it again): "))
        if not entered.strip():
            return self._tried(_send_again)
        try:
            read = self.read_code(entered, code)
        except ValidationError as error:
            self.stderr.write(error.messages[0])
            return AwaitingCode(code)
        return self._tried(lambda account: account.login.sign_in(read))

    def _after_the_password(self, hint: str | None) -> LoginState:
        if hint:
            self.stdout.write(_("Your hint: %(hint)s") % {"hint": hint})
        password = getpass.getpass(_("Two-step verification password: "))
        return self._tried(lambda account: account.login.check_password(password))

    def _tried(self, step: Callable[[Account], LoginState]) -> LoginState:
        try:
            with open_account(self._user) as account:
                return step(account)
        except TRY_AGAIN as error:
            self.stderr.write(self.describe_error(error))
            with open_account(self._user) as account:
                return account.login.status()


def user_called(name: str) -> AbstractBaseUser:
    """Return the user of this name. Raises CommandError."""
    user_model = get_user_model()
    try:
        return user_model._default_manager.get(**{user_model.USERNAME_FIELD: name})
    except user_model.DoesNotExist:
        raise CommandError(_("There is no user %(name)s.") % {"name": name}) from None


def nothing_entered() -> str:
    """Say that a command has ended where it asked: it was interrupted, or has no terminal and nothing in its place."""
    return _("Nothing was done, because nothing was entered. Run the command in a terminal.")


def _drawn(url: str, *, is_light: bool) -> str:
    import qrcode  # of the extra "django"; nothing else in the app needs it

    code = qrcode.QRCode()
    code.add_data(url)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=not is_light)
    return drawn.getvalue()


def _send_again(account: Account) -> LoginState:
    session = account.telegram.session
    if session.code_sent and session.code_sent.resend_at and session.phone_code_hash:
        seconds = math.ceil((session.code_sent.resend_at - timezone.now()).total_seconds())
        if seconds > 0:
            raise TooManyAttempts(seconds)
    account.login.resend_code()
    return account.login.status()


def _awaits_code_of(state: LoginState, phone: str | None) -> bool:
    return isinstance(state, AwaitingCode) and phone in (None, state.code_sent.phone)

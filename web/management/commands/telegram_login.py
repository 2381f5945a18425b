"""Connects a recruiter's Telegram account from a terminal: the QR code drawn in text, or phone and code."""

import getpass
import io
import time
from collections.abc import Callable
from typing import Any

import qrcode
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tgsdk import (
    AwaitingCode,
    AwaitingPassword,
    AwaitingScan,
    CodeSent,
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
from tgsdk.contrib.django.errors import AccountBusy, TooManyAttempts
from web.accounts import OpenAccount, open_account
from web.failures.failure import describe
from web.login.codes import describe_code, seconds_to_resend
from web.login.forms import CodeForm
from web.login.phones import read_phone

POLL = 2.0  # seconds between two looks at a QR code
TRY_AGAIN = (InvalidInput, PhoneCodeExpired, SendCodeUnavailable, TooManyAttempts)
PASSING = (AccountBusy, TelegramUnavailable, Timeout)


class Command(BaseCommand):
    help = "Connects the Telegram account of a user of HR Helper: by QR code, or with --phone by a login code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--phone", help="have a login code sent to this number, as +79001234567")
        parser.add_argument("--light", action="store_true", help="the terminal has a light background")

    def handle(self, *, username: str, phone: str | None, light: bool, **_options: Any) -> None:
        self._is_light = light
        self._shown = ""
        try:
            self._user = User.objects.get(username=username)
            state = self._begin(phone)
            while not isinstance(state, LoggedIn):
                state = self._go_on(state)
        except User.DoesNotExist:
            raise CommandError(_("There is no user %(name)s.") % {"name": username}) from None
        except (KeyboardInterrupt, EOFError):
            raise CommandError(_("The login goes on waiting for a while: run the command again.")) from None
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except TelegramError as error:
            raise CommandError(_in_words(error)) from error
        self.stdout.write(_("Telegram is connected: %(name)s.") % {"name": state.user.full_name})

    def _begin(self, phone: str | None) -> LoginState:
        """Where the login is; one that is not under way is begun, and one of another kind gives way."""
        number = None if phone is None else read_phone(phone)
        with open_account(self._user, start_over=True) as account:
            state = account.status()
            if isinstance(state, LoggedIn):
                self.stdout.write(_("This account is connected already. Disconnect it on the page to take another."))
            if isinstance(state, LoggedIn | AwaitingPassword) or _awaits_code_of(state, number):
                return state
            if isinstance(state, LoggedOut) or account.row.is_login_too_old:
                account.forget()
            if number is None:
                return AwaitingScan(account.start_qr_login())
            account.send_code(number)
            return account.status()

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
                return account.check_qr_login()
        except PASSING:  # the next look may find it gone
            return AwaitingScan(qr)

    def _draw(self, qr: QrLogin) -> None:
        self._shown = qr.url
        code = qrcode.QRCode()
        code.add_data(qr.url)
        drawn = io.StringIO()
        code.print_ascii(out=drawn, invert=not self._is_light)
        self.stdout.write(drawn.getvalue())
        self.stdout.write(_("Scan it with Telegram on your phone: Settings → Devices → Link Desktop Device."))

    def _after_the_code(self, code: CodeSent) -> LoginState:
        self.stdout.write(describe_code(code))
        entered = input(_("Code (empty: send it again): "))
        if not entered.strip():
            return self._tried(_sent_again)
        form = CodeForm({"code": entered}, code)
        if not form.is_valid():
            self.stderr.write(str(form.errors["code"][0]))
            return AwaitingCode(code)
        return self._tried(lambda account: account.sign_in(form.cleaned_data["code"]))

    def _after_the_password(self, hint: str | None) -> LoginState:
        if hint:
            self.stdout.write(_("Your hint: %(hint)s") % {"hint": hint})
        password = getpass.getpass(_("Cloud password: "))
        return self._tried(lambda account: account.check_password(password))

    def _tried(self, step: Callable[[OpenAccount], LoginState]) -> LoginState:
        """What came of a step; where it can be tried again it is said why it has to be."""
        try:
            with open_account(self._user) as account:
                return step(account)
        except TRY_AGAIN as error:
            self.stderr.write(_in_words(error))
            with open_account(self._user) as account:
                return account.status()


def _sent_again(account: OpenAccount) -> LoginState:
    if seconds := seconds_to_resend(account.telegram.session):
        raise TooManyAttempts(seconds)
    account.resend_code()
    return account.status()


def _awaits_code_of(state: LoginState, phone: str | None) -> bool:
    return isinstance(state, AwaitingCode) and phone in (None, state.code_sent.phone)


def _in_words(error: TelegramError) -> str:
    failure = describe(error)
    again = _("Try again in %(wait)s.") % {"wait": failure.wait} if failure.retry_after else ""
    return f"{failure.text} {again}".strip()

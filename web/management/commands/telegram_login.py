"""Connects a recruiter's Telegram account from a terminal: the QR code drawn in text, or phone and code."""

import getpass
import io
import time
from collections.abc import Callable
from typing import Any

import qrcode
from django.contrib.auth.models import User
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
from web.accounts import OpenAccount, open_account
from web.errors import AccountBusy, describe

POLL = 2.0  # seconds between two looks at a QR code
TRY_AGAIN = (InvalidInput, PhoneCodeExpired, SendCodeUnavailable)
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
            raise CommandError(_("The login goes on waiting for ten minutes: run the command again.")) from None
        except TelegramError as error:
            raise CommandError(describe(error).text) from error
        self.stdout.write(_("Telegram is connected: %(name)s.") % {"name": state.user.full_name})

    def _begin(self, phone: str | None) -> LoginState:
        """Where the login is; one that is not under way is begun, and one of another kind gives way."""
        with open_account(self._user, start_over=True) as account:
            state = account.status()
            if isinstance(state, LoggedIn | AwaitingPassword):
                return state
            if isinstance(state, LoggedOut):
                account.forget()
            if phone is None:
                return AwaitingScan(account.start_qr_login())
            account.send_code(phone)
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
        self.stdout.write(_("A code was sent to %(phone)s (%(type)s).") % {"phone": code.phone, "type": code.type})
        entered = input(_("Code (empty: send it again): "))
        return self._tried(lambda account: account.sign_in(entered) if entered.strip() else _sent_again(account))

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
            self.stderr.write(describe(error).text)
            with open_account(self._user) as account:
                return account.status()


def _sent_again(account: OpenAccount) -> LoginState:
    account.resend_code()
    return account.status()

"""Gives the account of a user a way to Telegram of its own."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tgsdk import ProxyInvalid, Unsupported
from tgsdk.contrib.django.proxies import set_proxy

from .telegram_login import nothing_entered, user_called


class Command(BaseCommand):
    help = "Asks for a proxy, or several with spaces between them, by which the account of a user goes to Telegram."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--remove", action="store_true", help="go by the proxy of the settings again, or by none")

    def handle(self, *, username: str, remove: bool, **_options: Any) -> None:
        user = user_called(username)
        if remove:
            set_proxy(user, None)
            self.stdout.write(_("The account has no proxy of its own any more."))
            return
        try:  # not an argument: those are seen by others
            set_proxy(user, getpass.getpass(_("Proxy (it is not shown): ")).strip())
        except (KeyboardInterrupt, EOFError):
            raise CommandError(nothing_entered()) from None
        except (ProxyInvalid, Unsupported) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("From now on the account goes to Telegram by this proxy."))

"""Takes the session of a user's account out of the site, or into it, as the string of another Telegram library."""

import getpass
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tgsdk import LoggedIn, Secret, Session, TelegramError
from tgsdk.contrib.django import signals
from tgsdk.contrib.django.accounts import open_account, open_to_start_over
from tgsdk.contrib.django.backend import telegram_settings

from .telegram_login import nothing_entered, user_called

READ: dict[str, Callable[[str], Session]] = {
    "pyrogram": Session.from_pyrogram,
    "telethon": Session.from_telethon,
    "tgsdk": Session.from_string,
}
WRITE: dict[str, Callable[[Session], str]] = {
    "pyrogram": lambda session: session.to_pyrogram(_api_id()),
    "telethon": lambda session: session.to_telethon(*_address(session)),
    "tgsdk": Session.to_string,
}


class Command(BaseCommand):
    help = (
        "Exports or imports the Telegram session of a user, as a string of Pyrogram (or Kurigram), Telethon or tgsdk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["export", "import"])
        parser.add_argument("username")
        parser.add_argument("--format", choices=sorted(READ), default="tgsdk", help="whose string it is")
        parser.add_argument("--yes", action="store_true", help="do not ask whether this is really meant")

    def handle(self, *, action: str, username: str, format: str, yes: bool, **_options: Any) -> None:  # noqa: A002
        user = user_called(username)
        try:
            self._warn(is_confirmed=yes)
            if action == "export":
                self.stdout.write(_export(user, format))
            else:
                self.stdout.write(_("Telegram is connected: %(name)s.") % {"name": _import(user, format)})
        except (KeyboardInterrupt, EOFError):
            raise CommandError(nothing_entered()) from None
        except (TelegramError, ValueError) as error:
            raise CommandError(str(error)) from None

    def _warn(self, *, is_confirmed: bool) -> None:
        """Tell whoever runs the command what the string is, and have them say that they know."""
        self.stderr.write(
            _(
                "This string IS the Telegram account: whoever has it reads and writes everything, without a code and "
                "without a password. Never send it, and never put it into a file that others can read. Use a session "
                "in one place at a time: Telegram ends one that is used in two."
            )
        )
        if not is_confirmed and input(_("Go on? Type yes: ")).strip().lower() != "yes":
            raise CommandError(_("Nothing was done."))


def _export(user: Any, kind: str) -> str:
    with open_account(user) as account:
        if not isinstance(account.login.status(), LoggedIn):  # it also learns whose account it is
            raise CommandError(_("This account is not connected."))
        string = Secret(WRITE[kind](account.telegram.session))
        account.tell(signals.exported, format=kind)
    return string


def _import(user: Any, kind: str) -> str:
    session = READ[kind](getpass.getpass(_("Session string (it is not shown): ")).strip())
    if not session.is_logged_in:
        raise CommandError(_("This session is not logged in."))
    with open_to_start_over(user) as account:
        state = account.login.adopt(session)
        account.tell(signals.imported, format=kind)
    return state.user.full_name if isinstance(state, LoggedIn) else ""


def _api_id() -> int:
    options = telegram_settings().get("OPTIONS") or {}
    return int(options.get("api_id", 0))


def _address(session: Session) -> tuple[str | None, int]:
    """Return where the session's data centre is: at a server of one's own, or at Telegram's own address."""
    server = (telegram_settings().get("OPTIONS") or {}).get("server")
    if not server:
        return None, 443
    if server.get("one_address"):
        return server["host"], server["port"]
    centers = {int(number): place for number, place in (server.get("data_centers") or {}).items()}
    host, port = centers.get(session.dc_id, (server["host"], server["port"] + session.dc_id - 1))
    return host, port

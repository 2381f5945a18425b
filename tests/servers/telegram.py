"""A local Telegram with the accounts of a stranger's software, which is told of them in a file."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tgsdk import Session, Telegram, load_backend
from tgsdk.testing import LocalTelegram, Phone

BACKEND = "tgsdk.backends.pyrogram.PyrogramBackend"
SESSIONS = 9  # eight that call at once, and one that the software uses while it is imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server, and sessions that are logged in to one account of it, each with a key of its own."""

    server: LocalTelegram
    sessions: tuple[Session, ...]
    user_id: str

    def tell(self, file: Path) -> None:
        """Write down what the stranger's software has to know."""
        sessions = [session.to_string() for session in self.sessions]
        file.write_text(json.dumps({"backend": BACKEND, "options": self.server.options, "sessions": sessions}))

    def connections(self) -> int:
        """Count the connections that clients have open."""
        ports = {self.server.port, self.server.port + 1}
        return sum(
            each.status == psutil.CONN_ESTABLISHED and each.laddr.port in ports
            for each in psutil.Process().net_connections("tcp")
        )

    def most_at_once(self, since: int, seconds: float) -> int:
        """Count the most calls, of those after the first ``since``, that came within so many seconds."""
        times = [call.at for call in self.server.calls[since:]]
        return max(sum(0 <= at - earlier < seconds for earlier in times) for at in times)


@contextlib.contextmanager
def served() -> Iterator[Served]:
    """Run a local Telegram with sessions of its first account."""
    with LocalTelegram() as server:
        account = server.accounts[0]
        with Phone(server.options, account.phone, account.password) as phone:
            sessions = tuple(_logged_in(server, phone) for _ in range(SESSIONS))
        yield Served(server=server, sessions=sessions, user_id=str(account.user_id))


def _logged_in(server: LocalTelegram, phone: Phone) -> Session:
    telegram = Telegram(load_backend(BACKEND, server.options))
    phone.scan(telegram.start_qr_login().url)
    telegram.check_qr_login()
    assert telegram.session.is_logged_in
    return telegram.session

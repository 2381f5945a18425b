"""A recruiter's desk on the local Telegram, shared by the tests of a module: logging in takes longer than reading."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.backends.engines import engine_backend
from tgsdk import Session, Telegram
from tgsdk.backends.base import Backend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import Account

EVERY_KIND = {"Мария": "Анна Смирнова", "James": "Emma Clarke"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An account that is logged in. Each :meth:`telegram` goes on from where the login ended, knowing no chat yet."""

    server: LocalTelegram
    backend: Backend
    account: Account
    session: Session

    def telegram(self, *, timeout: float = 15) -> Telegram:
        return Telegram(self.backend, self.session, timeout=timeout)

    @property
    def user_id(self) -> int:
        return self.account.user_id

    def find(self, title: str) -> int:
        return self.server.find_chat(self.user_id, title)

    @property
    def every_kind(self) -> int:
        """The chat with messages of every kind."""
        return self.find(EVERY_KIND[self.account.first_name])

    def write(self, chat_id: int, text: str) -> int:
        return self.server.write(self.user_id, chat_id, text)


def desk_of(server: LocalTelegram, first_name: str) -> Desk:
    account = next(each for each in server.accounts if each.first_name == first_name)
    backend = engine_backend(**server.options)
    telegram = Telegram(backend)
    with Phone(server.options, account.phone, account.password) as phone:
        phone.scan(telegram.start_qr_login().url)
    telegram.check_qr_login()
    if account.password:
        telegram.check_password(account.password)
    return Desk(server=server, backend=backend, account=account, session=telegram.session)


@pytest.fixture(scope="module")
def server() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def maria(server: LocalTelegram) -> Desk:
    """300 chats, on data centre 1."""
    return desk_of(server, "Мария")

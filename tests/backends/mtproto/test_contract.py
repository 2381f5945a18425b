"""Each engine keeps the contract that MemoryBackend keeps, over the wire."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from tests.backends.engines import ENGINE, backend_of
from tgsdk import LoggedIn, Session, SessionEnded, Telegram
from tgsdk.backends.base import PART_SIZE, Backend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import UNOCCUPIED_PHONE, login_code
from tgsdk.testing.contract import BackendContract, Carried
from tgsdk.testing.contract.login import LoginContract

from .conftest import find


class PeopleWithPhones:
    """Two people, one with a two-factor password, as the contract wants to meet them."""

    def __init__(self, telegram: LocalTelegram, dc_id: int) -> None:
        plain = find(telegram, dc_id=dc_id, has_password=False)
        guarded = find(telegram, dc_id=dc_id, has_password=True)
        self.password, self.hint, self.user_id = guarded.password or "", guarded.hint, plain.user_id
        self.number, self.code = plain.phone, plain.code
        self.number_with_password, self.code_with_password = guarded.phone, guarded.code
        self.unoccupied_number, self.unoccupied_code = UNOCCUPIED_PHONE, login_code(UNOCCUPIED_PHONE)
        self._plain = Phone(telegram.options, plain.phone)
        self._guarded = Phone(telegram.options, guarded.phone, guarded.password)

    def scan(self, url: str) -> None:
        self._scan(self._plain, url)

    def scan_with_password(self, url: str) -> None:
        self._scan(self._guarded, url)

    @staticmethod
    def _scan(phone: Phone, url: str) -> None:
        try:
            phone.scan(url)
        except SessionEnded:  # by a test before, together with all others of this person
            phone.close()
            phone.scan(url)

    def close(self) -> None:
        self._plain.close()
        self._guarded.close()


class Candidates:
    """Those who write to one of the recruiters, as the contract wants to meet them."""

    def __init__(self, telegram: LocalTelegram, user_id: int) -> None:
        self._telegram = telegram
        self._user_id = user_id

    def add_chat(self, title: str) -> int:
        return self._telegram.add_chat(self._user_id, title)

    def write(self, chat_id: int, text: str) -> int:
        return self._telegram.write(self._user_id, chat_id, text)

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        self._telegram.edit(self._user_id, chat_id, message_id, text)

    def delete(self, chat_id: int, message_id: int) -> None:
        self._telegram.delete_messages(self._user_id, chat_id, [message_id])

    def refuse_writing(self, chat_id: int) -> None:
        self._telegram.refuse_writing(self._user_id, chat_id, 400, "USER_IS_BLOCKED")

    def archive(self, chat_id: int) -> None:
        self._telegram.archive_chat(self._user_id, chat_id)

    def a_file(self) -> tuple[int, int, bytes]:
        """One of more than one part."""
        for chat_id in self._telegram.chats(self._user_id):
            for message_id in self._telegram.message_ids(self._user_id, chat_id)[:200]:
                with contextlib.suppress(LookupError):
                    file = self._telegram.file(self._user_id, chat_id, message_id)
                    if PART_SIZE < file.size < 4 * PART_SIZE:
                        return chat_id, message_id, bytes(file.read(0, file.size))
        raise LookupError("nobody has sent such a file")


@pytest.fixture(scope="module")
def people(server: LocalTelegram) -> Iterator[Callable[[int], PeopleWithPhones]]:
    """The people of a data centre, for all tests: to log their phones in takes longer than most of them."""
    with contextlib.ExitStack() as stack:

        @functools.cache
        def of(dc_id: int) -> PeopleWithPhones:
            return stack.enter_context(contextlib.closing(PeopleWithPhones(server, dc_id)))

        yield of


class OnTheWire:
    """One server for all of it: a new one for each test would take longer than the tests."""

    ENGINE = ENGINE
    DC_ID = 1
    logged_in_before: ClassVar[dict[tuple[int, int], str]] = {}

    @pytest.fixture
    def logged_in(self, server: LocalTelegram, backend: Backend, phone: PeopleWithPhones) -> Carried:
        """As the test before left it, if it is logged in still: a login takes longer than what comes after it."""
        account = Carried(backend, self.logged_in_before.get((server.port, self.DC_ID), Session().to_string()))
        if not isinstance(account.call(Telegram.status), LoggedIn):
            account = Carried(backend)
            phone.scan(account.call(Telegram.start_qr_login).url)
            assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)
        login = account.session.replace(access_hashes={}, file_keys=(), future_auth_tokens=())
        account.string = self.logged_in_before[server.port, self.DC_ID] = login.to_string()
        return account

    @pytest.fixture
    def backend(self, server: LocalTelegram) -> Backend:
        return backend_of(self.ENGINE)(**server.options)

    @pytest.fixture
    def phone(self, people: Callable[[int], PeopleWithPhones]) -> PeopleWithPhones:
        return people(self.DC_ID)

    @pytest.fixture
    def other_side(self, server: LocalTelegram, phone: PeopleWithPhones) -> Candidates:
        return Candidates(server, phone.user_id)

    @pytest.fixture
    def expire_tokens(self, server: LocalTelegram) -> Callable[[], None]:
        return server.expire_tokens

    @pytest.fixture
    def expire_codes(self, server: LocalTelegram) -> Callable[[], None]:
        return server.expire_codes

    @pytest.fixture
    def end_sessions(self, server: LocalTelegram, phone: PeopleWithPhones) -> Callable[[], None]:
        return lambda: server.end_sessions(phone.user_id)


class TestEngine(OnTheWire, BackendContract):
    """People of the data centre that a new login begins with."""


class TestOnAnotherDataCentre(OnTheWire, LoginContract):
    """What a login is, it is there too; what comes after it is the same."""

    DC_ID = 2


@pytest.mark.skipif(ENGINE == "telethon", reason="it is the engine of the classes above")
class TestTelethonBackend(OnTheWire, BackendContract):
    """Another engine keeps it word for word."""

    ENGINE = "telethon"


@pytest.mark.skipif(ENGINE == "telethon", reason="it is the engine of the classes above")
class TestTelethonOnAnotherDataCentre(OnTheWire, LoginContract):
    ENGINE = "telethon"
    DC_ID = 2

"""The Pyrogram backend keeps the contract that MemoryBackend keeps, over the wire."""

from collections.abc import Callable, Iterator

import pytest

from tests.wire.conftest import find
from tgsdk.backends.base import Backend
from tgsdk.backends.pyrogram import PyrogramBackend
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.testing.accounts import UNOCCUPIED_PHONE, login_code
from tgsdk.testing.contract import BackendContract


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
        self._plain.scan(url)

    def scan_with_password(self, url: str) -> None:
        self._guarded.scan(url)

    def close(self) -> None:
        self._plain.close()
        self._guarded.close()


class TestPyrogramBackend(BackendContract):
    @pytest.fixture
    def backend(self, local_telegram: LocalTelegram) -> Backend:
        return PyrogramBackend(**local_telegram.options)

    @pytest.fixture(params=[1, 2], ids=["here", "on another data centre"])
    def phone(self, request: pytest.FixtureRequest, local_telegram: LocalTelegram) -> Iterator[PeopleWithPhones]:
        people = PeopleWithPhones(local_telegram, request.param)
        yield people
        people.close()

    @pytest.fixture
    def expire_tokens(self, local_telegram: LocalTelegram) -> Callable[[], None]:
        return local_telegram.expire_tokens

    @pytest.fixture
    def expire_codes(self, local_telegram: LocalTelegram) -> Callable[[], None]:
        return local_telegram.expire_codes

    @pytest.fixture
    def end_sessions(self, local_telegram: LocalTelegram, phone: PeopleWithPhones) -> Callable[[], None]:
        return lambda: local_telegram.end_sessions(phone.user_id)

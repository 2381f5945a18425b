"""The contract's people on a local Telegram, for backends that speak MTProto to it."""

# ruff: noqa: S101 - to assert is what this is for

import contextlib
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from tgsdk.backends.base import PART_SIZE, Backend
from tgsdk.client import Telegram
from tgsdk.errors import SessionEnded
from tgsdk.session import Session
from tgsdk.testing import LocalTelegram, Phone
from tgsdk.types import LoggedIn

from ..accounts import UNOCCUPIED_PHONE, Account, login_code
from ..desks.files import Document, Photo
from .fixtures import Carried

__all__ = ["Candidates", "OnTheLocalTelegram", "PeopleWithPhones"]


class PeopleWithPhones:
    """Two people, one with a two-factor password, as the contract wants to meet them."""

    def __init__(self, telegram: LocalTelegram, dc_id: int) -> None:
        plain = _find(telegram, dc_id, has_password=False)
        guarded = _find(telegram, dc_id, has_password=True)
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

    def add_person(self, name: str, *, username: str | None = None, phone: str | None = None) -> int:
        self._telegram.limit_look_ups(seconds_between_phones=0)  # else each test would wait
        self._telegram.limit_new_conversations(a_day=1000)
        return self._telegram.add_person(self._user_id, name, username=username, phone=phone)

    def add_group(self, title: str, *members: str) -> int:
        self._telegram.limit_new_conversations(a_day=1000)
        return self._telegram.add_chat(self._user_id, title, "supergroup", members=members)

    def write_in_group(self, chat_id: int, name: str, text: str) -> int:
        return self._telegram.write(self._user_id, chat_id, text, sender=name)

    def hide_members(self, chat_id: int) -> None:
        self._telegram.hide_members(self._user_id, chat_id)

    def add_forum(self, title: str, topic: str) -> tuple[int, int]:
        chat_id = self._telegram.add_chat(self._user_id, title, "supergroup", members=["Zinaida"])
        return chat_id, self._telegram.add_topic(self._user_id, chat_id, topic)

    def write_in_topic(self, chat_id: int, topic_id: int, text: str) -> int:
        return self._telegram.write(self._user_id, chat_id, text, topic=topic_id)

    def close_topic(self, chat_id: int, topic_id: int) -> None:
        self._telegram.close_topic(self._user_id, chat_id, topic_id)

    def delete_topic(self, chat_id: int, topic_id: int) -> None:
        self._telegram.delete_topic(self._user_id, chat_id, topic_id)

    def a_file(self) -> tuple[int, int, bytes]:
        """A video of more than one part."""
        for chat_id in self._telegram.chats(self._user_id):
            for message_id in self._telegram.message_ids(self._user_id, chat_id)[:200]:
                with contextlib.suppress(LookupError):
                    file = self._telegram.file(self._user_id, chat_id, message_id)
                    if _is_video(file) and PART_SIZE < file.size < 8 * PART_SIZE:
                        self.write(chat_id, "Here it is")  # the chats of the tests before may be many, and newer
                        return chat_id, message_id, bytes(file.read(0, file.size))
        raise LookupError("nobody has sent such a file")


def _is_video(file: Photo | Document) -> bool:
    if not isinstance(file, Document) or file.mime_type != "video/mp4":
        return False
    return not any(getattr(each, "round_message", False) for each in file.attributes)


class OnTheLocalTelegram:
    """The fixtures of the contract on a local Telegram: a backend overrides ``backend`` alone.

    One server is for all of it: a new one for each test would take longer than the tests. ``DC_ID`` is where people
    live; a new login begins at 1.
    """

    DC_ID: ClassVar[int] = 1
    logged_in_before: ClassVar[dict[tuple[int, int], str]] = {}

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[LocalTelegram]:
        with LocalTelegram() as telegram:
            yield telegram

    @pytest.fixture(scope="class")
    @classmethod
    def people(cls, server: LocalTelegram) -> Iterator[PeopleWithPhones]:
        """The people of the data centre, for all tests: to log their phones in takes longer than most of them."""
        with contextlib.closing(PeopleWithPhones(server, cls.DC_ID)) as people:
            yield people

    @pytest.fixture
    def logged_in(
        self, server: LocalTelegram, backend: Backend, phone: PeopleWithPhones, face: type[Telegram]
    ) -> Carried:
        """As the test before left it, if it is logged in still: a login takes longer than what comes after it."""
        kept = self.logged_in_before.get((server.port, self.DC_ID), Session().to_string())
        account = Carried(backend, kept, face)
        if not isinstance(account.call(Telegram.status), LoggedIn):
            account = Carried(backend, face=face)
            phone.scan(account.call(Telegram.start_qr_login).url)
            assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)
        login = account.session.replace(access_hashes={}, file_keys=(), future_auth_tokens=())
        account.string = self.logged_in_before[server.port, self.DC_ID] = login.to_string()
        return account

    @pytest.fixture
    def phone(self, people: PeopleWithPhones) -> PeopleWithPhones:
        return people

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


def _find(telegram: LocalTelegram, dc_id: int, *, has_password: bool) -> Account:
    return next(
        account
        for account in telegram.accounts
        if account.dc_id == dc_id and (account.password is not None) == has_password
    )

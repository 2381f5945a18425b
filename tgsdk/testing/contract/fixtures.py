"""The fixtures of the contract: those to override, and the accounts that are made with them."""

# ruff: noqa: S101 - to assert is what this is for

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar

import pytest

from tgsdk.backends.base import Backend
from tgsdk.client import AsyncTelegram, Telegram
from tgsdk.download import Parts
from tgsdk.errors import Unsupported
from tgsdk.session import Session
from tgsdk.types import Attachment, AwaitingPassword, Capability, CodeSent, LoggedIn, LoginState, Message, Photo
from tgsdk.upload import Upload

__all__ = ["DECLARED", "FACES", "Awaited", "Carried", "ContractFixtures", "OtherSide", "ScanningPhone", "needs"]

#: Where a test of the contract notes what its backend declares: a behaviour of anything else is skipped (plugin.py).
DECLARED = pytest.StashKey[frozenset[Capability]]()

P = ParamSpec("P")
T = TypeVar("T")
Test = TypeVar("Test", bound=Callable[..., object])


class ScanningPhone(Protocol):
    """The phones of two people, the second with a two-step verification ``password`` that begins or ends with a space.

    ``number`` and ``code`` are those of the first, ``number_with_password`` and ``code_with_password`` those of the
    second; ``unoccupied_number`` is one that ``unoccupied_code`` is sent to, and that nobody has an account with.
    """

    number: str
    code: str
    number_with_password: str
    code_with_password: str
    unoccupied_number: str
    unoccupied_code: str
    password: str
    hint: str | None

    def scan(self, url: str) -> object:
        """Accept the login of this QR code as a person without a password."""

    def scan_with_password(self, url: str) -> object:
        """Accept the login of this QR code as the person who has the password."""


class OtherSide(Protocol):
    """The other side of the chats of the person without a password. One chat, at least, has a photo."""

    def add_chat(self, title: str) -> int:
        """Add a private chat with somebody of this first and last name on top of the list; return its id."""

    def write(self, chat_id: int, text: str) -> int:
        """Have the other person write; return the id of the message."""

    def edit(self, chat_id: int, message_id: int, text: str) -> object:
        """Have the other person edit a message."""

    def delete(self, chat_id: int, message_id: int) -> object:
        """Have the other person delete a message for both."""

    def refuse_writing(self, chat_id: int) -> object:
        """Have the other person block the account."""

    def archive(self, chat_id: int) -> object:
        """Move a chat of the account to the archive, where ``add_chat()`` never puts one. Without this method the
        contract of folders is not tested."""

    def add_person(self, name: str, *, username: str | None = None, phone: str | None = None) -> int:
        """Let somebody be found by username or phone number who has no chat with the account; return their id. Without
        this method the contract of finding people is not tested."""

    def add_group(self, title: str, *members: str) -> int:
        """Add a group, which is no basic one, with people of these names beside the account, whom it has no chat with;
        return its id. Without this method and the next two the contract of members is not tested."""

    def write_in_group(self, chat_id: int, name: str, text: str) -> int:
        """Have the member with this name write in a group; return the id of the message."""

    def hide_members(self, chat_id: int) -> object:
        """Have a group show its members to its administrators alone."""

    def add_forum(self, title: str, topic: str) -> tuple[int, int]:
        """Add a forum with one topic beside the general one; return the ids of both. Without this method and the next
        three the contract of topics is not tested."""

    def write_in_topic(self, chat_id: int, topic_id: int, text: str) -> int:
        """Have somebody write in a topic; return the id of the message."""

    def close_topic(self, chat_id: int, topic_id: int) -> object:
        """Have an administrator close a topic."""

    def delete_topic(self, chat_id: int, topic_id: int) -> object:
        """Have an administrator delete a topic."""

    def a_file(self) -> tuple[int, int, bytes]:
        """Return the ids of a chat and a message that has a file of more than ``PART_SIZE`` bytes, and the bytes."""


def needs(capability: Capability) -> Callable[[Test], Test]:
    """Skip a behaviour that is about this too, where its calls alone do not show it."""

    def mark(test: Test) -> Test:
        test.capability = capability  # type: ignore[attr-defined]
        return test

    return mark


def _require(backend: Backend, capability: Capability | None) -> None:
    if capability is not None and capability not in backend.supports:
        raise Unsupported(capability)


class Awaited(Telegram):
    """The awaitable twin under Telegram's names: each call runs in an event loop that its caller has made."""

    def _run(self, call: Coroutine[Any, Any, T]) -> T:
        return super()._run(call) if self._is_connected else asyncio.run(call)  # a block has a loop of its own

    def _make_together(self, calls: Sequence[Callable[[AsyncTelegram], Awaitable[object]]]) -> list[object]:
        return self._run(self._twin._together(calls))

    def _iter_parts(self, file: Attachment | Photo, parts: Parts) -> Generator[bytes, None, None]:
        async def all_parts() -> list[bytes]:
            return [part async for part in self._twin._iter_parts(file, parts)]

        yield from super()._iter_parts(file, parts) if self._is_connected else asyncio.run(all_parts())

    def _send(self, *arguments: Any) -> tuple[Message, ...]:
        return super()._send(*arguments) if self._is_connected else asyncio.run(self._twin._send(*arguments))

    def iter_upload(self, upload: Upload) -> Generator[int, None, None]:
        async def one_step() -> int:
            async with contextlib.aclosing(self._twin.iter_upload(upload)) as steps:
                return await anext(steps)

        while not self._is_connected and not upload.is_saved:
            yield asyncio.run(one_step())
        yield from super().iter_upload(upload)


FACES: dict[str, type[Telegram]] = {"blocking": Telegram, "awaitable": Awaited}


@dataclass(slots=True)
class Carried:
    """An account whose session is a string between two calls: each call has a new Telegram object."""

    backend: Backend
    string: str = field(default_factory=lambda: Session().to_string(), repr=False)
    face: type[Telegram] = Telegram

    def call(self, operation: Callable[Concatenate[Telegram, P], T], *args: P.args, **options: P.kwargs) -> T:
        telegram = self.face(self.backend, Session.from_string(self.string))
        try:
            return operation(telegram, *args, **options)
        finally:
            self.string = telegram.session.to_string()

    def send_code(self, phone: str) -> CodeSent:
        return self.call(Telegram.send_code, phone)

    def sign_in(self, code: str) -> LoginState:
        return self.call(Telegram.sign_in, code)

    def check_password(self, password: str) -> LoginState:
        return self.call(Telegram.check_password, password)

    @property
    def session(self) -> Session:
        return Session.from_string(self.string)


class ContractFixtures:
    """The fixtures of the contract. A backend overrides six of them; ``FACES`` are what it is tested through."""

    FACES: ClassVar[tuple[str, ...]] = tuple(FACES)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run each behaviour that calls anything through each face."""
        if "face" in metafunc.fixturenames:
            metafunc.parametrize("face", [FACES[name] for name in self.FACES], ids=self.FACES)

    @pytest.fixture(autouse=True)
    def declared(self, request: pytest.FixtureRequest, backend: Backend) -> None:
        """Note what the backend declares."""
        request.node.stash[DECLARED] = backend.supports
        _require(backend, getattr(request.function, "capability", None))

    @pytest.fixture
    def backend(self) -> Backend:
        """The backend to be tested."""
        raise NotImplementedError

    @pytest.fixture
    def phone(self) -> ScanningPhone:
        """The phone that scans the codes of the backend."""
        raise NotImplementedError

    @pytest.fixture
    def expire_tokens(self) -> Callable[[], object]:
        """Expires every QR code that was given so far."""
        raise NotImplementedError

    @pytest.fixture
    def expire_codes(self) -> Callable[[], object]:
        """Expires every login code that was sent so far."""
        raise NotImplementedError

    @pytest.fixture
    def end_sessions(self) -> Callable[[], object]:
        """Ends the sessions of the person without a password, as from the phone."""
        raise NotImplementedError

    @pytest.fixture
    def other_side(self) -> OtherSide:
        """The other side of the chats of the person without a password."""
        raise NotImplementedError

    @pytest.fixture
    def account(self, backend: Backend, face: type[Telegram]) -> Carried:
        """Nobody is logged in yet."""
        return Carried(backend, face=face)

    @pytest.fixture
    def logged_in(self, backend: Backend, face: type[Telegram], phone: ScanningPhone) -> Carried:
        """The person without a password is logged in."""
        account = Carried(backend, face=face)
        phone.scan(account.call(Telegram.start_qr_login).url)
        assert isinstance(account.call(Telegram.check_qr_login), LoggedIn)
        return account

    @pytest.fixture
    def awaiting_password(self, backend: Backend, face: type[Telegram], phone: ScanningPhone) -> Carried:
        """The person with a password has scanned the code."""
        _require(backend, Capability.PASSWORD)
        account = Carried(backend, face=face)
        phone.scan_with_password(account.call(Telegram.start_qr_login).url)
        assert isinstance(account.call(Telegram.check_qr_login), AwaitingPassword)
        return account

    @pytest.fixture
    def awaiting_code(self, backend: Backend, face: type[Telegram], phone: ScanningPhone) -> Carried:
        """The person without a password has had a code sent."""
        account = Carried(backend, face=face)
        account.send_code(phone.number)
        return account

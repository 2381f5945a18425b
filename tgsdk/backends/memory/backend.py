"""MemoryBackend: scripted by what a phone would do, and by what Telegram would."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Self

from tgsdk.errors import TelegramError
from tgsdk.phone_number import international
from tgsdk.session import Session
from tgsdk.types import Capability, Chat, ChatFolder, CodeType, Member, Message, Profile, Requirement, Topic, User

from ..base import Backend, Connection
from .connection import MemoryConnection
from .script import Script
from .world import Person, World

__all__ = ["MemoryBackend"]


class MemoryBackend(Backend):
    """Keeps its accounts in the process's memory. Safe to use from many threads; nothing is shared between objects.

    A test plays the phone: :meth:`scan` accepts a shown QR code, :meth:`expire_tokens` lets the QR codes grow old.
    It plays Telegram too: :meth:`add` registers somebody who logs in by phone, :meth:`send_codes_by` chooses the ways
    that codes take, :meth:`expire_codes` lets them grow old, :meth:`end_sessions` ends an account's sessions,
    :meth:`fail` makes the next calls raise. What an account reads is given to it by :meth:`put_chat`,
    :meth:`put_message` and :meth:`put_file`, cards by :meth:`put_profile`, members by :meth:`put_members`, whom it
    can find by :meth:`put_person`; :meth:`delete_message` takes a message away, :meth:`forbid_writing` closes a chat to
    it. ``calls`` lists the operations that were asked for, oldest first, ``proxies`` what :meth:`through` was given,
    and nothing goes there. ``token_lifetime`` is in seconds.
    """

    supports = frozenset(Capability)
    calls_together = True

    def __init__(self, *, token_lifetime: float = 30) -> None:
        self._world = World(token_lifetime=token_lifetime)
        self._script = Script()
        self.proxies: list[str | Sequence[str]] = []

    def through(self, proxy: str | Sequence[str]) -> Self:
        self.proxies.append(proxy)
        return self

    @property
    def calls(self) -> list[str]:
        """The operations that were asked for, oldest first, those that failed included."""
        return self._script.calls

    def scan(self, url: str, user: User, *, password: str | None = None, hint: str | None = None) -> None:
        """Accept the login of ``url`` as ``user``, who has a two-step verification password if ``password`` is given.

        Raises ``LookupError`` when no valid code has this URL.
        """
        self._world.accept_scan(url, user, password, hint)

    def add(self, phone: str, user: User, *, code: str, password: str | None = None, hint: str | None = None) -> None:
        """Register ``user`` under a phone number, to whom ``code`` is sent."""
        self._world.add_person(international(phone), Person(user=user, code=code, password=password, hint=hint))

    def send_codes_by(self, *types: CodeType, timeout: int = 60) -> None:
        """Choose the ways that codes take, in their order; the next one can be asked for after ``timeout`` seconds."""
        if not types:
            raise ValueError("a code is sent in one way at least")
        self._world.choose_code_types(types, timeout)

    def expire_codes(self) -> None:
        """Let every login code that was sent be too old."""
        self._world.expire_codes()

    def expire_tokens(self) -> None:
        """Let every QR code that is shown now be too old."""
        self._world.expire_tokens()

    def end_sessions(self, user_id: int, reason: str = "SESSION_REVOKED") -> None:
        """End all sessions of this user, as from the phone. ``reason`` is Telegram's name for it."""
        self._world.end_sessions(user_id, reason)

    def fail(self, error: TelegramError, *, times: int = 1) -> None:
        """Make the next ``times`` operations raise ``error``."""
        self._script.fail(error, times)

    def put_chat(self, user_id: int, chat: Chat) -> None:
        """Give this user a chat, or change it. Its ``last_message`` is put too, where it has one.

        Pinned chats come first, then those with the newest message, then those without any, in the order they were put.
        """
        with self._world.desk(user_id) as desk:
            desk.put_chat(chat)

    def put_message(self, user_id: int, message: Message, *, topic_id: int | None = None) -> None:
        """Give this user a message, or change the one of this id. A new one that is not their own is unread.

        In a forum it is in the general topic, unless another one is named. Raises NotFound when the chat, or the topic,
        was not put.
        """
        with self._world.desk(user_id) as desk:
            desk.put_message(message, topic_id)

    def put_topic(self, user_id: int, topic: Topic) -> None:
        """Give a forum of this user a topic, or change it; each has the general one. NotFound for other chats."""
        with self._world.desk(user_id) as desk:
            desk.put_topic(topic)

    def delete_topic(self, user_id: int, chat_id: int, topic_id: int) -> None:
        """Take a topic away, with its messages. Raises NotFound when there is none of this id."""
        with self._world.desk(user_id) as desk:
            desk.delete_topic(chat_id, topic_id)

    def put_folders(self, user_id: int, *folders: ChatFolder) -> None:
        """Give this user these folders, in this order, and no others."""
        with self._world.desk(user_id) as desk:
            desk.folders = folders

    def delete_message(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Take a message away. Raises NotFound when there is none of this id."""
        with self._world.desk(user_id) as desk:
            desk.delete_message(chat_id, message_id)

    def put_person(
        self, user_id: int, chat: Chat, *, phone: str | None = None, requirement: Requirement | None = None
    ) -> None:
        """Let this user find somebody by the username of ``chat`` or by a phone number; the list has them once written.

        ``requirement`` is what they ask of those who write to them, nothing if it is None.
        """
        with self._world.desk(user_id) as desk:
            desk.put_person(chat, phone and international(phone), requirement)

    def put_profile(self, user_id: int, profile: Profile) -> None:
        """Give this user the card of a chat, in place of one that says no more than the chat."""
        with self._world.desk(user_id) as desk:
            desk.put_profile(profile)

    def put_members(self, user_id: int, chat_id: int, members: Sequence[Member] | None) -> None:
        """Give a group of this user these members, whom they can write to; with None it shows them to nobody.

        Raises NotFound when the group was not put.
        """
        with self._world.desk(user_id) as desk:
            desk.put_members(chat_id, members)

    def put_file(self, location: str, content: bytes) -> None:
        """Set what every Photo and Attachment with this ``location`` holds; others raise FileReferenceExpired."""
        self._world.put_file(location, content)

    def remove_file(self, location: str) -> None:
        """Forget what was put with this ``location``: it raises FileReferenceExpired from now on."""
        self._world.remove_file(location)

    def forbid_writing(self, user_id: int, chat_id: int, error: TelegramError | None) -> None:
        """Make every message that this user sends to the chat raise ``error``; None allows writing again.

        Raises NotFound when the chat was not put.
        """
        with self._world.desk(user_id) as desk:
            desk.forbid_writing(chat_id, error)

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield MemoryConnection(self._world, self._script, session)

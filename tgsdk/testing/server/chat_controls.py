"""`DeskControl`: what a test or a demonstration can do with the chats of an account, besides looking at them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, TypeVar

from ..desks import events as happenings
from ..desks.account_chats import Desk, Sent
from ..desks.chats import Chat
from ..desks.files import Document, Photo
from ..desks.hostile_chats import plant
from ..desks.peers import Kind
from ..state.world import World

T = TypeVar("T")


class DeskControl(ABC):
    """The part of `LocalTelegram` that is about chats.

    Accounts are named by their ``user_id``, chats by marked ids: those of users are positive, a basic group's is
    ``-id``, a supergroup's and a channel's ``-(10**12 + id)``. An account or a chat that there is none of is a
    ``LookupError``. Messages written here come without any push: clients see them when they ask.
    """

    _world: World

    @abstractmethod
    def _in_loop(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T: ...

    def chats(self, user_id: int) -> tuple[int, ...]:
        """The account's chats as Telegram lists them: the pinned ones first, archived ones among the others."""
        return self._with_desk(user_id, lambda desk: tuple(chat.id for chat in desk.as_listed()))

    def message_ids(self, user_id: int, chat_id: int) -> tuple[int, ...]:
        """The ids of all messages of a chat, the newest first."""
        return self._with_chat(user_id, chat_id, lambda _, chat: tuple(each.id for each in reversed(chat.plan)))

    def find_chat(self, user_id: int, title: str) -> int:
        """The first chat with this title or full name; ``LookupError`` if there is none."""

        def find(desk: Desk) -> int:
            for chat in desk.as_listed():
                if chat.peer.title == title:
                    return chat.id
            raise LookupError(f"No chat of {user_id} is called {title!r}")

        return self._with_desk(user_id, find)

    def file(self, user_id: int, chat_id: int, message_id: int) -> Photo | Document:
        """The photo or document of a message, to compare a download with: its ``size``, ``read(offset, limit)``.

        A photo is read in its largest size. ``dc_id`` is the data centre that has it. ``LookupError`` when the message
        has no file.
        """

        def find(_: Desk, chat: Chat) -> Photo | Document:
            message = chat.by_id(message_id)
            if message is None or message.file is None:
                raise LookupError(f"Message {message_id} of chat {chat_id} has no file")
            return message.file

        return self._with_chat(user_id, chat_id, find)

    def sent(self, user_id: int) -> tuple[Sent, ...]:
        """What the account has sent by a client so far, the oldest first."""
        return self._with_desk(user_id, lambda desk: tuple(desk.sent))

    def write(self, user_id: int, chat_id: int, text: str, *, sender: str | None = None) -> int:
        """Somebody in the chat writes to the account: a new message on top, unread. Returns its id.

        ``sender`` is the first name or the full name of a member, for groups; otherwise it is the first of them.
        """
        return self._with_chat(
            user_id, chat_id, lambda desk, chat: happenings.write(desk, chat, text, sender=sender).id
        )

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> None:
        """Another text for a message, edited now."""
        self._with_chat(user_id, chat_id, lambda desk, chat: happenings.edit(desk, chat, message_id, text))

    def delete_messages(self, user_id: int, chat_id: int, message_ids: Iterable[int]) -> None:
        """Deletes messages for everybody. A chat without any is not listed any more."""
        ids = tuple(message_ids)
        self._with_chat(user_id, chat_id, lambda desk, chat: happenings.delete(desk, chat, ids))

    def read_outbox(self, user_id: int, chat_id: int) -> None:
        """The other side reads everything."""
        self._with_chat(user_id, chat_id, happenings.read_by_others)

    def refuse_writing(self, user_id: int, chat_id: int, code: int, name: str) -> None:
        """Refuses every ``messages.sendMessage`` to this chat: ``(…, 403, "CHAT_WRITE_FORBIDDEN")``,
        ``(…, 400, "USER_IS_BLOCKED")``, ``(…, 420, "SLOWMODE_WAIT_30")``, ``(…, 400, "PEER_FLOOD")``.
        """
        if not re.fullmatch(r"[A-Z0-9_]+", name):
            raise ValueError(f"{name!r} is no name of an error")
        self._set(user_id, chat_id, "refusal", (code, name))

    def allow_writing(self, user_id: int, chat_id: int) -> None:
        """Takes messages to this chat again."""
        self._set(user_id, chat_id, "refusal", None)

    def expel(self, user_id: int, chat_id: int) -> None:
        """Puts the account out of a supergroup or channel: not listed any more, and 400 ``CHANNEL_PRIVATE``."""

        def close(desk: Desk, chat: Chat) -> None:
            chat.is_closed = True
            desk.shuffled()

        self._with_chat(user_id, chat_id, close)

    def expire_file_references(self) -> None:
        """Makes all file references given so far too old; who asks for a message again gets a good one."""

        async def expire() -> None:
            self._world.file_generation += 1

        self._in_loop(expire)

    def add_chat(
        self,
        user_id: int,
        title: str,
        kind: Kind = "private",
        *,
        members: Iterable[str] = (),
        username: str | None = None,
        may_write: bool = True,
    ) -> int:
        """A new chat on top of the list, and its id. There is one service message in it.

        The ``title`` of a private chat is a first name and a last name. ``members`` are names of those in a group;
        ``may_write`` is about channels.
        """
        names = tuple(members)
        return self._with_desk(
            user_id,
            lambda desk: (
                happenings.add_chat(desk, title, kind, members=names, username=username, may_write=may_write).id
            ),
        )

    def plant_scripts(self, user_id: int) -> int:
        """Adds chats in which every text that people can choose is a script, and returns the one with most of them.

        Names, titles, texts, captions, links, file names and types, authors, polls, contacts, places and service
        messages are ``<script>`` and ``<img onerror>`` that set ``window.xss``, or ``javascript:`` links that do.
        """
        return self._with_desk(user_id, lambda desk: plant(desk).id)

    def answer_automatically(self, user_id: int, after: float | None) -> None:
        """Has people read what the account sends to them, and answer it ``after`` so many seconds; None ends it."""

        def answer(desk: Desk) -> None:
            desk.answers_after = after

        self._with_desk(user_id, answer)

    def _set(self, user_id: int, chat_id: int, name: str, value: Any) -> None:
        self._with_chat(user_id, chat_id, lambda _, chat: setattr(chat, name, value))

    def _with_desk(self, user_id: int, work: Callable[[Desk], T]) -> T:
        """Does something with a desk in the server's thread."""

        async def in_loop() -> T:
            account = self._world.account_by_id(user_id)
            if account is None:
                raise LookupError(f"No account has the id {user_id}")
            return work(self._world.desk(account))

        return self._in_loop(in_loop)

    def _with_chat(self, user_id: int, chat_id: int, work: Callable[[Desk, Chat], T]) -> T:
        def with_chat(desk: Desk) -> T:
            chat = desk.chats.get(chat_id)
            if chat is None:
                raise LookupError(f"{user_id} has no chat {chat_id}")
            return work(desk, chat)

        return self._with_desk(user_id, with_chat)

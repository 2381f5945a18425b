"""Telegram, the blocking facade, and AsyncTelegram, its awaitable twin: one line a call."""

import asyncio
import contextlib
import secrets
import time
import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

from tgsdk.addressee import Addressee
from tgsdk.arguments import check, check_given, named
from tgsdk.backends.base import Backend, Connection
from tgsdk.deadline import ends_within
from tgsdk.download import Destination, Parts, open_destination
from tgsdk.errands import run_in_the_waiting_thread
from tgsdk.errors import Timeout, Unsupported, UploadIncomplete
from tgsdk.formatting import trimmed
from tgsdk.held_open import HeldOpen
from tgsdk.hiding import Secret, forget_variables
from tgsdk.qr_login import qr_login
from tgsdk.runner import run_async_task
from tgsdk.session import Session
from tgsdk.together import CallsTogether, made_together, together_until
from tgsdk.turns import OneAtATime, Turns
from tgsdk.types import (
    MAX_ALBUM,
    Attachment,
    Capability,
    Chat,
    ChatFolder,
    ChatPage,
    CodeSent,
    Entity,
    Folder,
    FoundPage,
    LoginState,
    Member,
    Message,
    OutgoingFile,
    Page,
    Photo,
    Profile,
    QrLogin,
    Requirement,
    SharedKind,
    Topic,
    User,
)
from tgsdk.upload import Source, Upload

__all__ = ["AsyncTelegram", "Telegram"]

T = TypeVar("T")
TelegramT = TypeVar("TelegramT", bound="Telegram")

VARIATION_SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F))  # of an emoji in black and white, and in colours
TRIES = 3  # of sending files of which parts are missing

STAYS_HERE = "{} is neither copied nor pickled: hand telegram.session.to_string() on, and make another one there"

#: What no other call is made beside of: it may change the login. None stands for calls of every backend.
ALONE = (Capability.QR_LOGIN, Capability.CODE_LOGIN, Capability.PASSWORD, None)


@dataclass(frozen=True, slots=True)
class _Caption:
    """What is said of files: its entities stand in the text as Telegram keeps it, without blanks at its ends."""

    text: str
    entities: tuple[Entity, ...] = ()

    @classmethod
    def of(cls, text: str, entities: Sequence[Entity]) -> Self:
        check(caption=text, caption_entities=entities)
        return cls(*_trimmed(text, entities)) if entities else cls(Secret.of(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class _WithFiles:
    """Where files go to, and what goes with them: now, or ``at`` a time."""

    chat_id: int
    topic_id: int | None
    caption: _Caption
    reply_to: int | None
    at: datetime | None

    @classmethod
    def of(
        cls,
        chat_id: int,
        topic_id: int | None,
        caption: str,
        entities: Sequence[Entity],
        reply_to: int | None,
        at: datetime | None,
    ) -> Self:
        words = _Caption.of(caption, entities)
        return cls(chat_id=chat_id, topic_id=topic_id, caption=words, reply_to=reply_to, at=at)

    @property
    def needed(self) -> list[Capability]:
        needed = [Capability.SEND_FILES]
        needed += [Capability.FORMAT_CAPTIONS] if self.caption.entities else []
        needed += [Capability.TOPICS] if self.topic_id is not None else []
        return needed + ([Capability.SCHEDULE_FILES] if self.at is not None else [])


class AsyncTelegram:
    """One Telegram account, for code that has an event loop of its own, asyncio's or uvloop's.

    The awaitable twin of :class:`Telegram`: each method does the same and raises the same as its namesake there, where
    it is described in full. ``on_session`` is awaited. Calls that do not depend on each other go out together inside
    one :meth:`connected` block::

        async with telegram.connected():
            me, chats = await asyncio.gather(telegram.me(), telegram.chats())

    Outside of one, calls that are made at once wait for each other, each within its ``timeout``. Inside of one, those
    of a login, :meth:`status` and :meth:`log_out` wait for the others, and all do where the backend takes one at a time
    (``Backend.calls_together``).

    :meth:`iter_download` and :meth:`iter_upload` hold a connection to their end. What may leave them before closes
    them, as with every asynchronous generator::

        async with contextlib.aclosing(telegram.iter_download(file)) as parts:
            async for part in parts:
                ...
    """

    def __init__(
        self,
        backend: Backend,
        session: Session | None = None,
        *,
        timeout: float = 15,
        on_session: Callable[[Session], Awaitable[object]] | None = None,
    ) -> None:
        if not hasattr(backend, "connect") or isinstance(backend, type):
            raise TypeError(f"backend is an object that load_backend() makes, not {named(backend)}")
        if not isinstance(session, Session | None):
            raise TypeError(f"session is a Session, as Session.from_string() reads it, not {named(session)}")
        check(timeout=timeout)
        check_given(on_session=on_session)
        if timeout == 0:
            raise ValueError("timeout is a number of seconds above 0, not 0")
        self.session = session or Session()
        self.timeout = timeout
        self._backend = backend
        self._on_session = on_session
        self._connection: Connection | None = None
        self._end: float | None = None
        self._turns: Turns | None = None
        self._connections = OneAtATime()

    def __reduce__(self) -> NoReturn:
        raise TypeError(STAYS_HERE.format(type(self).__name__))

    @contextlib.asynccontextmanager
    async def connected(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - it is about the calls of the block
    ) -> AsyncIterator[Self]:
        """Make all calls of a ``with`` block over one connection."""
        check_given(timeout=timeout)
        if self._connection is not None:
            raise RuntimeError("this object is connected already")
        end = None if timeout is None else time.monotonic() + timeout
        async with self._new_connection(timeout) as connection:
            self._connection = connection
            self._end = end
            self._turns = Turns()
            try:
                yield self
            finally:
                self._connection = self._end = self._turns = None
                self.session = connection.session

    async def qr_login(self) -> LoginState:
        """Start a login by QR code, look if it was scanned, renew it or start it anew (``auth.exportLoginToken``)."""
        return await self._call(qr_login, Capability.QR_LOGIN)

    async def start_qr_login(self) -> QrLogin:
        """Start a login by QR code, or return the code that is still valid (``auth.exportLoginToken``)."""
        return await self._call(lambda connection: connection.start_qr_login(), Capability.QR_LOGIN)

    async def check_qr_login(self) -> LoginState:
        """Look once whether the QR code was scanned (``auth.exportLoginToken``, ``auth.importLoginToken``)."""
        return await self._call(lambda connection: connection.check_qr_login(), Capability.QR_LOGIN)

    async def send_code(self, phone: str) -> CodeSent:
        """Have a login code sent to ``phone``, a number in international form (``auth.sendCode``)."""
        phone = Secret.of(phone)
        check(phone=phone)
        return await self._call(lambda connection: connection.send_code(Secret.shown(phone)), Capability.CODE_LOGIN)

    async def resend_code(self) -> CodeSent:
        """Have the code sent again, in the next way, or a new one when it is too old (``auth.resendCode``)."""
        return await self._call(lambda connection: connection.resend_code(), Capability.CODE_LOGIN)

    async def sign_in(self, code: str) -> LoginState:
        """Enter the login code (``auth.signIn``)."""
        code = Secret.of(code)
        check(code=code)
        return await self._call(lambda connection: connection.sign_in(Secret.shown(code)), Capability.CODE_LOGIN)

    async def check_password(self, password: str) -> LoginState:
        """Finish the login with the two-step verification password, exactly as typed (``auth.checkPassword``)."""
        password = Secret.of(password)
        check(password=password)
        return await self._call(
            lambda connection: connection.check_password(Secret.shown(password)), Capability.PASSWORD
        )

    async def status(self) -> LoginState:
        """Return the state of the account (``users.getUsers``), of a QR login that is too old after a look at it."""
        return await self._call(lambda connection: connection.status())

    async def me(self) -> User:
        """Return the logged-in user (``users.getUsers``)."""
        return await self._call(lambda connection: connection.me(), is_alone=False)

    async def chats(
        self,
        limit: int = 50,
        cursor: str | None = None,
        query: str | None = None,
        folder: Folder | ChatFolder | None = None,
    ) -> ChatPage:
        """Return chats in Telegram's order (``messages.getDialogs``), or those with a name (``contacts.search``)."""
        query = Secret.of(query)
        check(limit=limit)
        check_given(cursor=cursor, query=query, folder=folder)
        if folder is not None and query is not None:
            raise ValueError("a query searches in every folder: give it without one")
        if isinstance(folder, ChatFolder):
            of_folder = folder
            chosen = await self._call(
                lambda connection: connection.chats_of(of_folder, limit, cursor), Capability.FOLDERS
            )
            return ChatPage(items=chosen.items, next=chosen.next)
        if folder is not None:
            return await self._call(lambda connection: connection.chats_in(folder, limit, cursor), Capability.READ)
        needed = Capability.READ if query is None else Capability.FIND_CHATS
        page = await self._call(lambda connection: connection.chats(limit, cursor, Secret.shown(query)), needed)
        return ChatPage(items=page.items, next=page.next)

    async def folders(self) -> tuple[ChatFolder, ...]:
        """Return the folders that the person has made, in their order (``messages.getDialogFilters``)."""
        return await self._call(lambda connection: connection.folders(), Capability.FOLDERS)

    async def search_messages(
        self,
        query: str,
        limit: int = 50,
        cursor: str | None = None,
        *,
        chat_id: int | None = None,
        around: int | None = None,
        topic_id: int | None = None,
    ) -> FoundPage:
        """Return messages with ``query``, in all chats (``messages.searchGlobal``) or in one (``messages.search``)."""
        query = Secret.of(query)
        check(query=query, limit=limit)
        check_given(cursor=cursor, chat_id=chat_id, around=around, topic_id=topic_id)
        if chat_id is None and not (around is None and topic_id is None):
            raise ValueError("around and topic_id are of one chat: give its chat_id too")
        if cursor is not None and around is not None:
            raise ValueError("give one of cursor and around: they exclude each other")
        if chat_id is not None and topic_id is not None:
            in_forum, in_topic = chat_id, topic_id
            return await self._call(
                lambda connection: connection.find_in_topic(
                    in_forum, in_topic, Secret.shown(query), limit, cursor, around
                ),
                Capability.TOPICS,
            )
        if chat_id is not None:
            in_chat = chat_id
            return await self._call(
                lambda connection: connection.find_in_chat(in_chat, Secret.shown(query), limit, cursor, around),
                Capability.FIND_IN_CHAT,
            )
        page = await self._call(
            lambda connection: connection.search_messages(Secret.shown(query), limit, cursor), Capability.FIND_MESSAGES
        )
        return FoundPage(items=page.items, next=page.next)

    async def chat(self, chat_id: int) -> Chat:
        """Return one chat as it is now, with its last message (``messages.getPeerDialogs``)."""
        check(chat_id=chat_id)
        return await self._call(lambda connection: connection.chat(chat_id), Capability.READ)

    async def messages(
        self,
        chat_id: int,
        limit: int = 50,
        cursor: str | None = None,
        *,
        after: int | None = None,
        around: int | None = None,
        date: datetime | None = None,
        topic_id: int | None = None,
    ) -> Page[Message]:
        """Return messages of a chat, newest first (``messages.getHistory``)."""
        check(chat_id=chat_id, limit=limit)
        check_given(cursor=cursor, after=after, around=around, date=date, topic_id=topic_id)
        if sum(place is not None for place in (cursor, after, around, date)) > 1:
            raise ValueError("give one of cursor, after, around and date: they exclude each other")
        if topic_id is not None:
            return await self._topic_messages(chat_id, topic_id, limit, cursor, after, around, date)
        if date is not None:
            return await self._call(
                lambda connection: connection.messages_at(chat_id, limit, date), Capability.FIND_IN_CHAT
            )
        return await self._call(
            lambda connection: connection.messages(chat_id, limit, cursor, after, around), Capability.READ
        )

    async def _topic_messages(
        self,
        chat_id: int,
        topic_id: int,
        limit: int,
        cursor: str | None,
        after: int | None,
        around: int | None,
        date: datetime | None,
    ) -> Page[Message]:
        return await self._call(
            lambda connection: connection.topic_messages(chat_id, topic_id, limit, cursor, after, around, date),
            Capability.TOPICS,
        )

    async def topics(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Topic]:
        """Return the topics of a forum (``channels.getForumTopics``, ``messages.getForumTopics``)."""
        check(chat_id=chat_id, limit=limit)
        check_given(cursor=cursor)
        return await self._call(lambda connection: connection.topics(chat_id, limit, cursor), Capability.TOPICS)

    async def topic(self, chat_id: int, topic_id: int) -> Topic:
        """Return one topic as it is now (``channels.getForumTopicsByID``, ``messages.getForumTopicsByID``)."""
        check(chat_id=chat_id, topic_id=topic_id)
        return await self._call(lambda connection: connection.topic(chat_id, topic_id), Capability.TOPICS)

    async def mark_as_read(self, chat_id: int, message_id: int, *, topic_id: int | None = None) -> None:
        """Mark all messages up to this one as read (``messages.readHistory``, ``channels.readHistory``)."""
        check(chat_id=chat_id, message_id=message_id)
        check_given(topic_id=topic_id)
        if topic_id is not None:
            of_topic = topic_id
            await self._call(
                lambda connection: connection.mark_topic_as_read(chat_id, of_topic, message_id), Capability.TOPICS
            )
        else:
            await self._call(lambda connection: connection.mark_as_read(chat_id, message_id), Capability.MARK_AS_READ)

    async def message(self, chat_id: int, message_id: int) -> Message:
        """Return one message as it is now (``messages.getMessages``, ``channels.getMessages``)."""
        check(chat_id=chat_id, message_id=message_id)
        return await self._call(lambda connection: connection.message(chat_id, message_id), Capability.READ)

    async def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return up to ``MAX_PAGE_SIZE`` messages as they are now (``messages.getMessages``)."""
        check(chat_id=chat_id, message_ids=message_ids)
        wanted = tuple(dict.fromkeys(message_ids))
        found = await self._call(lambda connection: connection.messages_by_id(chat_id, wanted), Capability.READ)
        there = {message.id: message for message in found}
        return tuple(there[each] for each in wanted if each in there)

    async def send_message(
        self,
        chat_id: int,
        text: str,
        *,
        entities: Sequence[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        random_id: int | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Send a text of up to ``MAX_MESSAGE_LENGTH`` characters, and return its message (``messages.sendMessage``)."""
        text, quote = Secret.of(text), Secret.of(quote)
        check(chat_id=chat_id, text=text, entities=entities)
        check_given(reply_to=reply_to, quote=quote, random_id=random_id, schedule_at=schedule_at, topic_id=topic_id)
        number = _new_random_id() if random_id is None else random_id
        if topic_id is not None:
            return await self._send_to_topic(chat_id, topic_id, text, schedule_at, number, entities, reply_to, quote)
        if schedule_at is not None:
            return await self._schedule(chat_id, text, schedule_at, number, entities, reply_to, quote)
        if not entities and reply_to is None:
            return await self._call(
                lambda connection: connection.send_message(chat_id, Secret.shown(text), number),
                Capability.SEND_MESSAGES,
            )
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.send_formatted(
                chat_id, Secret.shown(text), number, formats, reply_to, Secret.shown(quote)
            ),
            Capability.FORMAT,
        )

    async def _send_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        text: str,
        at: datetime | None,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        if at is not None:
            return await self._schedule_to_topic(chat_id, topic_id, text, at, random_id, entities, reply_to, quote)
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.send_to_topic(
                chat_id, topic_id, Secret.shown(text), random_id, formats, reply_to, Secret.shown(quote)
            ),
            Capability.TOPICS,
        )

    async def _schedule_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        self._require(Capability.TOPICS)
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.schedule_to_topic(
                chat_id, topic_id, Secret.shown(text), at, random_id, formats, reply_to, Secret.shown(quote)
            ),
            Capability.SCHEDULE,
        )

    async def save_draft(
        self, chat_id: int, text: str, *, reply_to: int | None = None, topic_id: int | None = None
    ) -> None:
        """Keep an unsent text at Telegram, for all devices of the account (``messages.saveDraft``)."""
        text = Secret.of(text)
        check(chat_id=chat_id, text=text)
        check_given(reply_to=reply_to, topic_id=topic_id)
        if topic_id is not None:
            await self._save_topic_draft(chat_id, topic_id, text, reply_to)
        else:
            await self._call(
                lambda connection: connection.save_draft(chat_id, Secret.shown(text), reply_to), Capability.DRAFTS
            )

    async def _save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        await self._call(
            lambda connection: connection.save_topic_draft(chat_id, topic_id, Secret.shown(text), reply_to),
            Capability.TOPICS,
        )

    async def _schedule(
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        """Have a message sent later."""
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.schedule_message(
                chat_id, Secret.shown(text), at, random_id, formats, reply_to, Secret.shown(quote)
            ),
            Capability.SCHEDULE,
        )

    async def scheduled_messages(self, chat_id: int, *, topic_id: int | None = None) -> tuple[Message, ...]:
        """Return the planned messages of a chat, the next one first (``messages.getScheduledHistory``)."""
        check(chat_id=chat_id)
        check_given(topic_id=topic_id)
        if topic_id is not None:
            self._require(Capability.TOPICS)
        planned = await self._call(lambda connection: connection.scheduled_messages(chat_id), Capability.SCHEDULE)
        return planned if topic_id is None else tuple(each for each in planned if each.is_in_topic(topic_id))

    async def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Give planned messages up (``messages.deleteScheduledMessages``); those that are sent already stay."""
        check(chat_id=chat_id, message_ids=message_ids)
        await self._call(lambda connection: connection.delete_scheduled(chat_id, message_ids), Capability.SCHEDULE)

    async def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, *, schedule_at: datetime, entities: Sequence[Entity] = ()
    ) -> Message:
        """Give a planned message another text, or its file another caption, and a time (``messages.editMessage``)."""
        text = Secret.of(text)
        check(chat_id=chat_id, message_id=message_id, text=text, schedule_at=schedule_at, entities=entities)
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.edit_scheduled(chat_id, message_id, Secret.shown(text), schedule_at, formats),
            Capability.EDIT_SCHEDULED,
        )

    async def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Send planned messages now (``messages.sendScheduledMessages``)."""
        check(chat_id=chat_id, message_ids=message_ids)
        await self._call(lambda connection: connection.send_scheduled_now(chat_id, message_ids), Capability.SCHEDULE)

    async def resolve(self, username_or_phone: str) -> Chat:
        """Find somebody, and return the chat with them (``contacts.resolveUsername``, ``contacts.resolvePhone``)."""
        username_or_phone = Secret.of(username_or_phone)
        check(username_or_phone=username_or_phone)
        addressee = Addressee.read(username_or_phone)
        return await self._call(lambda connection: connection.resolve(addressee), Capability.RESOLVE)

    async def requirement(self, chat_id: int) -> Requirement:
        """Return what is asked of this account before it writes to somebody (``users.getRequirementsToContact``)."""
        check(chat_id=chat_id)
        return await self._call(lambda connection: connection.requirement(chat_id), Capability.RESOLVE)

    async def person(self, chat_id: int) -> Profile:
        """Return the card of a person, a group or a channel (``users.getFullUser``, ``messages.getFullChat``)."""
        check(chat_id=chat_id)
        return await self._call(lambda connection: connection.person(chat_id), Capability.PROFILES)

    async def members(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Member]:
        """Return members of a group or a channel (``channels.getParticipants``, ``messages.getFullChat``)."""
        check(chat_id=chat_id, limit=limit)
        check_given(cursor=cursor)
        return await self._call(lambda connection: connection.members(chat_id, limit, cursor), Capability.MEMBERS)

    async def shared_media(
        self, chat_id: int, kind: SharedKind, limit: int = 50, cursor: str | None = None
    ) -> Page[Message]:
        """Return the photos, videos, files, links or voice messages of a chat, newest first (``messages.search``)."""
        check(chat_id=chat_id, kind=kind, limit=limit)
        check_given(cursor=cursor)
        wanted = SharedKind(kind)
        return await self._call(
            lambda connection: connection.shared_media(chat_id, wanted, limit, cursor), Capability.PROFILES
        )

    async def edit_message(
        self, chat_id: int, message_id: int, text: str, *, entities: Sequence[Entity] = ()
    ) -> Message:
        """Give an own message another text, or its file another caption (``messages.editMessage``)."""
        text = Secret.of(text)
        check(chat_id=chat_id, message_id=message_id, text=text, entities=entities)
        text, formats = _trimmed(text, entities)
        return await self._call(
            lambda connection: connection.edit_message(chat_id, message_id, Secret.shown(text), formats),
            Capability.EDIT,
        )

    async def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        """React to a message with an emoji, or take the own reaction away (``messages.sendReaction``)."""
        emoji = Secret.of(emoji or None)
        check(chat_id=chat_id, message_id=message_id)
        check_given(emoji=emoji)
        given = emoji and _as_reaction(emoji)
        return await self._call(
            lambda connection: connection.send_reaction(chat_id, message_id, Secret.shown(given)), Capability.REACT
        )

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int], *, for_everyone: bool = False) -> None:
        """Delete up to ``MAX_PAGE_SIZE`` messages (``messages.deleteMessages``, ``channels.deleteMessages``)."""
        check(chat_id=chat_id, message_ids=message_ids, for_everyone=for_everyone)
        await self._call(
            lambda connection: connection.delete_messages(chat_id, message_ids, for_everyone), Capability.DELETE
        )

    async def forward_messages(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        *,
        random_ids: Sequence[int] | None = None,
        to_topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Forward up to ``MAX_PAGE_SIZE`` messages to a chat, in their order (``messages.forwardMessages``)."""
        check(chat_id=chat_id, message_ids=message_ids, to_chat_id=to_chat_id)
        check_given(random_ids=random_ids, to_topic_id=to_topic_id)
        numbers = [_new_random_id() for _ in message_ids] if random_ids is None else list(random_ids)
        if len(numbers) != len(message_ids):
            raise ValueError("random_ids has one number for each message")
        if to_topic_id is None:
            return await self._call(
                lambda connection: connection.forward_messages(chat_id, message_ids, to_chat_id, numbers),
                Capability.FORWARD,
            )
        into = to_topic_id
        return await self._call(
            lambda connection: connection.forward_to_topic(chat_id, message_ids, to_chat_id, into, numbers),
            Capability.FORWARD_TO_TOPICS,
        )

    async def send_file(
        self,
        chat_id: int,
        file: Source | Upload,
        *,
        caption: str = "",
        caption_entities: Sequence[Entity] = (),
        name: str | None = None,
        as_photo: bool = False,
        reply_to: int | None = None,
        random_id: int | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Send a file, and return its message (``messages.sendMedia``)."""
        file, caption, name = Secret.of(file), Secret.of(caption), Secret.of(name)
        with _uploads([file], name=name, as_photo=as_photo) as uploads:
            beside = _WithFiles.of(chat_id, topic_id, caption, caption_entities, reply_to, schedule_at)
            (message,) = await self._send(uploads, beside, _one(random_id))
        return message

    async def send_album(
        self,
        chat_id: int,
        files: Sequence[Source | Upload],
        *,
        caption: str = "",
        caption_entities: Sequence[Entity] = (),
        as_photo: bool = False,
        reply_to: int | None = None,
        random_ids: Sequence[int] | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Send 2 to ``MAX_ALBUM`` files as one album, and return their messages (``messages.sendMultiMedia``)."""
        files, caption = _hidden(files), Secret.of(caption)
        _check_album(files)
        with _uploads(files, as_photo=as_photo) as uploads:
            beside = _WithFiles.of(chat_id, topic_id, caption, caption_entities, reply_to, schedule_at)
            return await self._send(uploads, beside, random_ids)

    async def iter_upload(self, upload: Upload) -> AsyncGenerator[int, None]:
        """Upload a file, and yield how many bytes Telegram has after each step (``upload.saveFilePart``)."""
        _check_upload(upload)
        async with self._connected_in_any_case():
            while not upload.is_saved:
                with upload.one_step():
                    await self._save_parts(upload, *await asyncio.to_thread(upload.next_parts))
                    saved = upload.note_saved()
                yield saved

    async def _send(
        self, uploads: Sequence[Upload], beside: _WithFiles, random_ids: Sequence[int] | None
    ) -> tuple[Message, ...]:
        numbers = self._checked_for_sending(uploads, beside, random_ids)
        async with self._connected_in_any_case():
            for upload in uploads:
                async with contextlib.aclosing(self.iter_upload(upload)) as steps:
                    async for _ in steps:
                        pass
            return await self._send_saved(uploads, beside, numbers)

    def _checked_for_sending(
        self, uploads: Sequence[Upload], beside: _WithFiles, random_ids: Sequence[int] | None
    ) -> list[int]:
        """Refuse wrong arguments before anything is uploaded, and return a random id for each file."""
        check(chat_id=beside.chat_id)
        check_given(topic_id=beside.topic_id, reply_to=beside.reply_to, schedule_at=beside.at, random_ids=random_ids)
        for each in beside.needed:
            self._require(each)
        numbers = [_new_random_id() for _ in uploads] if random_ids is None else list(random_ids)
        if len(numbers) != len(uploads):
            raise ValueError("random_ids has one number for each file")
        return numbers

    async def _save_parts(self, upload: Upload, first: int, parts: Sequence[bytes]) -> None:
        parts = Secret.of(parts)
        await self._call(
            lambda connection: connection.save_parts(upload.file, first, Secret.shown(parts)), Capability.SEND_FILES
        )

    async def _send_saved(
        self, uploads: Sequence[Upload], beside: _WithFiles, random_ids: Sequence[int], tries: int = TRIES
    ) -> tuple[Message, ...]:
        """Send what was uploaded. What Telegram does not have any more, lost or sent already, is uploaded once more."""
        files = [upload.file for upload in uploads]
        seconds = self._backend.seconds_to_send(sum(file.size or 0 for file in files))
        try:
            return await self._call(
                lambda connection: _send_files(connection, files, beside, random_ids),
                beside.needed[-1],
                seconds=seconds,
            )
        except UploadIncomplete:
            again = [upload for upload in uploads if upload.can_be_sent_again]
            if tries == 1 or not again or (tries < TRIES and len(again) < len(uploads)):  # it is another one's part
                raise
        for upload in again:
            with upload.one_step():
                steps = upload.steps_again()
                while (step := await asyncio.to_thread(next, steps, None)) is not None:
                    await self._save_parts(upload, *step)
        return await self._send_saved(uploads, beside, random_ids, tries - 1)

    async def mark_as_unread(self, chat_id: int, unread: bool = True) -> None:
        """Mark a chat as unread for the account itself, or take the mark away (``messages.markDialogUnread``)."""
        check(chat_id=chat_id, unread=unread)
        await self._call(lambda connection: connection.mark_as_unread(chat_id, unread), Capability.MARK_AS_UNREAD)

    async def toggle_dialog_pin(self, chat_id: int, pinned: bool = True) -> None:
        """Pin a chat at the top of its list, or not any more (``messages.toggleDialogPin``)."""
        check(chat_id=chat_id, pinned=pinned)
        await self._call(lambda connection: connection.toggle_dialog_pin(chat_id, pinned), Capability.MANAGE_CHATS)

    async def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        """Move a chat to the archive, or back to the main list (``folders.editPeerFolders``)."""
        check(chat_id=chat_id, folder=folder)
        if not isinstance(folder, Folder):
            raise TypeError("folder is Folder.MAIN or Folder.ARCHIVE: a chat is moved to no other")
        await self._call(lambda connection: connection.edit_peer_folder(chat_id, folder), Capability.MANAGE_CHATS)

    async def update_notify_settings(self, chat_id: int, *, muted: bool) -> None:
        """Mute a chat for ever, or not any more (``account.updateNotifySettings``)."""
        check(chat_id=chat_id, muted=muted)
        await self._call(lambda connection: connection.update_notify_settings(chat_id, muted), Capability.MANAGE_CHATS)

    async def download(self, file: Attachment | Photo, to: Destination) -> None:
        """Download a file to ``to``, a path or a file open for writing bytes (``upload.getFile``)."""
        with open_destination(to) as opened:
            async with contextlib.aclosing(self.iter_download(file)) as parts:
                async for part in parts:
                    opened.write(part)

    def iter_download(
        self, file: Attachment | Photo, *, start: int = 0, stop: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Yield a file's bytes from ``start`` up to ``stop``, or to its end, in parts (``upload.getFile``)."""
        return self._iter_parts(file, Parts(file, start, stop))

    async def _iter_parts(self, file: Attachment | Photo, parts: Parts) -> AsyncGenerator[bytes, None]:
        async with self._connected_in_any_case():
            for offset in parts:
                if part := parts.checked(offset, await self._read_part(file, offset)):
                    yield part

    async def _read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        """Return a part of the file, from ``offset`` on, a multiple of ``FILE_PART_SIZE``."""
        return await self._call(lambda connection: connection.read_part(file, offset), Capability.DOWNLOAD)

    async def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        """Return the bytes of pictures, all asked for at once; None for each that is not there (``upload.getFile``)."""
        check(photos=photos)
        return await self._call(lambda connection: connection.read_photos(photos), Capability.PICTURES)

    async def log_out(self) -> None:
        """End the session at Telegram, or give up the login under way, and forget it (``auth.logOut``)."""
        return await self._call(lambda connection: connection.log_out())

    @contextlib.asynccontextmanager
    async def _connected_in_any_case(self) -> AsyncIterator[None]:
        """Take part in the block that is open, or open one, which lets calls end that take part in it meanwhile."""
        if self._connection is not None:
            yield
            return
        async with contextlib.AsyncExitStack() as last_turn, self.connected():
            turns, is_cancelled = self._turns, False
            try:
                yield
            except asyncio.CancelledError:
                is_cancelled = True  # it waits for nobody
                raise
            finally:
                if turns and not is_cancelled:
                    await last_turn.enter_async_context(turns.alone())

    @property
    def supports(self) -> frozenset[Capability]:
        """What the backend can do (:class:`tgsdk.Capability`); all else raises Unsupported, and asks nobody."""
        return self._backend.supports

    async def _call(
        self,
        operation: Callable[[Connection], Awaitable[T]],
        needed: Capability | None = None,
        *,
        is_alone: bool | None = None,
        seconds: float = 0,
    ) -> T:
        """``is_alone`` keeps other calls of the block away meanwhile, as those of a login and without a need do.

        It may take so many ``seconds`` more than other calls, but no longer than its block.
        """
        if needed is not None:
            self._require(needed)
        try:
            return await self._call_in_time(operation, needed in ALONE if is_alone is None else is_alone, seconds)
        except BaseException as error:
            forget_variables(error)  # codes, passwords and texts stand in them
            raise

    def _require(self, needed: Capability) -> None:
        if needed not in self.supports:
            raise Unsupported(needed)

    async def _call_in_time(self, operation: Callable[[Connection], Awaitable[T]], is_alone: bool, more: float) -> T:
        seconds = self._seconds_left(more)
        limit = asyncio.timeout(seconds)
        try:
            with ends_within(seconds):
                return await self._call_within(limit, operation, is_alone)
        except TimeoutError as error:
            if limit.expired():
                is_shortened = seconds < self.timeout  # by the block, or by those that go together
                given = "the time that was left" if is_shortened else f"{seconds:g} s"
                raise Timeout(f"no answer within {given}") from error
            raise

    async def _call_within(
        self, limit: asyncio.Timeout, operation: Callable[[Connection], Awaitable[T]], is_alone: bool
    ) -> T:
        async with limit, self._connecting(is_alone) as connection:
            try:
                return await operation(connection)
            finally:
                self.session = connection.session

    @contextlib.asynccontextmanager
    async def _connecting(self, is_alone: bool) -> AsyncIterator[Connection]:
        """Yield the connection of the block when it is this call's turn there, or a new one for this call alone."""
        goes_together = not is_alone and getattr(self._backend, "calls_together", False)
        while (turns := self._turns) is not None:
            async with turns.together() if goes_together else turns.alone():
                if self._connection is not None and self._turns is turns:  # else that block has ended meanwhile
                    yield self._connection
                    return
        async with self._new_connection() as connection:
            yield connection

    async def _together(self, calls: Sequence[Callable[[Self], Awaitable[object]]]) -> list[object]:
        """Make these calls at once, within the time of one, and return the result of each, or what it raised."""
        async with self._connected_in_any_case():
            return await made_together(self, calls, self._seconds_left())

    def _seconds_left(self, more: float = 0) -> float:
        """Seconds for one call, within those that the block has left for all of its calls."""
        ends = [end - time.monotonic() for end in (self._end, together_until.get()) if end is not None]
        usual = self.timeout + more
        return max(min(usual, *ends), 0) if ends else usual

    @contextlib.asynccontextmanager
    async def _new_connection(self, timeout: float | None = None) -> AsyncIterator[Connection]:  # noqa: ASYNC109
        seconds = self._seconds_left() if timeout is None else min(timeout, self._seconds_left())
        async with self._connections.turn(seconds), self._backend.connect(self.session) as connection:
            if self._on_session is not None:
                connection.on_session = self._keep
            yield connection

    async def _keep(self, session: Session) -> None:
        """Have a session stored in the midst of a call."""
        self.session = session
        if self._on_session is not None:
            await self._on_session(session)


def _in_the_waiting_thread(on_session: Callable[[Session], object]) -> Callable[[Session], Awaitable[None]]:
    return lambda session: run_in_the_waiting_thread(lambda: on_session(session))


def _send_files(
    connection: Connection, files: Sequence[OutgoingFile], beside: _WithFiles, random_ids: Sequence[int]
) -> Awaitable[tuple[Message, ...]]:
    chat_id, topic_id, reply_to = beside.chat_id, beside.topic_id, beside.reply_to
    text, entities = Secret.shown(beside.caption.text), beside.caption.entities
    if beside.at is not None:
        return connection.schedule_files(chat_id, topic_id, files, text, beside.at, entities, reply_to, random_ids)
    if entities:
        return connection.send_formatted_files(chat_id, topic_id, files, text, entities, reply_to, random_ids)
    if topic_id is None:
        return connection.send_files(chat_id, files, text, reply_to, random_ids)
    return connection.send_files_to_topic(chat_id, topic_id, files, text, reply_to, random_ids)


def _new_random_id() -> int:
    """Return a number that no message has had yet (``random_id`` of ``messages.sendMessage``)."""
    return secrets.randbits(64) - 2**63


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    words, formats = trimmed(text, entities)
    return Secret.of(words), formats


def _as_reaction(emoji: str) -> str:
    """Return an emoji as Telegram names its reactions, whose names have no variation selectors."""
    named = Secret.shown(emoji).translate(VARIATION_SELECTORS)
    return Secret.of(named) if named else emoji


def _one(random_id: int | None) -> list[int] | None:
    check_given(random_id=random_id)
    return None if random_id is None else [random_id]


def _check_upload(upload: Upload) -> None:
    if not isinstance(upload, Upload):
        raise TypeError(f"upload is an Upload, not {named(upload)}")


def _hidden(files: Sequence[Source | Upload]) -> Sequence[Source | Upload]:
    """Hide each of the files; what is no sequence of them is hidden as it is."""
    if isinstance(files, str | bytes | bytearray | memoryview) or not isinstance(files, Sequence):
        return Secret.of(files)
    return [Secret.of(file) for file in files]


def _check_album(files: Sequence[object]) -> None:
    if isinstance(files, str | bytes | bytearray | memoryview) or not isinstance(files, Sequence):
        raise TypeError(f"files are a sequence of files, not {named(files)}")
    if not 2 <= len(files) <= MAX_ALBUM:
        raise ValueError(f"files are 2 to {MAX_ALBUM} of an album, not {len(files)}")


@contextlib.contextmanager
def _uploads(
    files: Sequence[Source | Upload], *, name: str | None = None, as_photo: bool = False
) -> Iterator[list[Upload]]:
    """Open files to be sent, and close them again; an Upload stays its owner's."""
    check(as_photo=as_photo)
    check_given(name=name)
    with contextlib.ExitStack() as opened:
        try:
            uploads = [_upload_of(Secret.shown(file), Secret.shown(name), as_photo, opened) for file in files]
        except BaseException as error:
            forget_variables(error)  # a file and its name stand in them
            raise
        yield uploads


def _upload_of(file: Source | Upload, name: str | None, as_photo: bool, opened: contextlib.ExitStack) -> Upload:
    if isinstance(file, Upload):
        return file
    return opened.enter_context(Upload(file, name=name, as_photo=as_photo))


class Telegram(CallsTogether[AsyncTelegram]):
    """One Telegram account, for ordinary blocking code in any thread of any server.

    Each call runs on an event loop of its own (:func:`run_async_task`), over a connection of its own, and ends within
    ``timeout`` seconds. The state to keep between calls is :attr:`session`, which every call may change, *also one that
    raises*: save ``telegram.session.to_string()`` after each. Make one call at a time for one account: Telegram ends a
    session that is used over two connections at once. Single calls of one object that are made at once, in several
    threads, wait for each other, within the ``timeout`` of each; those of another object with this session know nothing
    of them. What holds a connection (:meth:`connected`, :meth:`together`, a download, sending files) is of one thread
    at a time.

    ``on_session`` is called in the midst of a call, in the calling thread, with a session that has to be stored before
    the call goes on: a key was made that may be logged in by what comes next. With it, nothing is ever logged in at
    Telegram that you do not know, whatever dies in between. What it raises ends the call.

    Methods raise only subclasses of :class:`tgsdk.TelegramError`: those that each names, and from any of them Timeout,
    TelegramUnavailable, FloodWait, Misconfigured and TelegramFailure. Arguments of a wrong type
    raise ``TypeError``, wrong values ``ValueError``, which name the parameter, before anybody is asked.
    """

    def __init__(
        self,
        backend: Backend,
        session: Session | None = None,
        *,
        timeout: float = 15,
        on_session: Callable[[Session], object] | None = None,
    ) -> None:
        check_given(on_session=on_session)
        keep = None if on_session is None else _in_the_waiting_thread(on_session)
        self._twin = AsyncTelegram(backend, session, timeout=timeout, on_session=keep)
        self._has_errands = on_session is not None  # else the loop may run in the calling thread itself
        self._held: HeldOpen | None = None
        self._block: Callable[[], object] = lambda: None

    def __reduce__(self) -> NoReturn:
        raise TypeError(STAYS_HERE.format(type(self).__name__))

    def connected(self, *, timeout: float | None = None) -> "Block[Self]":
        """Make all calls of a ``with`` block over one connection.

        Nothing is sent before the first call. Each call ends within this object's ``timeout``, and all of them
        together within that of the block, if one is given. Once a call has failed because the connection was lost, the
        other calls of the block fail too. :attr:`session` is up to date after each call, as always.

        Raises ``RuntimeError`` inside another such block of the same object.
        """
        check_given(timeout=timeout)
        self._refuse_when_connected()
        return Block(self, timeout)

    @property
    def session(self) -> Session:
        """The session to keep until the next call."""
        return self._twin.session

    @property
    def supports(self) -> frozenset[Capability]:
        """What the backend can do (:class:`tgsdk.Capability`); all else raises Unsupported, and asks nobody."""
        return self._twin.supports

    def qr_login(self) -> LoginState:
        """Start a login by QR code, look if it was scanned, renew it or start it anew (``auth.exportLoginToken``).

        The one call that a page needs: make it every 2 seconds or so, whatever was before, and show the code of
        AwaitingScan. AwaitingPassword and LoggedIn say that the login has come further. A login by phone that is under
        way is given up, and so is a session that Telegram has ended; one that is only in doubt is not.
        """
        return self._run(self._twin.qr_login())

    def start_qr_login(self) -> QrLogin:
        """Start a login by QR code, or return the code that is still valid (``auth.exportLoginToken``).

        A session that Telegram has ended is forgotten first. Raises WrongMoment when the account is logged in or waits
        for its password, LoginExpired when Telegram wants the login to start anew.
        """
        return self._run(self._twin.start_qr_login())

    def check_qr_login(self) -> LoginState:
        """Look once whether the QR code was scanned (``auth.exportLoginToken``, ``auth.importLoginToken``).

        Returns AwaitingScan with a fresh code when the old one has expired. Meant to be called every 2 seconds or so.
        Raises WrongMoment when no login was started, LoginExpired when it must be started anew.
        """
        return self._run(self._twin.check_qr_login())

    def send_code(self, phone: str) -> CodeSent:
        """Have a login code sent to ``phone``, a number in international form (``auth.sendCode``).

        Another login under way is given up once the code was sent. With ``CodeType.NOT_NEEDED`` no code comes, because
        Telegram remembers this device: call :meth:`status`.

        Raises PhoneNumberInvalid, PhoneNumberBanned, WrongMoment when the account is logged in or waits for its
        password, LoginUnsupported when only Telegram's own applications can finish this login, LoginExpired when
        Telegram wants the login to start anew.
        """
        phone = Secret.of(phone)
        return self._run(self._twin.send_code(phone))

    def resend_code(self) -> CodeSent:
        """Have the code sent again, in the next way, or a new one when it is too old (``auth.resendCode``).

        Raises SendCodeUnavailable when every way was used, WrongMoment when no code is awaited, and all that
        :meth:`send_code` raises.
        """
        return self._run(self._twin.resend_code())

    def sign_in(self, code: str) -> LoginState:
        """Enter the login code (``auth.signIn``).

        Returns LoggedIn, or AwaitingPassword for an account with a two-step verification password.

        Raises PhoneCodeInvalid (the code is still awaited), PhoneCodeExpired (:meth:`resend_code` sends another),
        PhoneNumberUnoccupied when the number has no account, WrongMoment when no code is awaited, LoginExpired when
        Telegram has forgotten the login.
        """
        code = Secret.of(code)
        return self._run(self._twin.sign_in(code))

    def check_password(self, password: str) -> LoginState:
        """Finish the login with the two-step verification password, exactly as typed (``auth.checkPassword``).

        Raises PasswordInvalid (the password is still awaited), WrongMoment when no password is awaited, LoginExpired
        when Telegram has forgotten the login.
        """
        password = Secret.of(password)
        return self._run(self._twin.check_password(password))

    def status(self) -> LoginState:
        """Return the state of the account (``users.getUsers``), of a QR login that is too old after a look at it.

        LoggedOut means that a login can be started. A session that Telegram has ended is LoggedOut, with Telegram's
        reason; it is kept as it is until then. A QR code that is too old is renewed, by a look at its login.
        """
        return self._run(self._twin.status())

    def me(self) -> User:
        """Return the logged-in user (``users.getUsers``).

        Raises NotLoggedIn.
        """
        return self._run(self._twin.me())

    def chats(
        self,
        limit: int = 50,
        cursor: str | None = None,
        query: str | None = None,
        folder: Folder | ChatFolder | None = None,
    ) -> ChatPage:
        """Return chats in Telegram's order (``messages.getDialogs``), or those with a name (``contacts.search``).

        Pinned chats come first, the others by their last message, archived ones among them unless a ``folder`` is
        named: then those of the main list with what waits in the archive, or those of the archive. ``limit`` is 1 to
        ``MAX_PAGE_SIZE``, ``cursor`` the ``next`` of the page before. Each chat comes once, however many messages
        arrive between two pages: a chat that has risen meanwhile comes with the next page, in addition to its
        ``limit``. (A page after the first costs one more call to Telegram, and another for each chat that has risen.
        After more than sixty have risen the cursor is too old.) A chat whose last message is deleted meanwhile sinks,
        and may come again.

        With a :class:`ChatFolder` as ``folder``, one of :meth:`folders` or of your own, the chats that it chooses,
        those that are pinned in it first. Telegram leaves the choosing to its applications, so up to four pages of all
        chats are looked through for one of the folder: it may be shorter than ``limit``, or empty, and still have a
        ``next``.

        With ``query`` the chats that have a word beginning so in their name, in every folder, as far as Telegram finds
        them: one page, without messages.

        Raises NotLoggedIn, CursorInvalid for a cursor that is too old or of another list, QueryInvalid.
        """
        query = Secret.of(query)
        return self._run(self._twin.chats(limit, cursor, query, folder))

    def folders(self) -> tuple[ChatFolder, ...]:
        """Return the folders that the person has made, in their order (``messages.getDialogFilters``).

        Raises NotLoggedIn.
        """
        return self._run(self._twin.folders())

    def search_messages(
        self,
        query: str,
        limit: int = 50,
        cursor: str | None = None,
        *,
        chat_id: int | None = None,
        around: int | None = None,
        topic_id: int | None = None,
    ) -> FoundPage:
        """Return messages with ``query``, in all chats (``messages.searchGlobal``) or in one (``messages.search``).

        They come newest first. ``limit`` is 1 to ``MAX_PAGE_SIZE``, ``cursor`` the ``next`` of the page before. Of a
        search in one chat the page says how many messages it finds; ``around``, the id of a message, asks for those
        about it: as many newer as older ones, where there are so many; ``topic_id`` for those of one topic of a forum.

        Raises NotLoggedIn, CursorInvalid, QueryInvalid; for one chat NotFound and Forbidden too; ``ValueError`` for
        ``around`` or ``topic_id`` without a chat, and for ``around`` with a cursor.
        """
        query = Secret.of(query)
        return self._run(
            self._twin.search_messages(query, limit, cursor, chat_id=chat_id, around=around, topic_id=topic_id)
        )

    def chat(self, chat_id: int) -> Chat:
        """Return one chat as it is now, with its last message (``messages.getPeerDialogs``).

        A chat that this session has not seen yet is first looked for among the newest hundred, in one more call.
        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.chat(chat_id))

    def messages(
        self,
        chat_id: int,
        limit: int = 50,
        cursor: str | None = None,
        *,
        after: int | None = None,
        around: int | None = None,
        date: datetime | None = None,
        topic_id: int | None = None,
    ) -> Page[Message]:
        """Return messages of a chat, newest first (``messages.getHistory``).

        ``limit`` is 1 to ``MAX_PAGE_SIZE``. Older messages come with ``cursor``, the ``next`` of the page before.
        ``after``, the id of a message, asks for those that came next after it; the page has no ``next`` then.
        ``around``, the id of a message too, asks for about as many before as after it; ``next`` goes on to older ones.
        ``date``, an aware datetime, asks likewise for those before and from that time on.

        With ``topic_id``, the id of a :class:`Topic`, those of one topic of a forum (``messages.getReplies``), without
        the one that began it; without, a forum's messages come together.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid; ``ValueError`` for two of the four together, and for a
        date without a time zone.
        """
        return self._run(
            self._twin.messages(chat_id, limit, cursor, after=after, around=around, date=date, topic_id=topic_id)
        )

    def topics(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Topic]:
        """Return the topics of a forum (``channels.getForumTopics``, ``messages.getForumTopics``).

        Pinned ones come first, the others by their last message. ``limit`` is 1 to ``MAX_PAGE_SIZE``, ``cursor`` the
        ``next`` of the page before. Which of the two methods is asked depends on the layer of the installed library.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid. A chat that is no forum, or none any more, is NotFound
        with the ``telegram_name`` CHANNEL_FORUM_MISSING.
        """
        return self._run(self._twin.topics(chat_id, limit, cursor))

    def topic(self, chat_id: int, topic_id: int) -> Topic:
        """Return one topic as it is now (``channels.getForumTopicsByID``, ``messages.getForumTopicsByID``).

        Raises as :meth:`topics`, and NotFound for a topic that was deleted or never was.
        """
        return self._run(self._twin.topic(chat_id, topic_id))

    def mark_as_read(self, chat_id: int, message_id: int, *, topic_id: int | None = None) -> None:
        """Mark all messages up to this one as read (``messages.readHistory``, ``channels.readHistory``).

        The other side sees it. Nothing else in tgsdk does this: :meth:`messages` marks nothing as read. In a topic of a
        forum give its ``topic_id`` (``messages.readDiscussion``). Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.mark_as_read(chat_id, message_id, topic_id=topic_id))

    def message(self, chat_id: int, message_id: int) -> Message:
        """Return one message as it is now (``messages.getMessages``, ``channels.getMessages``).

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.message(chat_id, message_id))

    def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return up to ``MAX_PAGE_SIZE`` messages as they are now (``messages.getMessages``).

        In supergroups and channels it is ``channels.getMessages``. They come in the order of ``message_ids``, each
        once. Those that are gone, or are of another chat, are left out. Raises NotLoggedIn, NotFound for a chat that
        is not known, Forbidden.
        """
        return self._run(self._twin.messages_by_id(chat_id, message_ids))

    def send_message(
        self,
        chat_id: int,
        text: str,
        *,
        entities: Sequence[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        random_id: int | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Send a text of up to ``MAX_MESSAGE_LENGTH`` characters, and return its message (``messages.sendMessage``).

        ``entities`` format it (:func:`tgsdk.parse_markdown` makes them); ``reply_to`` is the id of a message in this
        chat that it answers, ``quote`` the part of that message which it quotes, exactly as written there. Blanks at
        the ends of the text are taken off. A layer that knows no quotes sends the answer without one: it does not
        declare ``Capability.QUOTE``.

        ``random_id``, a signed number of 64 bits, identifies the message: with the same number it is sent once, and a
        second try returns the message that the first one sent (the newest own message with this text). Where an answer
        may be lost, choose the number and keep it with the text; None takes a new one.

        With ``schedule_at``, an aware datetime of at most a year ahead, Telegram sends it then, and a planned message
        is returned, whose ``date`` that is and whose ``id`` belongs to the planned ones alone; a time that is less
        than ten seconds away sends it at once.

        With ``topic_id`` it goes into that topic of a forum. A topic that is closed or gone is WriteForbidden.

        Raises NotLoggedIn, NotFound, Forbidden, MessageInvalid, WriteForbidden, SlowMode, AnsweredMessageGone, and
        MessageAlreadySent when it was sent before and is not among the newest messages of the chat; ``ValueError`` for
        a larger number.
        """
        text, quote = Secret.of(text), Secret.of(quote)
        return self._run(
            self._twin.send_message(
                chat_id,
                text,
                entities=entities,
                reply_to=reply_to,
                quote=quote,
                random_id=random_id,
                schedule_at=schedule_at,
                topic_id=topic_id,
            )
        )

    def edit_message(self, chat_id: int, message_id: int, text: str, *, entities: Sequence[Entity] = ()) -> Message:
        """Give an own message another text, or its file another caption (``messages.editMessage``).

        ``entities`` are as for :meth:`send_message`; those of before are gone. Returns the message as it is then. The
        same text and entities again change nothing, and are no error.

        Raises NotLoggedIn, NotFound for a message that is gone, EditForbidden for one of somebody else or one that is
        too old, MessageInvalid, Forbidden.
        """
        text = Secret.of(text)
        return self._run(self._twin.edit_message(chat_id, message_id, text, entities=entities))

    def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        """React to a message with an emoji, or take the own reaction away (``messages.sendReaction``).

        It takes the place of what the account gave before; None takes that away. Returns the message as it is then.
        Which emoji there are, and which of them a chat allows, Telegram knows. It has them without variation selectors
        (U+FE0E, U+FE0F), which many keyboards add to the heart: they are left out.

        Raises NotLoggedIn, NotFound for a message that is gone, ReactionForbidden, Forbidden.
        """
        emoji = Secret.of(emoji)
        return self._run(self._twin.send_reaction(chat_id, message_id, emoji))

    def delete_messages(self, chat_id: int, message_ids: Sequence[int], *, for_everyone: bool = False) -> None:
        """Delete up to ``MAX_PAGE_SIZE`` messages (``messages.deleteMessages``, ``channels.deleteMessages``).

        They are deleted for the account alone, unless ``for_everyone``; in supergroups and channels always for
        everyone. Those that are gone already are passed over. What Telegram allows is told beforehand, as
        far as that is known, by :meth:`Chat.can_delete_for_everyone`.

        Raises NotLoggedIn, NotFound, Forbidden, DeleteForbidden.
        """
        self._run(self._twin.delete_messages(chat_id, message_ids, for_everyone=for_everyone))

    def forward_messages(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        *,
        random_ids: Sequence[int] | None = None,
        to_topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Forward up to ``MAX_PAGE_SIZE`` messages to a chat, in their order (``messages.forwardMessages``).

        ``random_ids`` has one number for each message, as for :meth:`send_message`: with the same numbers they are
        forwarded once. With ``to_topic_id`` they go into that topic of a forum, else into its general one. Returns the
        messages as they stand in the other chat; of those that are gone it has none.

        Raises NotLoggedIn, NotFound, Forbidden, ForwardForbidden, WriteForbidden, SlowMode, and MessageAlreadySent
        when they were forwarded before.
        """
        return self._run(
            self._twin.forward_messages(
                chat_id, message_ids, to_chat_id, random_ids=random_ids, to_topic_id=to_topic_id
            )
        )

    def mark_as_unread(self, chat_id: int, unread: bool = True) -> None:
        """Mark a chat as unread for the account itself, or take the mark away (``messages.markDialogUnread``).

        Its messages stay as read as they were, for both sides. Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.mark_as_unread(chat_id, unread))

    def toggle_dialog_pin(self, chat_id: int, pinned: bool = True) -> None:
        """Pin a chat at the top of its list, or not any more (``messages.toggleDialogPin``).

        The same again is no error. Telegram lets an account pin five chats in the main list, or ten with Telegram
        Premium: for more it raises Forbidden with the ``telegram_name`` PINNED_DIALOGS_TOO_MUCH. Raises NotLoggedIn,
        and NotFound for a chat that nobody has written in too.
        """
        self._run(self._twin.toggle_dialog_pin(chat_id, pinned))

    def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        """Move a chat to the archive, or back to the main list (``folders.editPeerFolders``).

        It is not pinned there any more; where it is already it stays as it is. Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.edit_peer_folder(chat_id, folder))

    def update_notify_settings(self, chat_id: int, *, muted: bool) -> None:
        """Mute a chat for ever, or not any more (``account.updateNotifySettings``).

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.update_notify_settings(chat_id, muted=muted))

    def scheduled_messages(self, chat_id: int, *, topic_id: int | None = None) -> tuple[Message, ...]:
        """Return the planned messages of a chat, the next one first (``messages.getScheduledHistory``).

        Each has the ``date`` that it is sent at, and an ``id`` that belongs to the planned ones alone. With
        ``topic_id`` they are those of one topic of a forum; a topic that is gone has none.
        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.scheduled_messages(chat_id, topic_id=topic_id))

    def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, *, schedule_at: datetime, entities: Sequence[Entity] = ()
    ) -> Message:
        """Give a planned message another text, or its file another caption, and a time (``messages.editMessage``).

        ``schedule_at`` is as for :meth:`send_message`, also where only the text is another: the ``date`` of before, or
        a new one; a time that is less than ten seconds away sends it at once. ``entities`` take the place of those of
        before. Returns the message as it is planned then; the same text and time again are no error.

        Raises NotLoggedIn, NotFound for a message that is sent or given up already, MessageInvalid, Forbidden.
        """
        text = Secret.of(text)
        return self._run(
            self._twin.edit_scheduled(chat_id, message_id, text, schedule_at=schedule_at, entities=entities)
        )

    def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Give planned messages up (``messages.deleteScheduledMessages``); those that are sent already stay.

        At a time they are 1 to ``MAX_PAGE_SIZE``. Raises NotLoggedIn, NotFound, Forbidden.
        """
        self._run(self._twin.delete_scheduled(chat_id, message_ids))

    def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Send planned messages now (``messages.sendScheduledMessages``).

        Raises as :meth:`send_message`, and NotFound for one that is not planned any more.
        """
        self._run(self._twin.send_scheduled_now(chat_id, message_ids))

    def save_draft(self, chat_id: int, text: str, *, reply_to: int | None = None, topic_id: int | None = None) -> None:
        """Keep an unsent text at Telegram, for all devices of the account (``messages.saveDraft``).

        It is in :attr:`Chat.draft` from then on. An empty text takes it away; nothing else here does: a message that is
        sent leaves the draft as it is. ``reply_to`` is the id of the message that it is to answer. With ``topic_id`` it
        is that of one topic of a forum, and in :attr:`Topic.draft`.

        Raises NotLoggedIn, NotFound, Forbidden, MessageInvalid for a text that is too long.
        """
        text = Secret.of(text)
        self._run(self._twin.save_draft(chat_id, text, reply_to=reply_to, topic_id=topic_id))

    def resolve(self, username_or_phone: str) -> Chat:
        """Find somebody, and return the chat with them (``contacts.resolveUsername``, ``contacts.resolvePhone``).

        ``username_or_phone`` is what people write and paste: ``@name``, ``name``, a phone number in international form,
        ``t.me/name``, ``https://t.me/+79…``, ``tg://resolve?domain=name``. The chat can be read and written to from
        now on, with this session; nobody becomes a contact, and nobody is told.

        Telegram limits this hard: one number in three seconds is what people get along with.

        Raises NotLoggedIn; UsernameInvalid and PhoneNumberInvalid for what cannot be one, InviteLinkUnsupported for
        ``t.me/+hash``, before anybody is asked; NobodyFound, AccountRestricted.
        """
        username_or_phone = Secret.of(username_or_phone)
        return self._run(self._twin.resolve(username_or_phone))

    def requirement(self, chat_id: int) -> Requirement:
        """Return what is asked of this account before it writes to somebody (``users.getRequirementsToContact``).

        ``RequirementKind.UNKNOWN`` where the layer of the installed library does not know the question (Pyrogram's),
        and for groups and channels. Raises NotLoggedIn, NotFound.
        """
        return self._run(self._twin.requirement(chat_id))

    def person(self, chat_id: int) -> Profile:
        """Return the card of a person, a group or a channel (``users.getFullUser``, ``messages.getFullChat``).

        That of a channel or a supergroup is ``channels.getFullChannel``; the groups that a person and the account are
        both in take one more call, ``messages.getCommonChats``, where there are any.

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        return self._run(self._twin.person(chat_id))

    def members(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Member]:
        """Return members of a group or a channel (``channels.getParticipants``, ``messages.getFullChat``).

        Those who were there lately come first; who comes and goes meanwhile may be on two pages, or on none. Each of
        them can be read and written to from now on. ``limit`` is 1 to ``MAX_PAGE_SIZE``, ``cursor`` the ``next`` of the
        page before.

        Raises NotLoggedIn, NotFound for a chat that is no group or channel too, Forbidden where the members are shown
        to administrators alone, CursorInvalid.
        """
        return self._run(self._twin.members(chat_id, limit, cursor))

    def shared_media(self, chat_id: int, kind: SharedKind, limit: int = 50, cursor: str | None = None) -> Page[Message]:
        """Return the photos, videos, files, links or voice messages of a chat, newest first (``messages.search``).

        ``limit`` is 1 to ``MAX_PAGE_SIZE``, ``cursor`` the ``next`` of the page before.
        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid.
        """
        return self._run(self._twin.shared_media(chat_id, kind, limit, cursor))

    def send_file(
        self,
        chat_id: int,
        file: Source | Upload,
        *,
        caption: str = "",
        caption_entities: Sequence[Entity] = (),
        name: str | None = None,
        as_photo: bool = False,
        reply_to: int | None = None,
        random_id: int | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Send a file, and return its message (``messages.sendMedia``).

        ``file`` is a path, bytes, a file open for reading bytes, an iterable of bytes, or an :class:`tgsdk.Upload`. It
        is read and uploaded in parts of ``FILE_PART_SIZE`` bytes, a few at once; ``timeout`` applies to each step. It
        may have 4,000 parts. ``name`` is what the receiver sees, by default that of the file; ``caption`` has up to
        ``MAX_CAPTION_LENGTH`` characters, and ``caption_entities`` format it as those of :meth:`send_message` do. With
        ``as_photo`` it is shown as a photo (Telegram makes it smaller), or as a video; otherwise it arrives as it is.
        ``random_id`` is like that of :meth:`send_message`: with the same number the file is sent once, also where it is
        uploaded again. ``schedule_at`` and ``topic_id`` are like those of :meth:`send_message` too; what is planned
        already, with the same number, is MessageAlreadySent.

        Raises NotLoggedIn, NotFound, Forbidden, FileInvalid, MessageInvalid for the caption, WriteForbidden, SlowMode,
        MessageAlreadySent, UploadIncomplete; and what reading the file raises.
        """
        file, caption, name = Secret.of(file), Secret.of(caption), Secret.of(name)
        with _uploads([file], name=name, as_photo=as_photo) as uploads:
            beside = _WithFiles.of(chat_id, topic_id, caption, caption_entities, reply_to, schedule_at)
            (message,) = self._send(uploads, beside, _one(random_id))
        return message

    def send_album(
        self,
        chat_id: int,
        files: Sequence[Source | Upload],
        *,
        caption: str = "",
        caption_entities: Sequence[Entity] = (),
        as_photo: bool = False,
        reply_to: int | None = None,
        random_ids: Sequence[int] | None = None,
        schedule_at: datetime | None = None,
        topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Send 2 to ``MAX_ALBUM`` files as one album, and return their messages (``messages.sendMultiMedia``).

        The first has the ``caption``; each has a random id of its own. Photos and other files do not go together:
        Telegram refuses such an album with FileInvalid. All else is as with :meth:`send_file`.
        """
        files, caption = _hidden(files), Secret.of(caption)
        _check_album(files)
        with _uploads(files, as_photo=as_photo) as uploads:
            beside = _WithFiles.of(chat_id, topic_id, caption, caption_entities, reply_to, schedule_at)
            return self._send(uploads, beside, random_ids)

    def iter_upload(self, upload: Upload) -> Generator[int, None, None]:
        """Upload a file, and yield how many bytes Telegram has after each step (``upload.saveFilePart``).

        Give it to :meth:`send_file` or :meth:`send_album` afterwards; it may be left in the midst and be continued, by
        this or another object, for about an hour. Raises NotLoggedIn, FileInvalid, and what reading the file raises.
        """
        _check_upload(upload)
        with contextlib.nullcontext() if self._is_connected else self.connected():
            while not upload.is_saved:
                self._run(self._twin._save_parts(upload, *upload.next_parts()))
                yield upload.note_saved()

    def _send(
        self, uploads: Sequence[Upload], beside: _WithFiles, random_ids: Sequence[int] | None
    ) -> tuple[Message, ...]:
        numbers = self._twin._checked_for_sending(uploads, beside, random_ids)
        with contextlib.nullcontext() if self._is_connected else self.connected():
            for upload in uploads:
                for _ in self.iter_upload(upload):
                    pass
            return self._run(self._twin._send_saved(uploads, beside, numbers))

    def download(self, file: Attachment | Photo, to: Destination) -> None:
        """Download a file to ``to``, a path or a file open for writing bytes (``upload.getFile``).

        A path, of a file, holds the whole of it afterwards, or is not touched. The file is fetched and written in parts
        of ``FILE_PART_SIZE`` bytes, from whichever data centre has it; ``timeout`` applies to each part.

        Raises NotLoggedIn, NotFound, FileReferenceExpired, DownloadIncomplete when it is not as long as Telegram says,
        Forbidden for a file that Telegram gives to its own applications only (``upload.fileCdnRedirect``).
        """
        with open_destination(to) as opened, contextlib.closing(self.iter_download(file)) as parts:
            for part in parts:
                opened.write(part)

    def iter_download(
        self, file: Attachment | Photo, *, start: int = 0, stop: int | None = None
    ) -> Generator[bytes, None, None]:
        """Yield a file's bytes from ``start`` up to ``stop``, or to its end, in parts (``upload.getFile``).

        Each part has ``FILE_PART_SIZE`` bytes at most. The generator holds a connection: exhaust it or close() it.

        Raises as :meth:`download`, and ``ValueError`` for bounds that no file has.
        """
        return self._iter_parts(file, Parts(file, start, stop))

    def _iter_parts(self, file: Attachment | Photo, parts: Parts) -> Generator[bytes, None, None]:
        with contextlib.nullcontext() if self._is_connected else self.connected():
            for offset in parts:
                if part := parts.checked(offset, self._run(self._twin._read_part(file, offset))):
                    yield part

    def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        """Return the bytes of pictures, all asked for at once; None for each that is not there (``upload.getFile``).

        That is one connection to each data centre, and one round trip for all pictures that it has. A picture of
        ``FILE_PART_SIZE`` bytes or more is None too. Raises NotLoggedIn.
        """
        return self._run(self._twin.download_photos(photos))

    def log_out(self) -> None:
        """End the session at Telegram, or give up the login under way, and forget it (``auth.logOut``).

        The future auth token that Telegram may return is kept: it may spare the code of a later login. When Telegram
        cannot be reached, the session is kept and the error raised: try again, or forget the session yourself.
        """
        return self._run(self._twin.log_out())

    @property
    def _is_connected(self) -> bool:
        """Whether a block is open. One that was dropped (a signal handler raised as it was left) is closed here."""
        if self._held is None or not self._held.is_open:
            return False
        if self._block() is None:
            self._held.close()
        return self._held.is_open

    def _refuse_when_connected(self) -> None:
        if self._is_connected:
            raise RuntimeError("this object is connected already")

    def _run(self, call: Coroutine[Any, Any, T]) -> T:
        if self._held is not None and self._is_connected:
            return self._held.run(call)
        if self._has_errands:
            with contextlib.closing(call), HeldOpen(contextlib.nullcontext()) as held:
                return held.run(call)
        return run_async_task(call, timeout=self._twin.timeout)

    def _make_together(self, calls: Sequence[Callable[[AsyncTelegram], Awaitable[object]]]) -> list[object]:
        made = self._twin._together(calls)
        with contextlib.closing(made), contextlib.nullcontext() if self._is_connected else Block(self, None):
            return self._run(made)


class Block(contextlib.AbstractContextManager[TelegramT]):
    """The block of :meth:`Telegram.connected`."""

    def __init__(self, telegram: TelegramT, timeout: float | None) -> None:
        self._telegram = telegram
        self.held = HeldOpen(telegram._twin.connected(timeout=timeout))

    def __enter__(self) -> TelegramT:
        self._telegram._refuse_when_connected()
        self._telegram._block = weakref.ref(self)
        self._telegram._held = self.held
        self.held.__enter__()
        return self._telegram

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.held.__exit__(kind, error, traceback)

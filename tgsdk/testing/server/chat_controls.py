"""`ChatControls`: acting in the chats of an account from a test or a demonstration."""

import dataclasses
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Literal, TypeVar

from ..desks import events
from ..desks.account_desk import AccountDesk, Deleted, Sent
from ..desks.chats import Chat
from ..desks.draft import Draft
from ..desks.files import Document, Noise, Photo
from ..desks.folders import DeskFolder
from ..desks.hostile_chats import add_hostile_chats
from ..desks.peers import Channel, Kind
from ..desks.topics import begin_topic, messages_in, topics_of
from ..methods.dialogs import ARCHIVE, MAIN_LIST
from ..state.world import World

T = TypeVar("T")


class ChatControls(ABC):
    """The part of `LocalTelegram` that is about chats.

    Accounts are named by their ``user_id``, chats by marked ids: those of users are positive, a basic group's is
    ``-id``, a supergroup's and a channel's ``-(10**12 + id)``. An unknown account or chat raises
    ``LookupError``. Messages written here are not pushed: clients see them when they ask.
    """

    _world: World

    @abstractmethod
    def _in_loop(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T: ...

    def chats(self, user_id: int, folder: int | None = None) -> tuple[int, ...]:
        """Return the ids of the account's chats as applications list them: pinned first, archived among the others.

        Those of one ``folder`` alone: 0 is the main list, 1 the archive. Groups that have become supergroups are left
        out.
        """

        def listed(desk: AccountDesk) -> tuple[int, ...]:
            chats = [chat for chat in desk.as_listed() if not getattr(chat.peer, "migrated_to", None)]
            return tuple(chat.id for chat in chats if folder in (None, chat.folder))

        return self._with_desk(user_id, listed)

    def message_ids(self, user_id: int, chat_id: int) -> tuple[int, ...]:
        """Return the ids of all messages of a chat, the newest first."""
        return self._with_chat(user_id, chat_id, lambda _, chat: tuple(each.id for each in reversed(chat.plan)))

    def find_chat(self, user_id: int, title: str) -> int:
        """Return the id of the first chat with this title or full name. Raises ``LookupError`` if there is none."""

        def find(desk: AccountDesk) -> int:
            for chat in desk.as_listed():
                if chat.peer.title == title:
                    return chat.id
            raise LookupError(f"No chat of {user_id} is called {title!r}")

        return self._with_desk(user_id, find)

    def file(self, user_id: int, chat_id: int, message_id: int) -> Photo | Document:
        """Return the photo or document of a message, to compare a download with: ``size``, ``read(offset, limit)``.

        A photo is read in its largest size. ``dc_id`` is the data centre that has it. Raises ``LookupError`` when the
        message has no file.
        """

        def find(_: AccountDesk, chat: Chat) -> Photo | Document:
            message = chat.by_id(message_id)
            if message is None or message.file is None:
                raise LookupError(f"Message {message_id} of chat {chat_id} has no file")
            return message.file

        return self._with_chat(user_id, chat_id, find)

    def resize_file(self, user_id: int, chat_id: int, message_id: int, size: int) -> None:
        """Let the document of a message have so many bytes, which are made up where they are read."""

        def resize(desk: AccountDesk, chat: Chat) -> None:
            message = chat.by_id(message_id)
            if message is None or not isinstance(message.media, Document):
                raise LookupError(f"Chat {chat_id} has no document {message_id}")
            content = Noise(size=size, seed=message_id)
            message.media = dataclasses.replace(message.media, content=content)
            desk.keep(message.media)

        self._with_chat(user_id, chat_id, resize)

    def move_to_cdn(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Have the file of a message on a CDN: ``upload.getFile`` answers ``upload.fileCdnRedirect``."""
        file_id = self.file(user_id, chat_id, message_id).id
        self._with_desk(user_id, lambda desk: desk.on_cdn.add(file_id))

    def sent(self, user_id: int) -> tuple[Sent, ...]:
        """Return the messages that the account has sent with a client so far, the oldest first."""
        return self._with_desk(user_id, lambda desk: tuple(desk.sent))

    def deleted(self, user_id: int) -> tuple[Deleted, ...]:
        """Return the messages that the account has deleted with a client so far, the oldest first."""
        return self._with_desk(user_id, lambda desk: tuple(desk.deleted))

    def protect(self, user_id: int, chat_id: int) -> None:
        """Forbid forwarding what is written in a group or a channel (``noforwards``)."""
        self._set(user_id, chat_id, "is_protected", True)

    def make_administrator(self, user_id: int, chat_id: int) -> None:
        """Let the account delete what others have written in a group or a channel."""
        self._set(user_id, chat_id, "is_administered", True)

    def age(self, user_id: int, chat_id: int, message_id: int, seconds: int) -> None:
        """Have a message written so many seconds earlier than it was: it can be too old to be edited then."""

        def age(desk: AccountDesk, chat: Chat) -> None:
            message = chat.by_id(message_id)
            if message is None:
                raise LookupError(f"Chat {chat_id} has no message {message_id}")
            message.date -= seconds
            desk.count(chat)

        self._with_chat(user_id, chat_id, age)

    def lose_parts(self, user_id: int, *numbers: int) -> None:
        """Lose these parts of each file that the account has uploaded and not sent yet."""
        self._with_desk(user_id, lambda desk: desk.uploads.lose(numbers))

    def write(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        sender: str | None = None,
        entities: Iterable[Any] = (),
        topic: int | None = None,
    ) -> int:
        """Have somebody in the chat write to the account, and return the id of the new, unread message.

        ``sender`` is the first name or the full name of a member of a group; the first member if none is given.
        ``entities`` are TL objects: links, code, quotes; ``tgsdk.testing.desks.markup.styled`` makes them.
        In a forum it is the general topic, unless ``topic`` names another.
        """
        marked = tuple(entities)
        return self._with_chat(
            user_id,
            chat_id,
            lambda desk, chat: events.write(desk, chat, text, sender=sender, entities=marked, topic=topic).id,
        )

    def add_topic(self, user_id: int, chat_id: int, title: str, *, icon_color: int = 0x6FB9F0) -> int:
        """Have somebody begin a topic in a supergroup, which is a forum from then on; return the id of the topic."""
        return self._with_chat(
            user_id, chat_id, lambda desk, chat: begin_topic(desk, chat, title, icon_color=icon_color).id
        )

    def close_topic(self, user_id: int, chat_id: int, topic_id: int, *, is_closed: bool = True) -> None:
        """Close a topic: only administrators write in it, until it is opened again."""
        self._change_topic(user_id, chat_id, topic_id, "is_closed", is_closed)

    def pin_topic(self, user_id: int, chat_id: int, topic_id: int) -> None:
        """Pin a topic above the others."""
        self._change_topic(user_id, chat_id, topic_id, "is_pinned", True)

    def delete_topic(self, user_id: int, chat_id: int, topic_id: int) -> None:
        """Delete a topic with all that was written in it."""

        def delete(desk: AccountDesk, chat: Chat) -> None:
            ids = [each.id for each in messages_in(chat, topic_id)]
            del topics_of(chat)[topic_id]
            chat.gone_topics.add(topic_id)
            events.delete(desk, chat, [*ids, topic_id])

        self._with_chat(user_id, chat_id, delete)

    def make_forum(self, user_id: int, chat_id: int, is_forum: bool = True) -> None:
        """Make a forum of a supergroup, or a supergroup without topics of a forum."""

        def make(_: AccountDesk, chat: Chat) -> None:
            if not isinstance(chat.peer, Channel):
                raise LookupError(f"Chat {chat_id} is no supergroup")
            chat.peer.is_forum = is_forum

        self._with_chat(user_id, chat_id, make)

    def _change_topic(self, user_id: int, chat_id: int, topic_id: int, name: str, value: bool) -> None:
        self._with_chat(user_id, chat_id, lambda _, chat: setattr(topics_of(chat)[topic_id], name, value))

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> None:
        """Have the other side give a message another text."""
        self._with_chat(user_id, chat_id, lambda desk, chat: events.edit(desk, chat, message_id, text))

    def delete_messages(self, user_id: int, chat_id: int, message_ids: Iterable[int]) -> None:
        """Delete messages for everybody. A chat without any is no longer listed."""
        ids = tuple(message_ids)
        self._with_chat(user_id, chat_id, lambda desk, chat: events.delete(desk, chat, ids))

    def save_draft(self, user_id: int, chat_id: int, text: str) -> None:
        """Have the account leave an unsent text in a chat, from another device; an empty one takes it away."""

        def save(desk: AccountDesk, chat: Chat) -> None:
            chat.draft = Draft(text=text, date=int(desk.now())) if text else None

        self._with_chat(user_id, chat_id, save)

    def scheduled(self, user_id: int, chat_id: int) -> tuple[str, ...]:
        """Return the texts that are planned in a chat, the next one first."""

        def texts(_: AccountDesk, chat: Chat) -> tuple[str, ...]:
            return tuple(each.text for each in sorted(chat.scheduled.values(), key=lambda each: (each.date, each.id)))

        return self._with_chat(user_id, chat_id, texts)

    def put_folders(self, user_id: int, *folders: DeskFolder) -> None:
        """Give the account these folders, in this order, and no others: ``tgsdk.testing.desks.folders.DeskFolder``."""

        def put(desk: AccountDesk) -> None:
            desk.folders = folders

        self._with_desk(user_id, put)

    def draft(self, user_id: int, chat_id: int) -> str:
        """Return the unsent text that Telegram keeps for a chat, "" for none."""
        return self._with_chat(user_id, chat_id, lambda _, chat: chat.draft.text if chat.draft else "")

    def read_outbox(self, user_id: int, chat_id: int) -> None:
        """Have the other side read everything."""
        self._with_chat(user_id, chat_id, events.read_by_others)

    def refuse_writing(self, user_id: int, chat_id: int, code: int, name: str) -> None:
        """Refuse every ``messages.sendMessage`` to this chat: ``(…, 403, "CHAT_WRITE_FORBIDDEN")``,
        ``(…, 400, "USER_IS_BLOCKED")``, ``(…, 420, "SLOWMODE_WAIT_30")``, ``(…, 400, "PEER_FLOOD")``.
        """
        if not re.fullmatch(r"[A-Z0-9_]+", name):
            raise ValueError(f"{name!r} is no name of an error")
        self._set(user_id, chat_id, "refusal", (code, name))

    def allow_writing(self, user_id: int, chat_id: int) -> None:
        """Accept messages to this chat again."""
        self._set(user_id, chat_id, "refusal", None)

    def archive_chat(self, user_id: int, chat_id: int) -> None:
        """Move a chat to the archive."""
        self._set(user_id, chat_id, "folder", ARCHIVE)

    def unarchive_chat(self, user_id: int, chat_id: int) -> None:
        """Move a chat back to the main list."""
        self._set(user_id, chat_id, "folder", MAIN_LIST)

    def pin_chats(self, user_id: int, chat_ids: Iterable[int]) -> None:
        """Pin these chats in this order, however many, and no others."""
        ids = tuple(chat_ids)

        def pin(desk: AccountDesk) -> None:
            for chat in desk.chats.values():
                chat.pinned = ids.index(chat.id) + 1 if chat.id in ids else None

        self._with_desk(user_id, pin)

    def guess_count(self, user_id: int, chat_id: int, count: int | None) -> None:
        """Tell clients this number of messages, marked as ``inexact``; None has them counted again."""
        self._set(user_id, chat_id, "guessed_count", count)

    def expel(self, user_id: int, chat_id: int) -> None:
        """Expel the account from a supergroup or channel: no longer listed, and 400 ``CHANNEL_PRIVATE``."""

        def close(desk: AccountDesk, chat: Chat) -> None:
            chat.is_closed = True
            desk.reorder()

        self._with_chat(user_id, chat_id, close)

    def expire_file_references(self) -> None:
        """Expire all file references given so far; whoever asks for a message again gets a valid one."""

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
        """Add a chat on top of the list, with one service message in it, and return its id.

        The ``title`` of a private chat is a first name and a last name. ``members`` are the names of a group's members;
        ``may_write`` is about channels.
        """
        names = tuple(members)
        return self._with_desk(
            user_id,
            lambda desk: events.add_chat(desk, title, kind, members=names, username=username, may_write=may_write).id,
        )

    def add_person(
        self,
        user_id: int,
        name: str,
        *,
        username: str | None = None,
        phone: str | None = None,
        is_findable: bool = True,
        is_contact: bool = False,
        requires: Literal["premium"] | int | None = None,
        bio: str = "",
        groups: Iterable[int] = (),
    ) -> int:
        """Add somebody who has no chat with the account yet, and return their id.

        ``name`` is a first name and a last name, ``phone`` a number that they are found by, unless not
        ``is_findable``, and that a contact (``is_contact``) shows. ``requires`` is what they ask of those who write to
        them: "premium", or stars for each message. They are members of ``groups``.
        """
        chats = tuple(groups)

        def add(desk: AccountDesk) -> int:
            person = events.add_person(desk, name, username=username)
            person.phone, person.is_findable, person.requires, person.bio = phone, is_findable, requires, bio
            person.is_contact = is_contact
            for chat_id in chats:
                events.add_member(desk, desk.chats[chat_id], person)
            return person.id

        return self._with_desk(user_id, add)

    def hide_members(self, user_id: int, chat_id: int) -> None:
        """Have a group show its members to its administrators alone."""
        self._set(user_id, chat_id, "hides_members", True)

    def describe(self, user_id: int, chat_id: int, about: str) -> None:
        """Give a person a bio, or a group or channel a description."""
        name = "bio" if chat_id > 0 else "about"
        self._with_chat(user_id, chat_id, lambda _, chat: setattr(chat.peer, name, about))

    def limit_look_ups(self, *, seconds_between_phones: float = 3.0, usernames_a_day: int = 200) -> None:
        """Refuse more frequent look-ups with FLOOD_WAIT: of phone numbers, and of usernames."""

        async def limit() -> None:
            self._world.seconds_between_phones = seconds_between_phones
            self._world.usernames_a_day = usernames_a_day

        self._in_loop(limit)

    def limit_new_conversations(self, a_day: int = 30) -> None:
        """Refuse more first messages to people who have never written with PEER_FLOOD."""

        async def limit() -> None:
            self._world.new_conversations_a_day = a_day

        self._in_loop(limit)

    def upgrade_group(self, user_id: int, chat_id: int) -> int:
        """Make a supergroup of a basic group, and return its id; the group stays among the dialogs, deactivated."""
        return self._with_chat(user_id, chat_id, lambda desk, chat: events.upgrade(desk, chat).id)

    def plant_scripts(self, user_id: int) -> int:
        """Add chats in which every text that people can choose is a script, and return the one with the most.

        Names, titles, texts, captions, links, file names and types, authors, polls, contacts, places and service
        messages are ``<script>`` and ``<img onerror>`` that set ``window.xss``, or ``javascript:`` links that do.
        """
        return self._with_desk(user_id, lambda desk: add_hostile_chats(desk).id)

    def answer_automatically(self, user_id: int, after: float | None) -> None:
        """Have people read and answer what the account sends to them, ``after`` seconds later; None ends it."""

        def answer(desk: AccountDesk) -> None:
            desk.answers_after = after

        self._with_desk(user_id, answer)

    def _set(self, user_id: int, chat_id: int, name: str, value: Any) -> None:
        self._with_chat(user_id, chat_id, lambda _, chat: setattr(chat, name, value))

    def _with_desk(self, user_id: int, work: Callable[[AccountDesk], T]) -> T:
        """Do something with a desk in the server's thread."""

        async def in_loop() -> T:
            account = self._world.account_by_id(user_id)
            if account is None:
                raise LookupError(f"No account has the id {user_id}")
            return work(self._world.desk(account))

        return self._in_loop(in_loop)

    def _with_chat(self, user_id: int, chat_id: int, work: Callable[[AccountDesk, Chat], T]) -> T:
        def with_chat(desk: AccountDesk) -> T:
            peer = desk.peers.get(chat_id)
            chat = desk.chats.get(chat_id) or (desk.open_chat(peer) if peer else None)
            if chat is None:
                raise LookupError(f"{user_id} has no chat {chat_id}")
            return work(desk, chat)

        return self._with_desk(user_id, with_chat)

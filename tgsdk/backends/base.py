"""The contract between the facade and a backend: Backend and Connection."""

import contextlib
import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import ClassVar, NoReturn, Self

from tgsdk.addressee import Addressee
from tgsdk.errors import CursorInvalid, Forbidden, NotFound, Unsupported
from tgsdk.session import Session
from tgsdk.types import (
    Archive,
    Attachment,
    Capability,
    Chat,
    ChatFolder,
    ChatPage,
    CodeSent,
    Entity,
    Folder,
    Found,
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
    RequirementKind,
    SharedKind,
    Topic,
    User,
)

__all__ = ["MAX_LIMIT", "PART_SIZE", "Backend", "Connection", "ProxyInvalid", "answered_in_topic", "archive_of"]

#: Items of a page, at most: as many as Telegram gives.
MAX_LIMIT = 100

#: Pages of the list that are looked through for one of a folder.
MOST_PAGES = 4

#: Bytes of a file that are fetched at once: Telegram allows 1 MB at most, at a multiple of it.
PART_SIZE = 512 * 1024


class ProxyInvalid(ValueError):
    """A proxy that nothing can be asked with: no URL, a secret that is none. It repeats nothing of what was given."""


def archive_of(chats: Sequence[Chat]) -> Archive | None:
    """Count what is unread in these archived chats; None where there are none."""
    unread = [chat.unread_count for chat in chats if chat.unread_count]
    return Archive(unread_count=sum(unread), unread_chats=len(unread)) if chats else None


def answered_in_topic(topic_id: int, reply_to: int | None) -> int | None:
    """Return the message that a message in a topic answers: without another one that which began the topic."""
    return topic_id if reply_to is None and topic_id != Topic.GENERAL else reply_to


def _place_in(folder: ChatFolder, cursor: str | None) -> str | None:
    """Return where the list of all chats goes on for a folder."""
    if cursor is None:
        return None
    of_folder, _, place = cursor.partition(".")
    if of_folder != str(folder.id) or not place:
        raise CursorInvalid
    return place


class Connection(ABC):
    """One account for the length of one call or block. Every operation raises only :class:`tgsdk.TelegramError`.

    A backend writes the operations of the capabilities that it declares (:attr:`Backend.supports`), and those that are
    abstract; the others raise Unsupported, here and already in the facade.

    Nothing here needs a deadline of its own: the caller cancels what takes too long, and an operation that is
    cancelled or raises leaves in :attr:`session` what is true by then.
    """

    #: Set by the facade where somebody stores the session in the midst of a call; see :meth:`keep_session`.
    on_session: Callable[[Session], Awaitable[object]] | None = None

    async def keep_session(self) -> None:
        """Have :attr:`session` stored now, before the operation goes on.

        A backend awaits this when it has made a new key that its next call may log in, so that no login at Telegram is
        left that nobody here knows when the process is killed before the answer. It may raise anything, and be
        cancelled: the call is not to be made then. A backend that never awaits it has its session stored at the end of
        each call, as always.
        """
        if self.on_session is not None:
            await self.on_session(self.session)

    @property
    @abstractmethod
    def session(self) -> Session:
        """The session to keep, at any moment: also while an operation runs, and after it raised."""

    async def start_qr_login(self) -> QrLogin:
        """Return a QR code to scan, new or still valid. A login of another kind that was under way is given up.

        A session that Telegram has ended is forgotten first: LoggedOut means that a login can be started. Raises
        WrongMoment when the session is logged in, or waits for the password.
        """
        raise Unsupported(Capability.QR_LOGIN)

    async def check_qr_login(self) -> LoginState:
        """Look at the QR login once: it waits, with a fresh code when the old one expired, or something came of it.

        Raises WrongMoment when no login was started, LoginExpired when it must be started anew.
        """
        raise Unsupported(Capability.QR_LOGIN)

    async def send_code(self, phone: str) -> CodeSent:
        """Have a code sent to ``phone``. Another login that was under way is given up once it was sent.

        ``CodeType.NOT_NEEDED`` means that a future auth token of the session was good: the session has moved on.
        Raises WrongMoment when the session is logged in, or waits for the password; PhoneNumberInvalid,
        PhoneNumberBanned, LoginUnsupported.
        """
        raise Unsupported(Capability.CODE_LOGIN)

    async def resend_code(self) -> CodeSent:
        """Have the code sent in the next way, or anew when it is too old.

        Raises WrongMoment when no code is waited for, SendCodeUnavailable when every way was used.
        """
        raise Unsupported(Capability.CODE_LOGIN)

    async def sign_in(self, code: str) -> LoginState:
        """Enter the code; spaces in it do not count.

        Raises PhoneCodeInvalid and PhoneCodeExpired, which leave the login waiting; PhoneNumberUnoccupied, which
        ends it; WrongMoment when no code is waited for; LoginExpired when it must be started anew.
        """
        raise Unsupported(Capability.CODE_LOGIN)

    async def check_password(self, password: str) -> LoginState:
        """Finish a login with the two-step verification password, taken exactly as typed.

        Raises PasswordInvalid, which leaves the login waiting; WrongMoment when no password is waited for;
        LoginExpired when it must be started anew.
        """
        raise Unsupported(Capability.PASSWORD)

    @abstractmethod
    async def status(self) -> LoginState:
        """Return the state of the account, and LoggedOut only where a login can be started.

        Telegram is asked when the session says that it is logged in, or when the code to be scanned is too old.
        """

    @abstractmethod
    async def me(self) -> User:
        """Return the logged-in user. Raises NotLoggedIn."""

    async def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        """Return chats, pinned ones first, then by the last message; with ``query`` those that have it in their name.

        Each chat comes once, however many messages arrive between two pages. Raises NotLoggedIn, CursorInvalid,
        QueryInvalid.
        """
        raise Unsupported(Capability.READ)

    async def chats_in(self, folder: Folder, limit: int, cursor: str | None) -> ChatPage:
        """Return the chats of one folder as chats() does; with the first page of the main list, what is in the archive.

        A backend that does not have this gives what chats() gives without the other folder's: a page may be shorter
        then, and only the archived chats of its first page count.
        """
        page = await self.chats(limit, cursor, None)
        archived = [chat for chat in page.items if chat.is_archived]
        is_archive = folder is Folder.ARCHIVE
        items = tuple(chat for chat in page.items if chat.is_archived is is_archive)
        is_first = not is_archive and cursor is None
        return ChatPage(items=items, next=page.next, archive=archive_of(archived) if is_first else None)

    async def folders(self) -> tuple[ChatFolder, ...]:
        """Return the folders that the person has made, in their order. Raises NotLoggedIn."""
        raise Unsupported(Capability.FOLDERS)

    async def chats_of(self, folder: ChatFolder, limit: int, cursor: str | None) -> Page[Chat]:
        """Return the chats that a folder chooses, those that are pinned in it first.

        Telegram leaves the choosing to its applications: the list of all chats is looked through, a few pages for each
        of these, so that one may be shorter than ``limit``, or empty, and still have a next one; or a little longer.
        Raises NotLoggedIn, CursorInvalid.
        """
        place = _place_in(folder, cursor)
        found: list[Chat] = []
        for _ in range(MOST_PAGES):
            page = await self.chats(limit, place, None)
            place = page.next
            found += [chat for chat in page.items if folder.has(chat)]
            if place is None or len(found) >= limit:
                break
        pinned = [] if cursor is not None else await self._pinned_in(folder, found)
        others = [dataclasses.replace(chat, is_pinned=False) for chat in found if chat.id not in folder.pinned]
        return Page(items=(*pinned, *others), next=f"{folder.id}.{place}" if place else None)

    async def _pinned_in(self, folder: ChatFolder, found: Sequence[Chat]) -> list[Chat]:
        """Return the pinned chats of a folder, those that were not found among the first in one more call each."""
        known, pinned = {chat.id: chat for chat in found}, []
        for chat_id in folder.pinned:
            with contextlib.suppress(NotFound, Forbidden):
                chat = known.get(chat_id) or await self.chat(chat_id)
                pinned.append(dataclasses.replace(chat, is_pinned=True))
        return pinned

    async def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        """Find messages with ``query`` in all chats, newest first. Raises NotLoggedIn, CursorInvalid, QueryInvalid."""
        raise Unsupported(Capability.FIND_MESSAGES)

    async def find_in_chat(
        self, chat_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        """Find messages with ``query`` in one chat, newest first; with ``around`` those about the message of that id.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid, QueryInvalid.
        """
        raise Unsupported(Capability.FIND_IN_CHAT)

    async def messages_at(self, chat_id: int, limit: int, date: datetime) -> Page[Message]:
        """Return about as many messages before as from ``date`` on; the page goes on with older ones.

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        raise Unsupported(Capability.FIND_IN_CHAT)

    async def chat(self, chat_id: int) -> Chat:
        """Return one chat as it is now, with its ``pts``. Raises NotLoggedIn, NotFound, Forbidden."""
        raise Unsupported(Capability.READ)

    async def messages(
        self, chat_id: int, limit: int, cursor: str | None, after: int | None, around: int | None
    ) -> Page[Message]:
        """Return messages, newest first; with ``after`` those that came next after the message of that id.

        With ``around`` about as many before as after that message, and its page goes on with older ones. At most one
        of the three is given.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid.
        """
        raise Unsupported(Capability.READ)

    async def message(self, chat_id: int, message_id: int) -> Message:
        """Return one message as it is now. Raises NotLoggedIn, NotFound, Forbidden."""
        raise Unsupported(Capability.READ)

    async def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return those of these messages that are there. Raises NotLoggedIn, NotFound for the chat, Forbidden.

        A backend that does not have this asks for one after the other.
        """
        found = []
        for message_id in message_ids:
            with contextlib.suppress(NotFound):
                found.append(await self.message(chat_id, message_id))
        if not found:
            await self.chat(chat_id)  # it may be this that is not known
        return tuple(found)

    async def mark_as_read(self, chat_id: int, message_id: int) -> None:
        """Mark everything up to this message as read. Raises NotLoggedIn, NotFound, Forbidden."""
        raise Unsupported(Capability.MARK_AS_READ)

    async def send_message(self, chat_id: int, text: str, random_id: int) -> Message:
        """Send ``text``, once for each ``random_id``: a message that was sent already is returned.

        Raises NotLoggedIn, NotFound, Forbidden, WriteForbidden, MessageInvalid, SlowMode, MessageAlreadySent.
        """
        raise Unsupported(Capability.SEND_MESSAGES)

    async def save_draft(self, chat_id: int, text: str, reply_to: int | None) -> None:
        """Keep an unsent text at Telegram, for all devices; an empty one takes the draft away.

        Raises NotLoggedIn, NotFound, Forbidden, MessageInvalid for one that is too long.
        """
        raise Unsupported(Capability.DRAFTS)

    async def schedule_message(
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        """Have Telegram send ``text`` at a time, and return the planned message, whose ``date`` that is.

        The text has no blanks at its ends; the last three are as for send_formatted().

        Raises as send_message(), and MessageInvalid for a time that is too late, or for too many planned messages.
        """
        raise Unsupported(Capability.SCHEDULE)

    async def scheduled_messages(self, chat_id: int) -> tuple[Message, ...]:
        """Return the planned messages of a chat, the next one first. Their ids are not those of sent ones.

        Raises NotLoggedIn, NotFound, Forbidden.
        """
        raise Unsupported(Capability.SCHEDULE)

    async def delete_scheduled(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Give planned messages up; what is not planned any more is passed over. Raises NotLoggedIn, NotFound."""
        raise Unsupported(Capability.SCHEDULE)

    async def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Sequence[Entity]
    ) -> Message:
        """Give a planned message another text, or its file another caption, and a time; the same again is no error.

        The text has no blanks at its ends. Returns the planned message, or the one that was sent where the time is
        near. Raises NotLoggedIn, NotFound for what is not planned any more, Forbidden, MessageInvalid.
        """
        raise Unsupported(Capability.EDIT_SCHEDULED)

    async def send_scheduled_now(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Send planned messages now. Raises as send_message(), and NotFound for one that is not planned any more."""
        raise Unsupported(Capability.SCHEDULE)

    async def resolve(self, addressee: Addressee) -> Chat:
        """Return the chat with somebody by username or phone number, from now on one that can be read and written to.

        Nobody becomes a contact by it. Raises NotLoggedIn, UsernameInvalid, NobodyFound, AccountRestricted, and
        FloodWait sooner than anything else does.
        """
        raise Unsupported(Capability.RESOLVE)

    async def requirement(self, chat_id: int) -> Requirement:
        """Return what is asked of this account before it writes to somebody. Raises NotLoggedIn, NotFound.

        A backend that does not have this knows nothing of it.
        """
        return Requirement(kind=RequirementKind.UNKNOWN)

    async def person(self, chat_id: int) -> Profile:
        """Return the card of a person, group or channel. Raises NotLoggedIn, NotFound, Forbidden."""
        raise Unsupported(Capability.PROFILES)

    async def members(self, chat_id: int, limit: int, cursor: str | None) -> Page[Member]:
        """Return members of a group or a channel, those who were there lately first.

        They can be read and written to from now on. Raises NotLoggedIn, NotFound for other chats too, Forbidden where
        the members are shown to administrators alone, CursorInvalid.
        """
        raise Unsupported(Capability.MEMBERS)

    async def shared_media(self, chat_id: int, kind: SharedKind, limit: int, cursor: str | None) -> Page[Message]:
        """Return the messages of a chat that have something of this kind in them, newest first.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid.
        """
        raise Unsupported(Capability.PROFILES)

    async def save_parts(self, file: OutgoingFile, first: int, parts: Sequence[bytes]) -> None:
        """Upload the parts of a file from number ``first`` on. A part that comes again takes the place of the former.

        Each has PART_SIZE bytes, but the last one of the file. What was saved is there for other connections too.

        Raises NotLoggedIn, FileInvalid.
        """
        raise Unsupported(Capability.SEND_FILES)

    async def send_files(
        self,
        chat_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        """Send files whose parts were saved: one, or several as an album, of which the first has the caption.

        They are sent once for their ``random_ids``: what was sent already is returned.

        Raises NotLoggedIn, NotFound, Forbidden, WriteForbidden, MessageInvalid, FileInvalid, SlowMode,
        MessageAlreadySent, and UploadIncomplete, with the number of the part, for one that is not there.
        """
        raise Unsupported(Capability.SEND_FILES)

    async def send_formatted_files(
        self,
        chat_id: int,
        topic_id: int | None,
        files: Sequence[OutgoingFile],
        caption: str,
        entities: Sequence[Entity],
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        """Send as send_files(), or into a topic as send_files_to_topic(), with entities of the caption.

        It has no blanks at its ends. Raises as those do.
        """
        raise Unsupported(Capability.FORMAT_CAPTIONS)

    async def schedule_files(
        self,
        chat_id: int,
        topic_id: int | None,
        files: Sequence[OutgoingFile],
        caption: str,
        at: datetime,
        entities: Sequence[Entity],
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        """Have Telegram send files at a time, and return the planned messages, as schedule_message() does.

        All else is as for send_formatted_files(). Raises as that and schedule_message() do, MessageAlreadySent for what
        is planned or sent already.
        """
        raise Unsupported(Capability.SCHEDULE_FILES)

    async def send_formatted(
        self,
        chat_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        """Send as send_message(), with entities, as an answer to a message of this chat, with a quote of that.

        The text has no blanks at its ends. Raises what send_message() does, and NotFound where the message that is
        answered is gone.
        """
        raise Unsupported(Capability.FORMAT)

    async def edit_message(self, chat_id: int, message_id: int, text: str, entities: Sequence[Entity]) -> Message:
        """Give an own message another text, or its file another caption. The same text again is no error.

        Raises NotLoggedIn, NotFound, Forbidden, EditForbidden, MessageInvalid.
        """
        raise Unsupported(Capability.EDIT)

    async def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        """Give a message this reaction in the place of those that the account gave before, or take them away.

        Returns the message as it is then. Raises NotLoggedIn, NotFound, Forbidden, ReactionForbidden.
        """
        raise Unsupported(Capability.REACT)

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int], for_everyone: bool) -> None:
        """Delete messages. Those that are gone already are passed over.

        Raises NotLoggedIn, NotFound for the chat, Forbidden, DeleteForbidden.
        """
        raise Unsupported(Capability.DELETE)

    async def forward_messages(
        self, chat_id: int, message_ids: Sequence[int], to_chat_id: int, random_ids: Sequence[int]
    ) -> tuple[Message, ...]:
        """Forward messages, once for each of the ``random_ids``, and return them as they stand in the other chat.

        Raises NotLoggedIn, NotFound, Forbidden, ForwardForbidden, WriteForbidden, SlowMode, MessageAlreadySent.
        """
        raise Unsupported(Capability.FORWARD)

    async def mark_as_unread(self, chat_id: int, unread: bool) -> None:
        """Mark a chat as unread, for the account itself, or take the mark away. Raises NotLoggedIn, NotFound."""
        raise Unsupported(Capability.MARK_AS_UNREAD)

    async def toggle_dialog_pin(self, chat_id: int, pinned: bool) -> None:
        """Pin a chat at the top of its list, or not any more. The same again is no error.

        Raises NotLoggedIn, NotFound for one that nobody has written in too, Forbidden, PINNED_DIALOGS_TOO_MUCH by
        Telegram's name, where no more can be pinned.
        """
        raise Unsupported(Capability.MANAGE_CHATS)

    async def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        """Move a chat to the archive or back, where it is not pinned any more. Raises NotLoggedIn, NotFound, Forbidden.

        Where it is already it stays as it is.
        """
        raise Unsupported(Capability.MANAGE_CHATS)

    async def update_notify_settings(self, chat_id: int, muted: bool) -> None:
        """Mute a chat for ever, or not any more. Raises NotLoggedIn, NotFound, Forbidden."""
        raise Unsupported(Capability.MANAGE_CHATS)

    async def topics(self, chat_id: int, limit: int, cursor: str | None) -> Page[Topic]:
        """Return topics of a forum, pinned ones first, then by the last message; those that are deleted are left out.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid.
        """
        raise Unsupported(Capability.TOPICS)

    async def topic(self, chat_id: int, topic_id: int) -> Topic:
        """Return one topic as it is now. Raises NotLoggedIn, NotFound for one that is gone too, Forbidden."""
        raise Unsupported(Capability.TOPICS)

    async def topic_messages(
        self,
        chat_id: int,
        topic_id: int,
        limit: int,
        cursor: str | None,
        after: int | None,
        around: int | None,
        date: datetime | None,
    ) -> Page[Message]:
        """Return messages of one topic as messages() and messages_at() do those of a chat.

        Raises NotLoggedIn, NotFound, Forbidden, CursorInvalid.
        """
        raise Unsupported(Capability.TOPICS)

    async def find_in_topic(
        self, chat_id: int, topic_id: int, query: str, limit: int, cursor: str | None, around: int | None
    ) -> FoundPage:
        """Find messages with ``query`` in one topic, as find_in_chat() does in a chat. Raises as that does."""
        raise Unsupported(Capability.TOPICS)

    async def save_topic_draft(self, chat_id: int, topic_id: int, text: str, reply_to: int | None) -> None:
        """Keep an unsent text of one topic as save_draft() does that of a chat. Raises as that, and as topic()."""
        raise Unsupported(Capability.TOPICS)

    async def mark_topic_as_read(self, chat_id: int, topic_id: int, message_id: int) -> None:
        """Mark everything in a topic up to this message as read. Raises as topic() does."""
        raise Unsupported(Capability.TOPICS)

    async def send_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        text: str,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> Message:
        """Send as send_formatted(), into a topic. Raises as that does, WriteForbidden for one that is closed or gone.

        A backend that does not have this answers the message that began the topic, which is where Telegram puts it.
        """
        answered = answered_in_topic(topic_id, reply_to)
        return await self.send_formatted(chat_id, text, random_id, entities, answered, quote)

    async def schedule_to_topic(
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
        """Plan as schedule_message(), in a topic, which ``topic_id`` of the planned message names.

        Raises as send_to_topic() and schedule_message() do. Without this a backend does as with send_to_topic().
        """
        answered = answered_in_topic(topic_id, reply_to)
        return await self.schedule_message(chat_id, text, at, random_id, entities, answered, quote)

    async def forward_to_topic(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        to_topic_id: int,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        """Forward as forward_messages(), into a topic of the other chat. Raises as that and send_to_topic() do."""
        raise Unsupported(Capability.FORWARD_TO_TOPICS)

    async def send_files_to_topic(
        self,
        chat_id: int,
        topic_id: int,
        files: Sequence[OutgoingFile],
        caption: str,
        reply_to: int | None,
        random_ids: Sequence[int],
    ) -> tuple[Message, ...]:
        """Send as send_files(), into a topic. Without this a backend does as with send_to_topic()."""
        return await self.send_files(chat_id, files, caption, answered_in_topic(topic_id, reply_to), random_ids)

    async def read_part(self, file: Attachment | Photo, offset: int) -> bytes:
        """Return PART_SIZE bytes of a file from ``offset`` on, a multiple of it, or fewer where the file ends.

        Raises NotLoggedIn, NotFound, FileReferenceExpired.
        """
        raise Unsupported(Capability.DOWNLOAD)

    async def read_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        """Fetch pictures, all at once; None stands for one that Telegram does not give (any more)."""
        raise Unsupported(Capability.PICTURES)

    @abstractmethod
    async def log_out(self) -> None:
        """End the session at Telegram, or give up the login under way; the future auth tokens alone are kept."""


class Backend(ABC):
    """An engine that can talk to Telegram. It is made once, from plain options, and used from many threads."""

    #: What this backend can do besides telling the state of an account and ending it. A capability that is added to
    #: tgsdk later is not declared, and breaks nothing: its operation raises Unsupported.
    supports: ClassVar[frozenset[Capability]] = frozenset()

    def __reduce__(self) -> NoReturn:
        name = type(self).__name__
        raise TypeError(f"{name} is not pickled: have load_backend() make one of the same options in the other process")

    def __copy__(self) -> Self:
        """Return a backend that shares everything with this one, as :meth:`through` needs it."""
        other = object.__new__(type(self))
        vars(other).update(vars(self))
        return other

    def seconds_to_send(self, size: int) -> float:
        """Seconds beyond the usual that ``send_files()`` may take for these bytes: 0 where they are there by then."""
        return 0.0

    #: Whether a connection may be asked for more before it has answered. Where it may not, the calls that are made
    #: together (:meth:`tgsdk.Telegram.together`) go one after the other. Those of a login, ``status()`` and
    #: ``log_out()`` are never made beside others.
    calls_together: ClassVar[bool] = False

    @abstractmethod
    def connect(self, session: Session) -> AbstractAsyncContextManager[Connection]:
        """Return a connection that goes on from ``session``. Entering it opens nothing yet; leaving it closes all."""

    def through(self, proxy: str | Sequence[str]) -> "Backend":
        """Return this backend, for an account with a way to Telegram of its own: one proxy, or several in order.

        It shares everything else with this one, and costs next to nothing. Raises ProxyInvalid, and Unsupported where
        the backend knows no proxies.
        """
        raise Unsupported("proxies")

"""Desk: the face of an open account that reads and writes its chats, and tells what was opened and sent."""

import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, overload

from tgsdk import (
    Addressee,
    AsyncTelegram,
    Attachment,
    Capability,
    Chat,
    ChatFolder,
    ChatPage,
    Entity,
    FloodWait,
    Folder,
    Found,
    FoundPage,
    Member,
    Message,
    NobodyFound,
    NotFound,
    NotLoggedIn,
    Page,
    Photo,
    Profile,
    Requirement,
    RequirementKind,
    Secret,
    SessionEnded,
    SharedKind,
    TelegramError,
    Topic,
    Upload,
)

from . import acquaintances, limits, signals
from .opened import OpenAccount
from .stored import State

__all__ = ["Beginning", "Desk", "Question"]

logger = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Question(Generic[T_co]):
    """A call that can be made beside others: the operation that it is to limits and signals, and how it is made."""

    operation: str
    ask: Callable[[AsyncTelegram], Awaitable[T_co]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What stands before the first message to somebody whom the account has never written with.

    ``left`` is the number of such conversations that the account may still begin today, None without a limit;
    ``refusal`` is why it may begin none now.
    """

    requirement: Requirement
    left: int | None
    refusal: FloodWait | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The chats of an open account. Every call is one at Telegram.

    Every call raises SessionEnded, without asking Telegram, when it is known that the session has ended, and
    ``RuntimeError`` when the block has ended that opened the account.
    """

    account: OpenAccount

    @overload
    def together(self, a: Question[A], b: Question[B], /) -> tuple[A | TelegramError, B | TelegramError]: ...

    @overload
    def together(
        self, a: Question[A], b: Question[B], c: Question[C], /
    ) -> tuple[A | TelegramError, B | TelegramError, C | TelegramError]: ...

    def together(self, *questions: Question[Any]) -> tuple[Any, ...]:
        """Make calls at once, with one wait for Telegram, and return each result, or the TelegramError in its place.

        Each is within its own limits, and what went wrong with it is told. Whoever shows it to the user tells that
        (:meth:`note_opened`, :meth:`note_searched`).
        """
        begun = [self._begun(question.operation) for question in questions]
        asked = [question.ask for question, stack in zip(questions, begun, strict=True) if isinstance(stack, ExitStack)]
        with self._meeting() as met:
            met.extend(self.account.telegram.together(*asked, return_errors=True))
        answers = iter(met)
        return tuple(_ended(stack, next(answers)) if isinstance(stack, ExitStack) else stack for stack in begun)

    def _begun(self, operation: str) -> ExitStack | TelegramError:
        """Begin a call that is made beside others, unless it may not be made now."""
        call = ExitStack()
        try:
            call.enter_context(self._asking(operation))
        except TelegramError as error:
            return error
        return call

    def chats(
        self,
        limit: int = 50,
        cursor: str | None = None,
        query: str | None = None,
        folder: Folder | ChatFolder | None = None,
    ) -> ChatPage:
        """Return a page of the list of chats, or of a folder, or of those that ``query`` finds."""
        query = Secret.of(query)
        with self._asking("chats"):
            return self.account.telegram.chats(limit, cursor, query, folder)

    def folders(self) -> tuple[ChatFolder, ...]:
        """Return the folders that the user has made."""
        with self._asking("folders"):
            return self.account.telegram.folders()

    def search_messages(self, query: str, limit: int = 50, cursor: str | None = None) -> Page[Found]:
        """Return messages with ``query`` in all chats."""
        query = Secret.of(query)
        with self._asking("search_messages"):
            page = self.account.telegram.search_messages(query, limit, cursor)
        self.note_searched()
        return page

    def find_in_chat(
        self,
        chat_id: int,
        query: str,
        limit: int = 50,
        cursor: str | None = None,
        around: int | None = None,
        *,
        topic_id: int | None = None,
    ) -> FoundPage:
        """Return messages with ``query`` in one chat or topic, or those of them about the message ``around``."""
        query = Secret.of(query)
        with self._asking("search_messages"):
            page = self.account.telegram.search_messages(
                query, limit, cursor, chat_id=chat_id, around=around, topic_id=topic_id
            )
        self._tell_opened("search_messages", chat_id)
        return page

    def messages_at(self, chat_id: int, limit: int, date: datetime, *, topic_id: int | None = None) -> Page[Message]:
        """Return messages of a chat or topic before and from a time on."""
        page = self._read(chat_id, limit, date=date, topic_id=topic_id)
        self.note_opened(chat_id)
        return page

    def note_searched(self) -> None:
        """Tell that the user was shown messages of all chats."""
        self._tell_opened("search_messages")

    def chat(self, chat_id: int) -> Chat:
        """Return one chat as it is now."""
        with self._asking("chat"):
            return self.account.telegram.chat(chat_id)

    def topics(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Topic]:
        """Return topics of a forum."""
        with self._asking("topics"):
            return self.account.telegram.topics(chat_id, limit, cursor)

    def topic(self, chat_id: int, topic_id: int) -> Topic:
        """Return one topic as it is now."""
        with self._asking("topics"):
            return self.account.telegram.topic(chat_id, topic_id)

    def messages(
        self,
        chat_id: int,
        limit: int = 50,
        cursor: str | None = None,
        around: int | None = None,
        *,
        topic_id: int | None = None,
    ) -> Page[Message]:
        """Return messages of a chat, or of one of its topics, that the user has opened."""
        page = self._read(chat_id, limit, cursor, around=around, topic_id=topic_id)
        if not page.items and cursor is None and around is None and topic_id is None:
            acquaintances.note_stranger(self.account.row, chat_id)
        self.note_opened(chat_id)
        return page

    def note_opened(self, chat_id: int) -> None:
        """Tell that the user has opened a chat."""
        self._tell_opened("messages", chat_id)

    def latest_messages(self, chat_id: int, limit: int, *, topic_id: int | None = None) -> Page[Message]:
        """Return the newest messages of a chat that is open already, for which nothing is told again."""
        return self._read(chat_id, limit, topic_id=topic_id)

    def messages_after(
        self, chat_id: int, message_id: int, limit: int, *, topic_id: int | None = None
    ) -> Page[Message]:
        """Return the messages next after one, of a chat that is open already, for which nothing is told again."""
        return self._read(chat_id, limit, after=message_id, topic_id=topic_id)

    def mark_as_read(self, chat_id: int, message_id: int, *, topic_id: int | None = None) -> None:
        """Mark all messages of a chat, or of one of its topics, up to this one as read."""
        with self._asking("mark_as_read"):
            self.account.telegram.mark_as_read(chat_id, message_id, topic_id=topic_id)

    def send_message(
        self,
        chat_id: int,
        text: str,
        random_id: int | None = None,
        *,
        entities: Sequence[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Send a text, once for each ``random_id``."""
        text, quote = Secret.of(text), Secret.of(quote)
        with self._sending(chat_id, "send_message") as operation:
            message = self.account.telegram.send_message(
                chat_id,
                text,
                entities=entities,
                reply_to=reply_to,
                quote=quote,
                random_id=random_id,
                topic_id=topic_id,
            )
        self._tell_sent(operation, chat_id, message.id)
        return message

    def save_draft(self, chat_id: int, text: str, reply_to: int | None = None, *, topic_id: int | None = None) -> None:
        """Keep an unsent text at Telegram; an empty one takes the draft away."""
        text = Secret.of(text)
        with self._asking("save_draft"):
            self.account.telegram.save_draft(chat_id, text, reply_to=reply_to, topic_id=topic_id)

    def schedule_message(
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int | None = None,
        *,
        entities: Sequence[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        topic_id: int | None = None,
    ) -> Message:
        """Have a text sent later, once for each ``random_id``."""
        text, quote = Secret.of(text), Secret.of(quote)
        with self._sending(chat_id, "schedule_message") as operation:
            message = self.account.telegram.send_message(
                chat_id,
                text,
                entities=entities,
                reply_to=reply_to,
                quote=quote,
                random_id=random_id,
                schedule_at=at,
                topic_id=topic_id,
            )
        self._tell_sent(operation, chat_id, message.id)
        return message

    def scheduled_messages(self, chat_id: int, *, topic_id: int | None = None) -> tuple[Message, ...]:
        """Return what is planned in a chat, or in one of its topics, the next message first."""
        with self._asking("scheduled_messages"):
            return self.account.telegram.scheduled_messages(chat_id, topic_id=topic_id)

    def scheduled_message(self, chat_id: int, message_id: int) -> Message:
        """Return one of what is planned in a chat. Raises NotFound for one that is sent or given up."""
        for message in self.scheduled_messages(chat_id):
            if message.id == message_id:
                return message
        raise NotFound("This message is not planned any more")

    def edit_scheduled(
        self, chat_id: int, message_id: int, text: str, at: datetime, entities: Sequence[Entity] = ()
    ) -> Message:
        """Give a planned message another text and time."""
        text = Secret.of(text)
        with self._asking("edit_scheduled"):
            message = self.account.telegram.edit_scheduled(chat_id, message_id, text, schedule_at=at, entities=entities)
        self._tell_sent("edit_scheduled", chat_id, message.id)
        return message

    def delete_scheduled(self, chat_id: int, message_id: int) -> None:
        """Give a planned message up."""
        with self._asking("delete_scheduled"):
            self.account.telegram.delete_scheduled(chat_id, [message_id])

    def send_scheduled_now(self, chat_id: int, message_id: int) -> None:
        """Send a planned message now."""
        with self._asking("send_scheduled_now"):
            self.account.telegram.send_scheduled_now(chat_id, [message_id])
        self._tell_sent("send_scheduled_now", chat_id, message_id)

    def resolve(self, username_or_phone: str) -> Chat:
        """Return the chat with somebody by name, number or link; Telegram is asked once a day for the same person.

        Raises what Telegram.resolve() does, TooManyLookUps, and FloodWait while the account is restricted.
        """
        username_or_phone = Secret.of(username_or_phone)
        addressee = Addressee.read(username_or_phone)
        known = acquaintances.find_looked_up(self.account.row, addressee)
        if known is not None:
            with suppress(NotFound):  # it may have gone from the session since
                return self.chat(known)
        chat = self._look_up(addressee)
        acquaintances.remember_look_up(self.account.row, addressee, chat.id)
        acquaintances.note_stranger(self.account.row, chat.id)
        self._tell_opened("resolve", chat.id)
        return chat

    def beginning(self, chat_id: int) -> Beginning:
        """Return what stands before the first message in an empty chat, which is to count as one."""
        acquaintances.note_stranger(self.account.row, chat_id)
        subject = limits.subjects_of(self.account.row.user_id)[0]
        left = limits.left_of("new_conversation", subject)
        try:
            limits.refuse_beforehand("new_conversation", subject)
        except FloodWait as refusal:
            unknown = Requirement(kind=RequirementKind.UNKNOWN)
            return Beginning(requirement=unknown, left=0, refusal=refusal)
        return Beginning(requirement=self.requirement(chat_id), left=left, refusal=None)

    def requirement(self, chat_id: int) -> Requirement:
        """Return what is asked of whoever writes to somebody; it is unknown where Telegram does not say it."""
        if Capability.RESOLVE in self.account.telegram.supports:
            try:
                with self._asking("requirement"):
                    return self.account.telegram.requirement(chat_id)
            except NotLoggedIn:
                raise
            except TelegramError as error:
                logger.info("It is not known what is asked of whoever writes: %s", type(error).__name__)
        return Requirement(kind=RequirementKind.UNKNOWN)

    def person(self, chat_id: int) -> Profile:
        """Return the card of a person, group or channel."""
        with self._asking("person"):
            profile = self.account.telegram.person(chat_id)
        self.note_card(chat_id)
        return profile

    def note_card(self, chat_id: int) -> None:
        """Tell that the user was shown the card of a chat."""
        self._tell_opened("person", chat_id)

    def members(self, chat_id: int, limit: int = 50, cursor: str | None = None) -> Page[Member]:
        """Return members of a group or a channel, of whom each may be a stranger."""
        with self._meeting() as met, self._asking("members"):
            page = self.account.telegram.members(chat_id, limit, cursor)
            met.append(page)
        self._tell_opened("members", chat_id)
        return page

    def shared_media(self, chat_id: int, kind: SharedKind, limit: int = 50, cursor: str | None = None) -> Page[Message]:
        """Return what was shared in a chat."""
        with self._asking("shared_media"):
            page = self.account.telegram.shared_media(chat_id, kind, limit, cursor)
        self._tell_opened("shared_media", chat_id)
        return page

    def message(self, chat_id: int, message_id: int) -> Message:
        """Return one message of a chat that is open already, for which nothing is told again."""
        with self._meeting() as met, self._asking("message"):
            message = self.account.telegram.message(chat_id, message_id)
            met.append(Page(items=(message,)))
        return message

    def messages_by_id(self, chat_id: int, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return those of these messages of an open chat that are there."""
        with self._meeting() as met, self._asking("messages_by_id"):
            messages = self.account.telegram.messages_by_id(chat_id, message_ids)
            met.append(Page(items=messages))
        return messages

    def edit_message(self, chat_id: int, message_id: int, text: str, entities: Sequence[Entity] = ()) -> Message:
        """Give an own message another text."""
        text = Secret.of(text)
        with self._asking("edit_message"):
            message = self.account.telegram.edit_message(chat_id, message_id, text, entities=entities)
        self._tell_sent("edit_message", chat_id, message_id)
        return message

    def send_reaction(self, chat_id: int, message_id: int, emoji: str | None) -> Message:
        """Give a message a reaction in the place of the account's own, or take that away."""
        emoji = Secret.of(emoji)
        with self._meeting() as met, self._asking("send_reaction"):
            message = self.account.telegram.send_reaction(chat_id, message_id, emoji)
            met.append(Page(items=(message,)))
        self._tell_sent("send_reaction", chat_id, message_id)
        return message

    def delete_messages(self, chat_id: int, message_ids: Sequence[int], *, for_everyone: bool = False) -> None:
        """Delete messages, for the account alone or for everyone."""
        with self._asking("delete_messages"):
            self.account.telegram.delete_messages(chat_id, message_ids, for_everyone=for_everyone)
        for message_id in message_ids:
            self._tell_sent("delete_messages", chat_id, message_id)

    def forward_messages(
        self,
        chat_id: int,
        message_ids: Sequence[int],
        to_chat_id: int,
        random_ids: Sequence[int] | None = None,
        *,
        to_topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Forward messages to another chat, or to a topic of one, once for each of the ``random_ids``."""
        with self._sending(to_chat_id, "forward_messages") as operation:
            messages = self.account.telegram.forward_messages(
                chat_id, message_ids, to_chat_id, random_ids=random_ids, to_topic_id=to_topic_id
            )
        for message in messages:
            self._tell_sent(operation, to_chat_id, message.id)
        return messages

    def mark_as_unread(self, chat_id: int, unread: bool = True) -> None:
        """Mark a chat as unread, or take the mark away."""
        with self._asking("mark_as_unread"):
            self.account.telegram.mark_as_unread(chat_id, unread)

    def toggle_dialog_pin(self, chat_id: int, pinned: bool = True) -> None:
        """Pin a chat at the top of its list, or not any more."""
        with self._asking("manage_chats"):
            self.account.telegram.toggle_dialog_pin(chat_id, pinned)

    def edit_peer_folder(self, chat_id: int, folder: Folder) -> None:
        """Move a chat to the archive or back."""
        with self._asking("manage_chats"):
            self.account.telegram.edit_peer_folder(chat_id, folder)

    def update_notify_settings(self, chat_id: int, *, muted: bool) -> None:
        """Mute a chat, or not any more."""
        with self._asking("manage_chats"):
            self.account.telegram.update_notify_settings(chat_id, muted=muted)

    def save_parts(self, upload: Upload, seconds: float) -> None:
        """Upload a file for so many seconds, one step at least; where that is not all of it, go on at another time."""
        until = time.monotonic() + seconds
        with contextlib.closing(self.account.telegram.iter_upload(upload)) as steps:
            while not upload.is_saved:
                with self._asking("save_parts"):
                    next(steps, None)
                if time.monotonic() > until:
                    return

    def send_files(
        self,
        chat_id: int,
        uploads: Sequence[Upload],
        caption: str = "",
        random_ids: Sequence[int] | None = None,
        reply_to: int | None = None,
        *,
        caption_entities: Sequence[Entity] = (),
        at: datetime | None = None,
        topic_id: int | None = None,
    ) -> tuple[Message, ...]:
        """Send files, several of them as an album, once for their ``random_ids``; or have them sent at a time."""
        caption = Secret.of(caption)
        options: dict[str, Any] = {"caption": caption, "caption_entities": caption_entities}
        options |= {"reply_to": reply_to, "topic_id": topic_id, "schedule_at": at}
        telegram = self.account.telegram
        with self._sending(chat_id, "send_files" if at is None else "schedule_files") as operation:
            if len(uploads) != 1:
                messages = telegram.send_album(chat_id, uploads, random_ids=random_ids, **options)
            else:
                number = random_ids[0] if random_ids else None
                messages = (telegram.send_file(chat_id, uploads[0], random_id=number, **options),)
        self._tell_sent(operation, chat_id, messages[0].id)
        return messages

    def attachment(self, chat_id: int, message_id: int) -> Attachment:
        """Return the file of a message, as it is now. Raises NotFound when it has none."""
        message = self.message(chat_id, message_id)
        if message.attachment is None:
            raise NotFound("The message has no file")
        self._tell_opened("message_file", chat_id, message_id)
        return message.attachment

    def parts(self, attachment: Attachment, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes from ``start`` up to ``stop``, each part asked for when it is wanted, inside the block.

        A streamed answer is given after it: open the account for each stretch of the file (open_for_a_transfer).
        """
        parts = self.account.telegram.iter_download(attachment, start=start, stop=stop)
        try:
            while True:
                with self._asking("download"):
                    part = next(parts, None)
                if part is None:
                    return
                yield part
        finally:
            parts.close()

    def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        """Return small pictures, None for each that Telegram does not give."""
        with self._asking("download_photos"):
            return self.account.telegram.download_photos(photos)

    def _read(self, chat_id: int, limit: int, cursor: str | None = None, **place: Any) -> Page[Message]:
        with self._meeting() as met, self._asking("messages"):
            page = self.account.telegram.messages(chat_id, limit, cursor, **place)
            met.append(page)
        return page

    @contextmanager
    def _meeting(self) -> Iterator[list[object]]:
        """Keep that those who can be written to since these answers, because they are in a group, may be strangers."""
        known, answers = self.account.telegram.session.access_hashes, list[object]()
        yield answers
        now = self.account.telegram.session.access_hashes
        met = {each for page in answers if isinstance(page, Page) for each in map(_met_in_a_group, page.items)}
        acquaintances.note_strangers(self.account.row, [each for each in met if each in now and each not in known])

    def _look_up(self, addressee: Addressee) -> Chat:
        try:
            with self._asking("resolve"):
                return self.account.telegram.resolve(addressee.phone or addressee.username or "")
        except NobodyFound as error:
            acquaintances.remember_look_up(self.account.row, addressee, None, error.telegram_name)
            raise

    @contextmanager
    def _sending(self, chat_id: int, operation: str) -> Iterator[str]:
        """Make a call that writes in a chat, within the day's budget where it is the first one to a stranger.

        Gives what the call counts as: ``operation``, or "new_conversation".
        """
        begins = acquaintances.is_stranger(self.account.row, chat_id) and not self._has_history(chat_id)
        counted = "new_conversation" if begins else operation
        with self._asking(counted):
            yield counted
        if begins:
            acquaintances.forget_stranger(self.account.row, chat_id)

    def _has_history(self, chat_id: int) -> bool:
        """Look whether a stranger has written meanwhile, or was written to with another client."""
        if not self.latest_messages(chat_id, 1).items:
            return False
        acquaintances.forget_stranger(self.account.row, chat_id)
        return True

    def _asking(self, operation: str) -> AbstractContextManager[None]:
        if self.account.row.state == State.DISCONNECTED:
            raise SessionEnded(telegram_name=self.account.row.disconnect_reason or None)
        return self.account.asking(operation)

    def _tell_sent(self, operation: str, chat_id: int, message_id: int) -> None:
        self.account.tell(signals.sent, operation=operation, chat_id=chat_id, message_id=message_id)

    def _tell_opened(self, operation: str, chat_id: int | None = None, message_id: int | None = None) -> None:
        self.account.tell(signals.opened, operation=operation, chat_id=chat_id, message_id=message_id)


def _met_in_a_group(item: object) -> int:
    """Return the id of whoever wrote a message in a group, or is in one; 0 for anything else."""
    if isinstance(item, Member):
        return item.chat.id
    if isinstance(item, Message) and item.sender:
        return item.sender.id if item.chat_id < 0 else 0
    return 0


def _ended(call: ExitStack, answer: T | TelegramError) -> T | TelegramError:
    """End a call that was made beside others, as its answer has it."""
    try:
        with call:
            if isinstance(answer, TelegramError):
                raise answer
    except TelegramError as error:
        return error
    return answer

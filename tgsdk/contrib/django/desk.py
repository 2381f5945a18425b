"""Desk: the face of an open account that reads and writes its chats, and tells what was opened and sent."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from tgsdk import (
    AsyncTelegram,
    Attachment,
    Chat,
    ChatPage,
    Folder,
    Found,
    Message,
    NotFound,
    Page,
    Photo,
    Secret,
    SessionEnded,
    TelegramError,
)

from . import signals
from .opened import OpenAccount
from .stored import State

__all__ = ["Desk", "Question"]

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


@dataclass(frozen=True, slots=True)
class Desk:
    """The chats of an open account. Every call is one at Telegram.

    Every call raises SessionEnded, without asking Telegram, when it is known that the session has ended.
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
        answers = iter(self.account.telegram.together(*asked, return_errors=True))
        return tuple(_ended(stack, next(answers)) if isinstance(stack, ExitStack) else stack for stack in begun)

    def _begun(self, operation: str) -> ExitStack | TelegramError:
        """Begin a call that is made beside others, unless it may not be made now."""
        call = ExitStack()
        try:
            call.enter_context(self._asking(operation))
        except TelegramError as error:
            return error
        return call

    def chats(self, limit: int, cursor: str | None, query: str | None, folder: Folder | None = None) -> ChatPage:
        """Return a page of the list of chats, or of a folder, or of those that ``query`` finds."""
        with self._asking("chats"):
            return self.account.telegram.chats(limit, cursor, query, folder)

    def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        """Return messages with ``query`` in all chats."""
        with self._asking("search_messages"):
            page = self.account.telegram.search_messages(query, limit, cursor)
        self.note_searched()
        return page

    def note_searched(self) -> None:
        """Tell that the user was shown messages of all chats."""
        self._tell_opened("search_messages")

    def chat(self, chat_id: int) -> Chat:
        """Return one chat as it is now."""
        with self._asking("chat"):
            return self.account.telegram.chat(chat_id)

    def messages(self, chat_id: int, limit: int, cursor: str | None, around: int | None = None) -> Page[Message]:
        """Return messages of a chat that the user has opened."""
        with self._asking("messages"):
            page = self.account.telegram.messages(chat_id, limit, cursor, around=around)
        self.note_opened(chat_id)
        return page

    def note_opened(self, chat_id: int) -> None:
        """Tell that the user has opened a chat."""
        self._tell_opened("messages", chat_id)

    def latest_messages(self, chat_id: int, limit: int) -> Page[Message]:
        """Return the newest messages of a chat that is open already, for which nothing is told again."""
        with self._asking("messages"):
            return self.account.telegram.messages(chat_id, limit)

    def messages_after(self, chat_id: int, message_id: int, limit: int) -> Page[Message]:
        """Return the messages next after one, of a chat that is open already, for which nothing is told again."""
        with self._asking("messages"):
            return self.account.telegram.messages(chat_id, limit, after=message_id)

    def mark_as_read(self, chat_id: int, message_id: int) -> None:
        """Mark all messages up to this one as read."""
        with self._asking("mark_as_read"):
            self.account.telegram.mark_as_read(chat_id, message_id)

    def send_message(self, chat_id: int, text: str, random_id: int | None) -> Message:
        """Send a text, once for each ``random_id``."""
        text = Secret.of(text)
        with self._asking("send_message"):
            message = self.account.telegram.send_message(chat_id, text, random_id=random_id)
        self.account.tell(signals.sent, operation="send_message", chat_id=chat_id, message_id=message.id)
        return message

    def attachment(self, chat_id: int, message_id: int) -> Attachment:
        """Return the file of a message, as it is now. Raises NotFound when it has none."""
        with self._asking("message"):
            message = self.account.telegram.message(chat_id, message_id)
        if message.attachment is None:
            raise NotFound("The message has no file")
        self._tell_opened("message_file", chat_id, message_id)
        return message.attachment

    def parts(self, attachment: Attachment, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes from ``start`` up to ``stop``, each part asked for when it is wanted."""
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

    def _asking(self, operation: str) -> AbstractContextManager[None]:
        if self.account.row.state == State.DISCONNECTED:
            raise SessionEnded(telegram_name=self.account.row.disconnect_reason or None)
        return self.account.asking(operation)

    def _tell_opened(self, operation: str, chat_id: int | None = None, message_id: int | None = None) -> None:
        self.account.tell(signals.opened, operation=operation, chat_id=chat_id, message_id=message_id)


def _ended(call: ExitStack, answer: T | TelegramError) -> T | TelegramError:
    """End a call that was made beside others, as its answer has it."""
    try:
        with call:
            if isinstance(answer, TelegramError):
                raise answer
    except TelegramError as error:
        return error
    return answer

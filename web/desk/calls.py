"""The desk of an open account: its chats, messages and files, with what was opened and sent written down."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tgsdk import Attachment, Chat, Found, Message, NotFound, Page, Photo, SessionEnded
from tgsdk.contrib.django.stored import State
from web.accounts import Kind, OpenAccount, account_of
from web.readers import SignedInRequest


@dataclass(frozen=True, slots=True)
class Desk:
    """Every call is one at Telegram, over the one connection of :func:`desk_of`."""

    account: OpenAccount

    def chats(self, limit: int, cursor: str | None, query: str | None) -> Page[Chat]:
        with self.account.asking("chats"):
            return self.account.telegram.chats(limit, cursor, query)

    def search_messages(self, query: str, limit: int, cursor: str | None) -> Page[Found]:
        with self.account.asking("search_messages"):
            page = self.account.telegram.search_messages(query, limit, cursor)
        self.account.record(Kind.OPENED, operation="search_messages", once=True)
        return page

    def chat(self, chat_id: int) -> Chat:
        with self.account.asking("chat"):
            return self.account.telegram.chat(chat_id)

    def messages(self, chat_id: int, limit: int, cursor: str | None, around: int | None = None) -> Page[Message]:
        with self.account.asking("messages"):
            page = self.account.telegram.messages(chat_id, limit, cursor, around=around)
        self.note_opened(chat_id)
        return page

    def note_opened(self, chat_id: int) -> None:
        self.account.record(Kind.OPENED, operation="messages", subject=str(chat_id), once=True)

    def latest_messages(self, chat_id: int, limit: int) -> Page[Message]:
        """As :meth:`messages_after`."""
        with self.account.asking("messages"):
            return self.account.telegram.messages(chat_id, limit)

    def messages_after(self, chat_id: int, message_id: int, limit: int) -> Page[Message]:
        """What a page asks for by itself: that was written down when the chat was opened."""
        with self.account.asking("messages"):
            return self.account.telegram.messages(chat_id, limit, after=message_id)

    def mark_as_read(self, chat_id: int, message_id: int) -> None:
        with self.account.asking("mark_as_read"):
            self.account.telegram.mark_as_read(chat_id, message_id)

    def send_message(self, chat_id: int, text: str, random_id: int | None) -> Message:
        with self.account.asking("send_message"):
            message = self.account.telegram.send_message(chat_id, text, random_id=random_id)
        self.account.record(Kind.SENT, operation="send_message", subject=f"{chat_id}/{message.id}", once=True)
        return message

    def attachment(self, chat_id: int, message_id: int) -> Attachment:
        """The file of a message, as it is now. Raises NotFound when it has none."""
        with self.account.asking("message"):
            message = self.account.telegram.message(chat_id, message_id)
        if message.attachment is None:
            raise NotFound("The message has no file")
        self.account.record(Kind.OPENED, operation="message_file", subject=f"{chat_id}/{message_id}", once=True)
        return message.attachment

    def parts(self, attachment: Attachment, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``stop``, each part asked for when it is wanted."""
        parts = self.account.telegram.iter_download(attachment, start=start, stop=stop)
        try:
            while True:
                with self.account.asking("download"):
                    part = next(parts, None)
                if part is None:
                    return
                yield part
        finally:
            parts.close()

    def download_photos(self, photos: Sequence[Photo]) -> tuple[bytes | None, ...]:
        with self.account.asking("download_photos"):
            return self.account.telegram.download_photos(photos)


@contextmanager
def desk_of(request: SignedInRequest, **options: Any) -> Iterator[Desk]:
    """The desk of whoever asks, over one connection: as account_of(). Raises SessionEnded without asking Telegram
    when it is known that the session has ended."""
    with account_of(request, **options) as account:
        if account.row.state == State.DISCONNECTED:
            raise SessionEnded(telegram_name=account.row.disconnect_reason or None)
        with account.telegram.connected():
            yield Desk(account)

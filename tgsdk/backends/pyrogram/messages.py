"""Messages: raw ones into ours, and the calls that read, find and send them (https://core.telegram.org/api/messages)."""

from typing import Any

from tgsdk.errors import CursorInvalid, MessageAlreadySent, MessageInvalid, NotFound
from tgsdk.types import Forward, Message, Page, Sender

from .answers import expect
from .cursors import read_cursor, write_cursor
from .entities import entities_in
from .library import raw
from .line import Line
from .media import carried_by
from .peers import Known, chat_id_of, input_channel, is_channel, time_of
from .rpc_errors import RandomIdDuplicate
from .service import service_in
from .texts import is_text

__all__ = ["Messages", "last_message_in", "message_in"]

CURSOR = "messages"
NEWEST = 20  # among which a message that was sent before is looked for
LAST_ID = 2**31 - 1


class Messages:
    """Messages over ``line``. A chat is given by its id and by what Telegram wants to be shown for it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def page(self, chat_id: int, peer: Any, limit: int, cursor: str | None) -> Page[Message]:
        offset_id = 0
        if cursor is not None:
            of_chat, offset_id = read_cursor(CURSOR, cursor, "chat", "before")
            if of_chat != chat_id:
                raise CursorInvalid
        answer = await self._history(peer, offset_id=offset_id, limit=limit)
        return Page(items=messages_in(answer, chat_id), next=_next(answer, chat_id))

    async def after(self, chat_id: int, peer: Any, limit: int, after: int) -> Page[Message]:
        answer = await self._history(
            peer, offset_id=min(after, LAST_ID - 1) + 1, add_offset=-limit, min_id=min(after, LAST_ID), limit=limit
        )
        return Page(items=tuple(message for message in messages_in(answer, chat_id) if message.id > after))

    async def around(self, chat_id: int, peer: Any, limit: int, message_id: int) -> Page[Message]:
        offset_id = min(message_id, LAST_ID - 1) + 1
        answer = await self._history(peer, offset_id=offset_id, add_offset=-(limit // 2), limit=limit)
        return Page(items=messages_in(answer, chat_id), next=_next(answer, chat_id))

    async def mark_as_read(self, chat_id: int, peer: Any, message_id: int) -> None:
        message_id = min(message_id, LAST_ID)
        if is_channel(chat_id):
            query = raw.functions.channels.ReadHistory(channel=input_channel(chat_id, peer), max_id=message_id)
        else:
            query = raw.functions.messages.ReadHistory(peer=peer, max_id=message_id)
        await self._line.invoke(query)

    async def one(self, chat_id: int, peer: Any, message_id: int) -> Message:
        if not 0 < message_id <= LAST_ID:
            raise NotFound("there is no message with such a number")
        wanted = [raw.types.InputMessageID(id=message_id)]
        if is_channel(chat_id):
            query = raw.functions.channels.GetMessages(channel=input_channel(chat_id, peer), id=wanted)
            answer = await self._line.invoke(query)
        else:
            answer = await self._line.invoke(raw.functions.messages.GetMessages(id=wanted))
        for message in messages_in(_checked(answer), chat_id):
            if message.id == message_id:
                return message
        raise NotFound("there is no such message in this chat")

    async def send(self, chat_id: int, peer: Any, text: str, random_id: int) -> Message:
        if not is_text(text):
            raise MessageInvalid
        query = raw.functions.messages.SendMessage(peer=peer, message=text, random_id=random_id)
        try:
            answer = await self._line.invoke(query)
        except RandomIdDuplicate:
            return await self._sent_before(chat_id, peer, text)
        if isinstance(answer, raw.types.UpdateShortSentMessage):
            return Message(
                id=answer.id,
                chat_id=chat_id,
                date=_date(answer),
                text=text.strip(),
                entities=entities_in(text.strip(), answer.entities),
                is_outgoing=True,
            )
        return _sent_in(answer, chat_id, random_id) or await self._sent_before(chat_id, peer, text)

    async def _sent_before(self, chat_id: int, peer: Any, text: str) -> Message:
        """The newest own message with this text, where Telegram does not say which one it was."""
        page = await self.page(chat_id, peer, NEWEST, None)
        for message in page.items:
            if message.is_outgoing and message.text == text.strip():
                return message
        raise MessageAlreadySent

    async def _history(
        self, peer: Any, *, limit: int, offset_id: int = 0, add_offset: int = 0, min_id: int = 0, offset_date: int = 0
    ) -> Any:
        query = raw.functions.messages.GetHistory(
            peer=peer,
            offset_id=offset_id,
            offset_date=offset_date,
            add_offset=add_offset,
            limit=limit,
            max_id=0,
            min_id=min_id,
            hash=0,
        )
        return _checked(await self._line.invoke(query))

    async def last_before(self, peer: Any, date: int) -> Any | None:
        """The raw message that was the last one of its chat when it was ``date``."""
        answer = await self._history(peer, offset_date=date, limit=1)
        return next(iter(answer.messages), None)


def _checked(answer: Any) -> Any:
    kinds = raw.types.messages
    return expect(kinds.Messages | kinds.MessagesSlice | kinds.ChannelMessages, answer)


def messages_in(answer: Any, chat_id: int) -> tuple[Message, ...]:
    """The messages of this chat, without those that are deleted."""
    known = Known(answer)
    messages = (message for message in answer.messages if not isinstance(message, raw.types.MessageEmpty))
    return tuple(message_in(message, known) for message in messages if chat_id_of(message.peer_id) == chat_id)


def _next(answer: Any, chat_id: int) -> str | None:
    """A short page is no end: Telegram leaves out what was deleted meanwhile."""
    if isinstance(answer, raw.types.messages.Messages) or not answer.messages or _reaches_the_end(answer):
        return None
    return write_cursor(CURSOR, chat=chat_id, before=answer.messages[-1].id)


def _reaches_the_end(answer: Any) -> bool:
    """Where Telegram says which part of all messages this is."""
    return answer.offset_id_offset is not None and answer.offset_id_offset + len(answer.messages) >= answer.count


def last_message_in(answer: Any, peer: Any, top_message: int, known: Known) -> Message | None:
    chat_id = chat_id_of(peer)
    for message in answer.messages:
        if message.id == top_message and _is_in(message, chat_id):
            return message_in(message, known)
    return None


def _is_in(message: Any, chat_id: int) -> bool:
    return not isinstance(message, raw.types.MessageEmpty) and chat_id_of(message.peer_id) == chat_id


def message_in(message: Any, known: Known) -> Message:
    """The ``message`` or ``messageService`` as one of ours."""
    common = {
        "id": message.id,
        "chat_id": chat_id_of(message.peer_id),
        "date": _date(message),
        "is_outgoing": bool(message.out) or _is_note(message, known),
        "sender": _sender(message, known),
        "reply_to": _reply_to(message.reply_to),
    }
    if isinstance(message, raw.types.MessageService):
        return Message(**common, service=service_in(message, known))
    text = message.message or ""
    return Message(
        **common,
        **carried_by(message.media),
        text=text,
        entities=entities_in(text, message.entities),
        edited_at=None if message.edit_hide else time_of(message.edit_date),
        forward=_forward(message.fwd_from, known),
        album_id=message.grouped_id,
    )


def _is_note(message: Any, known: Known) -> bool:
    """Whether the account wrote it in its own Saved Messages, where nothing counts as outgoing to Telegram."""
    return known.is_self(message.peer_id) and getattr(message, "fwd_from", None) is None


def _date(message: Any) -> Any:
    return time_of(message.date or 1)


def _sender(message: Any, known: Known) -> Sender | None:
    """Who wrote it; in a channel that is whoever signed, if anybody."""
    author = getattr(message, "post_author", None)
    if message.from_id is None and isinstance(message.peer_id, raw.types.PeerChannel):
        return Sender(id=chat_id_of(message.peer_id), name=author) if author else None
    peer = message.from_id or (None if message.out else message.peer_id)
    return None if peer is None else Sender(id=chat_id_of(peer), name=known.name(peer) or "")


def _reply_to(header: Any) -> int | None:
    """The message in the same chat that is answered. In a forum's topic its first message is no answer's."""
    number = getattr(header, "reply_to_msg_id", None)
    if number is None or header.reply_to_peer_id is not None:
        return None
    return None if header.forum_topic and header.reply_to_top_id is None else int(number)


def _forward(header: Any, known: Known) -> Forward | None:
    if header is None:
        return None
    return Forward(name=header.from_name or known.name(header.from_id) or None, date=_date(header))


def _sent_in(updates: Any, chat_id: int, random_id: int) -> Message | None:
    """The message that was sent with this random id (``updateMessageID``); None where Telegram does not show it."""
    if not isinstance(updates, raw.types.Updates | raw.types.UpdatesCombined):
        return None
    sent = {update.id for update in updates.updates if getattr(update, "random_id", None) == random_id}
    known = Known(updates)
    for update in updates.updates:
        message = getattr(update, "message", None)
        if getattr(message, "id", None) in sent and _is_in(message, chat_id):
            return message_in(message, known)
    return None

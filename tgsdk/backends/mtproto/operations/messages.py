"""Messages: the calls that read, mark and send them (https://core.telegram.org/api/messages)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from tgsdk.errors import CursorInvalid, MessageAlreadySent, NotFound, ProtocolError
from tgsdk.types import Entity, Message, Page, Topic

from ..reading.entities import entities_in
from ..reading.messages import date_of, edited_message_in, messages_in, senders_in, sent_message_in
from ..reading.peers import Known, is_channel
from ..reading.raw import expect, is_a
from ..reading.rpc_errors import MessageNotModified, RandomIdDuplicate
from ..reading.texts import check_text
from ..wire.line import Line
from .composing import (
    LAST_DATE,
    LAST_ID,
    check_ids,
    knows_quotes,
    naming_the_answered,
    raw_entities,
    reply_fields,
    schedule_fields,
)
from .cursors import read_cursor, write_cursor
from .input_peers import input_channel

__all__ = ["Messages"]

CURSOR = "messages"
NEWEST = 20  # among which a message that was sent before is looked for


class Messages:
    """Messages over ``line``. A chat is named by its id and its ``InputPeer``."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._engine = line.engine

    async def page(
        self, chat_id: int, peer: Any, limit: int, cursor: str | None, topic: int | None = None
    ) -> Page[Message]:
        offset_id = 0
        if cursor is not None:
            of_chat, offset_id = read_cursor(_cursor(topic), cursor, "chat", "before")
            if of_chat != chat_id:
                raise CursorInvalid
        answer = await self._history(peer, topic=topic, offset_id=offset_id, limit=limit)
        return Page(items=messages_in(answer, chat_id), next=_next(answer, chat_id, topic))

    async def after(self, chat_id: int, peer: Any, limit: int, after: int, topic: int | None = None) -> Page[Message]:
        offset_id, min_id = min(after, LAST_ID - 1) + 1, min(after, LAST_ID)
        answer = await self._history(
            peer, topic=topic, offset_id=offset_id, add_offset=-limit, min_id=min_id, limit=limit
        )
        return Page(items=tuple(message for message in messages_in(answer, chat_id) if message.id > after))

    async def around(
        self, chat_id: int, peer: Any, limit: int, message_id: int, topic: int | None = None
    ) -> Page[Message]:
        offset_id = min(message_id, LAST_ID - 1) + 1
        answer = await self._history(peer, topic=topic, offset_id=offset_id, add_offset=-(limit // 2), limit=limit)
        return Page(items=messages_in(answer, chat_id), next=_next(answer, chat_id, topic))

    async def at(self, chat_id: int, peer: Any, limit: int, date: datetime, topic: int | None = None) -> Page[Message]:
        at = min(max(int(date.timestamp()), 1), LAST_DATE)
        answer = await self._history(peer, topic=topic, offset_date=at, add_offset=-(limit // 2), limit=limit)
        return Page(items=messages_in(answer, chat_id), next=_next(answer, chat_id, topic))

    async def mark_as_read(self, chat_id: int, peer: Any, message_id: int) -> None:
        message_id = min(message_id, LAST_ID)
        if is_channel(chat_id):
            query = self._engine.functions.channels.ReadHistory(
                channel=input_channel(self._engine, chat_id, peer), max_id=message_id
            )
        else:
            query = self._engine.functions.messages.ReadHistory(peer=peer, max_id=message_id)
        await self._line.invoke(query)

    async def one(self, chat_id: int, peer: Any, message_id: int) -> Message:
        for message in await self.by_id(chat_id, peer, [message_id]):
            return message
        raise NotFound("there is no such message in this chat")

    async def by_id(self, chat_id: int, peer: Any, message_ids: Sequence[int]) -> tuple[Message, ...]:
        """Return those of the messages that are in this chat."""
        ids = [message_id for message_id in message_ids if 0 < message_id <= LAST_ID]
        if not ids:
            return ()
        wanted = [self._engine.types.InputMessageID(id=message_id) for message_id in ids]
        if is_channel(chat_id):
            channel = input_channel(self._engine, chat_id, peer)
            query = self._engine.functions.channels.GetMessages(channel=channel, id=wanted)
        else:
            query = self._engine.functions.messages.GetMessages(id=wanted)
        answer = self._noted(await self._line.invoke(query))
        return tuple(message for message in messages_in(answer, chat_id) if message.id in ids)

    async def send(
        self,
        chat_id: int,
        peer: Any,
        text: str,
        random_id: int,
        entities: Sequence[Entity] = (),
        reply_to: int | None = None,
        quote: str | None = None,
        topic: int | None = None,
        at: datetime | None = None,
    ) -> Message:
        """Send a text, or plan it where it has a time."""
        check_text(text + (quote or ""))
        query = self._engine.functions.messages.SendMessage(
            peer=peer,
            message=text,
            random_id=random_id,
            entities=raw_entities(self._engine, text, entities),
            **reply_fields(self._engine, reply_to, quote, topic),
            **schedule_fields(at),
        )
        try:
            with naming_the_answered(reply_to):
                answer = await self._line.invoke(query)
        except RandomIdDuplicate as error:
            if at is None:
                return await self._sent_before(chat_id, peer, text, topic)
            raise MessageAlreadySent(telegram_name=error.telegram_name, telegram_code=error.telegram_code) from None
        if is_a(answer, "UpdateShortSentMessage"):
            return Message(
                id=answer.id,
                chat_id=chat_id,
                date=date_of(answer),
                text=text.strip(),
                entities=entities_in(text.strip(), answer.entities),
                is_outgoing=True,
                reply_to=reply_to,
                quote=quote if knows_quotes(self._engine) else None,
            )
        if sent := sent_message_in(answer, chat_id, random_id):
            return sent
        if at is not None:
            raise ProtocolError("Telegram does not say what it has planned")
        return await self._sent_before(chat_id, peer, text, topic)

    async def edit(self, chat_id: int, peer: Any, message_id: int, text: str, entities: Sequence[Entity]) -> Message:
        check_text(text)
        check_ids([message_id])
        query = self._engine.functions.messages.EditMessage(
            peer=peer, id=message_id, message=text, entities=raw_entities(self._engine, text, entities)
        )
        try:
            answer = await self._line.invoke(query)
        except MessageNotModified:
            answer = None
        return edited_message_in(answer, chat_id, message_id) or await self.one(chat_id, peer, message_id)

    async def react(self, chat_id: int, peer: Any, message_id: int, emoji: str | None) -> Message:
        check_ids([message_id])
        reaction = [self._engine.types.ReactionEmoji(emoticon=emoji)] if emoji else None
        query = self._engine.functions.messages.SendReaction(peer=peer, msg_id=message_id, reaction=reaction)
        with suppress(MessageNotModified):
            await self._line.invoke(query)
        return await self.one(chat_id, peer, message_id)

    async def delete(self, chat_id: int, peer: Any, message_ids: Sequence[int], *, for_everyone: bool) -> None:
        ids = [message_id for message_id in message_ids if 0 < message_id <= LAST_ID]
        if not ids:
            return
        if is_channel(chat_id):
            channel = input_channel(self._engine, chat_id, peer)
            query = self._engine.functions.channels.DeleteMessages(channel=channel, id=ids)
        else:
            # These ids are the account's own: Telegram asks for no chat, and must not delete in another one.
            ids = [message.id for message in await self.by_id(chat_id, peer, ids)]
            query = self._engine.functions.messages.DeleteMessages(id=ids, revoke=for_everyone or None)
        if ids:
            await self._line.invoke(query)

    async def forward(
        self,
        peer: Any,
        message_ids: Sequence[int],
        to_chat: tuple[int, Any],
        random_ids: Sequence[int],
        to_topic: int | None = None,
    ) -> tuple[Message, ...]:
        """Forward to ``to_chat``, an id and its ``InputPeer``, or to a topic of it: the general one has no name."""
        to_chat_id, to_peer = to_chat
        check_ids(message_ids)
        into = {} if to_topic in (None, Topic.GENERAL) else {"top_msg_id": to_topic}
        query = self._engine.functions.messages.ForwardMessages(
            from_peer=peer, id=list(message_ids), random_id=list(random_ids), to_peer=to_peer, **into
        )
        try:
            answer = await self._line.invoke(query)
        except RandomIdDuplicate as error:
            raise MessageAlreadySent(telegram_name=error.telegram_name, telegram_code=error.telegram_code) from None
        sent = (sent_message_in(answer, to_chat_id, random_id) for random_id in random_ids)
        return tuple(filter(None, sent))

    async def mark_as_unread(self, peer: Any, *, unread: bool) -> None:
        dialog = self._engine.types.InputDialogPeer(peer=peer)
        await self._line.invoke(self._engine.functions.messages.MarkDialogUnread(peer=dialog, unread=unread or None))

    async def _sent_before(self, chat_id: int, peer: Any, text: str, topic: int | None = None) -> Message:
        """Return the newest own message with this text, where Telegram does not say which one was sent."""
        page = await self.page(chat_id, peer, NEWEST, None, topic)
        for message in page.items:
            if message.is_outgoing and message.text == text.strip():
                return message
        raise MessageAlreadySent

    async def _history(
        self,
        peer: Any,
        *,
        limit: int,
        offset_id: int = 0,
        add_offset: int = 0,
        min_id: int = 0,
        offset_date: int = 0,
        topic: int | None = None,
    ) -> Any:
        """Call ``messages.getHistory``, or ``messages.getReplies`` for a topic, the general one too."""
        functions = self._engine.functions.messages
        ask = functions.GetHistory if topic is None else partial(functions.GetReplies, msg_id=topic)
        query = ask(
            peer=peer,
            offset_id=offset_id,
            offset_date=offset_date,
            add_offset=add_offset,
            limit=limit,
            max_id=0,
            min_id=min_id,
            hash=0,
        )
        return self._noted(await self._line.invoke(query))

    def _noted(self, answer: Any) -> Any:
        """Return an answer; the session knows the chats with those who wrote its messages in a group from now on."""
        expect(answer, "Messages", "MessagesSlice", "ChannelMessages")
        senders = senders_in(answer)
        hashes = Known(answer).access_hashes(senders) if senders else {}
        self._line.session = self._line.session.with_access_hashes(hashes)
        return answer

    async def last_before(self, peer: Any, date: int) -> Any | None:
        """Return the raw message that was the last one of its chat at ``date``."""
        answer = await self._history(peer, offset_date=date, limit=1)
        return next(iter(answer.messages), None)


def _cursor(topic: int | None) -> str:
    return CURSOR if topic is None else f"{CURSOR} of topic {topic}"


def _next(answer: Any, chat_id: int, topic: int | None = None) -> str | None:
    """Return the cursor of the next page; None after an empty page, or an answer that is complete by its type.

    Nothing else is an end: a page is short where messages were deleted meanwhile, and the count may be a guess.
    """
    if is_a(answer, "Messages") or not answer.messages:
        return None
    return write_cursor(_cursor(topic), chat=chat_id, before=answer.messages[-1].id)

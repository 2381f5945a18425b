"""Messages that Telegram sends later (https://core.telegram.org/api/scheduled-messages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tgsdk.errors import NotFound
from tgsdk.types import Entity, Message

from ..reading.messages import messages_in, planned_message_in
from ..reading.raw import expect
from ..reading.rpc_errors import MessageNotModified
from ..reading.texts import check_text
from ..wire.line import Line
from .composing import LAST_ID, check_ids, raw_entities, schedule_fields

__all__ = ["delete_scheduled", "edit_scheduled", "scheduled_messages", "send_scheduled"]


async def scheduled_messages(line: Line, chat_id: int, peer: Any) -> tuple[Message, ...]:
    """Call ``messages.getScheduledHistory``."""
    planned = _planned(
        await line.invoke(line.engine.functions.messages.GetScheduledHistory(peer=peer, hash=0)), chat_id
    )
    return tuple(sorted(planned, key=lambda message: (message.date, message.id)))


async def edit_scheduled(
    line: Line, chat_id: int, peer: Any, message_id: int, text: str, at: datetime, entities: Sequence[Entity]
) -> Message:
    """Call ``messages.editMessage`` with a date, by which Telegram knows that a planned message is meant."""
    check_text(text)
    check_ids([message_id])
    functions = line.engine.functions.messages
    query = functions.EditMessage(
        peer=peer,
        id=message_id,
        message=text,
        entities=raw_entities(line.engine, text, entities),
        **schedule_fields(at),
    )
    try:
        answer = await line.invoke(query)
    except MessageNotModified:
        answer = None
    if edited := planned_message_in(answer, chat_id, message_id):
        return edited
    answer = await line.invoke(functions.GetScheduledMessages(peer=peer, id=[message_id]))
    for message in _planned(answer, chat_id):
        if message.id == message_id:
            return message
    raise NotFound("there is no such message planned in this chat")


def _planned(answer: Any, chat_id: int) -> tuple[Message, ...]:
    return messages_in(expect(answer, "Messages", "MessagesSlice", "ChannelMessages"), chat_id)


async def delete_scheduled(line: Line, peer: Any, message_ids: Sequence[int]) -> None:
    """Call ``messages.deleteScheduledMessages``."""
    if ids := [message_id for message_id in message_ids if 0 < message_id <= LAST_ID]:
        await line.invoke(line.engine.functions.messages.DeleteScheduledMessages(peer=peer, id=ids))


async def send_scheduled(line: Line, peer: Any, message_ids: Sequence[int]) -> None:
    """Call ``messages.sendScheduledMessages``."""
    check_ids(message_ids)
    await line.invoke(line.engine.functions.messages.SendScheduledMessages(peer=peer, id=list(message_ids)))

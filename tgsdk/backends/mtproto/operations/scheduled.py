"""Messages that Telegram sends later (https://core.telegram.org/api/scheduled-messages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tgsdk.errors import MessageAlreadySent, MessageInvalid, ProtocolError
from tgsdk.types import Message

from ..reading.messages import messages_in, sent_message_in
from ..reading.raw import expect
from ..reading.rpc_errors import RandomIdDuplicate
from ..reading.texts import is_text
from ..wire.line import Line

__all__ = ["delete_scheduled", "schedule", "scheduled_messages", "send_scheduled"]

LAST_DATE = 2**31 - 1


async def schedule(
    line: Line, chat_id: int, peer: Any, text: str, at: datetime, random_id: int, **written: Any
) -> Message:
    """Call ``messages.sendMessage`` with a date, and with the fields that format the text."""
    if not is_text(text):
        raise MessageInvalid
    query = line.engine.functions.messages.SendMessage(
        peer=peer,
        message=text,
        random_id=random_id,
        schedule_date=min(max(int(at.timestamp()), 1), LAST_DATE),
        **written,
    )
    try:
        answer = await line.invoke(query)
    except RandomIdDuplicate as error:
        raise MessageAlreadySent(telegram_name=error.telegram_name, telegram_code=error.telegram_code) from error
    planned = sent_message_in(answer, chat_id, random_id)
    if planned is None:
        raise ProtocolError("Telegram does not say what it has planned")
    return planned


async def scheduled_messages(line: Line, chat_id: int, peer: Any) -> tuple[Message, ...]:
    """Call ``messages.getScheduledHistory``."""
    answer = await line.invoke(line.engine.functions.messages.GetScheduledHistory(peer=peer, hash=0))
    planned = messages_in(expect(answer, "Messages", "MessagesSlice", "ChannelMessages"), chat_id)
    return tuple(sorted(planned, key=lambda message: (message.date, message.id)))


async def delete_scheduled(line: Line, peer: Any, message_ids: Sequence[int]) -> None:
    """Call ``messages.deleteScheduledMessages``."""
    await line.invoke(line.engine.functions.messages.DeleteScheduledMessages(peer=peer, id=list(message_ids)))


async def send_scheduled(line: Line, peer: Any, message_ids: Sequence[int]) -> None:
    """Call ``messages.sendScheduledMessages``."""
    await line.invoke(line.engine.functions.messages.SendScheduledMessages(peer=peer, id=list(message_ids)))

"""Messages that are sent later: planned, listed, given up, sent at once (https://core.telegram.org/api/scheduled-messages)."""

import asyncio
from dataclasses import replace
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from ..desks.account_desk import AccountDesk
from ..desks.chats import Chat, Message
from ..desks.topics import is_forum, read_topic, topic_of, topics_of
from .input_peers import chat_of
from .messages import contents_of
from .registry import Refusal, Request, method

SOON = 10  # seconds: what is sooner is sent at once
FARTHEST = 365 * 86_400
MOST = 100


def is_for_later(request: Request) -> bool:
    """Whether a message is to be planned; refuse a time that is too far away."""
    ahead = (request.query.schedule_date or 0) - request.world.now()
    if ahead > FARTHEST:
        raise Refusal(400, "SCHEDULE_DATE_TOO_LATE")
    return bool(ahead >= SOON)


def schedule(request: Request, chat: Chat, message: Message) -> Any:
    """Plan a message, and have it sent when it is time, if the server still runs then."""
    if len(chat.scheduled) >= MOST:
        raise Refusal(400, "SCHEDULE_TOO_MUCH")
    desk, date = request.desk, int(request.query.schedule_date)
    desk.last_scheduled += 1
    planned = chat.scheduled[desk.last_scheduled] = replace(message, id=desk.last_scheduled, date=date)
    desk.random_ids.add(request.query.random_id)
    if request.query.clear_draft:
        chat.draft = None
    asyncio.get_running_loop().call_later(date - request.world.now(), _send, desk, chat, planned.id)
    builder = request.new_answer()
    written = builder.message(planned)
    return raw.types.Updates(
        updates=[
            raw.types.UpdateMessageID(id=planned.id, random_id=request.query.random_id),
            raw.types.UpdateNewScheduledMessage(message=written),
        ],
        users=builder.users,
        chats=builder.chats,
        date=int(request.world.now()),
        seq=0,
    )


@method("messages.GetScheduledHistory")
def get_scheduled_history(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    latest_first = sorted(chat.scheduled.values(), key=lambda message: (message.date, message.id), reverse=True)
    return made(raw.types.messages.Messages, **contents_of(request, latest_first, chat))


@method("messages.DeleteScheduledMessages")
def delete_scheduled_messages(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    for message_id in request.query.id:
        chat.scheduled.pop(message_id, None)
    return _done(request)


@method("messages.SendScheduledMessages")
def send_scheduled_messages(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    if not request.query.id or any(message_id not in chat.scheduled for message_id in request.query.id):
        raise Refusal(400, "MESSAGE_ID_INVALID")
    for message_id in request.query.id:
        _send(request.desk, chat, message_id)
    return _done(request)


def _send(desk: AccountDesk, chat: Chat, message_id: int) -> None:
    planned = chat.scheduled.pop(message_id, None)
    if planned is None or planned.topic in chat.gone_topics:
        return
    message = desk.put(chat, replace(planned, id=desk.next_id(chat), date=int(desk.now())))
    if is_forum(chat):
        read_topic(chat, topics_of(chat)[topic_of(message)], message.id)
    else:
        chat.read_up_to(message.id)


def _done(request: Request) -> Any:
    return raw.types.Updates(updates=[], users=[], chats=[], date=int(request.world.now()), seq=0)

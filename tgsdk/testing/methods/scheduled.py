"""Messages that are sent later: planned, listed, given up, sent at once (https://core.telegram.org/api/scheduled-messages)."""

import asyncio
from collections.abc import Mapping, Sequence
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


def schedule(request: Request, chat: Chat, messages: Mapping[int, Message]) -> Any:
    """Plan messages, by their random ids, and have them sent when it is time, if the server still runs then."""
    if len(chat.scheduled) + len(messages) > MOST:
        raise Refusal(400, "SCHEDULE_TOO_MUCH")
    planned = {random_id: _plan(request, chat, message) for random_id, message in messages.items()}
    request.desk.random_ids.update(planned)
    if getattr(request.query, "clear_draft", None):
        chat.draft = None
    named = [raw.types.UpdateMessageID(id=message.id, random_id=number) for number, message in planned.items()]
    return _answer(request, named, *planned.values())


def _plan(request: Request, chat: Chat, message: Message) -> Message:
    desk = request.desk
    desk.last_scheduled += 1
    return _put(request, chat, replace(message, id=desk.last_scheduled, date=int(request.query.schedule_date)))


def _put(request: Request, chat: Chat, planned: Message) -> Message:
    chat.scheduled[planned.id] = planned
    ahead = planned.date - request.world.now()
    asyncio.get_running_loop().call_later(ahead, _send_if_due, request.desk, chat, planned)
    return planned


def edit_planned(request: Request, chat: Chat, message: Message, text: str, entities: tuple[Any, ...]) -> Any:
    """Give a planned message another text and time; one of a time that is near is sent."""
    edited = replace(message, text=text, entities=entities)
    if is_for_later(request):
        return _answer(request, [], _put(request, chat, replace(edited, date=int(request.query.schedule_date))))
    chat.scheduled[message.id] = edited
    return _answer(request, [], sent=[_send(request.desk, chat, message.id)])


def _answer(request: Request, updates: list[Any], *planned: Message, sent: Sequence[Message | None] = ()) -> Any:
    builder, types = request.new_answer(), raw.types
    news = [types.UpdateNewScheduledMessage(message=builder.message(message)) for message in planned]
    for message in filter(None, sent):
        chat = request.desk.chats[message.chat_id]
        kind = types.UpdateNewChannelMessage if chat.is_channel else types.UpdateNewMessage
        news.append(kind(message=builder.message(message), pts=request.desk.pts_of(chat), pts_count=1))
    return types.Updates(
        updates=[*updates, *news], users=builder.users, chats=builder.chats, date=int(request.world.now()), seq=0
    )


@method("messages.GetScheduledHistory")
def get_scheduled_history(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    latest_first = sorted(chat.scheduled.values(), key=lambda message: (message.date, message.id), reverse=True)
    return made(raw.types.messages.Messages, **contents_of(request, latest_first, chat))


@method("messages.GetScheduledMessages")
def get_scheduled_messages(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    found = [chat.scheduled[each] for each in request.query.id if each in chat.scheduled]
    return made(raw.types.messages.Messages, **contents_of(request, found, chat))


@method("messages.DeleteScheduledMessages")
def delete_scheduled_messages(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    for message_id in request.query.id:
        chat.scheduled.pop(message_id, None)
    return _answer(request, [])


@method("messages.SendScheduledMessages")
def send_scheduled_messages(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    if not request.query.id or any(message_id not in chat.scheduled for message_id in request.query.id):
        raise Refusal(400, "MESSAGE_ID_INVALID")
    for message_id in request.query.id:
        _send(request.desk, chat, message_id)
    return _answer(request, [])


def _send_if_due(desk: AccountDesk, chat: Chat, planned: Message) -> None:
    """Send a planned message, unless it has another time by now, or is sent or given up."""
    if chat.scheduled.get(planned.id) is planned:
        _send(desk, chat, planned.id)


def _send(desk: AccountDesk, chat: Chat, message_id: int) -> Message | None:
    planned = chat.scheduled.pop(message_id, None)
    if planned is None or planned.topic in chat.gone_topics:
        return None
    message = desk.put(chat, replace(planned, id=desk.next_id(chat), date=int(desk.now())))
    if is_forum(chat):
        read_topic(chat, topics_of(chat)[topic_of(message)], message.id)
    else:
        chat.read_up_to(message.id)
    return message

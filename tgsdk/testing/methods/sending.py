"""``messages.sendMessage`` (https://core.telegram.org/method/messages.sendMessage)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..desks.account_desk import Sent
from ..desks.chats import Chat, Message
from ..desks.events import answer_later
from ..desks.peers import Channel, Person
from .input_peers import chat_of
from .registry import Refusal, Request, method
from .scheduled import is_for_later, schedule

MAX_TEXT_LENGTH = 4096


@method("messages.SendMessage")
def send_message(request: Request) -> Any:
    query, desk = request.query, request.desk
    chat = chat_of(desk, query.peer)
    text = query.message.strip()
    if not text:
        raise Refusal(400, "MESSAGE_EMPTY")
    if len(text) > MAX_TEXT_LENGTH:
        raise Refusal(400, "MESSAGE_TOO_LONG")
    if query.random_id in desk.random_ids:
        raise Refusal(500, "RANDOM_ID_DUPLICATE")
    _refuse_writing(chat)
    if is_for_later(request):
        return schedule(request, chat, _new_message(request, chat, text))
    message = desk.put(chat, _new_message(request, chat, text))
    desk.random_ids.add(query.random_id)
    desk.sent.append(Sent(chat_id=chat.id, text=text, random_id=query.random_id, message_id=message.id))
    chat.read_up_to(message.id)
    if query.clear_draft:
        chat.draft = None
    if desk.answers_after is not None and isinstance(chat.peer, Person) and chat.peer is not desk.me:
        answer_later(desk, chat, desk.answers_after)
    return _short(request, message) if isinstance(chat.peer, Person) else _updates(request, chat, message)


def _refuse_writing(chat: Chat) -> None:
    if chat.refusal is not None:
        raise Refusal(*chat.refusal)
    if isinstance(chat.peer, Channel) and not chat.peer.may_post:
        raise Refusal(403, "CHAT_WRITE_FORBIDDEN")
    if isinstance(chat.peer, Person) and chat.peer.is_deleted:
        raise Refusal(400, "INPUT_USER_DEACTIVATED")


def _new_message(request: Request, chat: Chat, text: str) -> Message:
    desk = request.desk
    is_post = chat.peer.kind == "channel"
    return Message(
        id=desk.next_id(chat),
        date=int(request.world.now()),
        chat_id=chat.id,
        is_out=chat.peer is not desk.me,
        sender=None if is_post else desk.me.id,
        text=text,
        entities=tuple(codec.objects(request.query.entities or [])),
        reply_to=reply_to(chat, request.query),
        views=1 if is_post else None,
    )


def reply_to(chat: Chat, query: Any) -> int | None:
    """Return the id of the message that is answered, None if it is gone. Later layers keep it in an object."""
    reply = getattr(query, "reply_to", query)
    message_id = getattr(reply, "reply_to_msg_id", None)
    return message_id if message_id and chat.by_id(message_id) else None


def _short(request: Request, message: Message) -> Any:
    return raw.types.UpdateShortSentMessage(
        id=message.id,
        pts=request.desk.pts,
        pts_count=1,
        date=message.date,
        out=True,
        entities=list(message.entities) or None,
    )


def _updates(request: Request, chat: Chat, message: Message) -> Any:
    builder = request.new_answer()
    kind = raw.types.UpdateNewChannelMessage if chat.is_channel else raw.types.UpdateNewMessage
    new = kind(message=builder.message(message), pts=request.desk.pts_of(chat), pts_count=1)
    return raw.types.Updates(
        updates=[raw.types.UpdateMessageID(id=message.id, random_id=request.query.random_id), new],
        users=builder.users,
        chats=builder.chats,
        date=message.date,
        seq=0,
    )

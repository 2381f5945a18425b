"""``messages.sendMessage`` (https://core.telegram.org/method/messages.sendMessage)."""

from collections.abc import Iterable
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..desks.account_desk import AccountDesk, Sent
from ..desks.chats import Chat, Message
from ..desks.events import answer_later
from ..desks.files import Document, Photo
from ..desks.markup import utf16_length
from ..desks.peers import Channel, Person
from ..desks.topic import GENERAL
from ..desks.topics import is_forum, read_topic, topic_of, topics_of
from .input_peers import chat_of
from .registry import Refusal, Request, method
from .scheduled import is_for_later, schedule

MAX_TEXT_LENGTH = 4096
DAY = 86_400
MAX_ENTITIES = 100


@method("messages.SendMessage")
def send_message(request: Request) -> Any:
    query, desk = request.query, request.desk
    chat = chat_of(desk, query.peer)
    text = query.message.strip()
    if not text:
        raise Refusal(400, "MESSAGE_EMPTY")
    if len(text) > MAX_TEXT_LENGTH:
        raise Refusal(400, "MESSAGE_TOO_LONG")
    refuse_random_ids(desk, [query.random_id])
    refuse_writing(chat, query)
    _count_new_conversation(request, chat)
    entities = entities_of(query, text)
    if query.clear_draft:
        chat.draft = None
    if is_for_later(request):
        return schedule(request, chat, {query.random_id: new_message(request, chat, text, entities)})
    message = desk.put(chat, new_message(request, chat, text, entities))
    note_sent(desk, chat, message, query.random_id)
    let_answer(desk, chat)
    return _short(request, message) if isinstance(chat.peer, Person) else _updates(request, chat, message)


def let_answer(desk: AccountDesk, chat: Chat) -> None:
    """Have the other side answer, where it does by itself."""
    if desk.answers_after is not None and isinstance(chat.peer, Person) and chat.peer is not desk.me:
        answer_later(desk, chat, desk.answers_after)


def note_sent(
    desk: AccountDesk, chat: Chat, message: Message, random_id: int, file: Photo | Document | None = None
) -> None:
    """Remember what the account has sent, which has read the chat by that."""
    desk.random_ids.add(random_id)
    desk.sent.append(
        Sent(
            chat_id=chat.id,
            text=message.text,
            random_id=random_id,
            message_id=message.id,
            file=file,
            topic=topic_of(message) if is_forum(chat) else None,
        )
    )
    if is_forum(chat):
        read_topic(chat, topics_of(chat)[topic_of(message)], message.id)
    else:
        chat.read_up_to(message.id)


def refuse_random_ids(desk: AccountDesk, random_ids: Iterable[int]) -> None:
    if desk.random_ids.intersection(random_ids):
        raise Refusal(500, "RANDOM_ID_DUPLICATE")


def entities_of(query: Any, text: str) -> tuple[Any, ...]:
    """Return the entities of a call; refuse those that stand outside of the text, and too many."""
    entities = tuple(codec.objects(query.entities or []))
    if len(entities) > MAX_ENTITIES:
        raise Refusal(400, "ENTITIES_TOO_LONG")
    length = utf16_length(text)
    if any(each.offset < 0 or each.length <= 0 or each.offset + each.length > length for each in entities):
        raise Refusal(400, "ENTITY_BOUNDS_INVALID")
    return entities


def refuse_writing(chat: Chat, query: Any = None) -> None:
    """Refuse whoever may not write here, with what ``query`` says of the topic."""
    if is_forum(chat) and query is not None:
        _refuse_topic(chat, query)
    if chat.refusal is not None:
        raise Refusal(*chat.refusal)
    if isinstance(chat.peer, Channel) and not chat.peer.may_post:
        raise Refusal(403, "CHAT_WRITE_FORBIDDEN")
    if isinstance(chat.peer, Person) and chat.peer.is_deleted:
        raise Refusal(400, "INPUT_USER_DEACTIVATED")
    if isinstance(chat.peer, Person):
        _refuse_requirements(chat.peer)


def _refuse_topic(chat: Chat, query: Any) -> None:
    """Refuse what goes into a topic that is closed or gone. Later layers name it in an object."""
    reply = getattr(query, "reply_to", None) or query
    message_id, top = getattr(reply, "reply_to_msg_id", None), getattr(reply, "top_msg_id", None)
    answered = chat.by_id(message_id) if message_id else None
    if (top or message_id) in chat.gone_topics:
        raise Refusal(400, "TOPIC_DELETED")
    topic = topics_of(chat).get(top or (topic_of(answered) if answered else GENERAL))
    if topic is None:
        raise Refusal(400, "TOPIC_ID_INVALID")
    if topic.is_closed and not chat.is_administered:
        raise Refusal(400, "TOPIC_CLOSED")


def topic_named(chat: Chat, query: Any) -> int | None:
    """Return the topic that a call names by its number alone, None for the general one."""
    top = getattr(query, "top_msg_id", None)
    return top if is_forum(chat) and top != GENERAL else None


def _count_new_conversation(request: Request, chat: Chat) -> None:
    """Refuse whoever writes to many people who have never written to them."""
    desk, now = request.desk, request.world.now()
    if chat.plan or not isinstance(chat.peer, Person) or chat.peer is desk.me or chat.peer.is_bot:
        return
    desk.begun = [at for at in desk.begun if at > now - DAY]
    if len(desk.begun) >= request.world.new_conversations_a_day:
        raise Refusal(400, "PEER_FLOOD")
    desk.begun.append(now)


def _refuse_requirements(person: Person) -> None:
    """Refuse whoever does not bring what this person asks for: no account here is of a Premium subscriber."""
    if isinstance(person.requires, int):
        raise Refusal(403, f"ALLOW_PAYMENT_REQUIRED_{person.requires}")
    if person.requires and not person.is_contact:
        raise Refusal(403, "PRIVACY_PREMIUM_REQUIRED")


def new_message(request: Request, chat: Chat, text: str, entities: tuple[Any, ...]) -> Message:
    desk = request.desk
    is_post = chat.peer.kind == "channel"
    answered, quote = _answered(chat, request.query)
    is_root = answered is not None and is_forum(chat) and answered.id in topics_of(chat)
    return Message(
        id=desk.next_id(chat),
        date=int(request.world.now()),
        chat_id=chat.id,
        is_out=chat.peer is not desk.me,
        sender=None if is_post else desk.me.id,
        text=text,
        entities=entities,
        reply_to=answered.id if answered and not is_root else None,
        quote=quote,
        topic=_topic_beside(chat, answered),
        views=1 if is_post else None,
    )


def _topic_beside(chat: Chat, answered: Message | None) -> int | None:
    """Return the topic of the message that is answered, None for the general one."""
    if answered is None or not is_forum(chat):
        return None
    topic_id = topic_of(answered)
    return None if topic_id == GENERAL else topic_id


def _answered(chat: Chat, query: Any) -> tuple[Message | None, str | None]:
    """Return the message that is answered, and the words of it that are quoted. Later layers keep it in an object."""
    reply = getattr(query, "reply_to", query)
    message_id, quote = getattr(reply, "reply_to_msg_id", None), getattr(reply, "quote_text", None)
    if not message_id:
        return None, None
    answered = chat.by_id(message_id)
    if answered is None:
        raise Refusal(400, "REPLY_MESSAGE_ID_INVALID")
    if quote and quote not in answered.text:
        raise Refusal(400, "QUOTE_TEXT_INVALID")
    return answered, quote or None


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

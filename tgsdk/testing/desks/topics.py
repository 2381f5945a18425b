"""Topics of a forum as its desk keeps them: what each is called, and which messages it has."""

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from .account_desk import AccountDesk
from .chats import Chat, Message
from .peers import Channel
from .topic import GENERAL, DeskTopic

__all__ = [
    "begin_topic",
    "is_forum",
    "is_in_topic",
    "messages_in",
    "order_of",
    "read_topic",
    "read_up_to",
    "topic_of",
    "topics_of",
    "unread_in",
]

COLOUR = 0x6FB9F0


def is_forum(chat: Chat) -> bool:
    return isinstance(chat.peer, Channel) and chat.peer.is_forum


def topics_of(chat: Chat) -> dict[int, DeskTopic]:
    """Return the topics of a forum by their ids, the general one first."""
    chat.topics.setdefault(GENERAL, DeskTopic(id=GENERAL, title="General", created_at=chat.peer.created_at))  # type: ignore[union-attr]
    return chat.topics


def topic_of(message: Message) -> int:
    """Return the id of the topic that a message of a forum is in."""
    is_root = isinstance(message.action, raw.types.MessageActionTopicCreate)
    return message.topic or (message.id if is_root else GENERAL)


def is_in_topic(chat: Chat, message: Message, topic_id: int) -> bool:
    """Tell whether a message is in a topic, or where there are none, in the thread below another message."""
    return topic_id in (topic_of(message), message.id) if is_forum(chat) else message.reply_to == topic_id


def messages_in(chat: Chat, topic_id: int) -> list[Message]:
    """Return the messages of a topic, the newest first, without the one that began it."""
    return [each for each in chat.newest_first() if topic_of(each) == topic_id != each.id]


def order_of(chat: Chat, topic: DeskTopic) -> tuple[bool, int, int]:
    """Return the key that topics are sorted by, the greatest first: pinned ones, then by the last message."""
    messages = messages_in(chat, topic.id)
    date, message_id = (messages[0].date, messages[0].id) if messages else (topic.created_at, topic.id)
    return topic.is_pinned, date, message_id


def read_up_to(chat: Chat, topic: DeskTopic) -> int:
    return max(topic.read_inbox, chat.read_inbox)


def unread_in(chat: Chat, topic: DeskTopic) -> int:
    """Count the unread messages of a topic: what was read in the whole chat is read here too."""
    up_to = read_up_to(chat, topic)
    return sum(each.id > up_to and not each.is_out for each in messages_in(chat, topic.id))


def read_topic(chat: Chat, topic: DeskTopic, message_id: int) -> None:
    """Mark everything in a topic up to this message as read by the account."""
    topic.read_inbox = max(topic.read_inbox, message_id)
    chat.unread = sum(unread_in(chat, each) for each in topics_of(chat).values())


def begin_topic(desk: AccountDesk, chat: Chat, title: str, *, icon_color: int = COLOUR) -> DeskTopic:
    """Have somebody begin a topic."""
    peer = chat.peer
    if not isinstance(peer, Channel):
        raise LookupError(f"Chat {chat.id} is no supergroup")
    peer.is_forum = True
    action = made(raw.types.MessageActionTopicCreate, title=title, icon_color=icon_color)
    sender = peer.members[0].id if peer.members else chat.id
    root = Message(id=desk.next_id(chat), date=int(desk.now()), chat_id=chat.id, action=action, sender=sender)
    desk.put(chat, root)
    topic = DeskTopic(id=root.id, title=title, created_at=root.date, icon_color=icon_color)
    topics_of(chat)[root.id] = topic
    return topic

"""Events on a desk while the server runs: people write, edit, delete, read and answer; chats begin."""

import asyncio
from collections.abc import Iterable
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from .account_desk import AccountDesk
from .chats import Chat, Message
from .numbers import mix, pick, signed
from .peers import Channel, Group, Kind, Peer, Person
from .topic import GENERAL
from .writers import Writers


def write(
    desk: AccountDesk,
    chat: Chat,
    text: str,
    *,
    sender: str | None = None,
    entities: tuple[Any, ...] = (),
    topic: int | None = None,
) -> Message:
    """Have somebody in the chat write to the account."""
    message = Message(
        id=desk.next_id(chat),
        date=int(desk.now()),
        chat_id=chat.id,
        sender=_sender(desk, chat, sender),
        text=text,
        entities=entities,
        topic=None if topic == GENERAL else topic,
        views=1 if chat.peer.kind == "channel" else None,
    )
    return receive(desk, chat, message)


def receive(desk: AccountDesk, chat: Chat, message: Message) -> Message:
    """Put a message of somebody else on top of a chat, unread."""
    chat.unread += not message.is_out
    return desk.put(chat, message)


def edit(desk: AccountDesk, chat: Chat, message_id: int, text: str) -> None:
    """Give a message another text. Raises ``LookupError`` if there is no such message."""
    message = _existing(chat, message_id)
    message.text, message.entities, message.edited_at = text, (), int(desk.now())
    desk.count(chat)


def delete(desk: AccountDesk, chat: Chat, message_ids: Iterable[int]) -> None:
    """Delete messages for everybody; ids without a message are ignored."""
    for message_id in message_ids:
        chat.remove(message_id)
        if not chat.is_channel:
            desk.homes.pop(message_id, None)
        desk.count(chat)
    desk.reorder()


def read_by_others(desk: AccountDesk, chat: Chat) -> None:
    """Have the other side read everything."""
    if chat.plan:
        chat.read_outbox = chat.top.id
        if not chat.is_channel:
            desk.count(chat)


def add_chat(
    desk: AccountDesk,
    title: str,
    kind: Kind,
    *,
    members: Iterable[str] = (),
    username: str | None = None,
    may_write: bool = True,
) -> Chat:
    """Add a chat with one service message in it."""
    people = tuple(add_person(desk, name) for name in members)
    peer: Peer
    if kind == "private":
        peer = add_person(desk, title, username=username)
    elif kind == "group":
        number = _new_number(desk)
        peer = Group(id=200_000_000 + number % 800_000_000, title=title, created_at=int(desk.now()), members=people)
    else:
        peer = _channel(desk, title, kind, people, username, may_write=may_write)
    chat = desk.open_chat(peer)
    message = Message(id=desk.next_id(chat), date=int(desk.now()), chat_id=chat.id, action=_first_action(peer))
    if kind == "group":
        message.sender = people[0].id if people else desk.me.id
        message.mentions = tuple(each.id for each in people)
    desk.put(chat, message)
    chat.read_inbox = chat.read_outbox = message.id
    return chat


def upgrade(desk: AccountDesk, chat: Chat) -> Chat:
    """Make a supergroup of a basic group, which stays behind, and return the new chat. ``LookupError`` for others."""
    group = chat.peer
    if not isinstance(group, Group) or group.migrated_to is not None:
        raise LookupError(f"Chat {chat.id} is no basic group")
    new = add_chat(desk, group.title, "supergroup")
    channel = new.peer
    assert isinstance(channel, Channel)  # noqa: S101
    channel.members, group.migrated_to = group.members, channel
    new.message(new.top).action = raw.types.MessageActionChannelMigrateFrom(title=group.title, chat_id=group.id)
    moved = raw.types.MessageActionChatMigrateTo(channel_id=channel.id)
    desk.put(chat, Message(id=desk.next_id(chat), date=int(desk.now()), chat_id=chat.id, action=moved))
    return new


def add_person(desk: AccountDesk, name: str, *, username: str | None = None) -> Person:
    """Add a person who has no chat with the account yet."""
    number = _new_number(desk)
    first_name, _, last_name = name.partition(" ")
    person = Person(
        id=5_000_000_000 + number % 2_900_000_000,
        access_hash=signed(mix(number, 30)),
        first_name=first_name,
        last_name=last_name or None,
        username=username,
    )
    desk.peers[person.id] = person
    return person


def add_member(desk: AccountDesk, chat: Chat, person: Person) -> None:
    """Add a person to a group."""
    if not isinstance(chat.peer, Group | Channel):
        raise LookupError(f"Chat {chat.id} is no group")
    chat.peer.members = (*chat.peer.members, person)
    desk.count(chat)


def answer_later(desk: AccountDesk, chat: Chat, after: float) -> None:
    """Have the other side read and answer what was sent, ``after`` seconds later, if the server still runs then."""
    asyncio.get_running_loop().call_later(after, _answer, desk, chat)


def _answer(desk: AccountDesk, chat: Chat) -> None:
    read_by_others(desk, chat)
    number = len(desk.sent)
    language = Writers(desk).language_of(chat)
    write(
        desk,
        chat,
        Writers(desk).filled(pick(language.answers, chat.seed, number), chat.seed, number, language=language),
    )


def _channel(
    desk: AccountDesk, title: str, kind: Kind, members: tuple[Person, ...], username: str | None, *, may_write: bool
) -> Channel:
    number = _new_number(desk)
    return Channel(
        id=2_200_000_000 + number % 400_000_000,
        access_hash=signed(mix(number, 31)),
        title=title,
        created_at=int(desk.now()),
        members=members,
        username=username,
        is_broadcast=kind == "channel",
        may_post=may_write,
    )


def _first_action(peer: Peer) -> object:
    if isinstance(peer, Person):
        return raw.types.MessageActionContactSignUp()
    if isinstance(peer, Group):
        users = [each.id for each in peer.members]
        return made(raw.types.MessageActionChatCreate, title=peer.title, users=users)
    return raw.types.MessageActionChannelCreate(title=peer.title)


def _sender(desk: AccountDesk, chat: Chat, name: str | None) -> int | None:
    peer = chat.peer
    if isinstance(peer, Person):
        return peer.id if peer.is_self else None
    if peer.kind == "channel":
        return None
    for person in peer.members:
        if name in (None, person.first_name, person.title):
            return person.id
    person = add_person(desk, name or "Guest")
    peer.members = (*peer.members, person)
    return person.id


def _existing(chat: Chat, message_id: int) -> Message:
    message = chat.by_id(message_id)
    if message is None:
        raise LookupError(f"Chat {chat.id} has no message {message_id}")
    return message


def _new_number(desk: AccountDesk) -> int:
    return mix(desk.seed, len(desk.peers), 32)

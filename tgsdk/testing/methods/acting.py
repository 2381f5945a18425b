"""Editing, deleting and forwarding messages, and the mark of a chat that is to be read again."""

from collections.abc import Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..codec import made
from ..desks.account_desk import AccountDesk, Deleted
from ..desks.answer_builder import peer_of
from ..desks.attachments import reactions
from ..desks.chats import Chat, Message
from ..desks.events import delete
from ..desks.files import Document, Photo
from ..desks.peers import Channel, Group
from .input_peers import channel_of, chat_of
from .registry import Refusal, Request, method
from .scheduled import edit_planned
from .sending import MAX_TEXT_LENGTH, entities_of, note_sent, refuse_random_ids, refuse_writing, topic_named

EDIT_TIME = 48 * 3600
MAX_CAPTION_LENGTH = 1024
MAX_IDS = 100
REACTIONS = frozenset(["👍", "👎", "❤", "🔥", "🎉", "😁", "🤔", "😢", "👏", "🙏", "👌", "🤝"])  # some of them


@method("messages.EditMessage")
def edit_message(request: Request) -> Any:
    query, desk = request.query, request.desk
    chat, is_planned = chat_of(desk, query.peer), query.schedule_date is not None
    message = chat.scheduled.get(query.id) if is_planned else chat.by_id(query.id)
    if message is None or message.action is not None:
        raise Refusal(400, "MESSAGE_ID_INVALID")
    if not is_planned:
        _refuse_editing(request, chat, message)
    text = _checked_text(message, (query.message or "").strip())
    entities = entities_of(query, text)
    is_same = text == message.text and list(map(bytes_of, entities)) == list(map(bytes_of, message.entities))
    if is_same and query.schedule_date in (None, message.date):
        raise Refusal(400, "MESSAGE_NOT_MODIFIED")
    if is_planned:
        return edit_planned(request, chat, message, text, entities)
    message.text, message.entities, message.edited_at = text, entities, int(request.world.now())
    desk.count(chat)
    return _edited(request, chat, message)


def bytes_of(entity: Any) -> bytes:
    return bytes(entity.write())


def _refuse_editing(request: Request, chat: Chat, message: Message) -> None:
    is_own = message.is_out or chat.peer is request.desk.me
    if not is_own or message.forward is not None:
        raise Refusal(403, "MESSAGE_AUTHOR_REQUIRED")
    if chat.peer is not request.desk.me and request.world.now() - message.date > EDIT_TIME:
        raise Refusal(400, "MESSAGE_EDIT_TIME_EXPIRED")


def _checked_text(message: Message, text: str) -> str:
    has_file = isinstance(message.media, Photo | Document)
    if not text and not has_file:
        raise Refusal(400, "MESSAGE_EMPTY")
    if len(text) > (MAX_CAPTION_LENGTH if has_file else MAX_TEXT_LENGTH):
        raise Refusal(400, "MEDIA_CAPTION_TOO_LONG" if has_file else "MESSAGE_TOO_LONG")
    return text


def _edited(request: Request, chat: Chat, message: Message) -> Any:
    builder = request.new_answer()
    kind = raw.types.UpdateEditChannelMessage if chat.is_channel else raw.types.UpdateEditMessage
    update = kind(message=builder.message(message), pts=request.desk.pts_of(chat), pts_count=1)
    return _updates(request, [update], builder)


@method("messages.DeleteMessages")
def delete_messages(request: Request) -> Any:
    """Ids of private chats and basic groups; those that are unknown are passed over."""
    desk, for_everyone = request.desk, bool(request.query.revoke)
    found = [(desk.homes[each], each) for each in _ids(request.query.id) if each in desk.homes]
    for chat, message_id in found:
        if for_everyone and isinstance(chat.peer, Group):
            _refuse_deleting(chat, message_id)
    for chat, message_id in found:
        _delete(desk, chat, message_id, for_everyone=for_everyone)
    return raw.types.messages.AffectedMessages(pts=desk.pts, pts_count=len(found))


@method("channels.DeleteMessages")
def delete_channel_messages(request: Request) -> Any:
    desk = request.desk
    chat = desk.chats[channel_of(desk, request.query.channel).marked_id]
    found = [each for each in _ids(request.query.id) if chat.by_id(each)]
    for message_id in found:
        _refuse_deleting(chat, message_id)
    for message_id in found:
        _delete(desk, chat, message_id, for_everyone=True)
    return raw.types.messages.AffectedMessages(pts=chat.pts, pts_count=len(found))


def _refuse_deleting(chat: Chat, message_id: int) -> None:
    message = chat.by_id(message_id)
    if message is not None and not (message.is_out or chat.is_administered):
        raise Refusal(403, "MESSAGE_DELETE_FORBIDDEN")


def _delete(desk: AccountDesk, chat: Chat, message_id: int, *, for_everyone: bool) -> None:
    delete(desk, chat, [message_id])
    desk.deleted.append(Deleted(chat_id=chat.id, message_id=message_id, for_everyone=for_everyone))


@method("messages.ForwardMessages")
def forward_messages(request: Request) -> Any:
    query, desk = request.query, request.desk
    chat, to_chat = chat_of(desk, query.from_peer), chat_of(desk, query.to_peer)
    ids = _ids(query.id)
    if len(ids) != len(query.random_id):
        raise Refusal(400, "RANDOM_ID_INVALID")
    refuse_random_ids(desk, query.random_id)
    if chat.is_protected:
        raise Refusal(400, "CHAT_FORWARDS_RESTRICTED")
    refuse_writing(to_chat, query)
    found = [(each, chat.by_id(each), number) for each, number in zip(ids, query.random_id, strict=True)]
    given = [(message, number) for _, message, number in found if message and message.action is None]
    if not given:
        raise Refusal(400, "MESSAGE_ID_INVALID")
    return _forwarded(request, to_chat, [(_forward(request, each, to_chat), number) for each, number in given])


def _forward(request: Request, message: Message, to_chat: Chat) -> Message:
    desk, is_post = request.desk, to_chat.peer.kind == "channel"
    return desk.put(
        to_chat,
        Message(
            id=desk.next_id(to_chat),
            date=int(request.world.now()),
            chat_id=to_chat.id,
            is_out=to_chat.peer is not desk.me,
            sender=None if is_post else desk.me.id,
            text=message.text,
            entities=message.entities,
            media=message.media,
            album=message.album,
            forward=message.forward or _origin(desk, message),
            topic=topic_named(to_chat, request.query),
            views=1 if is_post else None,
            mentions=(*message.mentions, _author(desk, message)),
        ),
    )


def _origin(desk: AccountDesk, message: Message) -> Any:
    author = desk.peers.get(_author(desk, message))
    is_post = isinstance(author, Channel)
    return made(
        raw.types.MessageFwdHeader,
        date=message.date,
        from_id=peer_of(_author(desk, message)),
        channel_post=message.id if is_post else None,
    )


def _author(desk: AccountDesk, message: Message) -> int:
    return message.sender or (desk.me.id if message.is_out else message.chat_id)


def _forwarded(request: Request, chat: Chat, sent: Sequence[tuple[Message, int]]) -> Any:
    builder, updates = request.new_answer(), []
    kind = raw.types.UpdateNewChannelMessage if chat.is_channel else raw.types.UpdateNewMessage
    for message, random_id in sent:
        note_sent(request.desk, chat, message, random_id)
        updates.append(raw.types.UpdateMessageID(id=message.id, random_id=random_id))
        updates.append(kind(message=builder.message(message), pts=request.desk.pts_of(chat), pts_count=1))
    return _updates(request, updates, builder)


@method("messages.SendReaction")
def send_reaction(request: Request) -> Any:
    query, desk = request.query, request.desk
    chat = chat_of(desk, query.peer)
    message = chat.by_id(query.msg_id)
    if message is None or message.action is not None:
        raise Refusal(400, "MESSAGE_ID_INVALID")
    chosen = [each.emoticon for each in codec.objects(query.reaction or [])]
    if len(chosen) > 1 or not REACTIONS.issuperset(chosen):
        raise Refusal(400, "REACTION_INVALID")
    given = {
        each.reaction.emoticon: (each.count, each.chosen_order) for each in getattr(message.reactions, "results", ())
    }
    if chosen == [emoji for emoji, (_, order) in given.items() if order is not None]:
        raise Refusal(400, "MESSAGE_NOT_MODIFIED")
    counts = {emoji: count - (order is not None) for emoji, (count, order) in given.items()}
    for emoji in chosen:
        counts[emoji] = counts.get(emoji, 0) + 1
    message.reactions = reactions({emoji: count for emoji, count in counts.items() if count}, own="".join(chosen))
    desk.count(chat)
    update = made(
        raw.types.UpdateMessageReactions, peer=peer_of(chat.id), msg_id=message.id, reactions=message.reactions
    )
    return _updates(request, [update], request.new_answer())


@method("messages.MarkDialogUnread")
def mark_dialog_unread(request: Request) -> Any:
    if not isinstance(request.query.peer, raw.types.InputDialogPeer):
        raise Refusal(400, "PEER_ID_INVALID")
    chat = chat_of(request.desk, request.query.peer.peer)
    chat.is_marked_unread = bool(request.query.unread)
    return True


def _ids(ids: Sequence[int]) -> list[int]:
    if not ids:
        raise Refusal(400, "MESSAGE_IDS_EMPTY")
    if len(ids) > MAX_IDS:
        raise Refusal(400, "LIMIT_INVALID")
    return list(ids)


def _updates(request: Request, updates: list[Any], builder: Any) -> Any:
    return raw.types.Updates(
        updates=updates, users=builder.users, chats=builder.chats, date=int(request.world.now()), seq=0
    )

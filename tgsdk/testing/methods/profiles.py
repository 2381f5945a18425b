"""``users.getFullUser``, ``messages.getFullChat``, ``channels.getFullChannel``, ``messages.getCommonChats``."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from ..desks.account_desk import AccountDesk
from ..desks.peers import Channel, Group, Person
from .input_peers import channel_of, group_of, person_of
from .registry import Refusal, Request, method
from .users import user_named

MAX_COMMON = 100


@method("users.GetFullUser")
def get_full_user(request: Request) -> Any:
    user = user_named(request, request.query.id)
    if user is None:
        raise Refusal(400, "USER_ID_INVALID")
    peer = request.desk.peers.get(user.id)
    person = peer if isinstance(peer, Person) else None
    full_user = made(
        raw.types.UserFull,
        id=user.id,
        settings=raw.types.PeerSettings(),
        notify_settings=raw.types.PeerNotifySettings(),
        about=(person.bio or None) if person else None,
        common_chats_count=len(_common(request.desk, person)) if person else 0,
    )
    return raw.types.users.UserFull(full_user=full_user, chats=[], users=[user])


@method("messages.GetCommonChats")
def get_common_chats(request: Request) -> Any:
    query, desk = request.query, request.desk
    common = [
        peer for peer in _common(desk, person_of(desk, query.user_id)) if not query.max_id or peer.id < query.max_id
    ]
    limit = min(query.limit, MAX_COMMON) if query.limit > 0 else MAX_COMMON
    builder = request.new_answer()
    return raw.types.messages.Chats(chats=[builder.chat(peer) for peer in common[:limit]])


@method("messages.GetFullChat")
def get_full_chat(request: Request) -> Any:
    group = group_of(request.desk, request.query.chat_id, "CHAT_ID_INVALID")
    members = [request.desk.me, *group.members]
    is_hidden = request.desk.chats[group.marked_id].hides_members
    listed = [_participant(group, each) for each in members]
    full_chat = made(
        raw.types.ChatFull,
        id=group.id,
        about=group.about,
        participants=raw.types.ChatParticipantsForbidden(chat_id=group.id)
        if is_hidden
        else raw.types.ChatParticipants(chat_id=group.id, participants=listed, version=1),
        notify_settings=raw.types.PeerNotifySettings(),
    )
    builder = request.new_answer()
    for marked_id in (group.marked_id, *(each.id for each in members)):
        builder.peer(marked_id)
    return raw.types.messages.ChatFull(full_chat=full_chat, chats=builder.chats, users=builder.users)


def _participant(group: Group, person: Person) -> Any:
    if person is group.creator:
        return raw.types.ChatParticipantCreator(user_id=person.id)
    inviter = group.creator or person
    return raw.types.ChatParticipant(user_id=person.id, inviter_id=inviter.id, date=group.created_at)


@method("channels.GetFullChannel")
def get_full_channel(request: Request) -> Any:
    channel = channel_of(request.desk, request.query.channel)
    chat = request.desk.chats[channel.marked_id]
    full_chat = made(
        raw.types.ChannelFull,
        id=channel.id,
        about=channel.about,
        participants_count=len(channel.members) + 1,
        read_inbox_max_id=chat.read_inbox,
        read_outbox_max_id=chat.read_outbox,
        unread_count=chat.unread,
        chat_photo=raw.types.PhotoEmpty(id=0),
        notify_settings=raw.types.PeerNotifySettings(),
        bot_info=[],
        pts=chat.pts,
    )
    builder = request.new_answer()
    builder.peer(channel.marked_id)
    return raw.types.messages.ChatFull(full_chat=full_chat, chats=builder.chats, users=builder.users)


def _common(desk: AccountDesk, person: Person) -> list[Group | Channel]:
    """Return the groups that the account and this person are both in, the newest id first."""
    groups = (chat.peer for chat in desk.chats.values() if not chat.is_closed)
    common = [each for each in groups if isinstance(each, Group | Channel) and person in each.members]
    return sorted((each for each in common if each.kind != "channel"), key=lambda each: each.id, reverse=True)

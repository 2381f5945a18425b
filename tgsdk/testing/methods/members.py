"""``channels.getParticipants`` (https://core.telegram.org/method/channels.getParticipants)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made_later
from ..desks.peers import Channel, Person
from .input_peers import channel_of
from .registry import Refusal, Request, method

MOST = 200


@method("channels.GetParticipants")
def get_participants(request: Request) -> Any:
    """The account itself comes first, then those who were there lately."""
    query, desk = request.query, request.desk
    channel = channel_of(desk, query.channel)
    chat = desk.chats[channel.marked_id]
    if (channel.is_broadcast or chat.hides_members) and not chat.is_administered:
        raise Refusal(400, "CHAT_ADMIN_REQUIRED")
    members = [desk.me, *channel.members]
    if isinstance(query.filter, raw.types.ChannelParticipantsSearch):
        members = [each for each in members if query.filter.q.casefold() in each.title.casefold()]
    elif not isinstance(query.filter, raw.types.ChannelParticipantsRecent):
        raise Refusal(400, "INPUT_CONSTRUCTOR_INVALID")
    page = members[max(query.offset, 0) :][: min(max(query.limit, 0), MOST)]
    builder = request.new_answer()
    for each in page:
        builder.peer(each.id)
    return raw.types.channels.ChannelParticipants(
        count=len(members),
        participants=[_participant(channel, each, is_administrator=chat.is_administered) for each in page],
        chats=builder.chats,
        users=builder.users,
    )


def _participant(channel: Channel, person: Person, *, is_administrator: bool) -> Any:
    rights = raw.types.ChatAdminRights(other=True)
    if person is channel.creator:
        return made_later(raw.types.ChannelParticipantCreator, user_id=person.id, admin_rights=rights)
    if person.is_self and is_administrator:
        return made_later(
            raw.types.ChannelParticipantAdmin,
            user_id=person.id,
            promoted_by=person.id,
            date=channel.created_at,
            admin_rights=rights,
            is_self=True,
            inviter_id=person.id,
        )
    if person.is_self:
        return made_later(
            raw.types.ChannelParticipantSelf, user_id=person.id, inviter_id=person.id, date=channel.created_at
        )
    return made_later(raw.types.ChannelParticipant, user_id=person.id, date=channel.created_at)

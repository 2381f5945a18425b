"""Raw members of groups and channels, read."""

from collections.abc import Iterable
from typing import Any

from tgsdk.types import Member, MemberRole

from .chats import chat_in
from .guard import each_readable
from .peers import Known
from .raw import field

__all__ = ["members_in"]

ROLES = {
    "ChannelParticipantCreator": MemberRole.CREATOR,
    "ChannelParticipantAdmin": MemberRole.ADMINISTRATOR,
    "ChatParticipantCreator": MemberRole.CREATOR,
    "ChatParticipantAdmin": MemberRole.ADMINISTRATOR,
}


def members_in(participants: Iterable[Any], known: Known) -> tuple[Member, ...]:
    """Read each ``ChannelParticipant`` or ``ChatParticipant``, without those who have left or were banned."""
    there = (each for each in participants if field(each, "user_id") is not None)
    return tuple(each_readable(lambda each: _member_in(each, known), there))


def _member_in(participant: Any, known: Known) -> Member:
    role = ROLES.get(type(participant).__name__, MemberRole.MEMBER)
    return Member(chat=chat_in(participant.user_id, known), role=role)

"""Raw cards of people, groups and channels, and what they ask of whoever writes to them."""

from typing import Any

from tgsdk.types import Chat, Profile, Requirement, RequirementKind

from .chats import chat_in
from .guard import each_readable
from .peers import Known, chat_id_of
from .raw import field, is_a

__all__ = ["chats_in", "profile_of_chat", "profile_of_user", "requirement_in"]

# Pyrogram's reader gives an object without fields in a vector as a number: that of its constructor.
WITHOUT_FIELDS = {0x050A9839: RequirementKind.NOTHING, 0xE581E4E9: RequirementKind.PREMIUM}


def profile_of_user(answer: Any, chat_id: int, *, common_chats: tuple[Chat, ...] = ()) -> Profile:
    """Read a ``users.userFull``."""
    full, known = answer.full_user, Known(answer)
    phone = field(known.get(chat_id), "phone")
    return Profile(
        chat=chat_in(chat_id, known),
        phone=f"+{phone.removeprefix('+')}" if phone else None,
        about=full.about or "",
        common_chats=common_chats,
        common_chats_count=full.common_chats_count,
        is_blocked=bool(full.blocked),
    )


def profile_of_chat(answer: Any, chat_id: int) -> Profile:
    """Read a ``messages.chatFull``: of a group or of a channel."""
    chat, full = chat_in(chat_id, Known(answer)), answer.full_chat
    members = field(field(full, "participants"), "participants")
    count = field(full, "participants_count") or (len(members) if members else None) or chat.members_count
    return Profile(chat=chat, about=full.about or "", members_count=count)


def chats_in(answer: Any) -> tuple[Chat, ...]:
    """Read a ``messages.chats``, without the groups that have become supergroups."""
    known = Known(answer)
    chats = each_readable(lambda each: chat_in(chat_id_of(each), known), answer.chats)
    return tuple(chat for chat in chats if chat.migrated_to is None)


def requirement_in(answer: Any) -> Requirement:
    """Read the one ``RequirementToContact`` of a vector."""
    said: Any = answer[0] if isinstance(answer, list) and answer else None
    if isinstance(said, int):
        return Requirement(kind=WITHOUT_FIELDS.get(said & 0xFFFFFFFF, RequirementKind.UNKNOWN))
    if is_a(said, "RequirementToContactEmpty"):
        return Requirement(kind=RequirementKind.NOTHING)
    if is_a(said, "RequirementToContactPremium"):
        return Requirement(kind=RequirementKind.PREMIUM)
    if is_a(said, "RequirementToContactPaidMessages"):
        return Requirement(kind=RequirementKind.PAYMENT, stars=said.stars_amount)
    return Requirement(kind=RequirementKind.UNKNOWN)

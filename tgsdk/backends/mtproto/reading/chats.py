"""Raw users, groups and channels, read as chats."""

import time
from typing import Any

from tgsdk.errors import NotFound
from tgsdk.types import Chat, ChatKind

from .peers import Known, name_of, photo_of, successor_of, username_of
from .raw import field, is_a, seconds_of, time_of

__all__ = ["chat_in"]


def chat_in(chat_id: int, known: Known, **of_dialog: Any) -> Chat:
    """Read the user, group or channel of a chat that came with the answer. Raises NotFound when it did not."""
    each = known.get(chat_id)
    if each is None:
        raise NotFound("Telegram does not say what chat this is")
    status = field(each, "status")
    return Chat(
        id=chat_id,
        kind=_kind(each),
        title=name_of(each),
        username=username_of(each),
        photo=photo_of(each),
        is_deleted=bool(field(each, "deleted")) or is_a(each, "UserEmpty"),
        is_contact=bool(field(each, "contact")),
        is_verified=bool(field(each, "verified")),
        can_write=_can_write(each),
        members_count=field(each, "participants_count"),
        is_online=is_a(status, "UserStatusOnline") and seconds_of(status.expires) > time.time(),
        was_online_at=time_of(field(status, "was_online")),
        migrated_to=successor_of(each),
        is_protected=bool(field(each, "noforwards")) and not is_a(each, "User"),
        can_delete_others=bool(field(each, "creator") or field(field(each, "admin_rights"), "delete_messages")),
        **of_dialog,
    )


def _kind(each: Any) -> ChatKind:
    if field(each, "is_self"):
        return ChatKind.SAVED
    if is_a(each, "Channel", "ChannelForbidden"):
        if field(each, "forum"):
            return ChatKind.FORUM
        return ChatKind.SUPERGROUP if each.megagroup else ChatKind.CHANNEL
    if is_a(each, "User", "UserEmpty"):
        return ChatKind.BOT if field(each, "bot") else ChatKind.PRIVATE
    return ChatKind.GROUP


def _can_write(each: Any) -> bool:
    """Whether the account may write there, as far as Telegram says so beforehand."""
    match type(each).__name__:
        case "User":
            return not each.deleted
        case "Chat":
            is_in = not (each.left or each.deactivated)
            return is_in and bool(each.creator or each.admin_rights or not _is_silenced(each.default_banned_rights))
        case "Channel" if each.broadcast:
            return bool(each.creator or field(each.admin_rights, "post_messages"))
        case "Channel":
            may_write = not (_is_silenced(each.banned_rights) or _is_silenced(each.default_banned_rights))
            return not each.left and bool(each.creator or each.admin_rights or may_write)
        case _:
            return False


def _is_silenced(rights: Any) -> bool:
    return bool(field(rights, "send_messages") or field(rights, "send_plain"))

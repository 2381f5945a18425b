"""Service messages, read (https://core.telegram.org/type/MessageAction)."""

from typing import Any

from tgsdk.types import Service, ServiceKind

from .peers import Known, chat_id_of
from .raw import field

__all__ = ["service_in"]

KINDS = {
    "MessageActionChatCreate": ServiceKind.CHAT_CREATED,
    "MessageActionChannelCreate": ServiceKind.CHANNEL_CREATED,
    "MessageActionChatAddUser": ServiceKind.MEMBERS_ADDED,
    "MessageActionChatJoinedByLink": ServiceKind.MEMBER_JOINED,
    "MessageActionChatJoinedByRequest": ServiceKind.MEMBER_JOINED,
    "MessageActionChatDeleteUser": ServiceKind.MEMBER_REMOVED,
    "MessageActionChatEditTitle": ServiceKind.TITLE_CHANGED,
    "MessageActionChatEditPhoto": ServiceKind.PHOTO_CHANGED,
    "MessageActionChatDeletePhoto": ServiceKind.PHOTO_REMOVED,
    "MessageActionPinMessage": ServiceKind.MESSAGE_PINNED,
    "MessageActionTopicCreate": ServiceKind.TOPIC_CREATED,
    "MessageActionChatMigrateTo": ServiceKind.UPGRADED,
    "MessageActionChannelMigrateFrom": ServiceKind.UPGRADED,
    "MessageActionHistoryClear": ServiceKind.HISTORY_CLEARED,
    "MessageActionPhoneCall": ServiceKind.CALL,
    "MessageActionContactSignUp": ServiceKind.CONTACT_SIGNED_UP,
    "MessageActionScreenshotTaken": ServiceKind.SCREENSHOT_TAKEN,
    "MessageActionSetMessagesTTL": ServiceKind.AUTO_DELETE_SET,
    "MessageActionCustomAction": ServiceKind.CUSTOM,
}


def service_in(message: Any, known: Known) -> Service:
    """Read a ``messageService``; of an action that tgsdk does not know, only that something happened."""
    action = message.action
    kind, user_ids = _kind_and_users(message)
    if kind is ServiceKind.CHANNEL_CREATED and field(known.get(chat_id_of(message.peer_id)), "megagroup"):
        kind = ServiceKind.CHAT_CREATED  # a supergroup is made as a channel is
    names = (known.name_of_chat(user_id) for user_id in user_ids)
    return Service(
        kind=kind,
        title=(action.message if kind is ServiceKind.CUSTOM else field(action, "title")) or None,
        names=tuple(filter(None, names)),
        seconds=_seconds(action),
    )


def _kind_and_users(message: Any) -> tuple[ServiceKind, list[int]]:
    """Return the kind, and the users it is about. Who comes or goes of their own accord is the sender, too."""
    action = message.action
    kind = KINDS.get(type(action).__name__, ServiceKind.OTHER)
    user_ids = list(field(action, "users") or [])
    if kind is ServiceKind.MEMBER_REMOVED:
        user_ids = [action.user_id]
    if user_ids == [field(message.from_id, "user_id")]:
        alone = {
            ServiceKind.MEMBERS_ADDED: ServiceKind.MEMBER_JOINED,
            ServiceKind.MEMBER_REMOVED: ServiceKind.MEMBER_LEFT,
        }
        kind = alone.get(kind, kind)
    return kind, user_ids


def _seconds(action: Any) -> int | None:
    value = field(action, "duration") or field(action, "period")
    is_off = value is None and hasattr(action, "period")
    return 0 if is_off else value

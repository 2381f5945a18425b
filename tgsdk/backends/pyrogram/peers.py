"""Peers: ids of chats and the raw objects that Telegram wants and gives for them (https://core.telegram.org/api/peers)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tgsdk.session import Session

from .library import raw

__all__ = [
    "Known",
    "chat_id_of",
    "id_for_telegram",
    "input_channel",
    "input_peer",
    "input_peer_with",
    "is_channel",
    "name_of",
    "time_of",
    "username_of",
]

FIRST_CHANNEL = -(10**12)  # ids of channels go down from here, those of groups from -1


def chat_id_of(peer: Any) -> int:
    """The id of the chat that this ``Peer``, ``user``, ``chat`` or ``channel`` is."""
    match peer:
        case raw.types.PeerUser():
            return int(peer.user_id)
        case raw.types.PeerChat():
            return -int(peer.chat_id)
        case raw.types.PeerChannel():
            return FIRST_CHANNEL - int(peer.channel_id)
        case raw.types.User() | raw.types.UserEmpty():
            return int(peer.id)
        case raw.types.Channel() | raw.types.ChannelForbidden():
            return FIRST_CHANNEL - int(peer.id)
        case _:
            return -int(peer.id)


def id_for_telegram(chat_id: int) -> int:
    """The id as Telegram's own methods count it, within users, groups and channels."""
    return FIRST_CHANNEL - chat_id if is_channel(chat_id) else abs(chat_id)


def is_channel(chat_id: int) -> bool:
    return chat_id < FIRST_CHANNEL


def is_group(chat_id: int) -> bool:
    return FIRST_CHANNEL <= chat_id < 0


def input_peer(chat_id: int, session: Session) -> Any | None:
    """What Telegram wants to be shown for this chat; None if the session has not seen it."""
    access_hash = session.access_hashes.get(chat_id)
    if access_hash is None and not is_group(chat_id):
        return raw.types.InputPeerSelf() if chat_id == session.user_id else None
    return input_peer_with(chat_id, access_hash or 0)


def input_peer_with(chat_id: int, access_hash: int) -> Any:
    """The same, where the access hash is at hand; groups have none."""
    if is_group(chat_id):
        return raw.types.InputPeerChat(chat_id=-chat_id)
    if is_channel(chat_id):
        return raw.types.InputPeerChannel(channel_id=id_for_telegram(chat_id), access_hash=access_hash)
    return raw.types.InputPeerUser(user_id=chat_id, access_hash=access_hash)


def input_channel(chat_id: int, peer: Any) -> Any:
    """The channel of an ``inputPeerChannel``, for methods of channels alone."""
    return raw.types.InputChannel(channel_id=id_for_telegram(chat_id), access_hash=peer.access_hash)


def time_of(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


class Known:
    """The users, groups and channels that came with an answer."""

    def __init__(self, answer: Any) -> None:
        self._by_id = {chat_id_of(each): each for each in (*answer.users, *answer.chats)}

    def get(self, chat_id: int) -> Any | None:
        return self._by_id.get(chat_id)

    def is_self(self, peer: Any) -> bool:
        """Whether this ``Peer`` is the account's own user."""
        return bool(getattr(self._by_id.get(chat_id_of(peer)), "is_self", False))

    def name(self, peer: Any) -> str | None:
        """What people call this ``Peer``: empty for a deleted account, None for who did not come with the answer."""
        known = None if peer is None else self._by_id.get(chat_id_of(peer))
        return None if known is None else name_of(known)

    def access_hashes(self, chat_ids: Iterable[int]) -> dict[int, int]:
        """The access hashes of these chats. One of a ``min`` constructor is good for less than a chat."""
        found = {chat_id: _access_hash(self._by_id.get(chat_id)) for chat_id in chat_ids}
        return {chat_id: access_hash for chat_id, access_hash in found.items() if access_hash is not None}


def _access_hash(known: Any) -> int | None:
    return None if getattr(known, "min", False) else getattr(known, "access_hash", None)


def username_of(known: Any) -> str | None:
    """The username, or the first active one where there are several (https://core.telegram.org/api/fragment)."""
    several = getattr(known, "usernames", None) or ()
    active = (each.username for each in several if each.active)
    return getattr(known, "username", None) or next(active, None)


def name_of(known: Any) -> str:
    if isinstance(known, raw.types.User):
        return " ".join(filter(None, (known.first_name, known.last_name)))
    return getattr(known, "title", None) or ""

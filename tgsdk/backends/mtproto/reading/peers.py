"""Peers: the ids of chats, and the users, groups and channels that came with an answer.

https://core.telegram.org/api/peers
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from tgsdk.types import Photo, Sender

from .guard import each_readable
from .locations import FileLocation
from .raw import field, is_a

__all__ = [
    "Known",
    "chat_id_of",
    "chat_id_of_input",
    "id_for_telegram",
    "is_channel",
    "is_group",
    "name_of",
    "photo_of",
    "successor_of",
    "username_of",
]

FIRST_CHANNEL = -(10**12)  # ids of channels go down from here, those of groups from -1


def chat_id_of(peer: Any) -> int:
    """Return the id of the chat that a ``Peer``, ``user``, ``chat`` or ``channel`` is."""
    match type(peer).__name__:
        case "PeerUser":
            return int(peer.user_id)
        case "PeerChat":
            return -int(peer.chat_id)
        case "PeerChannel":
            return _id_of_channel(peer)
        case "User" | "UserEmpty":
            return int(peer.id)
        case "Channel" | "ChannelForbidden":
            return FIRST_CHANNEL - int(peer.id)
        case _:
            return -int(peer.id)


def chat_id_of_input(peer: Any, user_id: int | None) -> int | None:
    """Return the id of the chat that an ``InputPeer`` of the account of ``user_id`` is; None for one that is none."""
    match type(peer).__name__:
        case "InputPeerSelf":
            return user_id
        case "InputPeerUser":
            return int(peer.user_id)
        case "InputPeerChat":
            return -int(peer.chat_id)
        case "InputPeerChannel":
            return _id_of_channel(peer)
    return None


def id_for_telegram(chat_id: int) -> int:
    """Return the id as Telegram's methods count it, within users, groups and channels."""
    return FIRST_CHANNEL - chat_id if is_channel(chat_id) else abs(chat_id)


def is_channel(chat_id: int) -> bool:
    return chat_id < FIRST_CHANNEL


def is_group(chat_id: int) -> bool:
    return FIRST_CHANNEL <= chat_id < 0


class Known:
    """The users, groups and channels that came with an answer, and its messages by chat and id."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self._by_id = {chat_id_of(each): each for each in (*(field(answer, "users") or ()), *answer.chats)}
        self._senders: dict[int, Sender] = {}

    def get(self, chat_id: int) -> Any | None:
        return self._by_id.get(chat_id)

    def message(self, chat_id: int, message_id: int) -> Any | None:
        """Return a message of the answer, if it came and is not deleted."""
        return self._messages.get((chat_id, message_id))

    @cached_property
    def _messages(self) -> dict[tuple[int, int], Any]:
        there = (each for each in field(self._answer, "messages") or () if not is_a(each, "MessageEmpty"))
        return dict(each_readable(lambda each: ((chat_id_of(each.peer_id), each.id), each), there))

    def is_self(self, peer: Any) -> bool:
        """Whether this ``Peer`` is the account's own user."""
        return bool(field(self._by_id.get(chat_id_of(peer)), "is_self"))

    def name(self, peer: Any) -> str | None:
        """Return the name of a ``Peer``: empty for a deleted account, None if it did not come with the answer."""
        return None if peer is None else self.name_of_chat(chat_id_of(peer))

    def name_of_chat(self, chat_id: int) -> str | None:
        """Return the name of a chat: empty for a deleted account, None if it did not come with the answer."""
        known = self._by_id.get(chat_id)
        return None if known is None else name_of(known)

    def sender(self, peer: Any) -> Sender:
        """Return the ``Peer`` as who sent a message; the name is empty, too, if it did not come with the answer."""
        chat_id = chat_id_of(peer)
        sender = self._senders.get(chat_id)
        if sender is None:
            known = self._by_id.get(chat_id)
            name, photo = ("", None) if known is None else (name_of(known), photo_of(known))
            sender = self._senders[chat_id] = Sender(id=chat_id, name=name, photo=photo)
        return sender

    def access_hashes(self, chat_ids: Iterable[int]) -> dict[int, int]:
        """Return the access hashes of chats and of their successors, as far as they are good for all calls.

        Those of ``min`` are not.
        """
        chats = [(chat_id, self._by_id.get(chat_id)) for chat_id in chat_ids]
        found = {chat_id: _access_hash(each) for chat_id, each in chats}
        moved = [channel for _, each in chats if (channel := field(each, "migrated_to")) is not None]
        found |= {_id_of_channel(channel): field(channel, "access_hash") for channel in moved}
        return {chat_id: access_hash for chat_id, access_hash in found.items() if access_hash is not None}


def _access_hash(known: Any) -> int | None:
    return None if field(known, "min") else field(known, "access_hash")


def successor_of(known: Any) -> int | None:
    """Return the id of the supergroup that a group has become."""
    channel = field(known, "migrated_to")
    return None if channel is None else _id_of_channel(channel)


def _id_of_channel(channel: Any) -> int:
    return FIRST_CHANNEL - int(channel.channel_id)


def username_of(known: Any) -> str | None:
    """Return the username, or the first active one of several (https://core.telegram.org/api/fragment)."""
    several = field(known, "usernames") or ()
    active = (each.username for each in several if each.active)
    return field(known, "username") or next(active, None)


def name_of(known: Any) -> str:
    if is_a(known, "User"):
        return " ".join(filter(None, (known.first_name, known.last_name)))
    return field(known, "title") or ""


def photo_of(known: Any) -> Photo | None:
    """Read the picture of a user, group or channel, 160 pixels wide and high."""
    photo = field(known, "photo")
    if not is_a(photo, "UserProfilePhoto", "ChatPhoto"):
        return None
    location = FileLocation(
        kind="chat_photo",
        dc_id=photo.dc_id,
        id=photo.photo_id,
        access_hash=field(known, "access_hash") or 0,
        chat_id=chat_id_of(known),
    )
    return Photo(id=photo.photo_id, location=location.to_string(), width=160, height=160)

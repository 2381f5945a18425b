"""Finding the peer that a client means, and refusing it when its access hash is wrong."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..desks.account_desk import AccountDesk
from ..desks.chats import Chat
from ..desks.peers import CHANNELS_FROM, Channel, Group, Peer, Person
from .registry import Refusal


def chat_of(desk: AccountDesk, input_peer: Any) -> Chat:
    """Return the chat with this ``InputPeer``, an empty one if nobody has written there yet."""
    peer = peer_of(desk, input_peer)
    return desk.chats.get(peer.marked_id) or desk.open_chat(peer)


def peer_of(desk: AccountDesk, input_peer: Any) -> Peer:
    """Return the peer of an ``InputPeer``; refuse one that is unknown or whose access hash is wrong."""
    types = raw.types
    if isinstance(input_peer, types.InputPeerSelf):
        return desk.me
    if isinstance(input_peer, types.InputPeerUser):
        return _person(desk, input_peer, "PEER_ID_INVALID")
    if isinstance(input_peer, types.InputPeerChat):
        return group_of(desk, input_peer.chat_id, "PEER_ID_INVALID")
    if isinstance(input_peer, types.InputPeerChannel):
        return channel_of(desk, input_peer)
    raise Refusal(400, "PEER_ID_INVALID")


def person_of(desk: AccountDesk, input_user: Any) -> Person:
    """Return the person of an ``InputUser``; refuse one that is unknown or whose access hash is wrong."""
    if isinstance(input_user, raw.types.InputUserSelf):
        return desk.me
    if not isinstance(input_user, raw.types.InputUser):
        raise Refusal(400, "USER_ID_INVALID")
    return _person(desk, input_user, "USER_ID_INVALID")


def group_of(desk: AccountDesk, chat_id: int, refusal: str) -> Group:
    """Return the basic group with this id; refuse with ``refusal`` if there is none."""
    peer = desk.peers.get(-chat_id)
    if not isinstance(peer, Group):
        raise Refusal(400, refusal)
    return peer


def channel_of(desk: AccountDesk, input_channel: Any) -> Channel:
    """Return the channel of an ``InputChannel`` or ``InputPeerChannel``; refuse one that the account is not in."""
    peer = desk.peers.get(CHANNELS_FROM - getattr(input_channel, "channel_id", 0))
    if not isinstance(peer, Channel) or peer.access_hash != input_channel.access_hash:
        raise Refusal(400, "CHANNEL_INVALID")
    chat = desk.chats.get(peer.marked_id)
    if chat is not None and chat.is_closed:
        raise Refusal(400, "CHANNEL_PRIVATE")
    return peer


def _person(desk: AccountDesk, input_peer: Any, refusal: str) -> Person:
    peer = desk.peers.get(input_peer.user_id)
    if not isinstance(peer, Person) or not (peer.is_self or peer.access_hash == input_peer.access_hash):
        raise Refusal(400, refusal)
    return peer

"""Which of a desk's peers a client means, and how it is refused when its access hash is wrong."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..desks.account_chats import Desk
from ..desks.chats import Chat
from ..desks.peers import CHANNELS_FROM, Channel, Group, Peer, Person
from .registry import Refusal


def chat_of(desk: Desk, input_peer: Any) -> Chat:
    """The chat with this ``InputPeer``, an empty one if nobody has written there yet."""
    peer = peer_of(desk, input_peer)
    return desk.chats.get(peer.marked_id) or desk.open_chat(peer)


def peer_of(desk: Desk, input_peer: Any) -> Peer:
    """The peer of an ``InputPeer``; refuses one that is unknown or whose access hash is wrong."""
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


def group_of(desk: Desk, chat_id: int, refusal: str) -> Group:
    peer = desk.peers.get(-chat_id)
    if not isinstance(peer, Group):
        raise Refusal(400, refusal)
    return peer


def channel_of(desk: Desk, input_channel: Any) -> Channel:
    """The channel of an ``InputChannel`` or ``InputPeerChannel``."""
    peer = desk.peers.get(CHANNELS_FROM - getattr(input_channel, "channel_id", 0))
    if not isinstance(peer, Channel) or peer.access_hash != input_channel.access_hash:
        raise Refusal(400, "CHANNEL_INVALID")
    chat = desk.chats.get(peer.marked_id)
    if chat is not None and chat.is_closed:
        raise Refusal(400, "CHANNEL_PRIVATE")
    return peer


def _person(desk: Desk, input_peer: Any, refusal: str) -> Person:
    peer = desk.peers.get(input_peer.user_id)
    if not isinstance(peer, Person) or not (peer.is_self or peer.access_hash == input_peer.access_hash):
        raise Refusal(400, refusal)
    return peer

"""Peers as Telegram's methods want them to be named (https://core.telegram.org/api/peers)."""

from typing import Any

from tgsdk.session import Session

from ..engine import Engine
from ..reading.peers import id_for_telegram, is_channel, is_group
from ..reading.raw import is_a

__all__ = ["input_channel", "input_peer", "input_peer_with", "input_user"]


def input_peer(engine: Engine, chat_id: int, session: Session) -> Any | None:
    """Return the ``InputPeer`` of a chat; None if the session has not seen it."""
    access_hash = session.access_hashes.get(chat_id)
    if access_hash is None and not is_group(chat_id):
        return engine.types.InputPeerSelf() if chat_id == session.user_id else None
    return input_peer_with(engine, chat_id, access_hash or 0)


def input_peer_with(engine: Engine, chat_id: int, access_hash: int) -> Any:
    """Return the ``InputPeer`` of a chat whose access hash is at hand; groups have none."""
    if is_group(chat_id):
        return engine.types.InputPeerChat(chat_id=-chat_id)
    if is_channel(chat_id):
        return engine.types.InputPeerChannel(channel_id=id_for_telegram(chat_id), access_hash=access_hash)
    return engine.types.InputPeerUser(user_id=chat_id, access_hash=access_hash)


def input_user(engine: Engine, peer: Any) -> Any:
    """Return the ``InputUser`` of an ``inputPeerUser`` or ``inputPeerSelf``, for the methods that only users have."""
    if is_a(peer, "InputPeerSelf"):
        return engine.types.InputUserSelf()
    return engine.types.InputUser(user_id=peer.user_id, access_hash=peer.access_hash)


def input_channel(engine: Engine, chat_id: int, peer: Any) -> Any:
    """Return the ``InputChannel`` of an ``inputPeerChannel``, for the methods that only channels have."""
    return engine.types.InputChannel(channel_id=id_for_telegram(chat_id), access_hash=peer.access_hash)

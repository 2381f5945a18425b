"""Folders that the person has made (https://core.telegram.org/api/folders)."""

from tgsdk.types import ChatFolder

from ..reading.folders import folder_in, folders_in, peers_of
from ..reading.guard import each_readable
from ..reading.peers import chat_id_of_input
from ..reading.raw import field
from ..wire.line import Line

__all__ = ["get_folders"]


async def get_folders(line: Line) -> tuple[ChatFolder, ...]:
    """Call ``messages.getDialogFilters``; the session knows the chats that folders name from now on."""
    folders = folders_in(await line.invoke(line.engine.functions.messages.GetDialogFilters()))
    user_id = line.session.user_id
    peers = [
        (chat_id_of_input(peer, user_id), field(peer, "access_hash")) for each in folders for peer in peers_of(each)
    ]
    known = {chat_id: access_hash for chat_id, access_hash in peers if chat_id is not None and access_hash is not None}
    line.session = line.session.with_access_hashes(known)
    return tuple(each_readable(lambda folder: folder_in(folder, user_id), folders))

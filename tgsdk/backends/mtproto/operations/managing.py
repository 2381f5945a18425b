"""Managing the list of chats: pinned, archived and muted ones (https://core.telegram.org/api/folders)."""

from typing import Any

from tgsdk.types import Folder

from ..wire.line import Line
from .chats import ARCHIVE, MAIN_LIST

__all__ = ["edit_peer_folder", "toggle_dialog_pin", "update_notify_settings"]

FOREVER = 2**31 - 1


async def toggle_dialog_pin(line: Line, peer: Any, *, pinned: bool) -> None:
    """Call ``messages.toggleDialogPin``."""
    dialog = line.engine.types.InputDialogPeer(peer=peer)
    await line.invoke(line.engine.functions.messages.ToggleDialogPin(peer=dialog, pinned=pinned or None))


async def edit_peer_folder(line: Line, peer: Any, folder: Folder) -> None:
    """Call ``folders.editPeerFolders``."""
    number = ARCHIVE if folder is Folder.ARCHIVE else MAIN_LIST
    moved = line.engine.types.InputFolderPeer(peer=peer, folder_id=number)
    await line.invoke(line.engine.functions.folders.EditPeerFolders(folder_peers=[moved]))


async def update_notify_settings(line: Line, peer: Any, *, muted: bool) -> None:
    """Call ``account.updateNotifySettings``."""
    types = line.engine.types
    settings = types.InputPeerNotifySettings(mute_until=FOREVER if muted else 0)
    about = types.InputNotifyPeer(peer=peer)
    await line.invoke(line.engine.functions.account.UpdateNotifySettings(peer=about, settings=settings))

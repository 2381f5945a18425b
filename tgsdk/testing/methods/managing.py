"""What an account does with its list of chats: pinning, archiving, muting (https://core.telegram.org/api/folders)."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..desks.account_desk import AccountDesk
from ..desks.chats import Chat
from .dialogs import ARCHIVE, MAIN_LIST
from .input_peers import chat_of
from .registry import Refusal, Request, method

MOST_PINNED = {MAIN_LIST: 5, ARCHIVE: 100}  # of an account without Telegram Premium


@method("messages.ToggleDialogPin")
def toggle_dialog_pin(request: Request) -> Any:
    query, desk = request.query, request.desk
    if not isinstance(query.peer, raw.types.InputDialogPeer):
        raise Refusal(400, "PEER_ID_INVALID")
    chat = chat_of(desk, query.peer.peer)
    if not chat.plan:
        raise Refusal(400, "PEER_HISTORY_EMPTY")
    if query.pinned and chat.pinned is None:
        _pin(desk, chat)
    elif not query.pinned:
        chat.pinned = None
    return True


def _pin(desk: AccountDesk, chat: Chat) -> None:
    """Pin a chat above all others of its list."""
    others = desk.pinned(chat.folder)
    if len(others) >= MOST_PINNED[chat.folder]:
        raise Refusal(400, "PINNED_DIALOGS_TOO_MUCH")
    chat.pinned = min((other.pinned or 0 for other in others), default=0) - 1


@method("folders.EditPeerFolders")
def edit_peer_folders(request: Request) -> Any:
    named = codec.objects(request.query.folder_peers)
    if not named:
        raise Refusal(400, "FOLDER_ID_EMPTY")
    if any(each.folder_id not in MOST_PINNED for each in named):
        raise Refusal(400, "FOLDER_ID_INVALID")
    builder, moved = request.new_answer(), []
    for each in named:
        chat = chat_of(request.desk, each.peer)
        if chat.folder != each.folder_id:
            chat.folder, chat.pinned = each.folder_id, None
        moved.append(raw.types.FolderPeer(peer=builder.peer(chat.id), folder_id=chat.folder))
    update = raw.types.UpdateFolderPeers(folder_peers=moved, pts=request.desk.pts, pts_count=0)
    return raw.types.Updates(
        updates=[update], users=builder.users, chats=builder.chats, date=int(request.world.now()), seq=0
    )


@method("account.UpdateNotifySettings")
def update_notify_settings(request: Request) -> Any:
    query = request.query
    if not isinstance(query.peer, raw.types.InputNotifyPeer):
        raise Refusal(400, "PEER_ID_INVALID")
    if query.settings.mute_until is None:
        raise Refusal(400, "SETTINGS_INVALID")
    chat_of(request.desk, query.peer.peer).is_muted = query.settings.mute_until > request.world.now()
    return True

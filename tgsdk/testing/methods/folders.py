"""``messages.getDialogFilters`` (https://core.telegram.org/api/folders)."""

from collections.abc import Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from ..desks.account_desk import AccountDesk
from ..desks.folders import DeskFolder
from ..desks.peers import CHANNELS_FROM, Channel, Group, Person
from ..other_layers import dialog_filters
from .registry import Request, method

FLAGS = [
    "contacts",
    "non_contacts",
    "groups",
    "broadcasts",
    "bots",
    "exclude_muted",
    "exclude_read",
    "exclude_archived",
]


@method("messages.GetDialogFilters")
def get_dialog_filters(request: Request) -> Any:
    folders = [_filter(request.desk, folder) for folder in request.desk.folders]
    return dialog_filters([raw.types.DialogFilterDefault(), *folders])


def _filter(desk: AccountDesk, folder: DeskFolder) -> Any:
    titled = getattr(raw.types, "TextWithEntities", None)
    is_later = hasattr(raw.types.messages, "DialogFilters")
    return made(
        raw.types.DialogFilter,
        id=folder.id,
        title=titled(text=folder.title, entities=[]) if titled and is_later else folder.title,
        pinned_peers=_peers(desk, folder.pinned),
        include_peers=_peers(desk, folder.included),
        exclude_peers=_peers(desk, folder.excluded),
        **{flag: flag in folder.flags for flag in FLAGS},
    )


def _peers(desk: AccountDesk, marked_ids: Sequence[int]) -> list[Any]:
    return [_input_peer(desk, marked_id) for marked_id in marked_ids]


def _input_peer(desk: AccountDesk, marked_id: int) -> Any:
    peer = desk.peers[marked_id]
    match peer:
        case Person():
            return raw.types.InputPeerUser(user_id=peer.id, access_hash=peer.access_hash)
        case Group():
            return raw.types.InputPeerChat(chat_id=peer.id)
        case Channel():
            return raw.types.InputPeerChannel(channel_id=CHANNELS_FROM - marked_id, access_hash=peer.access_hash)

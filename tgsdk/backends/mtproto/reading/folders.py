"""Raw folders, read (https://core.telegram.org/api/folders)."""

from typing import Any

from tgsdk.types import ChatFolder

from .peers import chat_id_of_input
from .raw import field, is_a

__all__ = ["folder_in", "folders_in", "peers_of"]


def folders_in(answer: Any) -> list[Any]:
    """Return the raw folders of an answer, which is a list in earlier layers; not the one of all chats."""
    return [each for each in field(answer, "filters") or answer if is_a(each, "DialogFilter", "DialogFilterChatlist")]


def peers_of(folder: Any) -> list[Any]:
    """Return the peers that a raw folder names."""
    lists = (folder.pinned_peers, folder.include_peers, field(folder, "exclude_peers"))
    return [peer for each in lists for peer in each or ()]


def folder_in(folder: Any, user_id: int | None) -> ChatFolder:
    """Read a ``dialogFilter`` or a ``dialogFilterChatlist`` of the account of ``user_id``."""

    def ids(peers: Any) -> tuple[int, ...]:
        found = (chat_id_of_input(peer, user_id) for peer in peers or ())
        return tuple(chat_id for chat_id in found if chat_id is not None)

    return ChatFolder(
        id=folder.id,
        title=field(folder.title, "text") or (folder.title if isinstance(folder.title, str) else ""),
        pinned=ids(folder.pinned_peers),
        included=ids(folder.include_peers),
        excluded=ids(field(folder, "exclude_peers")),
        contacts=bool(field(folder, "contacts")),
        non_contacts=bool(field(folder, "non_contacts")),
        groups=bool(field(folder, "groups")),
        channels=bool(field(folder, "broadcasts")),
        bots=bool(field(folder, "bots")),
        without_muted=bool(field(folder, "exclude_muted")),
        without_read=bool(field(folder, "exclude_read")),
        without_archived=bool(field(folder, "exclude_archived")),
    )

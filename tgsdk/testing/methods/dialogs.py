"""``messages.getDialogs`` and its sisters: the list of chats (https://core.telegram.org/api/folders)."""

from collections.abc import Sequence
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..codec import made
from ..desks.account_desk import AccountDesk
from ..desks.chats import Chat
from .input_peers import chat_of, peer_of
from .registry import Refusal, Request, method
from .updates import state_of

MAIN_LIST, ARCHIVE = 0, 1
MAX_DIALOGS = 100
DEFAULT_DIALOGS = 20


@method("messages.GetDialogs")
def get_dialogs(request: Request) -> Any:
    query, desk = request.query, request.desk
    pinned, others = _listed(desk, query.folder_id)
    count = len(others) + (0 if query.exclude_pinned else len(pinned))
    limit = min(query.limit, MAX_DIALOGS) if query.limit > 0 else DEFAULT_DIALOGS
    is_top = False
    if query.offset_date or query.offset_id:
        page = others[_start(desk, query, others) :][:limit]
    else:
        page = ([] if query.exclude_pinned else pinned) + others
        page = page[:limit]
        is_top = query.folder_id == MAIN_LIST and not query.exclude_pinned
    return _dialogs(request, page, count, has_archive=is_top)


@method("messages.GetPinnedDialogs")
def get_pinned_dialogs(request: Request) -> Any:
    folder = request.query.folder_id
    return _peer_dialogs(request, request.desk.pinned(folder), has_archive=folder == MAIN_LIST)


@method("messages.GetPeerDialogs")
def get_peer_dialogs(request: Request) -> Any:
    chats: dict[int, Chat] = {}
    for each in codec.objects(request.query.peers):
        if not isinstance(each, raw.types.InputDialogPeer):
            raise Refusal(400, "PEER_ID_INVALID")
        chat = chat_of(request.desk, each.peer)
        chats[chat.id] = chat
    return _peer_dialogs(request, list(chats.values()))


def _listed(desk: AccountDesk, folder: int | None) -> tuple[list[Chat], list[Chat]]:
    """Return the pinned chats and all others by time, of one folder or of all together."""
    pinned = desk.pinned(folder or 0)
    others = [chat for chat in desk.ordered() if chat not in pinned and folder in (None, chat.folder)]
    return pinned, others


def _start(desk: AccountDesk, query: Any, chats: list[Chat]) -> int:
    """Return where the page after this offset begins (https://core.telegram.org/api/offsets)."""
    last = query.offset_peer
    peer_id = None if isinstance(last, raw.types.InputPeerEmpty) else peer_of(desk, last).marked_id
    for place, chat in enumerate(chats):
        date, message_id, chat_id = chat.order
        if query.offset_date and date != query.offset_date:
            is_after = date < query.offset_date
        elif query.offset_id and message_id != query.offset_id:
            is_after = message_id < query.offset_id
        else:
            is_after = peer_id is not None and chat_id < peer_id
        if is_after:
            return place
    return len(chats)


def _dialogs(request: Request, page: list[Chat], count: int, *, has_archive: bool) -> Any:
    contents = _contents(request, page, has_archive=has_archive)
    if len(page) == count:
        return raw.types.messages.Dialogs(**contents)
    return raw.types.messages.DialogsSlice(count=count, **contents)


def _peer_dialogs(request: Request, chats: list[Chat], *, has_archive: bool = False) -> Any:
    contents = _contents(request, chats, has_archive=has_archive)
    return made(raw.types.messages.PeerDialogs, **contents, state=state_of(request))


def _contents(request: Request, chats: Sequence[Chat], *, has_archive: bool) -> dict[str, list[Any]]:
    """Return chats with all that goes with them; above those of the main list stands the row of the archive."""
    builder = request.new_answer()
    archived = [chat for chat in request.desk.ordered() if chat.folder == ARCHIVE] if has_archive else []
    above = [builder.archive(archived)] if archived else []
    dialogs = [builder.dialog(chat) for chat in chats]
    messages = [builder.message(chat.message(chat.top)) for chat in [*archived[:1], *chats] if chat.plan]
    return {"dialogs": above + dialogs, "messages": messages, "chats": builder.chats, "users": builder.users}

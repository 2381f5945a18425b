"""Chats: raw dialogs into ours, and the one that is asked for (https://core.telegram.org/api/dialogs)."""

import time
from typing import Any

from tgsdk.errors import NotFound
from tgsdk.types import Chat, ChatKind

from .answers import expect
from .library import raw
from .line import Line
from .media import chat_photo_in
from .messages import last_message_in
from .peers import Known, chat_id_of, input_peer, name_of, time_of, username_of

__all__ = ["Chats", "chat_in", "get_dialogs", "note_chats"]

ARCHIVE = 1
NEWEST = 100


class Chats:
    """What Telegram wants to be shown for a chat, and what it says of it, over ``line``."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def one(self, chat_id: int) -> Chat:
        peer = await self.peer(chat_id)
        query = raw.functions.messages.GetPeerDialogs(peers=[raw.types.InputDialogPeer(peer=peer)])
        answer = expect(raw.types.messages.PeerDialogs, await self._line.invoke(query))
        known = Known(answer)
        for dialog in answer.dialogs:
            if chat_id_of(dialog.peer) == chat_id:
                note_chats(self._line, known, [chat_id])
                # Channels count for themselves, all other chats of an account together.
                return dialog_in(dialog, answer, known, self._line, pts=dialog.pts or answer.state.pts)
        raise NotFound("there is no such chat")

    async def peer(self, chat_id: int) -> Any:
        """The ``InputPeer`` of a chat; one that the session has not seen is looked for among the newest chats, once."""
        peer = input_peer(chat_id, self._line.session)
        if peer is None:
            await get_dialogs(self._line, limit=NEWEST)
            peer = input_peer(chat_id, self._line.session)
        if peer is None:
            raise NotFound("this chat is not among the newest, and was not seen before")
        return peer


async def get_dialogs(
    line: Line, *, limit: int, date: int = 0, message_id: int = 0, chat_id: int = 0, exclude_pinned: bool = False
) -> Any:
    """The answer of ``messages.getDialogs``, of all folders; the session knows its chats from now on."""
    query = raw.functions.messages.GetDialogs(
        offset_date=date,
        offset_id=message_id,
        offset_peer=input_peer(chat_id, line.session) or raw.types.InputPeerEmpty(),
        limit=limit,
        hash=0,
        exclude_pinned=exclude_pinned or None,
    )
    kinds = raw.types.messages
    answer = expect(kinds.Dialogs | kinds.DialogsSlice, await line.invoke(query))
    note_chats(line, Known(answer), [chat_id_of(dialog.peer) for dialog in answer.dialogs])
    return answer


def note_chats(line: Line, known: Known, chat_ids: list[int]) -> None:
    line.session = line.session.with_access_hashes(known.access_hashes(chat_ids))


def dialog_in(dialog: Any, answer: Any, known: Known, line: Line, *, pts: int = 0) -> Chat:
    """The ``dialog`` as one of ours, with its last message from the same answer."""
    settings = dialog.notify_settings
    return chat_in(
        chat_id_of(dialog.peer),
        known,
        line.session.user_id,
        last_message=last_message_in(answer, dialog.peer, dialog.top_message, known),
        unread_count=dialog.unread_count,
        read_outbox_max_id=dialog.read_outbox_max_id,
        is_pinned=bool(dialog.pinned),
        is_muted=(settings.mute_until or 0) > time.time(),
        is_archived=dialog.folder_id == ARCHIVE,
        pts=pts,
    )


def chat_in(chat_id: int, known: Known, own_id: int | None, **of_dialog: Any) -> Chat:
    """The chat of a user, group or channel that came with the answer. Raises NotFound when it did not."""
    each = known.get(chat_id)
    if each is None:
        raise NotFound("Telegram does not say what chat this is")
    status = getattr(each, "status", None)
    return Chat(
        id=chat_id,
        kind=_kind(each, is_own=chat_id == own_id),
        title=name_of(each),
        username=username_of(each),
        photo=chat_photo_in(chat_id, each),
        is_deleted=bool(getattr(each, "deleted", False)) or isinstance(each, raw.types.UserEmpty),
        is_verified=bool(getattr(each, "verified", False)),
        can_write=_can_write(each),
        members_count=getattr(each, "participants_count", None),
        is_online=isinstance(status, raw.types.UserStatusOnline) and status.expires > time.time(),
        was_online_at=time_of(getattr(status, "was_online", None)),
        **of_dialog,
    )


def _kind(each: Any, *, is_own: bool) -> ChatKind:
    if is_own:
        return ChatKind.SAVED
    if isinstance(each, raw.types.Channel | raw.types.ChannelForbidden):
        if getattr(each, "forum", False):
            return ChatKind.FORUM
        return ChatKind.SUPERGROUP if each.megagroup else ChatKind.CHANNEL
    if isinstance(each, raw.types.User | raw.types.UserEmpty):
        return ChatKind.BOT if getattr(each, "bot", False) else ChatKind.PRIVATE
    return ChatKind.GROUP


def _can_write(each: Any) -> bool:
    """Whether the account may write there, as far as Telegram says so beforehand."""
    match each:
        case raw.types.User():
            return not each.deleted
        case raw.types.Chat():
            is_in = not (each.left or each.deactivated)
            return is_in and bool(each.creator or each.admin_rights or not _is_silenced(each.default_banned_rights))
        case raw.types.Channel() if each.broadcast:
            return bool(each.creator or getattr(each.admin_rights, "post_messages", False))
        case raw.types.Channel():
            may_write = not (_is_silenced(each.banned_rights) or _is_silenced(each.default_banned_rights))
            return not each.left and bool(each.creator or each.admin_rights or may_write)
        case _:
            return False


def _is_silenced(rights: Any) -> bool:
    return bool(getattr(rights, "send_messages", False) or getattr(rights, "send_plain", False))

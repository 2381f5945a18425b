"""Chats: one by its id, and the answers that chats come in (https://core.telegram.org/api/dialogs)."""

import asyncio
import time
from typing import Any

from tgsdk.errors import NotFound
from tgsdk.types import Chat

from ..reading.chats import chat_in
from ..reading.drafts import draft_in
from ..reading.messages import last_message_in
from ..reading.peers import Known, chat_id_of
from ..reading.raw import expect, field, seconds_of
from ..wire.line import Line
from .input_peers import input_peer

__all__ = ["ARCHIVE", "MAIN_LIST", "Chats", "dialog_in", "get_dialogs", "get_pinned_dialogs", "note_chats"]

MAIN_LIST, ARCHIVE = 0, 1
NEWEST = 100


class Chats:
    """Chats by their ids, asked for over ``line``."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._engine = line.engine
        self._looking = asyncio.Lock()

    async def one(self, chat_id: int) -> Chat:
        peer = await self.peer(chat_id)
        engine = self._engine
        query = engine.functions.messages.GetPeerDialogs(peers=[engine.types.InputDialogPeer(peer=peer)])
        answer = expect(await self._line.invoke(query), "PeerDialogs")
        known = Known(answer)
        for dialog in answer.dialogs:
            if chat_id_of(dialog.peer) == chat_id:
                note_chats(self._line, known, [chat_id])
                # Channels count for themselves, all other chats of an account together.
                return dialog_in(dialog, known, pts=dialog.pts or answer.state.pts)
        raise NotFound("there is no such chat")

    async def peer(self, chat_id: int) -> Any:
        """Return the ``InputPeer`` of a chat; one that the session has not seen is looked for among the newest."""
        peer = input_peer(self._engine, chat_id, self._line.session)
        if peer is None:
            async with self._looking:  # calls that are made together look once
                peer = input_peer(self._engine, chat_id, self._line.session)
                if peer is None:
                    await get_dialogs(self._line, limit=NEWEST)
                    peer = input_peer(self._engine, chat_id, self._line.session)
        if peer is None:
            raise NotFound("this chat is not among the newest, and was not seen before")
        return peer


async def get_dialogs(
    line: Line,
    *,
    limit: int,
    date: int = 0,
    message_id: int = 0,
    chat_id: int = 0,
    exclude_pinned: bool = False,
    folder: int | None = None,
) -> Any:
    """Call ``messages.getDialogs``, for all folders or for one; the session knows the chats from now on."""
    query = line.engine.functions.messages.GetDialogs(
        offset_date=date,
        offset_id=message_id,
        offset_peer=input_peer(line.engine, chat_id, line.session) or line.engine.types.InputPeerEmpty(),
        limit=limit,
        hash=0,
        exclude_pinned=exclude_pinned or None,
        folder_id=folder,
    )
    answer = expect(await line.invoke(query), "Dialogs", "DialogsSlice")
    note_chats(line, Known(answer), [chat_id_of(dialog.peer) for dialog in answer.dialogs])
    return answer


async def get_pinned_dialogs(line: Line, folder: int = MAIN_LIST) -> Any:
    """Call ``messages.getPinnedDialogs``: the chats pinned at the top of a folder, however many."""
    query = line.engine.functions.messages.GetPinnedDialogs(folder_id=folder)
    answer = expect(await line.invoke(query), "PeerDialogs")
    note_chats(line, Known(answer), [chat_id_of(dialog.peer) for dialog in answer.dialogs])
    return answer


def note_chats(line: Line, known: Known, chat_ids: list[int]) -> None:
    line.session = line.session.with_access_hashes(known.access_hashes(chat_ids))


def dialog_in(dialog: Any, known: Known, *, pts: int = 0) -> Chat:
    """Read a ``dialog`` as a chat, with its last message from the same answer."""
    settings = dialog.notify_settings
    return chat_in(
        chat_id_of(dialog.peer),
        known,
        last_message=last_message_in(dialog.peer, dialog.top_message, known),
        unread_count=dialog.unread_count,
        read_outbox_max_id=dialog.read_outbox_max_id,
        read_inbox_max_id=dialog.read_inbox_max_id,
        is_pinned=bool(dialog.pinned),
        is_muted=seconds_of(settings.mute_until) > time.time(),
        is_archived=dialog.folder_id == ARCHIVE,
        draft=draft_in(field(dialog, "draft")),
        is_marked_unread=bool(dialog.unread_mark),
        pts=pts,
    )

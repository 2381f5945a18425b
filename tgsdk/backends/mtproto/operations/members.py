"""Members of groups and channels (https://core.telegram.org/method/channels.getParticipants, messages.getFullChat)."""

from typing import Any

from tgsdk.errors import CursorInvalid, Forbidden, NotFound, WriteForbidden
from tgsdk.types import Member, Page

from ..reading.members import members_in
from ..reading.peers import Known, is_channel, is_group
from ..reading.raw import expect, is_a
from ..wire.line import Line
from .chats import note_chats
from .cursors import read_cursor, write_cursor
from .input_peers import input_channel

__all__ = ["get_members"]

CURSOR, HIDDEN = "members", "CHAT_ADMIN_REQUIRED"


async def get_members(line: Line, chat_id: int, peer: Any, limit: int, cursor: str | None) -> Page[Member]:
    """Return a page of members; the session knows the chats with them from now on."""
    given = 0
    if cursor is not None:
        of_chat, given = read_cursor(CURSOR, cursor, "chat", "given")
        if of_chat != chat_id or given < 0:
            raise CursorInvalid
    if is_channel(chat_id):
        return await _of_channel(line, chat_id, peer, limit, given)
    if is_group(chat_id):
        return await _of_group(line, chat_id, limit, given)
    raise NotFound("only groups and channels have members", "CHAT_ID_INVALID")


async def _of_channel(line: Line, chat_id: int, peer: Any, limit: int, given: int) -> Page[Member]:
    engine = line.engine
    query = engine.functions.channels.GetParticipants(
        channel=input_channel(engine, chat_id, peer),
        filter=engine.types.ChannelParticipantsRecent(),
        offset=given,
        limit=limit,
        hash=0,
    )
    try:
        answer = expect(await line.invoke(query), "ChannelParticipants")
    except WriteForbidden as error:
        if error.telegram_name != HIDDEN:  # which is about writing elsewhere
            raise
        raise Forbidden("this chat shows its members to administrators", HIDDEN, error.telegram_code) from None
    found = answer.participants
    return _page(line, chat_id, answer, found, given + len(found), answer.count if found else 0)


async def _of_group(line: Line, chat_id: int, limit: int, given: int) -> Page[Member]:
    answer = expect(await line.invoke(line.engine.functions.messages.GetFullChat(chat_id=-chat_id)), "ChatFull")
    listed = answer.full_chat.participants
    if is_a(listed, "ChatParticipantsForbidden"):
        raise Forbidden("Telegram does not say who is in this group")
    found = listed.participants
    return _page(line, chat_id, answer, found[given : given + limit], given + limit, len(found))


def _page(line: Line, chat_id: int, answer: Any, participants: Any, given: int, count: int) -> Page[Member]:
    known = Known(answer)
    members = members_in(participants, known)
    note_chats(line, known, [member.chat.id for member in members])
    return Page(items=members, next=write_cursor(CURSOR, chat=chat_id, given=given) if given < count else None)

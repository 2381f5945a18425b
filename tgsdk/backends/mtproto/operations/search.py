"""Search: chats by name, and messages in all chats (https://core.telegram.org/api/search)."""

from typing import Any

from tgsdk.errors import QueryInvalid
from tgsdk.types import Chat, Found, Page

from ..reading.chats import chat_in
from ..reading.guard import each_readable
from ..reading.messages import message_in
from ..reading.peers import Known, chat_id_of
from ..reading.raw import expect, field, is_a, seconds_of
from ..reading.texts import is_text
from ..wire.line import Line
from .chats import note_chats
from .cursors import read_cursor, write_cursor
from .input_peers import input_peer

__all__ = ["find_chats", "find_messages"]

CURSOR = "found"


async def find_chats(line: Line, query: str, limit: int) -> Page[Chat]:
    """Find the account's own chats and contacts by name (``contacts.search``), not everybody of that name."""
    answer = await line.invoke(line.engine.functions.contacts.Search(q=_checked(query), limit=limit))
    known = Known(expect(answer, "Found"))
    chat_ids = [chat_id_of(peer) for peer in answer.my_results][:limit]
    note_chats(line, known, chat_ids)
    chats = each_readable(lambda chat_id: chat_in(chat_id, known), chat_ids)
    return Page(items=tuple(chat for chat in chats if chat.migrated_to is None))


async def find_messages(line: Line, query: str, limit: int, cursor: str | None) -> Page[Found]:
    """Find messages in all chats (``messages.searchGlobal``)."""
    rate, chat_id, message_id = 0, 0, 0
    if cursor is not None:
        rate, chat_id, message_id = read_cursor(CURSOR, cursor, "rate", "chat", "message")
    answer = await line.invoke(
        line.engine.functions.messages.SearchGlobal(
            q=_checked(query),
            filter=line.engine.types.InputMessagesFilterEmpty(),
            min_date=0,
            max_date=0,
            offset_rate=rate,
            offset_peer=input_peer(line.engine, chat_id, line.session) or line.engine.types.InputPeerEmpty(),
            offset_id=message_id,
            limit=limit,
        )
    )
    known = Known(expect(answer, "Messages", "MessagesSlice", "ChannelMessages"))
    messages = [message for message in answer.messages if _is_shown(message, known)]
    note_chats(line, known, [chat_id_of(message.peer_id) for message in messages])
    found = each_readable(lambda message: _found(message, known), messages)
    return Page(items=tuple(found), next=_next(answer))


def _checked(query: str) -> str:
    text = query.strip()
    if not text or not is_text(text):
        raise QueryInvalid
    return text


def _is_shown(message: Any, known: Known) -> bool:
    return not is_a(message, "MessageEmpty") and known.get(chat_id_of(message.peer_id)) is not None


def _found(message: Any, known: Known) -> Found:
    chat = chat_in(chat_id_of(message.peer_id), known)
    return Found(chat=chat, message=message_in(message, known))


def _next(answer: Any) -> str | None:
    dated = [message for message in answer.messages if not is_a(message, "MessageEmpty")]
    if is_a(answer, "Messages") or not dated:
        return None
    last = dated[-1]
    return write_cursor(
        CURSOR, rate=field(answer, "next_rate") or seconds_of(last.date), chat=chat_id_of(last.peer_id), message=last.id
    )

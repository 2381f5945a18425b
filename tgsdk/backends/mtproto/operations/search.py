"""Search: chats by name, messages in all chats or in one, what was shared (https://core.telegram.org/api/search)."""

from typing import Any

from tgsdk.errors import CursorInvalid, QueryInvalid
from tgsdk.types import Chat, Found, FoundPage, Message, Page, SharedKind

from ..reading.chats import chat_in
from ..reading.guard import each_readable
from ..reading.messages import message_in, messages_in
from ..reading.peers import Known, chat_id_of
from ..reading.raw import expect, field, is_a, seconds_of
from ..reading.texts import NO_TEXT, is_text
from ..wire.line import Line
from .chats import note_chats
from .cursors import read_cursor, write_cursor
from .input_peers import input_peer

__all__ = ["find_chats", "find_in_chat", "find_messages", "search_chat", "shared_media"]

CURSOR, IN_CHAT, SHARED = "found", "found in a chat", "shared in a chat"
LAST_ID = 2**31 - 1
FILTERS = {
    SharedKind.PHOTOS: "InputMessagesFilterPhotos",
    SharedKind.VIDEOS: "InputMessagesFilterVideo",
    SharedKind.FILES: "InputMessagesFilterDocument",
    SharedKind.LINKS: "InputMessagesFilterUrl",
    SharedKind.VOICE: "InputMessagesFilterVoice",
}


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


async def find_in_chat(
    line: Line,
    chat_id: int,
    peer: Any,
    query: str,
    limit: int,
    *,
    cursor: str | None,
    around: int | None,
    topic: int | None = None,
) -> FoundPage:
    """Find messages in one chat, or in a topic of it, from a cursor on or about the message ``around``."""
    words, name = _checked(query), IN_CHAT if topic is None else f"{IN_CHAT} of topic {topic}"
    if around is not None:
        offset_id = min(around, LAST_ID - 1) + 1
        place = {"offset_id": offset_id, "add_offset": -(limit // 2)}
    else:
        place = {"offset_id": _read_place(name, chat_id, cursor)}
    answer = await search_chat(line, peer, words, limit=limit, topic=topic, **place)
    known = Known(answer)
    messages = [message for message in answer.messages if _is_shown(message, known)]
    found = [
        each for each in each_readable(lambda message: _found(message, known), messages) if each.chat.id == chat_id
    ]
    count, offset = _counted(answer, around)
    return FoundPage(items=tuple(found), next=_next_in(name, answer, chat_id), count=count, offset=offset)


async def search_chat(
    line: Line,
    peer: Any,
    words: str = "",
    *,
    limit: int,
    kind: Any = None,
    offset_id: int = 0,
    add_offset: int = 0,
    topic: int | None = None,
) -> Any:
    """Call ``messages.search``: messages of a chat with these words, or of a ``kind`` (``InputMessagesFilter…``)."""
    query = line.engine.functions.messages.Search(
        peer=peer,
        q=words,
        top_msg_id=topic,
        filter=kind or line.engine.types.InputMessagesFilterEmpty(),
        min_date=0,
        max_date=0,
        offset_id=offset_id,
        add_offset=add_offset,
        limit=limit,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return expect(await line.invoke(query), "Messages", "MessagesSlice", "ChannelMessages")


def _read_place(name: str, chat_id: int, cursor: str | None) -> int:
    if cursor is None:
        return 0
    of_chat, offset_id = read_cursor(name, cursor, "chat", "before")
    if of_chat != chat_id:
        raise CursorInvalid
    return offset_id


def _counted(answer: Any, around: int | None) -> tuple[int | None, int | None]:
    """Return how many messages a search finds, and how many of them are newer than those of its answer.

    Telegram counts (``offset_id_offset``) up to the message that was asked from, not to the first that came.
    """
    if is_a(answer, "Messages"):  # complete by its type
        return len(answer.messages), 0
    count = None if field(answer, "inexact") else answer.count
    asked_from = field(answer, "offset_id_offset")
    if asked_from is None:
        return count, None
    newer = [each for each in answer.messages if around is not None and each.id > around]
    return count, max(0, asked_from - len(newer))


def _next_in(name: str, answer: Any, chat_id: int) -> str | None:
    if is_a(answer, "Messages") or not answer.messages:
        return None
    return write_cursor(name, chat=chat_id, before=answer.messages[-1].id)


async def shared_media(
    line: Line, chat_id: int, peer: Any, kind: SharedKind, limit: int, cursor: str | None
) -> Page[Message]:
    """Find what was shared in a chat (``messages.search`` with a filter and no words)."""
    wanted, name = getattr(line.engine.types, FILTERS[kind])(), f"{SHARED} {kind}"
    answer = await search_chat(line, peer, limit=limit, kind=wanted, offset_id=_read_place(name, chat_id, cursor))
    return Page(items=messages_in(answer, chat_id), next=_next_in(name, answer, chat_id))


def _checked(query: str) -> str:
    text = query.strip()
    if not is_text(text):
        raise QueryInvalid(NO_TEXT)
    if not text:
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

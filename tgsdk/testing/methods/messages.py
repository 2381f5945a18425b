"""``messages.getHistory``, ``messages.getMessages`` and what else is about the messages of one chat."""

from collections.abc import Callable, Iterable
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from .. import codec
from ..codec import made
from ..desks.answer_builder import peer_of
from ..desks.chats import Chat, Message
from .input_peers import channel_of, chat_of, group_of
from .registry import Refusal, Request, method

MAX_MESSAGES = 100
DEFAULT_MESSAGES = 20


@method("messages.GetHistory")
def get_history(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    newest_first = chat.plan[::-1]
    page = [chat.message(each) for each in page_of(request.query, newest_first)]
    return answer(request, chat, page, len(newest_first), offset=asked_from(request.query, newest_first))


@method("messages.GetMessages")
def get_messages(request: Request) -> Any:
    desk = request.desk
    found = (_found(each, desk.message) for each in codec.objects(request.query.id))
    return _answer_with_gaps(request, found)


@method("channels.GetMessages")
def get_channel_messages(request: Request) -> Any:
    chat = request.desk.chats[channel_of(request.desk, request.query.channel).marked_id]
    found = (_found(each, chat.by_id) for each in codec.objects(request.query.id))
    return _answer_with_gaps(request, found, chat)


@method("messages.ReadHistory")
def read_history(request: Request) -> Any:
    chat = chat_of(request.desk, request.query.peer)
    if chat.is_channel:
        raise Refusal(400, "PEER_ID_INVALID")
    _read(chat, request.query.max_id)
    return raw.types.messages.AffectedMessages(pts=request.desk.count(chat), pts_count=1)


@method("channels.ReadHistory")
def read_channel_history(request: Request) -> Any:
    chat = request.desk.chats[channel_of(request.desk, request.query.channel).marked_id]
    _read(chat, request.query.max_id)
    return True


@method("messages.GetChats")
def get_chats(request: Request) -> Any:
    groups = [group_of(request.desk, each, "CHAT_ID_INVALID") for each in request.query.id]
    builder = request.new_answer()
    return raw.types.messages.Chats(chats=[builder.chat(each) for each in groups])


@method("channels.GetChannels")
def get_channels(request: Request) -> Any:
    channels = [channel_of(request.desk, each) for each in codec.objects(request.query.id)]
    builder = request.new_answer()
    return raw.types.messages.Chats(chats=[builder.chat(each) for each in channels])


@method("messages.GetStickerSet")
def get_sticker_set(_request: Request) -> Any:
    raise Refusal(400, "STICKERSET_INVALID")


def page_of(query: Any, newest_first: list[Any]) -> list[Any]:
    """Return the page that is asked for (https://core.telegram.org/api/offsets) of things with ``id`` and ``date``."""
    start = asked_from(query, newest_first) + query.add_offset
    limit = min(query.limit, MAX_MESSAGES) if query.limit > 0 else DEFAULT_MESSAGES
    page = newest_first[max(start, 0) : max(start + limit, 0)]
    return [each for each in page if each.id > query.min_id and (query.max_id <= 0 or each.id < query.max_id)]


def asked_from(query: Any, newest_first: list[Any]) -> int:
    """Return the place that the page is asked from, among things with ``id`` and ``date``, without ``add_offset``."""
    start = 0
    if query.offset_id > 0:
        start = _count(each.id >= query.offset_id for each in newest_first)
    if (offset_date := getattr(query, "offset_date", 0)) > 0:
        start = max(start, _count(each.date >= offset_date for each in newest_first))
    return start


def answer(request: Request, chat: Chat, page: list[Message], count: int, *, offset: int) -> Any:
    """Return a page of one chat's messages, asked from ``offset``; ``count`` is their number altogether."""
    contents = contents_of(request, page, chat) | {"offset_id_offset": offset}
    types = raw.types.messages
    told = {"count": count, "inexact": False}
    if chat.guessed_count is not None:
        told = {"count": chat.guessed_count, "inexact": True}
    if chat.is_channel:
        return made(types.ChannelMessages, pts=chat.pts, **told, **contents)
    if len(page) == count:
        return made(types.Messages, **contents)
    return made(types.MessagesSlice, **told, **contents)


def contents_of(request: Request, messages: Iterable[Message], chat: Chat | None = None) -> dict[str, Any]:
    """Return the fields of an answer: the messages, and whom they mention."""
    builder = request.new_answer()
    if chat is not None:
        builder.peer(chat.id)
    written = builder.messages(messages)
    return {"messages": written, "topics": [], "chats": builder.chats, "users": builder.users}


def _answer_with_gaps(request: Request, found: Iterable[tuple[int, Message | None]], chat: Chat | None = None) -> Any:
    """Return messages by their ids, with ``messageEmpty`` in place of those that do not exist."""
    asked = dict(found)
    contents = contents_of(request, filter(None, asked.values()), chat)
    written = {each.id: each for each in contents["messages"]}
    peer = peer_of(chat.id) if chat else None
    contents["messages"] = [
        written.get(each) or raw.types.MessageEmpty(id=each, peer_id=peer if each > 0 else None) for each in asked
    ]
    if chat is None:
        return made(raw.types.messages.Messages, **contents)
    return made(raw.types.messages.ChannelMessages, pts=chat.pts, count=len(asked), **contents)


def _found(wanted: Any, by_id: Callable[[int], Message | None]) -> tuple[int, Message | None]:
    """Return a message by its id, or by that of an answer to it, and the id that an empty one would have."""
    message_id = getattr(wanted, "id", 0)
    message = by_id(message_id)
    if isinstance(wanted, raw.types.InputMessageReplyTo):
        message = by_id(message.reply_to) if message and message.reply_to else None
    return (message.id if message else message_id), message


def _read(chat: Chat, max_id: int) -> None:
    if chat.plan:
        chat.read_up_to(min(max_id, chat.top.id) if max_id > 0 else chat.top.id)


def _count(claims: Iterable[bool]) -> int:
    """Count the claims that hold before the first that does not."""
    count = 0
    for holds in claims:
        if not holds:
            break
        count += 1
    return count

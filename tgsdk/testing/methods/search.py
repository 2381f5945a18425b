"""Search for messages and chats: ``messages.search``, ``messages.searchGlobal``, ``contacts.search``."""

import heapq
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tgsdk.backends.pyrogram.library import raw

from ..codec import made
from ..desks.chats import Chat, Message
from ..desks.files import Document, Photo
from ..desks.peers import Person
from ..desks.topics import is_in_topic
from .input_peers import chat_of, peer_of
from .messages import DEFAULT_MESSAGES, MAX_MESSAGES, answer, asked_from, contents_of, page_of
from .registry import Refusal, Request, method

MAX_CHATS = 50
Test = Callable[[Message], bool]


@method("messages.Search")
def search(request: Request) -> Any:
    query = request.query
    chat = chat_of(request.desk, query.peer)
    fits = _test(query)
    sender = peer_of(request.desk, query.from_id).marked_id if query.from_id else None
    found = [each for each in chat.newest_first() if fits(each) and (sender is None or _author(each) == sender)]
    if query.top_msg_id:
        found = [each for each in found if is_in_topic(chat, each, query.top_msg_id)]
    return answer(request, chat, page_of(query, found), len(found), offset=asked_from(query, found))


@method("messages.SearchGlobal")
def search_global(request: Request) -> Any:
    query = request.query
    fits = _test(query)
    found = [each for each in _newest_first(request, query.folder_id) if fits(each)]
    rest = found[_start(request, found) :]
    limit = min(query.limit, MAX_MESSAGES) if query.limit > 0 else DEFAULT_MESSAGES
    page = rest[:limit]
    contents = contents_of(request, page)
    if len(page) == len(found):
        return made(raw.types.messages.Messages, **contents)
    next_rate = page[-1].date if len(rest) > limit else None
    return made(raw.types.messages.MessagesSlice, count=len(found), next_rate=next_rate, **contents)


@method("contacts.Search")
def search_contacts(request: Request) -> Any:
    if not request.query.q:
        raise Refusal(400, "SEARCH_QUERY_EMPTY")
    words = request.query.q.casefold().replace("@", " ").split()
    if not words:
        raise Refusal(400, "QUERY_TOO_SHORT")
    limit = min(request.query.limit, MAX_CHATS) if request.query.limit > 0 else MAX_CHATS
    found = list(islice((chat for chat in request.desk.as_listed() if _begins_with(chat, words)), limit))
    builder = request.new_answer()
    peers = [builder.peer(chat.id) for chat in found]
    return raw.types.contacts.Found(my_results=peers, results=[], chats=builder.chats, users=builder.users)


def _test(query: Any) -> Test:
    """Return the test for the messages that are searched for."""
    wanted, of_kind = query.q.casefold().strip(), _KINDS.get(type(query.filter).__name__)
    if not wanted and of_kind is None:
        raise Refusal(400, "SEARCH_QUERY_EMPTY")

    def fits(message: Message) -> bool:
        if wanted not in message.text.casefold() or (of_kind is not None and not of_kind(message)):
            return False
        return query.min_date <= message.date and (not query.max_date or message.date <= query.max_date)

    return fits


def _kind_of(message: Message) -> str:
    """What clients call the file in it."""
    if isinstance(message.media, Photo):
        return "photo"
    if not isinstance(message.media, Document):
        return "none"
    had = {type(each).__name__.removeprefix("DocumentAttribute"): each for each in message.media.attributes}
    if "Sticker" in had:
        return "sticker"
    if "Animated" in had:
        return "gif"
    if "Video" in had:
        return "round" if had["Video"].round_message else "video"
    if "Audio" in had:
        return "voice" if had["Audio"].voice else "music"
    return "file"


def _is(*kinds: str) -> Test:
    return lambda message: _kind_of(message) in kinds


def _has_entity(message: Message) -> bool:
    return any(type(each).__name__ in ("MessageEntityUrl", "MessageEntityTextUrl") for each in message.entities)


_KINDS: dict[str, Test] = {
    "InputMessagesFilterPhotos": _is("photo"),
    "InputMessagesFilterPhotoVideo": _is("photo", "video"),
    "InputMessagesFilterVideo": _is("video"),
    "InputMessagesFilterDocument": _is("file"),
    "InputMessagesFilterVoice": _is("voice"),
    "InputMessagesFilterRoundVideo": _is("round"),
    "InputMessagesFilterRoundVoice": _is("round", "voice"),
    "InputMessagesFilterMusic": _is("music"),
    "InputMessagesFilterGif": _is("gif"),
    "InputMessagesFilterUrl": _has_entity,
}


def _author(message: Message) -> int:
    return message.sender if message.sender is not None else message.chat_id


def _order(message: Message) -> tuple[int, int, int]:
    return message.date, message.id, message.chat_id


def _newest_first(request: Request, folder: int | None) -> Iterator[Message]:
    chats = (chat for chat in request.desk.ordered() if folder in (None, chat.folder))
    return heapq.merge(*(chat.newest_first() for chat in chats), key=_order, reverse=True)


def _start(request: Request, found: list[Message]) -> int:
    """Return where the page after this offset begins."""
    query = request.query
    if not query.offset_rate:
        return 0
    is_empty = isinstance(query.offset_peer, raw.types.InputPeerEmpty)
    peer_id = None if is_empty else peer_of(request.desk, query.offset_peer).marked_id
    last = (
        (query.offset_rate, query.offset_id, peer_id) if peer_id is not None else (query.offset_rate, query.offset_id)
    )
    return next((place for place, each in enumerate(found) if _order(each)[: len(last)] < last), len(found))


def _begins_with(chat: Chat, words: list[str]) -> bool:
    """Tell whether each of the words begins a word of the chat's name."""
    peer = chat.peer
    names = f"{peer.title} {peer.username or ''}".casefold().split()
    if isinstance(peer, Person) and (peer.is_self or peer.is_deleted):
        return False
    return all(any(name.lstrip("«\"'(").startswith(word) for name in names) for word in words)

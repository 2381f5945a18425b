"""Calls of a local Telegram about chats, messages and files, in few words."""

from typing import Any

from tgsdk.backends.pyrogram.library import raw
from tgsdk.testing import LocalTelegram

from .raw_client import Client

MARIA, ANNA, DMITRY, JAMES, OLGA = 412_673_905, 5_830_214_477, 1_297_440_618, 6_104_882_350, 733_019_264
CHANNELS_FROM = -(10**12)
EMPTY = raw.types.InputPeerEmpty()


def log_in(client: Client, telegram: LocalTelegram, phone: str = "9996611001") -> Client:
    functions, options = raw.functions.auth, telegram.options
    settings = raw.types.CodeSettings()
    application = {"api_id": options["api_id"], "api_hash": options["api_hash"]}
    sent = client.call(functions.SendCode(phone_number=phone, settings=settings, **application))
    code = {"phone_number": phone, "phone_code_hash": sent.phone_code_hash, "phone_code": phone[5] * 5}
    client.call(functions.SignIn(**code))
    return client


def marked(peer: Any) -> int:
    """Return a peer's id as the Python API of the server has it."""
    if hasattr(peer, "user_id"):
        return int(peer.user_id)
    return -int(peer.chat_id) if hasattr(peer, "chat_id") else CHANNELS_FROM - int(peer.channel_id)


def dialogs(
    client: Client, *, limit: int = 100, date: int = 0, message_id: int = 0, peer: Any = EMPTY, **options: Any
) -> Any:
    return client.call(
        raw.functions.messages.GetDialogs(
            offset_date=date, offset_id=message_id, offset_peer=peer, limit=limit, hash=0, **options
        )
    )


def input_peers(answer: Any) -> dict[int, Any]:
    """Return the ``InputPeer`` of everybody in an answer, by marked id."""
    types = raw.types
    peers = {each.id: types.InputPeerUser(user_id=each.id, access_hash=each.access_hash) for each in answer.users}
    for each in answer.chats:
        if isinstance(each, types.Channel):
            peers[CHANNELS_FROM - each.id] = types.InputPeerChannel(channel_id=each.id, access_hash=each.access_hash)
        else:
            peers[-each.id] = types.InputPeerChat(chat_id=each.id)
    return peers


def all_pages(client: Client, **options: Any) -> list[Any]:
    """Return every page of the list of chats, asked for one after the other."""
    pages = [dialogs(client, **options)]
    while pages[-1].dialogs and isinstance(pages[-1], raw.types.messages.DialogsSlice):
        last = pages[-1].dialogs[-1]
        top = next(each for each in pages[-1].messages if marked(each.peer_id) == marked(last.peer))
        after = {"date": top.date, "message_id": top.id, "peer": input_peers(pages[-1])[marked(last.peer)]}
        pages.append(dialogs(client, **after, **options))
    return pages


def history(
    client: Client,
    peer: Any,
    *,
    limit: int = 100,
    offset_id: int = 0,
    date: int = 0,
    add: int = 0,
    max_id: int = 0,
    min_id: int = 0,
) -> Any:
    return client.call(
        raw.functions.messages.GetHistory(
            peer=peer,
            offset_id=offset_id,
            offset_date=date,
            add_offset=add,
            limit=limit,
            max_id=max_id,
            min_id=min_id,
            hash=0,
        )
    )


def whole_history(client: Client, peer: Any) -> list[Any]:
    """Return all messages of a chat, the newest first, read page by page."""
    messages: list[Any] = []
    page = history(client, peer).messages
    while page:
        messages += page
        page = history(client, peer, offset_id=messages[-1].id).messages
    return messages


def peer_called(client: Client, telegram: LocalTelegram, user_id: int, title: str) -> tuple[int, Any]:
    """Return the id and the ``InputPeer`` of the chat with this title, found as clients find it."""
    chat_id = telegram.find_chat(user_id, title)
    found = client.call(raw.functions.contacts.Search(q=title.split()[0], limit=50))
    peers = input_peers(found)
    return chat_id, peers.get(chat_id) or _listed(client)[chat_id]


def _listed(client: Client) -> dict[int, Any]:
    return {chat_id: peer for page in all_pages(client) for chat_id, peer in input_peers(page).items()}


def send(client: Client, peer: Any, text: str, random_id: int | None = None, **options: Any) -> Any:
    """``messages.sendMessage``, with a new ``random_id`` if none is given."""
    random_id = client.message_id() if random_id is None else random_id
    return client.call(raw.functions.messages.SendMessage(peer=peer, message=text, random_id=random_id, **options))

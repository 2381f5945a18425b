"""Texts that no client can send: half of a surrogate pair, which JSON can bring."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tgsdk import InvalidInput, MessageInvalid, QueryInvalid, Telegram

from .desk import Desk

HALF = "half \ud800"
LATER = datetime.now(UTC) + timedelta(days=1)
CALLS: dict[str, tuple[type[InvalidInput], Callable[[Telegram, int], object]]] = {
    "send_message": (MessageInvalid, lambda telegram, chat: telegram.send_message(chat, HALF)),
    "schedule": (MessageInvalid, lambda telegram, chat: telegram.send_message(chat, HALF, schedule_at=LATER)),
    "quote": (MessageInvalid, lambda telegram, chat: telegram.send_message(chat, "text", reply_to=1, quote=HALF)),
    "save_draft": (MessageInvalid, lambda telegram, chat: telegram.save_draft(chat, HALF)),
    "edit_message": (MessageInvalid, lambda telegram, chat: telegram.edit_message(chat, 1, HALF)),
    "edit_scheduled": (
        MessageInvalid,
        lambda telegram, chat: telegram.edit_scheduled(chat, 1, HALF, schedule_at=LATER),
    ),
    "send_file": (MessageInvalid, lambda telegram, chat: telegram.send_file(chat, b"file", caption=HALF)),
    "chats": (QueryInvalid, lambda telegram, _: telegram.chats(query=HALF)),
    "search_messages": (QueryInvalid, lambda telegram, _: telegram.search_messages(HALF)),
    "in a chat": (QueryInvalid, lambda telegram, chat: telegram.search_messages(HALF, chat_id=chat)),
}


@pytest.mark.parametrize("name", CALLS)
def test_half_of_a_pair_is_said_to_be_what_it_is(maria: Desk, name: str) -> None:
    kind, call = CALLS[name]
    with pytest.raises(kind, match="half of a surrogate pair in the text"):
        call(maria.telegram(), maria.every_kind)

"""Messages by their ids, of a backend that reads them one by one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tgsdk import Chat, ChatKind, Connection, MemoryBackend, Message, NotFound, Telegram, User
from tgsdk.backends.memory.connection import MemoryConnection

ANNA = User(id=1, first_name="Anna")
BORIS = 7


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Telegram:
    monkeypatch.setattr(MemoryConnection, "messages_by_id", Connection.messages_by_id)
    backend = MemoryBackend()
    backend.put_chat(ANNA.id, Chat(id=BORIS, kind=ChatKind.PRIVATE, title="Boris"))
    for number in (1, 2, 3):
        backend.put_message(ANNA.id, Message(id=number, chat_id=BORIS, date=datetime.now(UTC), text=f"{number}"))
    telegram = Telegram(backend)
    backend.scan(telegram.start_qr_login().url, ANNA)
    telegram.check_qr_login()
    return telegram


@pytest.mark.parametrize(("wanted", "found"), [([3, 9, 1, 3], [3, 1]), ([9], [])])
def test_those_that_are_gone_are_left_out(telegram: Telegram, wanted: Sequence[int], found: Sequence[int]) -> None:
    assert [message.id for message in telegram.messages_by_id(BORIS, wanted)] == found


def test_a_chat_that_is_not_known_is_said(telegram: Telegram) -> None:
    with pytest.raises(NotFound):
        telegram.messages_by_id(99, [1])


@pytest.mark.parametrize("wanted", [[], range(1, 102)])
def test_as_many_are_read_as_a_page_has(telegram: Telegram, wanted: Sequence[int]) -> None:
    with pytest.raises(ValueError, match="message_ids are 1 to 100 numbers"):
        telegram.messages_by_id(BORIS, wanted)

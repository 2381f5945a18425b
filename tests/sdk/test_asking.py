"""The arguments that the facades refuse before Telegram is asked, and those that they hand on."""

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tgsdk import AsyncTelegram, Capability, ChatFolder, Page, Photo, Session, Telegram
from tgsdk.backends.base import Backend, Connection

from .obedient import ObedientConnection, give_state

PHOTO = Photo(id=1, location="here")
CHOSEN = ChatFolder(id=2, title="Candidates", contacts=True)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Listening(Backend):
    """A backend that keeps the arguments of each call."""

    supports = frozenset(Capability)

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    @contextlib.asynccontextmanager
    async def connect(self, session: Session) -> AsyncIterator[Connection]:
        yield ListeningConnection(self.asked, session)


class ListeningConnection(ObedientConnection):
    def __init__(self, asked: list[tuple[object, ...]], session: Session) -> None:
        super().__init__(give_state, session)
        self.asked = asked

    async def _listen(self, *arguments: object) -> Any:
        self.asked.append(arguments)
        return Page(items=(), next=None)

    listen: Any = _listen
    chats = search_messages = chat = messages = message = mark_as_read = send_message = read_photos = listen
    find_in_chat = messages_at = save_draft = listen
    folders = chats_of = schedule_message = scheduled_messages = delete_scheduled = send_scheduled_now = listen
    schedule_to_topic = forward_messages = forward_to_topic = listen


@pytest.fixture
def backend() -> Listening:
    return Listening()


@pytest.fixture(params=[Telegram, AsyncTelegram])
def ask(request: pytest.FixtureRequest, backend: Listening) -> Callable[..., Any]:
    """Call a method of one facade or the other by its name."""

    def ask(name: str, *args: object, **options: object) -> Any:
        answer = getattr(request.param(backend), name)(*args, **options)
        return asyncio.run(answer) if inspect.iscoroutine(answer) else answer

    return ask


@pytest.mark.parametrize(
    ("name", "args", "options", "asked"),
    [
        ("chats", (), {}, (50, None, None)),
        ("chats", (1, "c", "q"), {}, (1, "c", "q")),
        ("search_messages", ("q",), {}, ("q", 50, None)),
        ("search_messages", ("q", 100, "c"), {}, ("q", 100, "c")),
        ("search_messages", ("q", 7), {"chat_id": -5}, (-5, "q", 7, None, None)),
        ("search_messages", ("q", 7), {"chat_id": -5, "around": 9}, (-5, "q", 7, None, 9)),
        ("messages", (-5, 7), {"date": NOON}, (-5, 7, NOON)),
        ("send_message", (-5, "text"), {"random_id": 7, "schedule_at": NOON}, (-5, "text", NOON, 7, (), None, None)),
        (
            "send_message",
            (-5, "text"),
            {"random_id": 7, "schedule_at": NOON, "topic_id": 3, "reply_to": 4},
            (-5, 3, "text", NOON, 7, (), 4, None),
        ),
        ("scheduled_messages", (-5,), {}, (-5,)),
        ("forward_messages", (-5, [1], -6), {"random_ids": [7]}, (-5, [1], -6, [7])),
        ("forward_messages", (-5, [1], -6), {"random_ids": [7], "to_topic_id": 3}, (-5, [1], -6, 3, [7])),
        ("delete_scheduled", (-5, [1, 2]), {}, (-5, [1, 2])),
        ("send_scheduled_now", (-5, [1]), {}, (-5, [1])),
        ("folders", (), {}, ()),
        ("chats", (7, "c"), {"folder": CHOSEN}, (CHOSEN, 7, "c")),
        ("save_draft", (-5, " te"), {}, (-5, " te", None)),
        ("save_draft", (-5, ""), {"reply_to": 7}, (-5, "", 7)),
        ("chat", (-5,), {}, (-5,)),
        ("messages", (-5,), {}, (-5, 50, None, None, None)),
        ("messages", (-5, 100, "c"), {}, (-5, 100, "c", None, None)),
        ("messages", (-5,), {"after": 0}, (-5, 50, None, 0, None)),
        ("messages", (-5,), {"around": 0}, (-5, 50, None, None, 0)),
        ("mark_as_read", (-5, 7), {}, (-5, 7)),
        ("message", (-5, 7), {}, (-5, 7)),
        ("send_message", (-5, " text "), {"random_id": -(2**63)}, (-5, " text ", -(2**63))),
        ("send_message", (-5, ""), {"random_id": 0}, (-5, "", 0)),
        ("download_photos", ([PHOTO],), {}, ([PHOTO],)),
    ],
)
def test_what_is_asked_is_handed_on(
    ask: Callable[..., Any], backend: Listening, name: str, args: Any, options: Any, asked: Any
) -> None:
    ask(name, *args, **options)
    assert backend.asked == [asked]


@pytest.mark.parametrize("limit", [0, -1, 101])
@pytest.mark.parametrize(("name", "args"), [("chats", ()), ("search_messages", ("q",)), ("messages", (5,))])
def test_a_limit_that_no_page_has_is_a_value_error(
    ask: Callable[..., Any], backend: Listening, name: str, args: Any, limit: int
) -> None:
    with pytest.raises(ValueError, match="limit"):
        ask(name, *args, limit=limit)
    assert backend.asked == []


@pytest.mark.parametrize(
    "options", [{"cursor": "c", "after": 0}, {"cursor": "c", "around": 0}, {"after": 0, "around": 0}]
)
def test_messages_are_asked_for_from_one_place(
    ask: Callable[..., Any], backend: Listening, options: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="cursor"):
        ask("messages", 5, **options)
    assert backend.asked == []


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"around": 5}, "chat_id"),
        ({"chat_id": 5, "around": 5, "cursor": "c"}, "cursor"),
    ],
)
def test_a_search_around_a_message_is_one_of_its_chat(
    ask: Callable[..., Any], backend: Listening, options: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        ask("search_messages", "q", **options)
    assert backend.asked == []


def test_a_date_says_its_time_zone(ask: Callable[..., Any], backend: Listening) -> None:
    with pytest.raises(ValueError, match="time zone"):
        ask("messages", 5, date=NOON.replace(tzinfo=None))
    assert backend.asked == []


@pytest.mark.parametrize("random_id", [2**63, -(2**63) - 1])
def test_a_random_id_of_more_than_64_bits_is_a_value_error(
    ask: Callable[..., Any], backend: Listening, random_id: int
) -> None:
    with pytest.raises(ValueError, match="64 bits"):
        ask("send_message", 5, "text", random_id=random_id)
    assert backend.asked == []


def test_each_message_has_a_random_id_of_its_own(ask: Callable[..., Any], backend: Listening) -> None:
    for _ in range(10):
        ask("send_message", 5, "text")
    numbers: set[Any] = {asked[2] for asked in backend.asked}
    assert len(numbers) == 10
    assert all(-(2**63) <= number < 2**63 for number in numbers)

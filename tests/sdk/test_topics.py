"""Topics of a backend that declares them and has no way of its own to write in one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tgsdk import (
    Capability,
    Connection,
    Entity,
    LoggedOut,
    LoginState,
    MemoryBackend,
    Message,
    Session,
    Telegram,
    Topic,
    Unsupported,
    User,
)


class Answering(Connection):
    """A connection that notes what its messages answer."""

    def __init__(self) -> None:
        self.answered: list[int | None] = []

    @property
    def session(self) -> Session:
        return Session()

    async def status(self) -> LoginState:
        return LoggedOut()

    async def me(self) -> User:
        raise NotImplementedError

    async def log_out(self) -> None:
        raise NotImplementedError

    async def send_formatted(  # type: ignore[override]
        self, chat_id: int, text: str, random_id: int, entities: Sequence[Entity], reply_to: int | None, quote: str
    ) -> None:
        self.answered.append(reply_to)

    async def schedule_message(  # type: ignore[override]
        self,
        chat_id: int,
        text: str,
        at: datetime,
        random_id: int,
        entities: Sequence[Entity],
        reply_to: int | None,
        quote: str | None,
    ) -> None:
        self.answered.append(reply_to)


def test_a_message_to_a_topic_answers_the_one_that_began_it() -> None:
    connection = Answering()
    for topic_id, reply_to in ((5, None), (5, 9), (Topic.GENERAL, None), (Topic.GENERAL, 9)):
        asyncio.run(connection.send_to_topic(-7, topic_id, "text", 1, (), reply_to, None))
    assert connection.answered == [5, 9, None, 9]


def test_a_plan_for_a_topic_answers_the_message_that_began_it() -> None:
    connection = Answering()
    for topic_id, reply_to in ((5, None), (5, 9), (Topic.GENERAL, None)):
        asyncio.run(connection.schedule_to_topic(-7, topic_id, "text", datetime.now(UTC), 1, (), reply_to, None))
    assert connection.answered == [5, 9, None]


def test_whoever_cannot_name_a_topic_forwards_into_none() -> None:
    with pytest.raises(Unsupported):
        asyncio.run(Answering().forward_to_topic(-7, [1], -8, 5, [1]))


def test_planning_in_a_topic_needs_both_abilities() -> None:
    backend = MemoryBackend()
    telegram = Telegram(backend)
    for missing in (Capability.TOPICS, Capability.SCHEDULE):
        backend.supports = frozenset(Capability) - {missing}  # type: ignore[misc]
        for call in (
            lambda: telegram.send_message(-7, "text", topic_id=5, schedule_at=datetime.now(UTC)),
            lambda: telegram.scheduled_messages(-7, topic_id=5),
        ):
            with pytest.raises(Unsupported):
                call()


def test_whoever_has_no_topics_says_so() -> None:
    with pytest.raises(Unsupported):
        asyncio.run(Answering().topics(-7, 50, None))


def test_a_message_that_names_no_topic_is_in_the_one_that_it_answers() -> None:
    """As a backend plans that does not know Message.topic_id."""
    planned = Message(id=1, chat_id=-7, date=datetime.now(UTC), text="text", is_outgoing=True, reply_to=5)
    assert (planned.is_in_topic(5), planned.is_in_topic(6)) == (True, False)
    assert not replace(planned, topic_id=6).is_in_topic(5)

"""Spoilers in previews, quotes and what is found."""

from datetime import UTC, datetime

import pytest

from tgsdk import Entity, EntityKind, Message
from web.words.extracts import found_in_words
from web.words.messages import content_in_words, preview
from web.words.spoilers import covered

SPOILER = EntityKind.SPOILER
BOLD = Entity(kind=EntityKind.BOLD, offset=0, length=9)


@pytest.mark.parametrize(
    ("offset", "length", "shown"),
    [
        (6, 6, "Offer ▒▒▒ ▒▒"),
        (0, 12, "▒▒▒▒▒ ▒▒▒ ▒▒"),
        (10, 2**40, "Offer 200 ▒▒"),
        (-3, 4, "▒ffer 200 k€"),
        (12, 5, "Offer 200 k€"),
    ],
)
def test_the_words_of_a_spoiler_are_covered(offset: int, length: int, shown: str) -> None:
    entities = [BOLD, Entity(kind=SPOILER, offset=offset, length=length)]
    assert covered("Offer 200 k€", entities) == shown


def test_nothing_that_tells_of_a_message_uncovers_it() -> None:
    entities = (Entity(kind=SPOILER, offset=6, length=6),)
    message = Message(id=1, chat_id=7, date=datetime.now(UTC), text="Offer 200 k€", entities=entities)
    told = [content_in_words(message), preview(message, is_group=False)]
    told += [str(found_in_words(message, query, is_group=False)) for query in ("offer", "200", "k€")]
    assert all("▒▒▒ ▒▒" in each for each in told)
    assert not any("200" in each or "k€" in each for each in told)

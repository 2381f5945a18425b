"""A stranger's software calls Telegram under each server, and in each pool of a queue."""

from collections.abc import Iterator

import pytest

from .jobs import AS_IT_MUST_BE, JOBS, walk
from .places import PLACES
from .telegram import Served, served


@pytest.fixture(scope="module")
def telegram() -> Iterator[Served]:
    with served() as telegram:
        yield telegram


@pytest.mark.parametrize("place", PLACES)
def test_a_strangers_software_can_call(place: str, telegram: Served) -> None:
    assert walk(PLACES[place], telegram) == dict.fromkeys(JOBS, AS_IT_MUST_BE)

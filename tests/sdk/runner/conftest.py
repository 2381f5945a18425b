"""Fixtures: run_async_task() in each place, and the release of stubborn coroutines."""

import gc
from collections.abc import Iterator

import pytest

from tgsdk import run_async_task

from .coroutines import Release
from .places import PLACES, Run


@pytest.fixture(params=list(PLACES.values()), ids=list(PLACES))
def run(request: pytest.FixtureRequest) -> Run:
    """run_async_task(), called in each place."""
    place = request.param
    return lambda *args, **options: place(lambda: run_async_task(*args, **options))


@pytest.fixture
def released() -> Iterator[Release]:
    """An event that is set at the end of the test."""
    event = Release()
    yield event
    event.set()
    event.kept.clear()
    gc.collect()

"""The whole table of ways in, each cell over the wire to its end."""

import pytest

from tgsdk.testing import LocalTelegram

from .ways_in import CELLS, INTERPRETERS, WayIn, expected, walk


@pytest.fixture(autouse=True, scope="module")
def interpreters() -> None:
    """Start what the processes are forked from before anybody counts open files: it stays to the end."""
    process = INTERPRETERS.Process()
    process.start()
    process.join()
    process.close()


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_way_in_leads_in(cell: WayIn, local_telegram: LocalTelegram) -> None:
    heard, account = walk(cell, local_telegram)
    assert heard == expected(cell, account)

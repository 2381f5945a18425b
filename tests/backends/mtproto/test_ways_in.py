"""The whole table of ways in, each cell over the wire to its end."""

import pytest

from tgsdk.testing import LocalTelegram

from .ways_in import CELLS, WayIn, expected, walk


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_way_in_leads_in(cell: WayIn, local_telegram: LocalTelegram) -> None:
    heard, account = walk(cell, local_telegram)
    assert heard == expected(cell, account)

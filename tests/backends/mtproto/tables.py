"""Prints the table of the ways in, and that of the operations under faults.

``python -m tests.backends.mtproto.tables``
"""

import sys
import time

from tests.leaks import left_since, open_things
from tgsdk.testing import LocalTelegram

from .operations import FAULTS, OPERATIONS, Phones, expected, fails_in
from .ways_in import BETWEEN, CELLS, walk
from .ways_in import expected as expected_of_way


def main() -> None:
    ways, are_in = table_of_ways_in()
    print(f"Ways in: what is between two steps, and how long all of them take\n\n{ways}")
    faults, are_typed = table_of_faults()
    print(f"Operations under faults: what each ends in, after how long\n\n{faults}")
    sys.exit(0 if are_in and are_typed else "Some cells are not as they must be.")


def table_of_ways_in() -> tuple[str, bool]:
    cells: dict[str, dict[str, str]] = {}
    for cell in CELLS:
        password = "with a password" if cell.has_password else "without one"
        row = cells.setdefault(f"{cell.way}, data centre {cell.dc_id}, {password}", {})
        started = time.monotonic()
        with LocalTelegram() as telegram:
            heard, account = walk(cell, telegram)
        verdict = "in" if heard == expected_of_way(cell, account) else f"NOT IN: {heard}"
        row[cell.between] = f"{verdict}, {time.monotonic() - started:.1f} s"
    return _table("way in", list(BETWEEN), cells), not any(
        "NOT" in text for row in cells.values() for text in row.values()
    )


def table_of_faults() -> tuple[str, bool]:
    cells: dict[str, dict[str, str]] = {}
    for name in OPERATIONS:
        for fault in FAULTS:
            cells.setdefault(name, {})[fault] = _cell(name, fault)
    columns = _table("Telegram …", list(OPERATIONS), _turned(cells))
    return columns, _is_good(cells)


def _cell(name: str, fault: str) -> str:
    before = open_things()
    with LocalTelegram() as telegram:
        outcome = fails_in(OPERATIONS[name], fault, telegram, Phones())
    wanted = expected(OPERATIONS[name], fault)
    said = "done" if outcome.error is None else _public_name(outcome.error)
    if not isinstance(outcome.error, wanted or type(None)):
        said = f"NOT {wanted}: {said}"
    if left := left_since(before):
        said = f"NOT closed: {left}; {said}"
    return f"{said}, {outcome.seconds:.2f} s"


def _is_good(cells: dict[str, dict[str, str]]) -> bool:
    return not any("NOT" in text for row in cells.values() for text in row.values())


def _public_name(error: Exception) -> str:
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "tgsdk.errors")


def _turned(cells: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {fault: {name: cells[name][fault] for name in cells} for fault in FAULTS}


def _table(corner: str, columns: list[str], rows: dict[str, dict[str, str]]) -> str:
    lines = [f"| {corner} | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(row[column] for column in columns)} |" for name, row in rows.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

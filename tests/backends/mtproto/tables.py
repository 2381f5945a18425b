"""Prints the tables: ways in, operations under faults, guidelines under breaches, operations under hostile answers.

``python -m tests.backends.mtproto.tables``
"""

import sys
import time
from functools import partial

from tests.leaks import left_since, open_things
from tgsdk import ProtocolError, TelegramUnavailable
from tgsdk.testing import LocalTelegram

from .cost import Cost, cost_of, public_name
from .hostile import (
    ANSWERED,
    MAY_BE_READ,
    TO_A_NEW_CLIENT,
    TO_AN_OPERATION,
    answered_by,
    answered_while_a_key_is_made,
)
from .operations import FAULTS, OPERATIONS, Phones, expected, fails_in
from .ways_in import BETWEEN, CELLS, walk
from .ways_in import expected as expected_of_way
from .wire.breaches import IN_A_KEY_EXCHANGE, IN_A_SESSION, make_bombs
from .wire.key_server import exchange
from .wire.peer import ask


def main() -> None:
    ways, are_in = table_of_ways_in()
    print(f"Ways in: what is between two steps, and how long all of them take\n\n{ways}")
    faults, are_typed = table_of_faults()
    print(f"Operations under faults: what each ends in, after how long\n\n{faults}")
    breaches, are_refused = table_of_guidelines()
    print(f"Telegram's security guidelines: who breaks one is not believed, in time\n\n{breaches}")
    answers, are_cheap = table_of_hostile_answers()
    print(f"Hostile answers: what each ends in, after how long, with how much memory\n\n{answers}")
    sys.exit(0 if all((are_in, are_typed, are_refused, are_cheap)) else "Some cells are not as they must be.")


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
    said = "done" if outcome.error is None else public_name(outcome.error)
    if not isinstance(outcome.error, wanted or type(None)):
        said = f"NOT {wanted}: {said}"
    if left := left_since(before):
        said = f"NOT closed: {left}; {said}"
    return f"{said}, {outcome.seconds:.2f} s"


def table_of_guidelines() -> tuple[str, bool]:
    make_bombs()
    rows: dict[str, dict[str, str]] = {}
    for rule, breaches in IN_A_KEY_EXCHANGE.items():
        for breach, said in breaches.items():
            rows[f"{rule} | {breach}"] = _refused(cost_of(partial(exchange, said)))
    for rule, replies in IN_A_SESSION.items():
        for breach, reply in replies.items():
            rows[f"{rule} | {breach}"] = _refused(cost_of(partial(ask, reply)))
    return _table("guideline | broken by", ["ends in"], rows, corners=2), _is_good(rows)


def _refused(cost: Cost) -> dict[str, str]:
    is_right = isinstance(cost.error, ProtocolError) and cost.is_cheap
    return {"ends in": cost.in_words() if is_right else f"NOT refused cheaply: {cost.in_words()}"}


def table_of_hostile_answers() -> tuple[str, bool]:
    phones = Phones()
    with LocalTelegram() as telegram:
        keys = {answer: _of_a_new_client(answered_while_a_key_is_made(answer, telegram)) for answer in TO_A_NEW_CLIENT}
        cells = {
            answer: {name: _of_an_operation(name, answer, telegram, phones) for name in ANSWERED}
            for answer in TO_AN_OPERATION
        }
    to_a_new_client = _table("while a key is made …", ["ends in"], keys)
    to_operations = _table("in place of its answer …", list(ANSWERED), cells)
    return f"{to_a_new_client}\n{to_operations}", _is_good(keys) and _is_good(cells)


def _of_a_new_client(cost: Cost) -> dict[str, str]:
    is_right = isinstance(cost.error, ProtocolError | TelegramUnavailable) and cost.is_cheap
    return {"ends in": cost.in_words() if is_right else f"NOT cheap: {cost.in_words()}"}


def _of_an_operation(name: str, answer: str, telegram: LocalTelegram, phones: Phones) -> str:
    cost = answered_by(ANSWERED[name], answer, telegram, phones)
    is_right = (isinstance(cost.error, ProtocolError) or answer in MAY_BE_READ) and cost.is_cheap
    return cost.in_words() if is_right else f"NOT right: {cost.in_words()}"


def _is_good(cells: dict[str, dict[str, str]]) -> bool:
    return not any("NOT" in text for row in cells.values() for text in row.values())


def _turned(cells: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {fault: {name: cells[name][fault] for name in cells} for fault in FAULTS}


def _table(corner: str, columns: list[str], rows: dict[str, dict[str, str]], *, corners: int = 1) -> str:
    lines = [f"| {corner} | {' | '.join(columns)} |", "|---" * (len(columns) + corners) + "|"]
    lines += [f"| {name} | {' | '.join(row[column] for column in columns)} |" for name, row in rows.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

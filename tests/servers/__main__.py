"""Prints the table of servers and queues: each runs a stranger's software, which is asked for each job.

``python -m tests.servers``
"""

import sys
import time

from .jobs import AS_IT_MUST_BE, JOBS, walk
from .places import PLACES
from .telegram import Served, served


def main() -> None:
    print(f"| place | limited by | {' | '.join(JOBS)} | seconds |")
    print("|---" * (len(JOBS) + 3) + "|")
    with served() as telegram:
        are_good = [_print_row(name, telegram) for name in PLACES]
    sys.exit(0 if all(are_good) else "Some cells are not as they must be.")


def _print_row(name: str, telegram: Served) -> bool:
    started = time.monotonic()
    verdicts = walk(PLACES[name], telegram)
    cells = " | ".join(verdicts.values())
    print(f"| {name} | {PLACES[name].limited} | {cells} | {time.monotonic() - started:.1f} |", flush=True)
    return set(verdicts.values()) == {AS_IT_MUST_BE}


if __name__ == "__main__":
    main()

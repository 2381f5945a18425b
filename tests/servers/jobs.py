"""What a stranger's software is asked for in each place, and how it has to come out."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tgsdk.testing import faults

from .places import AT_ONCE, PATIENCE, Ask, Place
from .telegram import Served

HELD = 0.5  # seconds that Telegram keeps each answer back, so that calls meet

AS_IT_MUST_BE = "as it must be"


def walk(place: Place, served: Served) -> dict[str, str]:
    """Run the software in a place, and say of each job how it came out: ``AS_IT_MUST_BE``, or what it was instead."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        served.tell(told)
        with place.open(told) as ask:
            return {name: _verdict(job, ask, place, served) for name, job in JOBS.items()}


def _verdict(job: "Job", ask: Ask, place: Place, served: Served) -> str:
    try:
        said, wanted = job(ask, place, served)
    except Exception as error:  # noqa: BLE001 - a cell of a table
        return f"NOT done: {type(error).__name__}: {error}"
    return AS_IT_MUST_BE if said == wanted else f"NOT {wanted}: {said}"


def _one_call(ask: Ask, _: Place, served: Served) -> tuple[object, object]:
    return ask("call", 0), served.user_id


def _eight_at_once(ask: Ask, place: Place, served: Served) -> tuple[object, object]:
    before = len(served.server.calls)
    with served.server.commit(faults.Delay(HELD)), ThreadPoolExecutor(AT_ONCE) as pool:
        said = set(pool.map(lambda number: ask("call", number), range(AT_ONCE)))
    meet = served.most_at_once(before, HELD) > 1
    return (said, meet), ({served.user_id}, place.at_once)


def _a_fork(ask: Ask, _: Place, served: Served) -> tuple[object, object]:
    return ask("fork", 0), f"refused, {served.user_id}, {served.user_id}"


def _a_limit(ask: Ask, place: Place, served: Served) -> tuple[object, object]:
    with served.server.commit(faults.Silence()):
        limited = ask("limit", 0)
    return (limited, ask("call", 0)), (place.limited, served.user_id)


def _nothing_open(_: Ask, __: Place, served: Served) -> tuple[object, object]:
    deadline = time.monotonic() + PATIENCE
    while (left := served.connections()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left, 0


Job = Callable[[Ask, Place, Served], tuple[object, object]]

JOBS: dict[str, Job] = {
    "one call": _one_call,
    "eight at once": _eight_at_once,
    "a fork inside a block": _a_fork,
    "a silent Telegram, and a call after it": _a_limit,
    "no connection left": _nothing_open,
}

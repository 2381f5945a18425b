"""Measures several ways of doing the same thing, in turns, so that a busy moment hits all of them alike."""

import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Way = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """At most ``ratio`` times what the way named ``against`` takes."""

    against: str
    ratio: float


def measure(ways: Mapping[str, Way], *, rounds: int, block: int = 1) -> dict[str, float]:
    """Median seconds of each way, measured in a worker thread as a web server would call it."""
    times: dict[str, list[float]] = {name: [] for name in ways}

    def work() -> None:
        for _ in range(rounds):
            for name, way in ways.items():
                way()  # not counted: it clears away what the way before it left to be done
                for _ in range(block):
                    start = time.perf_counter()
                    way()
                    times[name].append(time.perf_counter() - start)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return {name: statistics.median(taken) for name, taken in times.items()}


def show(title: str, medians: Mapping[str, float], *, ours: str, goals: tuple[Goal, ...] = ()) -> bool:
    """Print a table of medians, with our ratio to each; say of each goal whether it was met."""
    print(f"\n## {title}\n\n| way | median | ours is |\n|---|---|---|")
    for name, seconds in medians.items():
        print(f"| {name} | {_in_words(seconds)} | {medians[ours] / seconds:.2f} x |")
    met = True
    for goal in goals:
        ratio = medians[ours] / medians[goal.against]
        met &= ratio <= goal.ratio
        print(
            f"\nGoal: at most {goal.ratio} x {goal.against}: {ratio:.2f}, {'met' if ratio <= goal.ratio else 'MISSED'}"
        )
    return met


def _in_words(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"

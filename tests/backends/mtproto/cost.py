"""Cost: what a call to a hostile server takes of this process, and what it ends in."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from tgsdk import TelegramError

MEGABYTE = 2**20
# Linux keeps the most memory that a process ever had, and forgets it when it is told to.
PEAK, FORGET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds on the clock and of the processor, megabytes at the worst moment, and the error if there was one."""

    error: TelegramError | None
    seconds: float
    cpu: float
    megabytes: float

    @property
    def is_cheap(self) -> bool:
        """Whether nobody else would have noticed."""
        return self.cpu < 2 and self.megabytes < 60

    def in_words(self) -> str:
        said = "done" if self.error is None else public_name(self.error)
        return f"{said}, {self.seconds:.2f} s, {self.megabytes:.0f} MB"


def cost_of(ask: Callable[[], object]) -> Cost:
    """Ask, and measure; an error that is not tgsdk's is raised."""
    FORGET_PEAK.write_text("5") if FORGET_PEAK.exists() else None
    memory, started, cpu = psutil.Process().memory_info().rss, time.monotonic(), time.process_time()
    error = _raised_by(ask)
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    return Cost(error=error, seconds=seconds, cpu=cpu, megabytes=max(0, _peak() - memory) / MEGABYTE)


def public_name(error: TelegramError) -> str:
    """The name by which a user of tgsdk knows the error's class."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "tgsdk.errors")


def _raised_by(ask: Callable[[], object]) -> TelegramError | None:
    try:
        ask()
    except TelegramError as error:
        return error
    return None


def _peak() -> int:
    if not PEAK.exists():
        return int(psutil.Process().memory_info().rss)
    (line,) = (line for line in PEAK.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024

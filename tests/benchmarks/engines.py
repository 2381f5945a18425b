"""Each engine beside its library's own client: time, CPU and round trips of the same calls on a resumed session."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT
from tgsdk import Session

from .engine_calls import CALLS, ROUNDS
from .telegram import TelegramProcess, telegram_process

GOAL = 0.4  # of what the own client takes for one call
KURIGRAM = ROOT / ".venv-kurigram/bin/python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A Telegram library: the engine's name there, and the interpreter that has it."""

    name: str
    engine: str
    python: Path = Path(sys.executable)


LIBRARIES = (
    Library(name="Pyrogram", engine="pyrogram"),
    Library(name="Kurigram", engine="pyrogram", python=KURIGRAM),
    Library(name="Telethon", engine="telethon"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one call costs: seconds, seconds of CPU, and method calls at Telegram."""

    seconds: float
    cpu: float
    calls: float


def run() -> bool:
    # A server of the later layer, in which Kurigram and Telethon need no translation, where there is one.
    with telegram_process(str(KURIGRAM) if KURIGRAM.exists() else sys.executable) as later, telegram_process() as own:
        places = {"Pyrogram": own, "Kurigram": later, "Telethon": later}
        sessions = {id(each): each.logged_in_session() for each in (later, own)}
        met = True
        for call in CALLS:
            print(f"\n## {call}(): each engine, and its library's own client\n")
            print("| library | tgsdk | its own client | ours is | CPU | of its own | calls | of its own |")
            print("|---|---|---|---|---|---|---|---|")
            for library in LIBRARIES:
                if library.python.exists():
                    telegram = places[library.name]
                    met &= _show(library, call, telegram, sessions[id(telegram)])
        return met


def _show(library: Library, call: str, telegram: TelegramProcess, session: Session) -> bool:
    ours, own = (_cost(kind, library, call, telegram, session) for kind in ("tgsdk", "own"))
    ratio = ours.seconds / own.seconds
    print(
        f"| {library.name} | {ours.seconds * 1e3:.1f} ms | {own.seconds * 1e3:.1f} ms | {ratio:.2f} x "
        f"| {ours.cpu * 1e3:.1f} ms | {own.cpu * 1e3:.1f} ms | {ours.calls:.1f} | {own.calls:.1f} |"
    )
    is_met = call != "me" or ratio <= GOAL
    if not is_met:
        print(f"\nGoal: at most {GOAL} x {library.name}'s own client: {ratio:.2f}, MISSED\n")
    return is_met


def _cost(kind: str, library: Library, call: str, telegram: TelegramProcess, session: Session) -> Cost:
    before = telegram.calls()
    ended = subprocess.run(
        [str(library.python), "-m", "tests.benchmarks.engine_calls", kind, library.engine, call],
        cwd=ROOT,
        input=json.dumps({"options": telegram.options, "session": session.to_string()}),
        capture_output=True,
        text=True,
        check=True,
    )
    return Cost(**json.loads(ended.stdout), calls=(telegram.calls() - before) / (ROUNDS + 1))


if __name__ == "__main__":
    run()

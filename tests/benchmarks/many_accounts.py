"""200 accounts polled at once over one loop, by the example of the docs under uvicorn: time, CPU and memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.processes import first_status, free_port, started

from .telegram import TelegramProcess, telegram_process

ACCOUNTS = 200
PATIENCE = 120.0  # seconds
GOAL = 150  # MB: of them about 60 are Python and the engine


def run() -> bool:
    with telegram_process() as telegram, tempfile.TemporaryDirectory() as folder:
        port, kept = free_port(), Path(folder) / "sessions"
        kept.write_text("\n".join(telegram.sessions(ACCOUNTS)))
        before = telegram.calls()
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "docs.many_accounts:application",
            "--port",
            str(port),
            "--log-level=error",
        ]
        with started(command, env=environment(telegram, kept), stderr=subprocess.DEVNULL) as process:
            begun = time.monotonic()
            first_status(f"http://127.0.0.1:{port}/", process=process)
            names = all_said(f"http://127.0.0.1:{port}/")
            seconds = time.monotonic() - begun
            used = psutil.Process(process.pid)
            memory, cpu = used.memory_info().rss / 2**20, sum(used.cpu_times()[:2])
        calls = telegram.calls() - before
    print(f"\n## {ACCOUNTS} accounts looked at once by one process: connect, me() and chats(20) together\n")
    print("| accounts | calls | from the start of the process | CPU | memory |\n|---|---|---|---|---|")
    print(f"| {len(names)} | {calls} | {seconds:.1f} s | {cpu:.1f} s | {memory:.0f} MB |")
    is_met = len(names) == ACCOUNTS and memory <= GOAL
    print(f"\nGoal: all of them, in at most {GOAL} MB: {'met' if is_met else 'MISSED'}")
    return is_met


def environment(telegram: TelegramProcess, sessions: Path) -> dict[str, str]:
    return {**os.environ, "TELEGRAM": json.dumps(telegram.options), "SESSIONS": str(sessions), "EVERY": "600"}


def all_said(url: str) -> list[str]:
    """Return the names of all accounts when each has been looked at. Raises AssertionError after a while."""
    deadline = time.monotonic() + PATIENCE
    said: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        with urllib.request.urlopen(url, timeout=30) as answer:
            said = json.load(answer)
        if said and all(said):
            break
        time.sleep(0.05)
    assert all("name" in each for each in said), said
    return [each["name"] for each in said]


if __name__ == "__main__":
    run()

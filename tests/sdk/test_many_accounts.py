"""The example of the docs: many accounts polled at once over one loop, under uvicorn."""

import collections
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.many_accounts import ACCOUNTS, all_said, environment
from tests.benchmarks.telegram import telegram_process
from tests.processes import ROOT, first_status, free_port, started
from tgsdk import Session


@pytest.mark.timeout(180)
def test_200_accounts_are_polled_at_once_over_one_loop(tmp_path: Path) -> None:
    sessions = tmp_path / "sessions"
    with telegram_process() as telegram:
        sessions.write_text("\n".join(telegram.sessions(ACCOUNTS)))
        wanted = collections.Counter(Session.from_string(each).user_id for each in sessions.read_text().split())
        telegram.answer_late(0.2)  # all of them wait at the same time
        port, before = free_port(), telegram.calls()
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "docs.many_accounts:application",
            "--port",
            str(port),
            "--log-level=error",
        ]
        with started(command, cwd=ROOT, env=environment(telegram, sessions), stderr=subprocess.DEVNULL) as process:
            url = f"http://127.0.0.1:{port}/"
            assert first_status(url, process=process) == 200
            names = all_said(url)
            threads = len(list(Path(f"/proc/{process.pid}/task").iterdir()))
        assert telegram.calls() - before == 2 * ACCOUNTS
    assert len(names) == ACCOUNTS
    assert sorted(collections.Counter(names).values()) == sorted(wanted.values())
    assert threads <= 20  # the loop's, and a few that loaded the engine: none for each account

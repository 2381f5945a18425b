"""``make run``: the site for one machine, on a Telegram of the operator's choice."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

from hrhelper.__main__ import make_secrets_once
from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    ended = run([sys.executable, "-m", "hrhelper"], env=site_environment(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "TELEGRAM_API_ID and TELEGRAM_API_HASH are not set" in ended.stderr
    assert "https://my.telegram.org" in ended.stderr


def test_the_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "hrhelper.env"
    make_secrets_once(file)
    written = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "DJANGO_SECRET_KEY=" in written
    assert "TELEGRAM_SESSION_KEYS=" in written
    make_secrets_once(file)
    assert file.read_text() == written


def test_it_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    port = free_port()
    with LocalTelegram() as telegram:
        command = [sys.executable, "-m", "hrhelper", "--port", str(port)]
        environment, pipe = site_environment(tmp_path, telegram), subprocess.PIPE
        with started(command, env=environment, stdout=pipe, stderr=pipe) as process:
            assert first_status(f"http://127.0.0.1:{port}/telegram/auth/qr/", process=process) == 401
            process.send_signal(signal.SIGINT)
            output, _errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in output
    assert "createsuperuser" in output

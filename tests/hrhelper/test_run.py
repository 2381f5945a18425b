"""``make run``: the site for one machine, on a Telegram of the operator's choice."""

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from cryptography.fernet import Fernet

from hrhelper.__main__ import make_secrets_once
from tgsdk.testing import LocalTelegram

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "DJANGO_SECRET_KEY": "only-for-this-test",
        "TELEGRAM_SESSION_KEYS": Fernet.generate_key().decode(),
        **more,
    }


def test_what_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "hrhelper"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
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
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with LocalTelegram() as telegram:
        options = telegram.options
        settings = environment(
            tmp_path,
            TELEGRAM_API_ID=str(options["api_id"]),
            TELEGRAM_API_HASH=options["api_hash"],
            TELEGRAM_SERVER=json.dumps(options["server"]),
        )
        command = [sys.executable, "-m", "hrhelper", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert answer(f"http://127.0.0.1:{port}/telegram/auth/qr/") == 401
        process.send_signal(signal.SIGINT)
        output, _errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/".encode() in output
    assert b"createsuperuser" in output


def answer(url: str) -> int:
    """The status of the first answer, once there is one."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with contextlib.closing(error):
                return error.code
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")

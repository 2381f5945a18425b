"""``make run``: the site for one machine, on a Telegram of the operator's choice."""

import contextlib
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

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


WRONG = {
    "DATABASE_URL": ["postgres://u:canary@127.0.0.1:1/d", "sqlite:////nowhere/x.db", "nonsense://canary", "canary"],
    "DJANGO_TIME_ZONE": ["Mars/X", "canary", "../canary", ""],
    "DJANGO_DEBUG": ["maybe"],
    "DJANGO_PROXIES": ["-1", "one"],
    "DJANGO_STATIC_ROOT": ["/nowhere/static"],
}


@pytest.mark.parametrize(("name", "value"), [(name, each) for name, wrong in WRONG.items() for each in wrong])
def test_a_mistake_of_the_operator_is_said_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    environment = site_environment(tmp_path, TELEGRAM_BACKEND="tgsdk.backends.memory.MemoryBackend") | {name: value}
    ended = run([sys.executable, "-m", "hrhelper", "--port", str(free_port())], env=environment)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert name in ended.stderr or "/nowhere" in ended.stderr
    assert "canary" not in ended.stderr


def test_the_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "hrhelper.env"
    make_secrets_once(file)
    written = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "DJANGO_SECRET_KEY=" in written
    assert "TELEGRAM_SESSION_KEYS=" in written
    make_secrets_once(file)
    assert file.read_text() == written


FORM = b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"  # and no body


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_forms_that_never_come_hold_nobody_up_and_it_ends_all_the_same(tmp_path: Path, stop: signal.Signals) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/accounts/login/"
    with LocalTelegram() as telegram, contextlib.ExitStack() as sockets:
        command = [sys.executable, "-m", "hrhelper", "--port", str(port)]
        environment, pipe = site_environment(tmp_path, telegram), subprocess.PIPE
        with started(command, env=environment, stdout=pipe, stderr=pipe) as process:
            assert first_status(address, process=process) == 200
            for _ in range(40):
                held = sockets.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
                held.sendall(FORM)
            assert [first_status(address, process=process) for _ in range(5)] == [200] * 5
            process.send_signal(stop)
            _output, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors


def test_it_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    port = free_port()
    with LocalTelegram() as telegram:
        command = [sys.executable, "-m", "hrhelper", "--port", str(port)]
        environment, pipe = site_environment(tmp_path, telegram), subprocess.PIPE
        (tmp_path / "static" / "staticfiles.json").unlink()
        with started(command, env=environment, stdout=pipe, stderr=pipe) as process:
            assert first_status(f"http://127.0.0.1:{port}/telegram/auth/qr/", process=process) == 401
            process.send_signal(signal.SIGINT)
            output, _errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in output
    assert "createsuperuser" in output
    assert list((tmp_path / "static" / "web").glob("desk.*.css.br"))  # the static files were collected

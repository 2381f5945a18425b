"""Other processes that tests and benchmarks start: each ends with its block, together with all that it started."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

__all__ = ["ROOT", "first_status", "free_port", "run", "started"]

ROOT = Path(__file__).parents[1]
PATIENCE = 10.0  # seconds for a process to end by itself


@contextlib.contextmanager
def started(
    command: Sequence[str],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    stdin: int | None = None,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
    patience: float = PATIENCE,
) -> Iterator[subprocess.Popen[str]]:
    """Start a command, and end its whole process group with the block, also when a test fails.

    The group is asked to end, and is killed after ``patience`` seconds.
    """
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdin=stdin, stdout=stdout, stderr=stderr, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            _end(process, patience)


def _end(process: subprocess.Popen[str], patience: float) -> None:
    _signal(process, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    _signal(process, signal.SIGKILL)  # also what a process that has ended left behind


def _signal(process: subprocess.Popen[str], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def run(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, lines: str = "", timeout: float = 60
) -> "subprocess.CompletedProcess[str]":
    """Run a command without a terminal to its end, with ``lines`` as its input, and return what it printed."""
    pipe = subprocess.PIPE
    with started(command, env=env, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        output, errors = process.communicate(lines, timeout=timeout)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def first_status(url: str, *, process: "subprocess.Popen[str]") -> int:
    """Status of the first answer of the server that this process is about to become."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with contextlib.closing(error):
                return error.code
        except (urllib.error.URLError, TimeoutError):  # it does not listen yet, or listens and is not ready yet
            time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")

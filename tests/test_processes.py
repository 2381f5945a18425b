"""What a test starts ends with it, however the test ends."""

import re
import subprocess
import sys
import time

import psutil
import pytest

from tests.processes import ROOT, run, started

# A parent and a child that would outlive the test by a minute; the child's number is printed once both are ready.
FAMILY = """
import signal, subprocess, sys, time
{before}
child = subprocess.Popen([sys.executable, "-c", "{before}; print(flush=True); import time; time.sleep(60)"],
    stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
{after}
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


@pytest.mark.parametrize(
    ("before", "after"),
    [("pass", "time.sleep(60)"), (STUBBORN, "time.sleep(60)"), ("pass", "sys.exit()")],
    ids=["both wait", "both are stubborn", "the parent has ended"],
)
def test_a_test_that_fails_leaves_nothing_running(before: str, after: str) -> None:
    command = [sys.executable, "-c", FAMILY.format(before=before, after=after)]
    children: list[int] = []
    with pytest.raises(ZeroDivisionError):
        fail_beside(command, children)
    assert len(children) == 1
    assert_it_ends(children[0])


def fail_beside(command: list[str], children: list[int]) -> None:
    with started(command, stdout=subprocess.PIPE, patience=0.2) as process:
        assert process.stdout
        children.append(int(process.stdout.readline()))
        assert is_running(children[0])
        _ = 1 / 0


def test_a_command_that_takes_too_long_is_ended_with_its_children() -> None:
    code = FAMILY.format(before="pass", after="print(child.pid, file=sys.stderr, flush=True); time.sleep(60)")
    with pytest.raises(subprocess.TimeoutExpired) as late:
        run([sys.executable, "-c", code], timeout=1)
    printed = late.value.stdout or b""
    assert_it_ends(int(printed))


def test_a_command_tells_what_it_printed_and_how_it_ended() -> None:
    ended = run([sys.executable, "-c", "import sys; print(input()); sys.exit('no')"], lines="a line\n")
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "a line\n", "no\n")


def test_every_process_that_goes_on_beside_a_test_is_started_here() -> None:
    files = [file for folder in ("tests", "demo", "hrhelper") for file in (ROOT / folder).rglob("*.py")]
    starting = {str(file.relative_to(ROOT)) for file in files if re.search(r"Popen\(|os\.spawn", file.read_text())}
    of_the_demo = {"demo/__main__.py"}  # it is no part of the tests, and ends what it starts itself
    assert starting - of_the_demo == {"tests/processes.py", "tests/test_processes.py"}


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def assert_it_ends(pid: int) -> None:
    """A process that was killed is gone a moment later."""
    deadline = time.monotonic() + 5
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)

"""Fixtures of the tests of tgsdk."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.leaks import nothing_left_behind  # noqa: F401

pytest.register_assert_rewrite("tgsdk.testing.contract")

ROOT = Path(__file__).parents[2]


# Also where the tests were started in the background of a shell, which ignores it then.
HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"


@pytest.fixture
def python() -> Callable[[str], str]:
    """Run a script in a fresh interpreter, with warnings as errors, and return its output.

    It fails the test if the script fails, or has anything to complain about.
    """

    def run(script: str) -> str:
        command = [sys.executable, "-W", "error", "-c", HEARS_CTRL_C + textwrap.dedent(script)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout.strip()

    return run

"""Chromium for the browser's tests: found, or else installed. ``python -m tests.browser.chromium``"""

import contextlib
import functools
import shutil
import subprocess
import sys

from tests.processes import ROOT

__all__ = ["MISSING", "find_chromium"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
WAYS = {
    "Debian's packages": [str(ROOT / ".ci" / "debian"), "chromium", "fonts-dejavu-core"],
    "Playwright's download": [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"],
}
MISSING = "Chromium, which shows the pages to the tests, could not be installed. Run: sudo apt-get install chromium"


@functools.cache
def find_chromium() -> str | None:
    """Path of a Chromium that starts: the system's, else the one that Playwright has downloaded."""
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in installed if path and _starts(path)), None) or _downloaded()


def _starts(path: str) -> bool:
    # Ubuntu has a command of this name that only says where to get it.
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        return subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
    return False


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def main() -> None:
    """Install Chromium if there is none, by the first way that works; else say what to run."""
    if find_chromium():
        return
    for name, command in WAYS.items():
        print(f"Chromium is missing. Trying {name} ...", flush=True)
        find_chromium.cache_clear()
        if subprocess.run(command, check=False).returncode == 0 and find_chromium():
            return
    sys.exit(MISSING)


if __name__ == "__main__":
    main()

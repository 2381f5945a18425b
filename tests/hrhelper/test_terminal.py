"""What an operator does in a terminal, over real MTProto: each command in a process of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import run
from tests.site_environment import site_environment
from tgsdk.testing import LocalTelegram

PREPARE = """
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
User.objects.create(username="olga")
"""
Manage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram() as telegram:
        yield telegram


@pytest.fixture
def manage(tmp_path: Path, telegram: LocalTelegram) -> Manage:
    """Run manage.py with these lines as its input, without a terminal of its own."""
    variables = site_environment(tmp_path, telegram)

    def manage(*arguments: str, lines: str = "") -> "subprocess.CompletedProcess[str]":
        return run([sys.executable, "manage.py", *arguments], env=variables, lines=lines)

    assert manage("shell", "--no-imports", "-c", PREPARE).returncode == 0
    return manage


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

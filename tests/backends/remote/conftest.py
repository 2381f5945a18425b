"""A site in a process of its own on a local Telegram, and recruiters whose tokens may do everything."""

import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.processes import first_status, free_port, run, started
from tests.site_environment import site_environment
from tgsdk.backends.remote import RemoteBackend
from tgsdk.testing import LocalTelegram

RECRUITERS = 450  # one worker may have to run nearly all of the tests here
TOKENS = 3  # of each: one alone is limited, and a fast machine would come to its limit
NO_LIMITS: dict[str, list[int]] = {
    name: [] for name in ("send_code", "sign_in", "check_password", "resolve", "new_conversation")
}
PREPARE = f"""
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from web.tokens.keeping import make_token

call_command("migrate", verbosity=0)
with transaction.atomic():
    for number in range({RECRUITERS}):
        user = User.objects.create(username=f"recruiter{{number}}")
        made = [make_token(user, name="tests", scopes=["read", "send", "login"], days=1)[1] for _ in range({TOKENS})]
        print(*map(str, made))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """``recruiters`` are the tokens of people who are not connected yet, several for each who is needed."""

    url: str
    telegram: LocalTelegram
    recruiters: Iterator[list[str]]

    def new_backends(self) -> Iterator[RemoteBackend]:
        """Yield backends of one recruiter, each with another token of theirs, without end."""
        tokens = next(self.recruiters)
        return itertools.cycle([RemoteBackend(url=self.url, token=token, timeout=60) for token in tokens])

    def new_backend(self) -> RemoteBackend:
        return next(self.new_backends())


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """HR Helper under gunicorn with threads, as a deployment has it."""
    with LocalTelegram() as telegram:
        telegram.send_codes_by("app", "sms", "call", timeout=0)
        folder = tmp_path_factory.mktemp("remote")
        environment = site_environment(folder, telegram, TELEGRAM_LIMITS=json.dumps(NO_LIMITS))
        prepared = run([sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE], env=environment)
        assert prepared.returncode == 0, prepared.stderr
        port = free_port()
        server = [sys.executable, "-m", "gunicorn", "hrhelper.wsgi", f"--bind=127.0.0.1:{port}", "--threads=8"]
        with started([*server, "--log-level=warning"], env=environment) as process:
            url = f"http://127.0.0.1:{port}/telegram/"
            assert first_status(url, process=process) == 401
            recruiters = (line.split() for line in prepared.stdout.splitlines())
            yield Site(url=url, telegram=telegram, recruiters=recruiters)

"""A project that is made in an empty folder, with the app and the view of the README, logs in at the local Telegram."""

import contextlib
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command

from tests.processes import free_port, started
from tgsdk.contrib.django.sealing import Seal
from tgsdk.testing import LocalTelegram, Phone, faults

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.timeout(240)  # each makes a project and starts its server, which is slow on a busy machine
KEY = Fernet.generate_key().decode()
(VIEW,) = [
    code
    for code in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    if "def telegram_login" in code
]
URLS = """
from django.urls import path
from shop import views
urlpatterns = [path("connect/", views.telegram_login), path("atomic/", getattr(views, "atomic", views.telegram_login))]
"""
SETTINGS = """
INSTALLED_APPS += ["tgsdk.contrib.django"]
TELEGRAM = {{"BACKEND": "tgsdk.backends.pyrogram.PyrogramBackend", "OPTIONS": {options!r}, "SESSION_KEYS": [{key!r}]}}
"""
# Each process imports its engine before it serves, and not while another waits for its turn.
ENGINE = """
from tgsdk.contrib.django.backend import backend
backend().load_engine()
"""
OWN_USERS = """
INSTALLED_APPS += ["people"]
AUTH_USER_MODEL = "people.Person"
DATABASES["default"]["ATOMIC_REQUESTS"] = True
"""
PERSON = """
import uuid
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

class Person(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    objects = BaseUserManager()
    USERNAME_FIELD = "email"
    is_active = True
    is_staff = False

    def has_module_perms(self, app):
        return False

class Friend(Person):
    class Meta:
        proxy = True
"""
OWN_DATABASE = """
DATABASES["telegram"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "telegram.sqlite3"}
DATABASE_ROUTERS = ["shop.routers.TelegramRouter"]
"""
ROUTER = """
class TelegramRouter:
    def db_for_read(self, model, **hints):
        return "telegram" if model._meta.app_label == "tgsdk" else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return (db == "telegram") == (app_label == "tgsdk")
"""
PREPARE = """
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client
for database in connections:
    call_command("migrate", verbosity=0, database=database, run_syncdb=True)
call_command("check")
users = get_user_model()
user = users(**{users.USERNAME_FIELD: "olga@example.org"})
user.save()
client = Client()
client.force_login(user)
print(client.cookies["sessionid"].value)
"""
DELETE_USER = """
from people.models import Friend
from tgsdk.contrib.django.accounts import open_account
friend = Friend.objects.get()
with open_account(friend) as account:  # Pyrogram is imported now, and not within the short time of a deletion
    account.login.status()
friend.delete()
"""
FORGET = "from tgsdk.contrib.django.models import TelegramAccount; TelegramAccount.objects.all().delete()"


@dataclass(kw_only=True)
class Project:
    """A project in a folder, and the server that runs it."""

    folder: Path
    telegram: LocalTelegram
    port: int = 0
    cookie: str = field(default="", repr=False)

    def add_to_settings(self, text: str) -> None:
        self.append("shop/settings.py", text)

    def append(self, path: str, text: str) -> None:
        with (self.folder / path).open("a") as file:
            file.write(text)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text)

    def shell(self, script: str) -> str:
        return self.run(sys.executable, "manage.py", "shell", "--no-imports", "-c", script)

    def run(self, *command: str) -> str:
        ended = subprocess.run(
            command, cwd=self.folder, env=environment(), capture_output=True, text=True, timeout=120, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def get(self, path: str = "/connect/") -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": self.cookie})
        with urllib.request.urlopen(request, timeout=100) as response:
            return json.load(response)

    def account(self, column: str, database: str = "db.sqlite3") -> Any:
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(f"SELECT {column} FROM tgsdk_telegramaccount").fetchone()[0]

    def scan(self, url: str) -> None:
        person = next(each for each in self.telegram.accounts if each.password is None)
        with Phone(self.telegram.options, person.phone) as phone:
            phone.scan(url)


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


@pytest.fixture
def project(tmp_path: Path, local_telegram: LocalTelegram) -> Project:
    """What `django-admin startproject` makes, with the lines that the README asks for."""
    made = Project(folder=tmp_path, telegram=local_telegram)
    call_command("startproject", "shop", str(tmp_path))
    made.add_to_settings(SETTINGS.format(options=local_telegram.options, key=KEY))
    made.write("shop/views.py", VIEW)
    made.write("shop/urls.py", URLS)
    made.append("shop/wsgi.py", ENGINE)
    return made


@pytest.fixture
def serve(project: Project) -> Iterator[Callable[..., Project]]:
    """Migrates and checks the project, signs a user in and starts the server, of processes with threads."""
    running = contextlib.ExitStack()

    def start(workers: int = 1) -> Project:
        *checked, session_key = project.shell(PREPARE).splitlines()
        assert checked == ["System check identified no issues (0 silenced)."]
        project.cookie = f"sessionid={session_key}"
        project.port = free_port()
        options = [
            f"--workers={workers}",
            "--threads=4",
            f"--bind=127.0.0.1:{project.port}",
            "--log-level=warning",
            "--timeout=120",
        ]
        log = running.enter_context((project.folder / "server.log").open("wb"))
        command = [sys.executable, "-m", "gunicorn", "shop.wsgi", *options]
        running.enter_context(started(command, cwd=project.folder, env=environment(), stderr=log, patience=20))
        wait_for(project.port)
        return project

    with running:
        yield start


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not listen")


def test_the_readme_s_lines_are_a_login_with_locking_sealing_and_expiry(
    project: Project, serve: Callable[..., Project]
) -> None:
    serve(workers=2)
    first = project.get()
    assert first["state"] == "awaiting_scan"
    assert_sealed(project)
    assert_two_at_once_take_turns(project)
    assert_an_old_login_begins_anew(project)
    project.scan(project.get()["url"])
    assert project.get() == {"state": "logged_in", "url": None}
    assert project.get() == {"state": "logged_in", "url": None}
    assert_sealed(project)


def assert_sealed(project: Project) -> None:
    """No file of the project holds the key that Telegram knows."""
    session = Seal([KEY]).open(project.account("encrypted_session"), project.account("user_id"))
    assert session.auth_key
    written = [file.read_bytes() for file in project.folder.glob("*.sqlite3*")]
    key = session.auth_key
    for form in (key, key.hex().encode(), b64encode(key)[:-4], urlsafe_b64encode(key)[:-4]):
        assert not any(form in content for content in written)


def assert_two_at_once_take_turns(project: Project) -> None:
    """Without a lease each of them would make a key and a code of its own."""
    project.shell(FORGET)
    keys = len({call.auth_key_id for call in project.telegram.calls})
    with project.telegram.commit(faults.Delay(0.2)), ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: project.get(), range(2))
    assert one == other
    assert len({call.auth_key_id for call in project.telegram.calls}) == keys + 1


def assert_an_old_login_begins_anew(project: Project) -> None:
    shown = project.get()["url"]
    assert project.get()["url"] == shown
    with closing(sqlite3.connect(project.folder / "db.sqlite3")) as connection, connection:
        connection.execute("UPDATE tgsdk_telegramaccount SET login_started_at = '2001-01-01 00:00:00'")
    assert project.get()["url"] != shown


def test_a_user_model_of_its_own_and_atomic_requests(project: Project, serve: Callable[..., Project]) -> None:
    give_own_users(project)
    decorated = VIEW.replace("@login_required", "@transaction.non_atomic_requests\n@login_required")
    undecorated = VIEW.partition("\n\n\n")[2].replace("telegram_login", "atomic")
    project.write("shop/views.py", f"from django.db import transaction\n{decorated}\n\n{undecorated}")
    serve()
    with pytest.raises(urllib.error.HTTPError) as refused:
        project.get("/atomic/")
    assert "@django.db.transaction.non_atomic_requests" in refused.value.read().decode()
    assert project.telegram.calls == []
    project.scan(project.get()["url"])
    assert project.get()["state"] == "logged_in"


def test_a_database_of_its_own_beside_atomic_requests(project: Project, serve: Callable[..., Project]) -> None:
    give_own_users(project)
    project.add_to_settings(OWN_DATABASE)
    project.write("shop/routers.py", ROUTER)
    serve()
    project.scan(project.get()["url"])
    assert project.get()["state"] == "logged_in"
    assert project.account("state", "telegram.sqlite3") == "logged_in"
    project.shell(DELETE_USER)
    assert project.account("COUNT(*)", "telegram.sqlite3") == 0
    assert project.telegram.called("auth.LogOut") == 2  # the phone's, and that of the account


def give_own_users(project: Project) -> None:
    """A user model with another key and another name, in a project where every request is a transaction."""
    project.add_to_settings(OWN_USERS)
    project.write("people/__init__.py", "")
    project.write("people/models.py", PERSON)


def test_a_project_without_time_zones_is_told_before_its_tables_are_made(project: Project) -> None:
    project.add_to_settings("\nUSE_TZ = False\n")
    with pytest.raises(AssertionError, match="SystemCheckError") as refusal:
        project.run(sys.executable, "manage.py", "migrate")
    said = str(refusal.value)
    assert "(tgsdk.E012) USE_TZ is False" in said
    assert "Traceback" not in said
    assert not (project.folder / "db.sqlite3").exists()

"""The environment becomes settings: in a fresh interpreter, as a server sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.backends.engines import BACKENDS

OURS = {"device_model": "HR Helper"}
MEMORY = "tgsdk.backends.memory.MemoryBackend"
ROOT = Path(__file__).parents[2]
KEPT = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TELEGRAM_", "DATABASE"))}

REPORT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "hrhelper.settings"
import django
django.setup()
from django.views.debug import ExceptionReporter
try:
    1 / 0
except ZeroDivisionError:
    report = ExceptionReporter(None, *sys.exc_info())
print(report.get_traceback_text(), report.get_traceback_html())
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=KEPT | environment, capture_output=True, text=True, check=False
    )


def telegram(**environment: str) -> dict[str, object]:
    script = "import json, hrhelper.settings as s; print(json.dumps(s.TELEGRAM))"
    ended = run("-W", "error", "-c", script, DJANGO_SECRET_KEY="x", **environment)
    assert ended.stderr == ""
    values: dict[str, object] = json.loads(ended.stdout)
    return values


def test_a_missing_secret_key_is_said_clearly() -> None:
    ended = run("manage.py", "check")
    assert ended.returncode != 0
    assert "ImproperlyConfigured: The environment variable DJANGO_SECRET_KEY is not set." in ended.stderr


def test_check_runs_without_telegram_s_variables_and_names_them() -> None:
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x")
    assert "(tgsdk.E002) TELEGRAM_API_ID and TELEGRAM_API_HASH are not set." in ended.stderr
    assert "(tgsdk.E003) TELEGRAM_SESSION_KEYS is not set." in ended.stderr


@pytest.mark.parametrize("backend", BACKENDS.values())
def test_one_variable_swaps_the_engine_and_check_is_silent(backend: str) -> None:
    ended = run(
        "manage.py",
        "check",
        DJANGO_SECRET_KEY="x",
        TELEGRAM_BACKEND=backend,
        TELEGRAM_API_ID="5",
        TELEGRAM_API_HASH="h",
        TELEGRAM_PROXY="socks5://localhost:1080",
        TELEGRAM_SESSION_KEYS=Fernet.generate_key().decode(),
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("backend", BACKENDS.values())
def test_each_engine_s_missing_application_is_named_by_its_variables(backend: str) -> None:
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x", TELEGRAM_BACKEND=backend)
    assert "(tgsdk.E002) TELEGRAM_API_ID and TELEGRAM_API_HASH are not set." in ended.stderr


def test_only_what_is_set_becomes_an_option() -> None:
    values = telegram(TELEGRAM_API_ID="5", TELEGRAM_API_HASH="h", TELEGRAM_TEST_MODE="yes", TELEGRAM_SESSION_KEYS="a,b")
    assert values == {
        "BACKEND": "tgsdk.backends.pyrogram.PyrogramBackend",
        "OPTIONS": OURS | {"api_id": 5, "api_hash": "h", "test_mode": True},
        "TIMEOUT": 15,
        "SESSION_KEYS": ["a", "b"],
        "LIMITS": {},
    }


def test_limits_are_json() -> None:
    assert telegram(TELEGRAM_LIMITS='{"send_code": [[4, 600]]}')["LIMITS"] == {"send_code": [[4, 600]]}
    assert telegram(TELEGRAM_LIMITS="{")["LIMITS"] == "{"  # left to the checks


def test_the_file_limit_is_a_number_of_bytes() -> None:
    assert telegram(TELEGRAM_FILE_LIMIT="1000")["FILE_LIMIT"] == 1000
    assert telegram(TELEGRAM_FILE_LIMIT="2 GB")["FILE_LIMIT"] == "2 GB"


def test_the_phone_s_list_of_devices_shows_the_site_unless_it_is_told_otherwise() -> None:
    assert telegram()["OPTIONS"] == OURS == {"device_model": "HR Helper"}
    assert telegram(TELEGRAM_DEVICE_MODEL="Desk")["OPTIONS"] == {"device_model": "Desk"}
    assert telegram(TELEGRAM_OPTIONS='{"device_model": "Desk"}')["OPTIONS"] == {"device_model": "Desk"}


def test_a_server_of_one_s_own_is_json() -> None:
    values = telegram(TELEGRAM_SERVER='{"host": "h", "port": 1, "public_key": "k"}')
    assert values["OPTIONS"] == OURS | {"server": {"host": "h", "port": 1, "public_key": "k"}}


def test_ways_to_telegram_are_a_url_or_several() -> None:
    ways = "socks5://user:password@one.example:1080 mtproxy://two.example:443/dd"
    assert telegram(TELEGRAM_PROXY=ways, TELEGRAM_IPV6="no")["OPTIONS"] == OURS | {"proxy": ways, "ipv6": False}
    values = telegram(TELEGRAM_PROXY='["http://one.example:3128", "direct://"]', TELEGRAM_IPV6="true")
    assert values["OPTIONS"] == OURS | {"proxy": ["http://one.example:3128", "direct://"], "ipv6": True}


@pytest.mark.parametrize(
    "environment",
    [
        {"TELEGRAM_PROXY": "socks5://u:canary@127.0.0.1:9"},
        {"TELEGRAM_PROXY": "direct:// socks5://u:canary@127.0.0.1:9"},
        {"TELEGRAM_PROXY": '["socks5://u:canary@127.0.0.1:9"]'},
        {"TELEGRAM_OPTIONS": '{"proxy": "mtproxy://h:443/canary"}'},
        {"TELEGRAM_OPTIONS": '{"proxy": ["mtproxy://h:443/canary"]}'},
        {"TELEGRAM_OPTIONS": '{"proxy": "mtproxy://h:443/canary'},
    ],
    ids=str,
)
def test_no_error_report_shows_the_password_of_a_proxy(environment: dict[str, str]) -> None:
    reported = run("-W", "error", "-c", REPORT, DJANGO_SECRET_KEY="x", **environment)
    assert reported.stderr == ""
    assert "proxy" in reported.stdout or "OPTIONS" in reported.stdout
    assert "canary" not in reported.stdout


@pytest.mark.parametrize(("name", "value"), [("API_ID", "abc"), ("SERVER", "{"), ("TEST_MODE", "perhaps")])
def test_what_cannot_be_read_is_left_to_the_checks(name: str, value: str) -> None:
    assert telegram(**{f"TELEGRAM_{name}": value})["OPTIONS"] == OURS | {name.lower(): value}


@pytest.mark.parametrize("options", ['{"server": ', "[1]", "7", '"canary"'])
def test_options_that_are_no_json_object_are_said_to_be_none(options: str) -> None:
    application = {"TELEGRAM_API_ID": "5", "TELEGRAM_API_HASH": "h", "TELEGRAM_OPTIONS": options}
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x", **application)
    assert "(tgsdk.E002) TELEGRAM_OPTIONS cannot be used: it is no dictionary, or no JSON object." in ended.stderr
    assert "not set" not in ended.stderr.replace("TELEGRAM_SESSION_KEYS is not set", "")
    assert "canary" not in ended.stderr


def test_another_backend_has_options_of_its_own() -> None:
    values = telegram(TELEGRAM_BACKEND="a.B", TELEGRAM_API_ID="5")
    assert values["OPTIONS"] == {}
    values = telegram(TELEGRAM_BACKEND="a.B", TELEGRAM_OPTIONS='{"x": 1}')
    assert values["OPTIONS"] == {"x": 1}


def test_options_as_json_are_for_every_backend() -> None:
    assert telegram(TELEGRAM_OPTIONS='{"server": {"host": "h"}, "api_id": 5}')["OPTIONS"] == OURS | {
        "server": {"host": "h"},
        "api_id": 5,
    }
    assert telegram(TELEGRAM_OPTIONS="{")["OPTIONS"] == "{"  # left to the checks


def test_a_variable_of_its_own_wins() -> None:
    values = telegram(TELEGRAM_OPTIONS='{"api_id": 5, "proxy": "x"}', TELEGRAM_API_ID="6")
    assert values["OPTIONS"] == OURS | {"api_id": 6, "proxy": "x"}


def test_each_option_of_the_chosen_backend_is_a_variable() -> None:
    values = telegram(TELEGRAM_BACKEND=MEMORY, TELEGRAM_TOKEN_LIFETIME="2.5", TELEGRAM_API_ID="5")
    assert values["OPTIONS"] == {"token_lifetime": 2.5}


@pytest.mark.parametrize(
    ("variables", "ignored"),
    [
        ({"TELEGRAM_PROXI": "socks5://x:1"}, "TELEGRAM_PROXI"),
        ({"TELEGRAM_BACKEND": MEMORY, "TELEGRAM_PROXY": "socks5://x:1"}, "TELEGRAM_PROXY"),
        ({"TELEGRAM_OPTIONS": '{"api_id": 5}', "TELEGRAM_API_ID": "6"}, 'TELEGRAM_OPTIONS["api_id"]'),
    ],
)
def test_what_is_set_and_not_used_is_an_error(variables: dict[str, str], ignored: str) -> None:
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x", **variables)
    assert f"(web.E009) {ignored} is set, and nothing reads it." in ended.stderr
    assert "HINT: " in ended.stderr


def test_what_is_like_nothing_of_ours_is_somebody_elses_and_a_warning() -> None:
    variables = {"TELEGRAM_API_ID": "5", "TELEGRAM_API_HASH": "h", "TELEGRAM_SESSION_KEYS": "k" * 43 + "="}
    others = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_ID", "TELEGRAM_TO")
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x", **variables, **dict.fromkeys(others, "x"))
    for name in others:
        assert f"(web.W010) {name} is set, and nothing here reads it." in ended.stderr
    assert "web.E009" not in ended.stderr
    assert ended.returncode == 0, ended.stderr


def test_what_is_used_is_no_error() -> None:
    ended = run("manage.py", "check", DJANGO_SECRET_KEY="x", TELEGRAM_OPTIONS="{}", TELEGRAM_LIMITS="{}")
    assert "web.E009" not in ended.stderr


def test_secure_means_https_everywhere() -> None:
    script = (
        "import hrhelper.settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    )
    assert run("-c", script, DJANGO_SECRET_KEY="x", DJANGO_SECURE="1").stdout.split() == ["True"] * 3
    assert run("-c", script, DJANGO_SECRET_KEY="x").stdout.split() == ["False"] * 3


def test_sqlite_waits_and_takes_its_lock_at_once() -> None:
    script = "import hrhelper.settings as s; print(s.DATABASES['default']['OPTIONS'])"
    said = run("-c", script, DJANGO_SECRET_KEY="x", DATABASE_URL="sqlite:////tmp/x.sqlite3").stdout
    assert "journal_mode=WAL" in said
    assert "IMMEDIATE" in said
    assert "'timeout': 20" in said


def test_a_database_url_chooses_postgresql() -> None:
    script = "import hrhelper.settings as s; print(s.DATABASES['default']['ENGINE'])"
    said = run("-c", script, DJANGO_SECRET_KEY="x", DATABASE_URL="postgres://u:p@h/d").stdout
    assert said.strip() == "django.db.backends.postgresql"


@pytest.mark.parametrize("wrong", ["-1", "one"])
def test_a_wrong_number_of_proxies_is_said_clearly(wrong: str) -> None:
    script = "import hrhelper.settings as s; print(s.PROXIES)"
    assert run("-c", script, DJANGO_SECRET_KEY="x", DJANGO_PROXIES="2").stdout.strip() == "2"
    ended = run("-c", script, DJANGO_SECRET_KEY="x", DJANGO_PROXIES=wrong)
    assert ended.returncode != 0
    assert '"DJANGO_PROXIES" invalid' in ended.stderr


def test_only_the_owner_can_read_the_database(tmp_path: Path) -> None:
    """Whatever made its files, and whatever the process's umask lets others do."""
    name = tmp_path / "site.sqlite3"
    name.touch(mode=0o644)
    script = (
        "import os; os.umask(0o022); import django; django.setup()\n"
        "from django.db import connection\n"
        "connection.cursor().execute('CREATE TABLE a (b)')\n"
        "import glob, stat\n"
        f"print({{oct(stat.S_IMODE(os.stat(each).st_mode)) for each in glob.glob('{name}*')}})"
    )
    ended = run(
        "-c",
        script,
        DJANGO_SETTINGS_MODULE="hrhelper.settings",
        DJANGO_SECRET_KEY="x",
        DATABASE_URL=f"sqlite:///{name}",
    )
    assert ended.stdout == "{'0o600'}\n", ended.stderr


def test_only_the_owner_can_look_into_var() -> None:
    ended = run("-c", "import hrhelper.settings, os; print(oct(os.stat('var').st_mode & 0o777))", DJANGO_SECRET_KEY="x")
    assert ended.stdout == "0o700\n", ended.stderr

"""``make run``: the site against Telegram itself, for one machine. Several hosts want a deployment of their own."""

import argparse
import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFailure
from environs import EnvError

ROOT = Path(__file__).resolve().parent.parent
OWN_HEADERS = ("--no-proxy-headers", "--no-server-header")  # DJANGO_PROXIES alone says whom to believe
SECRETS = ("DJANGO_SECRET_KEY", "TELEGRAM_SESSION_KEYS")


def main() -> None:
    """Serve, or say in one line what of the environment or of the database cannot be used."""
    port = _port()
    try:
        _prepare()
    except (EnvError, ImproperlyConfigured, OSError) as error:
        sys.exit(_line(error))
    except DatabaseFailure as error:
        sys.exit(f"The database of DATABASE_URL cannot be used: {_line(error)}")
    _serve(port)


def _prepare() -> None:
    if not all(os.environ.get(name) for name in SECRETS):
        make_secrets_once(ROOT / "var" / "hrhelper.env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hrhelper.settings")
    import django

    django.setup()
    _say_what_is_missing()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from hrhelper.static_files import uncollected_files

    call_command("migrate", verbosity=0)
    if uncollected_files():
        call_command("collectstatic", verbosity=0, interactive=False)
    if not get_user_model().objects.exists():
        print("There is no recruiter yet. Make one in another terminal: .venv/bin/python manage.py createsuperuser")


def _serve(port: int) -> None:
    from django.urls import reverse

    print(f"HR Helper: http://127.0.0.1:{port}{reverse('home')}", flush=True)
    # A pool of threads would be held up by bodies that do not come and answers that nobody reads.
    server = [sys.executable, "-m", "uvicorn", "hrhelper.asgi:application", f"--port={port}", "--workers=2"]
    os.execv(sys.executable, [*server, "--log-level=warning", "--timeout-graceful-shutdown=5", *OWN_HEADERS])  # noqa: S606


def _port() -> int:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    return port


def make_secrets_once(file: Path) -> None:
    """Write a secret key and a key for the sessions, readable by their owner only, if they are not there yet."""
    from cryptography.fernet import Fernet
    from django.core.management.utils import get_random_secret_key

    if file.exists():
        return
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600)
    values = (get_random_secret_key(), Fernet.generate_key().decode())
    file.write_text("".join(f"{name}='{value}'\n" for name, value in zip(SECRETS, values, strict=True)))


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _say_what_is_missing() -> None:
    from django.core.checks import Error, run_checks

    errors = [message for message in run_checks() if isinstance(message, Error)]
    if errors:
        sys.exit("\n".join(f"{error.msg} {error.hint or ''}" for error in errors))


if __name__ == "__main__":
    main()

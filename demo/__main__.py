"""``make demo``: a local Telegram and the site on it, each time afresh, until Ctrl-C."""

import argparse
import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet

from demo.candidates import candidates
from tgsdk.testing import LocalTelegram

LOGIN = "demo"
HOST = "127.0.0.1"
# One visitor plays many people, one after another.
LIMITS = {operation: [[30, 600]] for operation in ("send_code", "sign_in", "check_password")}


def main() -> None:
    port = _port_to_serve()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell in the background ignores it
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Everything lives in this one process and folder: when it ends, however it ends, nothing goes on running.
    with (
        tempfile.TemporaryDirectory(prefix="hrhelper-demo-") as folder,
        LocalTelegram() as telegram,
        candidates(telegram),
    ):
        _set_environment(Path(folder), telegram)
        try:
            _serve(port, telegram)
        except KeyboardInterrupt:
            print("\nThe demo has ended; nothing is left of it.")


def _port_to_serve() -> int:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            sys.exit(f"Port {port} cannot be used ({error}). Choose another: make demo PORT={port + 1}")
    return port


def _set_environment(folder: Path, telegram: LocalTelegram) -> None:
    options = telegram.options
    for name in [name for name in os.environ if name.startswith(("TELEGRAM_", "DJANGO_"))]:
        del os.environ[name]
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(50),
        "DJANGO_SETTINGS_MODULE": "hrhelper.settings",
        "HRHELPER_DEMO": "1",
        "TELEGRAM_API_HASH": options["api_hash"],
        "TELEGRAM_API_ID": str(options["api_id"]),
        "TELEGRAM_LIMITS": json.dumps(LIMITS),
        "TELEGRAM_SERVER": json.dumps(options["server"]),
        "TELEGRAM_SESSION_KEYS": Fernet.generate_key().decode(),
    }


def _serve(port: int, telegram: LocalTelegram) -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    for name in ("django", "django.server"):  # a line for each poll would bury the greeting
        logging.getLogger(name).setLevel(logging.ERROR)
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(LOGIN, password=LOGIN)

    with contextlib.ExitStack() as others:

        def announce(bound_port: object) -> None:
            print(f"HR Helper:      http://{HOST}:{bound_port}/   (log in as {LOGIN} / {LOGIN})")
            print(f"Local Telegram: {telegram.host}, ports {telegram.port} and {telegram.port + 1}")
            print("Ctrl-C ends both.", flush=True)
            others.enter_context(_another_process(f"http://{HOST}:{bound_port}/telegram/"))

        run(HOST, port, application, threading=True, on_bind=announce)


@contextlib.contextmanager
def _another_process(url: str) -> Iterator[None]:
    """Start a program that has a token of the visitor's, and no option of Telegram; it ends with the demo."""
    from django.contrib.auth.models import User

    from web.tokens.keeping import make_token

    _, token = make_token(User.objects.get(username=LOGIN), name="make demo", scopes=["read"], days=7)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "DJANGO_", "DATABASE_"))
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "demo.another_process"],
        env=kept | {"HRHELPER_URL": url, "HRHELPER_TOKEN": str(token)},
        stderr=subprocess.DEVNULL,  # what it says when the site ends before it
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()

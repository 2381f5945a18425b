"""``make demo``: a local Telegram and the site on it, each time afresh, until Ctrl-C."""

import argparse
import json
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
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

    def announce(bound_port: object) -> None:
        print(f"HR Helper:      http://{HOST}:{bound_port}/   (log in as {LOGIN} / {LOGIN})")
        print(f"Local Telegram: {telegram.host}, ports {telegram.port} and {telegram.port + 1}")
        print("Ctrl-C ends both.", flush=True)

    run(HOST, port, application, threading=True, on_bind=announce)


if __name__ == "__main__":
    main()

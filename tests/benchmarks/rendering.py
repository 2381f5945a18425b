"""Pages of 50 chats and 50 messages: their CPU in this process, from the request to the last byte, Telegram elsewhere.

It runs in a process of its own, because Django is set up once in a process.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

MESSAGES = 50
CHATS = 50
BROWSER = {"Accept": "text/html"}
HTMX = {"HX-Request": "true", "HX-Target": "chat"}
ROUNDS = 40
GOAL = 0.030  # seconds of CPU, of the messages alone
GOAL_OF_PAGE = 15  # x the CPU of a bare page


def run() -> bool:
    return subprocess.run([sys.executable, "-m", "tests.benchmarks.rendering"], check=False).returncode == 0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        sys.exit(0 if _run() else 1)


def _run() -> bool:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client, override_settings

    from tgsdk.contrib.django.backend import seal
    from tgsdk.contrib.django.models import TelegramAccount

    from .bare import BARE
    from .desk import logged_in
    from .telegram import telegram_process

    call_command("migrate", verbosity=0)
    client, user = Client(SERVER_NAME="localhost"), User.objects.create(username="bench")
    client.force_login(user)
    with telegram_process() as telegram:
        backend = {"BACKEND": "tgsdk.backends.pyrogram.PyrogramBackend", "OPTIONS": telegram.options}
        urls = "tests.benchmarks.bare"
        with override_settings(TELEGRAM=settings.TELEGRAM | backend, ROOT_URLCONF=urls):
            session, chat_id = logged_in(telegram)
            TelegramAccount.objects.filter(user=user).delete()
            TelegramAccount.objects.create(
                user=user, state="logged_in", encrypted_session=seal().seal(session, user.pk), telegram_user_id=1
            )
            page = f"/telegram/chats/{chat_id}/messages/?limit={MESSAGES}"
            ways = {
                "a bare page": lambda: client.get(f"/{BARE}", headers=BROWSER),
                "50 chats and 50 messages": lambda: client.get(page, headers=BROWSER),
                "50 messages, for htmx": lambda: client.get(page, headers=HTMX),
                "the same for a program": lambda: client.get(page),
            }
            shown = ways["50 chats and 50 messages"]().content.decode()
            assert (shown.count('id="chat-l-') // 2, shown.count('id="message-') >= MESSAGES) == (CHATS, True)
            taken = {name: _cpu_of(way) for name, way in ways.items()}
    connections.close_all()
    return _show(taken)


def _show(taken: Mapping[str, float]) -> bool:
    bare, whole, part, _ = taken.values()
    print("\n## CPU of a page, from the request to the last byte\n\n| page | CPU | of a bare page |\n|---|---|---|")
    for name, seconds in taken.items():
        print(f"| {name} | {seconds * 1e3:.1f} ms | {seconds / bare:.1f} x |")
    met = {
        f"{MESSAGES} messages for htmx in {GOAL * 1e3:.0f} ms": part <= GOAL,
        f"the whole page at most {GOAL_OF_PAGE} x a bare one": whole <= GOAL_OF_PAGE * bare,
    }
    for goal, is_met in met.items():
        print(f"\nGoal: {goal}: {'met' if is_met else 'MISSED'}")
    return all(met.values())


def _cpu_of(way: Callable[[], object]) -> float:
    """Median seconds of CPU, of all threads of this process."""
    taken = []
    for _ in range(ROUNDS):
        before = time.process_time()
        way()
        taken.append(time.process_time() - before)
    return statistics.median(taken)


if __name__ == "__main__":
    main()

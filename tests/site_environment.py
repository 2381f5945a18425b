"""The environment variables of a site that runs in a process of its own."""

import json
import os
from pathlib import Path

from cryptography.fernet import Fernet

from tests.backends.engines import BACKEND_PATH, ENGINE_IS_CHOSEN
from tgsdk.testing import LocalTelegram

__all__ = ["site_environment"]

# Files are served by their own names, and no site begins by packing all of them.
NOTHING_COLLECTED = '{"version": "1.1", "hash": "", "paths": {}}'


def site_environment(folder: Path, telegram: LocalTelegram | None = None, **more: str) -> dict[str, str]:
    """Variables of a site whose data is in ``folder``, on this local Telegram, and without any of ours."""
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static" / "staticfiles.json").write_text(NOTHING_COLLECTED)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "DJANGO_SECRET_KEY": "only-for-this-test",
        "DJANGO_SETTINGS_MODULE": "hrhelper.settings",
        "DJANGO_STATIC_ROOT": str(folder / "static"),
        "TELEGRAM_SESSION_KEYS": Fernet.generate_key().decode(),
        **(_telegram(telegram) if telegram else {}),
        **({"TELEGRAM_BACKEND": BACKEND_PATH} if ENGINE_IS_CHOSEN else {}),
        **more,
    }


def _telegram(telegram: LocalTelegram) -> dict[str, str]:
    return {
        "TELEGRAM_API_ID": str(telegram.options["api_id"]),
        "TELEGRAM_API_HASH": telegram.options["api_hash"],
        "TELEGRAM_SERVER": json.dumps(telegram.options["server"]),
    }

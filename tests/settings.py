"""HR Helper as the tests see it: a Telegram in memory, a throw-away database, a fast hasher."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests")
os.environ.setdefault("TELEGRAM_BACKEND", "tgsdk.backends.memory.MemoryBackend")
os.environ.setdefault("TELEGRAM_SESSION_KEYS", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
# What somebody has collected in this tree would change the names in pages.
os.environ.setdefault("DJANGO_STATIC_ROOT", str(Path(tempfile.gettempdir()) / "hrhelper-tests-static"))

from hrhelper import settings as production
from hrhelper.settings import *  # noqa: F403

# A file, not ":memory:": threads and processes share it as they share a real one.
DATABASE_FILE = Path(tempfile.gettempdir()) / f"hrhelper-tests-{os.getpid()}.sqlite3"
DATABASES = {"default": production.DATABASES["default"]}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASE_FILE)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TELEGRAM = {**production.TELEGRAM, "PATIENCE": 0.05}
# Each test client makes its middleware anew: then WhiteNoise is to look for a file when it is asked for one, and not to
# read all of them.
WHITENOISE_AUTOREFRESH = True
